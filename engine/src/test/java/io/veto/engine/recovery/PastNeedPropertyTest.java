package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalBase;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.line.SteppedLine;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.FraudLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random streams, and rule sets warmed from random places of them: where nothing is said to be lacking, the state is that of rules that
 * have seen everything.
 */
class PastNeedPropertyTest
{
    private static final int RUNS = 8;
    private static final int RECORDS = 900;
    private static final int PLACES = 8;
    private static final long BEGIN_MS = 1_700_000_000_000L;
    private static final String IN_FORCE = """
        list known : card
        rule big review if amount > 50.00
        rule burst decline if count(card, 1m) > 6
        allow if card in known
        """;
    private static final List<String> RULES = List.of("""
        list known : card
        rule fraud review if count(terminal, 5m delayed 10s where fraud) >= 3
        rule max review if max(amount, card, 20m before where not declined) < amount
        rule unknown review if card not in known and distinct(terminal, card, 2m) > 2
        """, """
        rule last review if last(amount, card, 15m) = amount or since(card, 15m) > 4m
        rule mean review if stddev(amount, terminal, 10m) > 2 * stddev(amount, terminal, 10m delayed 1m)
        """, """
        rule big decline if amount > 40.00
        rule again review if count(card, 10m before where hit(big)) >= 3
        """, """
        rule session review if sum(amount, terminal, session 5s) > 900.00
        """);

    @TempDir
    private Path folder;

    @Test
    void shouldHaveTheStateOfRulesThatSawEverythingWhereNothingIsLacking() throws IOException
    {
        final int[] same = new int[RULES.size()];
        final int[] lacking = new int[RULES.size()];
        for (int run = 0; run < RUNS; run++)
        {
            final long seed = 20261127L + run;
            final Path journal = folder.resolve("run-" + run);
            final long last = write(journal, new Random(seed));
            final Random random = new Random(seed);
            for (int place = 0; place < PLACES; place++)
            {
                final long from = 1 + random.nextLong(last - 2);
                final int rules = random.nextInt(RULES.size());
                compare(journal, from, rules, same, lacking, "seed=" + seed + " from=" + from + " rules=" + rules);
            }
        }

        assertTrue(same[0] > 0 && same[1] > 0 && lacking[0] > 0 && lacking[2] > 0 && lacking[3] > 0 && 0 == same[2] + same[3],
            Arrays.toString(same) + Arrays.toString(lacking));
    }

    private void compare(
        final Path journal, final long from, final int rules, final int[] same, final int[] lacking, final String what) throws IOException
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("rules-" + rules, RULES.get(rules));
        try (WindowRooms rooms = WindowRooms.main(); JournalReader whole = new JournalReader(journal);
            JournalReader part = new JournalReader(journal))
        {
            final BaseBuilder builder = new BaseBuilder(null);
            while (part.sequence() < from && part.next())
            {
                builder.onRecord(part.buffer(), part.offset());
            }
            final JournalBase base = builder.base(part.sequence(), part.epoch(), part.cycle());
            final PastFeed all = new PastFeed(rooms.scorer(ruleSet, SteppedLine.CONFIG), new HashMap<>());
            toEnd(whole, all);
            final PastFeed later = new PastFeed(rooms.scorer(ruleSet, SteppedLine.CONFIG), new HashMap<>());
            later.begin(base);
            toEnd(part, later);
            if (null != PastNeed.lack(base, later))
            {
                lacking[rules]++;
                return;
            }
            assertEquals(all.scorer().stateHash(), later.scorer().stateHash(), what);
            same[rules]++;
        }
    }

    private static void toEnd(final JournalReader reader, final PastFeed feed)
    {
        while (reader.next())
        {
            feed.onRecord(reader.buffer(), reader.offset());
        }
    }

    private static long write(final Path journal, final Random random)
    {
        long timeMs = BEGIN_MS;
        try (SteppedLine line = new SteppedLine(journal, RuleSetCompiler.compile("in-force", IN_FORCE), 1 << 16))
        {
            for (int i = 0; i < RECORDS; i++)
            {
                timeMs += random.nextInt(0 == random.nextInt(100) ? 300_000 : 6_000);
                final long sequence = line.lastSequence();
                switch (random.nextInt(16))
                {
                    case 0 -> line.label(
                        Math.max(1, sequence - random.nextInt(60)), random.nextBoolean() ? FraudLabel.FRAUD : FraudLabel.GENUINE);
                    case 1 -> line.reversal(Math.max(1, sequence - random.nextInt(60)), 1 + random.nextInt(3_000));
                    case 2 -> line.tick(timeMs - random.nextInt(2_000));
                    case 3 -> line.listChange(1 + random.nextInt(6), random.nextBoolean());
                    default -> line.transaction(timeMs - (0 == random.nextInt(5) ? random.nextInt(90_000) : 0), 1 + random.nextInt(6),
                        random.nextInt(7_000), "id-" + Math.max(0, i - random.nextInt(3)));
                }
            }
            line.journal(RECORDS * 2);
            return line.lastSequence();
        }
    }
}
