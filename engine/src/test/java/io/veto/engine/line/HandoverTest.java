package io.veto.engine.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.activation.Warmer;
import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DivergenceException;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.recovery.PastFeed;
import io.veto.engine.recovery.RuleSetRecord;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.score.ScorerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an activation at its own record, when all is well and when something is in the way. */
class HandoverTest
{
    private static final RuleSet EARLIER = RuleSetCompiler.compile("a.rules", "rule a review if count(card, 1h) > 2");
    private static final RuleSet LATER = RuleSetCompiler.compile("b.rules", "rule b decline if count(card, 2h) > 2");
    private static final RuleSet OTHER = RuleSetCompiler.compile("c.rules", "rule c decline if count(card, 3h) > 2");
    private static final int COPIES_LENGTH = 1 << 13;
    private static final int ACTIVATION = 7;

    @TempDir
    private Path folder;
    private SteppedLine line;
    private JournalReader reader;
    private Warmer warmer;
    private PastFeed feed;
    private final FullMap known = new FullMap();

    @BeforeEach
    void warmBehindFiveRecords()
    {
        line = new SteppedLine(folder.resolve("journal"), EARLIER, COPIES_LENGTH);
        transactions(3);
        line.journal(100);
        reader = line.reader();
        feed = new PastFeed(line.rooms().scorer(LATER, ScorerConfig.DEFAULT), known);
        warmer = new Warmer(reader, feed, line.handover());
        steps(3);
        transactions(1);
    }

    @AfterEach
    void close()
    {
        reader.close();
        line.close();
    }

    @Test
    void shouldTakeOverAndFeedWhatIsLeftItself()
    {
        line.journal(100);

        line.activate(LATER, warmer.warmedSequence(), warmer.warmedHash());

        final Joint.Outcome outcome = warmer.joint().outcome();
        assertEquals(List.of(EARLIER, LATER, 5L, 6L, false),
            List.of(outcome.retired().ruleSet(), line.scorer().ruleSet(), warmer.warmedSequence(), feed.sequence(), outcome.isFinal()));
        transactions(1);
        assertEquals(6, feed.sequence());
        assertEquals(LATER.hash(), replayed());
    }

    @Test
    void shouldGoOnAsBeforeWhereTheWarmingThreadHoldsTheScorer()
    {
        assertTrue(warmer.joint().acquire());

        assertEquals("the warming thread did not let go: waitedNs=20000000", refusal(LATER));
    }

    @Test
    void shouldGoOnAsBeforeWhereCopiesAreMissing()
    {
        transactions(COPIES_LENGTH / 256);
        assertTrue(warmer.joint().isOverflowed());

        assertTrue(refusal(LATER).startsWith("the line is too far ahead: maximumLength=1048576 length="));
    }

    @Test
    void shouldGoOnAsBeforeWhereAnotherRuleSetIsWarmed()
    {
        assertEquals("another rule set is being warmed: expectedHash=" + Long.toHexString(LATER.hash()) + " hash=" +
            Long.toHexString(OTHER.hash()), refusal(OTHER));
    }

    @Test
    void shouldGoOnAsBeforeWhereNobodyHasJoined()
    {
        final Joint joint = warmer.joint();
        warmer.leave();

        line.activate(LATER, warmer.warmedSequence(), warmer.warmedHash());

        assertEquals(null, joint.outcome());
        assertEquals(EARLIER.hash(), replayed());
    }

    @Test
    void shouldGoOnAsBeforeWhereARecordIsNeitherJournalledNorCopied()
    {
        warmer.leave();
        transactions(1);
        steps(2);
        transactions(1);

        assertEquals("the journal is behind: expectedSequence=8 sequence=5", refusal(LATER));
        assertFalse(warmer.joint().outcome().isFinal());
    }

    @Test
    void shouldNotBeReadyBeforeTheJournalReachesTheFirstCopy()
    {
        warmer.leave();
        transactions(1);
        steps(2);
        transactions(1);
        steps(Warmer.IDLE_STEPS);
        assertFalse(warmer.isReady());

        line.journal(100);
        steps(3);

        assertTrue(warmer.isReady());
        line.activate(LATER, warmer.warmedSequence(), warmer.warmedHash());
        assertEquals(null, warmer.joint().outcome().refusal());
        assertEquals(LATER.hash(), replayed());
    }

    @Test
    void shouldGoOnAsBeforeWhereWarmingHasFailed()
    {
        copy(100, new UnsafeBuffer(new byte[RecordDescriptor.TICK_LENGTH]), RecordDescriptor.TYPE_TICK);
        assertEquals("journal damaged: past is not contiguous: expectedSequence=7 sequence=100",
            assertThrows(JournalDamagedException.class, warmer::feedCopies).getMessage());

        assertEquals("the warming thread did not let go: waitedNs=20000000", refusal(LATER));
    }

    @Test
    void shouldGoOnAsBeforeWhereMemoryDoesNotSufficeForWhatIsLeft()
    {
        copy(7, RuleSetRecord.encode(OTHER, 1, 1), RecordDescriptor.TYPE_RULE_SET);
        known.isFull = true;

        assertEquals("no memory left", refusal(LATER));
        assertTrue(warmer.joint().outcome().isFinal());
    }

    @Test
    void shouldTakeOverAtASecondAttempt()
    {
        final Joint first = warmer.joint();
        assertTrue(first.acquire());
        refusal(LATER);
        first.release();
        line.journal(100);
        warmer.leave();
        steps(3);

        line.activate(LATER, warmer.warmedSequence(), warmer.warmedHash());

        assertEquals(null, warmer.joint().outcome().refusal());
        assertEquals(LATER.hash(), replayed());
    }

    @Test
    void shouldFindAWarmedStateThatDiffers()
    {
        line.activate(LATER, warmer.warmedSequence(), warmer.warmedHash() + 1);

        assertEquals("replay differs: sequence=" + ACTIVATION + " warmedSequence=5 expectedWarmedHash=" +
            Long.toHexString(warmer.warmedHash() + 1) + " warmedHash=" + Long.toHexString(warmer.warmedHash()),
            assertThrows(DivergenceException.class, this::replayed).getMessage());
    }

    @Test
    void shouldRefuseToReplayAnActivationWithoutWarming()
    {
        line.activate(LATER, ACTIVATION, warmer.warmedHash());

        assertEquals("journal damaged: a rule set is activated that was never warmed: sequence=7 warmedSequence=7",
            assertThrows(JournalDamagedException.class, this::replayed).getMessage());
    }

    /** Why the line does not take the scorer over; it goes on under the earlier rules, and so does replay. */
    private String refusal(final RuleSet ruleSet)
    {
        line.activate(ruleSet, warmer.warmedSequence(), warmer.warmedHash());
        transactions(1);
        assertEquals(List.of(EARLIER.hash(), EARLIER.hash()), List.of(line.scorer().ruleSet().hash(), replayed()));
        assertEquals(null, warmer.joint().outcome().retired());
        return warmer.joint().outcome().refusal();
    }

    /** Copies a record that the line never had. */
    private void copy(final long sequence, final UnsafeBuffer record, final int type)
    {
        RecordDescriptor.putHeader(record, 0, record.capacity(), type, 1, sequence, 0);
        warmer.joint().onScored(record, record.capacity());
    }

    private long replayed()
    {
        line.journal(1_000);
        try (JournalReader again = line.reader(); WindowRooms rooms = WindowRooms.main())
        {
            final JournalReplay replay = new JournalReplay(again, rooms);
            replay.toEnd();
            return replay.scorer().ruleSet().hash();
        }
    }

    private void transactions(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            line.transaction(1_700_000_000_000L + 1_000 * line.lastSequence(), 7, 100);
        }
    }

    private void steps(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            warmer.step();
        }
    }

    /** Takes no further rule set when it is full. */
    private static final class FullMap extends HashMap<Long, RuleSet>
    {
        private static final long serialVersionUID = 1L;
        private boolean isFull = false;

        @Override
        public RuleSet computeIfAbsent(final Long hash, final Function<? super Long, ? extends RuleSet> compiler)
        {
            if (isFull)
            {
                throw new OutOfMemoryError("no memory left");
            }
            return super.computeIfAbsent(hash, compiler);
        }
    }
}
