package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.state.StateDamagedException;
import io.veto.rules.testkit.SeededStreams;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The table of late transactions against one that is searched from end to end. */
class RepeatsTest
{
    private static final int STREAMS = 300;
    private static final int STEPS = 400;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder encoder = new TransactionEncoder().wrap(buffer, 0);
    private final TransactionDecoder transaction =
        new TransactionDecoder().wrap(buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
    private final UnsafeBuffer decided = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
    private final DecisionEncoder decision = new DecisionEncoder().wrap(decided, 0);
    private Repeats repeats = new Repeats(4, 1_000);
    private long sequence = 0;

    /** What happens to a table: a transaction, or other bounds, or a restart from what was written down. */
    private record Step(long afterMs, int source, int id, int card, int amount, int idsMax, long withinMs, boolean isRestart)
    {
        boolean isTransaction()
        {
            return 0 == idsMax && !isRestart;
        }
    }

    /** An entry of the oracle; that of a repeat has no key. */
    private record Kept(List<Integer> key, long timeMs, long original)
    {
    }

    @AfterEach
    void close()
    {
        repeats.close();
    }

    @Test
    void shouldAnswerARepeatWithTheSameBytes()
    {
        final String first = answer(100, 1, "a", 7, 500);
        final String second = answer(200, 1, "a", 7, 500);

        assertEquals("new 1", first);
        assertEquals("repeat 1", second);
    }

    @Test
    void shouldTakeAnotherSourceIdCardOrAmountForAnotherTransaction()
    {
        final List<String> answers = List.of(answer(100, 1, "a", 7, 500), answer(100, 2, "a", 7, 500), answer(100, 1, "b", 7, 500),
            answer(100, 1, "a", 8, 500), answer(100, 1, "a", 7, 501));

        assertEquals(List.of("new 1", "new 2", "new 3", "new 4", "new 5"), answers);
    }

    @Test
    void shouldNotTakeTransactionsWithoutAnIdForRepeats()
    {
        assertEquals(List.of("new 1", "new 2"), List.of(answer(100, 1, "", 7, 500), answer(100, 1, "", 7, 500)));
    }

    @Test
    void shouldTellIdsApartThatDifferInTheirLastCharacterOnly()
    {
        final String id = "550e8400-e29b-41d4-a716-44665544000";

        assertEquals(List.of("new 1", "new 2", "repeat 1"),
            List.of(answer(100, 1, id + "0", 7, 500), answer(100, 1, id + "1", 7, 500), answer(100, 1, id + "0", 7, 500)));
    }

    @Test
    void shouldForgetWhenTheTimeIsUp()
    {
        answer(100, 1, "a", 7, 500);

        assertEquals(List.of("repeat 1", "new 3"), List.of(answer(1_099, 1, "a", 7, 500), answer(1_100, 1, "a", 7, 500)));
    }

    @Test
    void shouldForgetTheOldestOverTheBoundAndCountIt()
    {
        for (final String id : List.of("a", "b", "c", "d", "e"))
        {
            answer(100, 1, id, 7, 500);
        }

        assertEquals(1, repeats.forgotten());
        assertEquals(List.of("repeat 2", "new 7"), List.of(answer(100, 1, "b", 7, 500), answer(100, 1, "a", 7, 500)));
    }

    @Test
    void shouldCountNobodyWhoseTimeWasUp()
    {
        answer(100, 1, "a", 7, 500);
        for (final String id : List.of("b", "c", "d", "e"))
        {
            answer(1_100, 1, id, 7, 500);
        }

        assertEquals(0, repeats.forgotten());
    }

    @Test
    void shouldRecogniseNobodyWithinNoTime()
    {
        repeats = repeats.bounded(4, 0, 0);

        assertEquals(List.of("new 1", "new 2"), List.of(answer(100, 1, "a", 7, 500), answer(100, 1, "a", 7, 500)));
        assertEquals(0, repeats.stateHash(100));
    }

    @Test
    void shouldKnowWhatARepeatOfARepeatRepeats()
    {
        answer(100, 1, "a", 7, 500);
        answer(200, 1, "a", 7, 500);
        answer(300, 1, "a", 7, 500);

        assertEquals(List.of(1L, 1L, 1L, 4L),
            List.of(repeats.original(1, 300), repeats.original(2, 300), repeats.original(3, 300), repeats.original(4, 300)));
    }

    @Test
    void shouldNotBringBackUnderWiderBoundsWhatNarrowOnesForgot()
    {
        answer(100, 1, "a", 7, 500);
        answer(100, 1, "b", 7, 500);
        repeats = repeats.bounded(1, 1_000, 100).bounded(4, 1_000, 100);

        assertEquals(List.of("new 3", "repeat 2"), List.of(answer(100, 1, "a", 7, 500), answer(100, 1, "b", 7, 500)));
    }

    @Test
    void shouldRefuseAStateThatHoldsMoreThanTheBound()
    {
        answer(100, 1, "a", 7, 500);
        answer(100, 1, "b", 7, 500);
        final TapeWriter tape = new TapeWriter();
        repeats.save(tape, 100);
        try (Repeats narrow = new Repeats(1, 1_000))
        {
            final StateDamagedException e = assertThrows(StateDamagedException.class, () -> narrow.load(tape.reader(), 100));

            assertEquals("kept transaction ids out of bounds: minimum=0 maximum=1 actual=2", e.getMessage());
        }
    }

    @Test
    void shouldRefuseAStateFromAfterEngineTime()
    {
        answer(100, 1, "a", 7, 500);
        final TapeWriter tape = new TapeWriter();
        repeats.save(tape, 100);
        try (Repeats other = new Repeats(4, 1_000))
        {
            final StateDamagedException e = assertThrows(StateDamagedException.class, () -> other.load(tape.reader(), 99));

            assertEquals("engine time of a kept transaction id out of bounds: minimum=-900 maximum=99 actual=100", e.getMessage());
        }
    }

    @Test
    void shouldHashAnotherStateOtherwise()
    {
        answer(100, 1, "a", 7, 500);
        final long one = repeats.stateHash(100);
        answer(100, 1, "b", 7, 500);

        assertNotEquals(one, repeats.stateHash(100));
        assertNotEquals(0, one);
        assertEquals(0, repeats.stateHash(1_100));
    }

    @Test
    void shouldDoAsATableThatIsSearchedFromEndToEnd()
    {
        final long seed = System.nanoTime();
        for (int i = 0; i < STREAMS; i++)
        {
            SeededStreams.check(seed + i, RepeatsTest::steps, this::check);
        }
    }

    @Test
    void shouldAllocateNothingPerTransaction()
    {
        final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        repeats.close();
        repeats = new Repeats(1_000, Long.MAX_VALUE);
        for (int i = 0; i < 50_000; i++)
        {
            askAndRemember(i);
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++)
        {
            askAndRemember(i);
        }
        final long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(bytes < 10_000, () -> "bytes=" + bytes);
        assertEquals(149_000, repeats.forgotten());
    }

    private void askAndRemember(final int id)
    {
        buffer.putInt(TransactionEncoder.transactionIdEncodingOffset(), id + 1);
        repeats.lookAhead(transaction);
        repeats.touch();
        assertFalse(repeats.isRepeat(++sequence, 1, transaction, 0, decision));
        repeats.remember(sequence, 0, decided, 0);
    }

    private static List<Step> steps(final Random random)
    {
        final int ids = 1 + random.nextInt(12);
        final int pace = 1 + random.nextInt(200);
        final List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++)
        {
            final int kind = random.nextInt(60);
            final Step step = switch (kind)
            {
                case 0 -> new Step(0, 0, 0, 0, 0, 1 + random.nextInt(10), 0 == random.nextInt(5) ? 0 : random.nextInt(3_000), false);
                case 1, 2 -> new Step(0, 0, 0, 0, 0, 0, 0, true);
                default -> new Step(random.nextInt(3) == 0 ? random.nextInt(pace) : 0, 1 + random.nextInt(2), random.nextInt(ids),
                    random.nextInt(2), random.nextInt(2), 0, 0, false);
            };
            steps.add(step);
        }
        return steps;
    }

    private void check(final List<Step> steps)
    {
        final Deque<Kept> oracle = new ArrayDeque<>();
        int idsMax = 6;
        long withinMs = 1_000;
        long timeMs = 0;
        sequence = 0;
        repeats.close();
        repeats = new Repeats(idsMax, withinMs);
        for (final Step step : steps)
        {
            timeMs += step.afterMs;
            if (step.isTransaction())
            {
                final String id = 0 == step.id ? "" : "id" + step.id;
                final long original = expected(oracle, step, timeMs, withinMs, idsMax, sequence + 1);
                final String answer = (original <= sequence ? "repeat " : "new ") + original;
                assertEquals(answer, answer(timeMs, step.source, id, step.card, step.amount));
                assertEquals(original, repeats.original(sequence, timeMs));
            }
            else if (step.isRestart)
            {
                restart(idsMax, withinMs, timeMs);
            }
            else
            {
                expire(oracle, timeMs, withinMs);
                idsMax = step.idsMax;
                withinMs = step.withinMs;
                expire(oracle, timeMs, withinMs);
                while (oracle.size() > idsMax)
                {
                    oracle.removeFirst();
                }
                repeats = repeats.bounded(idsMax, withinMs, timeMs);
            }
        }
    }

    private static long expected(
        final Deque<Kept> oracle, final Step step, final long timeMs, final long withinMs, final int idsMax, final long sequence)
    {
        expire(oracle, timeMs, withinMs);
        if (0 == step.id || 0 == withinMs)
        {
            return sequence;
        }
        final List<Integer> key = List.of(step.source, step.id, step.card, step.amount);
        final Kept found = oracle.stream().filter(kept -> kept.key.equals(key)).findFirst().orElse(null);
        oracle.addLast(null == found ? new Kept(key, timeMs, sequence) : new Kept(List.of(), timeMs, found.original));
        if (oracle.size() > idsMax)
        {
            oracle.removeFirst();
        }
        return null == found ? sequence : found.original;
    }

    private static void expire(final Deque<Kept> oracle, final long timeMs, final long withinMs)
    {
        oracle.removeIf(kept -> timeMs - kept.timeMs >= withinMs);
    }

    private void restart(final int idsMax, final long withinMs, final long timeMs)
    {
        final TapeWriter tape = new TapeWriter();
        repeats.save(tape, timeMs);
        final long hash = repeats.stateHash(timeMs);
        repeats.close();
        repeats = new Repeats(idsMax, withinMs);
        repeats.load(tape.reader(), timeMs);
        assertEquals(hash, repeats.stateHash(timeMs));
    }

    /** Answers a transaction whose score is its sequence, as the scorer does. */
    private String answer(final long timeMs, final int source, final String id, final long card, final long amount)
    {
        encoder.transactionId(id).amountMinor(amount);
        encoder.account().cardToken(card);
        decided.setMemory(0, DecisionEncoder.ENCODED_LENGTH, (byte)0);
        final boolean isRepeat = repeats.isRepeat(++sequence, source, transaction, timeMs, decision);
        if (!isRepeat)
        {
            decision.score((int)sequence);
            repeats.remember(sequence, timeMs, decided, 0);
        }
        return (isRepeat ? "repeat " : "new ") + new DecisionDecoder().wrap(decided, 0).score();
    }
}
