package io.veto.engine.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.activation.Warmer;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.recovery.PastFeed;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.RuleMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random streams with rule sets activated at random places, the warming, the line and its journal going on in random turns. Whatever the
 * turns, replay of the journal, which warms each rule set anew from the first record, finds the same answers and the same state.
 */
class HandoverPropertyTest
{
    private static final int RUNS = 24;
    private static final int TURNS = 3_000;
    private static final int COPIES_LENGTH_SMALL = 1 << 13;
    private static final int COPIES_LENGTH_LARGE = 1 << 20;
    private static final long BEGIN_MS = 1_700_000_000_000L;
    private static final List<String> RULES = List.of("""
        list known : card
        rule big review if amount > 50.00
        rule burst decline if count(card, 1m) > 6
        allow if card in known
        """, """
        list known : card
        rule burst review if count(card, 1m) > 6
        rule big decline if amount > 40.00
        rule again review if count(card, 10m before where hit(burst) or hit(big)) >= 3
        rule session review if sum(amount, terminal, session 5s) > 900.00
        """, """
        list known : card
        rule fraud review if count(terminal, 5m delayed 10s where fraud) >= 3
        rule kept review if count(card, 10m before where not hit(fraud) and approved) >= 9
        rule max review if max(amount, card, 20m before where not declined) < amount
        rule unknown review if card not in known and distinct(terminal, card, 2m) > 2
        """);

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerAsReplayDoesWhateverTheTurns()
    {
        int activated = 0;
        int refused = 0;
        for (int run = 0; run < RUNS; run++)
        {
            final Run one = new Run(folder.resolve("run-" + run), 20261126L + run, 0 == run % 3);
            one.go();
            activated += one.activated;
            refused += one.refused;
        }

        assertTrue(activated > 2 * RUNS && refused > 0, "activated=" + activated + " refused=" + refused);
    }

    static final class Run
    {
        private final Path journal;
        private final long seed;
        private final Random random;
        private final SteppedLine line;
        private long timeMs = BEGIN_MS;
        private int lastId = 0;
        private int inForce = 0;
        private int next = 0;
        private int activated = 0;
        private int refused = 0;
        private JournalReader reader;
        private Warmer warmer;
        private PastFeed feed;

        Run(final Path journal, final long seed, final boolean isCrowded)
        {
            this.journal = journal;
            this.seed = seed;
            random = new Random(seed);
            line = new SteppedLine(journal, ruleSet(0), isCrowded ? COPIES_LENGTH_SMALL : COPIES_LENGTH_LARGE);
        }

        void go()
        {
            try (line)
            {
                for (int turn = 0; turn < TURNS; turn++)
                {
                    turn();
                }
                line.journal(TURNS);
                end();
                try (JournalReader again = line.reader(); WindowRooms rooms = WindowRooms.main())
                {
                    final JournalReplay replay = new JournalReplay(again, rooms);
                    replay.toEnd();
                    assertEquals(List.of(line.lastSequence(), line.scorer().stateHash(), ruleSet(inForce).hash()),
                        List.of(replay.lastSequence(), replay.scorer().stateHash(), replay.scorer().ruleSet().hash()));
                }
            }
            catch (final RuntimeException | AssertionError e)
            {
                throw new AssertionError("seed=" + seed + " journal=" + journal.getFileName() + ": " + e.getMessage(), e);
            }
        }

        private void turn()
        {
            final int kind = random.nextInt(10);
            if (kind < 5)
            {
                record();
            }
            else if (kind < 7)
            {
                line.journal(random.nextInt(12));
            }
            else if (null == warmer)
            {
                begin();
            }
            else
            {
                final boolean isAsked = warmer.isReady() && 0 == random.nextInt(4);
                if (isAsked)
                {
                    ask();
                }
                else
                {
                    step();
                }
            }
        }

        private void step()
        {
            for (int i = random.nextInt(0 == random.nextInt(5) ? 300 : 20); i >= 0; i--)
            {
                warmer.step();
            }
        }

        private void begin()
        {
            next = (inForce + 1 + random.nextInt(RULES.size() - 1)) % RULES.size();
            feed = new PastFeed(line.rooms().scorer(ruleSet(next), SteppedLine.CONFIG), new HashMap<>());
            reader = line.reader();
            warmer = new Warmer(reader, feed, line.handover());
        }

        private void ask()
        {
            final Joint joint = warmer.joint();
            for (int i = random.nextInt(8); i > 0; i--)
            {
                record();
            }
            line.activate(ruleSet(next), warmer.warmedSequence(), warmer.warmedHash());
            if (null == joint.outcome().refusal())
            {
                activated++;
                inForce = next;
                line.rooms().close(joint.outcome().retired());
                feed = null;
                end();
            }
            else
            {
                refused++;
                warmer.leave();
            }
        }

        private void end()
        {
            if (null != warmer)
            {
                line.handover().leave(warmer.joint());
                reader.close();
                if (null != feed)
                {
                    line.rooms().close(feed.scorer());
                }
            }
            warmer = null;
        }

        private void record()
        {
            timeMs += random.nextInt(0 == random.nextInt(200) ? 700_000 : 3_000);
            final long sequence = line.lastSequence();
            switch (random.nextInt(20))
            {
                case 0 -> line.label(
                    Math.max(1, sequence - random.nextInt(60)), random.nextBoolean() ? FraudLabel.FRAUD : FraudLabel.GENUINE);
                case 1 -> line.reversal(Math.max(1, sequence - random.nextInt(60)), 1 + random.nextInt(3_000));
                case 2 -> line.tick(timeMs - random.nextInt(2_000));
                case 3 -> line.listChange(1 + random.nextInt(6), random.nextBoolean());
                case 4 -> line.ruleMode(ruleSet(inForce), random.nextInt(2), random.nextBoolean() ? RuleMode.SHADOW : RuleMode.LIVE);
                default -> transaction(timeMs - (0 == random.nextInt(5) ? random.nextInt(90_000) : 0));
            }
        }

        /** Card and amount are functions of the id, so that the same id is a repeat while it is kept. */
        private void transaction(final long atMs)
        {
            final int id = 0 == random.nextInt(4) ? Math.max(0, lastId - random.nextInt(50)) : ++lastId;
            final Random ofId = new Random(id * 31L);
            line.transaction(atMs, 1 + ofId.nextInt(6), ofId.nextInt(7_000), 0 == id % 9 ? "" : "id-" + id);
        }

        private static RuleSet ruleSet(final int index)
        {
            return RuleSetCompiler.compile("rules-" + index, RULES.get(index));
        }
    }
}
