package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.testkit.SeededStreams;
import io.veto.rules.window.SlidingWindows.LabelOutcome;
import java.util.Arrays;
import java.util.List;

/**
 * The property that sliding windows hold what brute force finds, at every read of a stream, and hold nothing once all
 * its windows are over. What a bound refuses has no effect at all.
 * <p>
 * As a {@link Runnable} it checks the first streams, so that a mutant of the package can be driven from outside its
 * class loader.
 */
public final class SlidingWindowsProperty implements Runnable
{
    /** Seed of the first stream of every run. */
    static final long FIRST_SEED = 1;

    private static final int STREAMS_AGAINST_MUTANTS = 40;
    private static final long MISSING = Long.MIN_VALUE;
    private static final int WORD_FILTERS = 32;

    /**
     * Makes it for {@link #run}.
     */
    public SlidingWindowsProperty()
    {
    }

    @Override
    public void run()
    {
        check(FIRST_SEED, STREAMS_AGAINST_MUTANTS);
    }

    /**
     * Checks the streams of consecutive seeds.
     *
     * @param firstSeed of them.
     * @param count     number of streams.
     * @return what was drawn.
     */
    static StreamCensus check(final long firstSeed, final int count)
    {
        final StreamCensus census = new StreamCensus();
        for (long seed = firstSeed; seed < firstSeed + count; seed++)
        {
            final StreamSetup setup = StreamSetup.of(seed);
            final boolean atOnce = 0 == seed % 2;
            SeededStreams.check(
                seed,
                random -> census.count(setup, RandomStream.of(setup, random)),
                stream -> check(setup, stream, atOnce));
        }
        return census;
    }

    private static void check(final StreamSetup setup, final List<Step> stream, final boolean atOnce)
    {
        final Run run = new Run(setup);
        for (final Step step : stream)
        {
            run.onStep(step);
        }
        run.drain(atOnce);
    }

    private static final class Run
    {
        private final StreamSetup setup;
        private final WindowSpec[] specs;
        private final SlidingWindows windows;
        private final WindowOracle oracle;
        private final boolean bounded;
        private final long[] keys = new long[KeyKind.values().length];
        private final long[] bits;
        private final long[] expected;
        private final long[] actual;

        private Run(final StreamSetup setup)
        {
            this.setup = setup;
            specs = setup.specs();
            windows = new SlidingWindows(specs, setup.asksLabel(), setup.limits());
            oracle = new WindowOracle(setup.filters());
            bounded = setup.limits().sideEntries() < WindowLimits.DEFAULT.sideEntries();
            bits = new long[(setup.filters().length + WORD_FILTERS - 1) / WORD_FILTERS];
            expected = new long[specs.length];
            actual = new long[specs.length];
        }

        private void onStep(final Step step)
        {
            if (step instanceof Step.Transaction transaction)
            {
                onTransaction(transaction);
            }
            else if (step instanceof Step.Label label)
            {
                onLabel(label);
            }
            else if (step instanceof Step.Tick tick)
            {
                onTick(tick);
            }
            assertEquals(oracle.engineTimeMs(), windows.engineTimeMs(), () -> "engine time after " + step);
        }

        private void onTransaction(final Step.Transaction transaction)
        {
            windows.advance(transaction.timeMs());
            oracle.advance(transaction.timeMs());
            windows.reserve();
            read(transaction, transaction.timeMs());
            for (int i = 0; i < specs.length; i++)
            {
                final boolean missing = KeyHash.NULL_KEY == transaction.key(specs[i].key());
                expected[i] = missing ? MISSING : oracle.value(specs[i], transaction);
            }
            assertArrayEquals(expected, actual, () -> windowsAt(transaction));
            fillBits(transaction, transaction.approved());
            final boolean counted =
                windows.append(transaction.sequence(), transaction.timeMs(), transaction.amount(), keys, bits);
            assertTrue(counted || bounded, () -> "uncounted without reason: " + transaction);
            if (counted)
            {
                oracle.add(transaction);
            }
            probe(transaction, transaction);
        }

        private void onLabel(final Step.Label label)
        {
            final Step.Transaction target = oracle.find(label.targetSequence());
            final LabelOutcome outcome = windows.label(label.sequence(), label.targetSequence(), label.fraud());
            if (null == target)
            {
                assertEquals(LabelOutcome.UNKNOWN_TARGET, outcome, label::toString);
            }
            else if (LabelOutcome.UNCOUNTED == outcome)
            {
                assertTrue(bounded, () -> "uncounted without reason: " + label);
                probe(label, target);
            }
            else
            {
                final LabelOutcome expectedOutcome =
                    oracle.label(label.targetSequence(), label.fraud()) ? LabelOutcome.APPLIED : LabelOutcome.UNCHANGED;
                if (oracle.isNeeded(target.timeMs(), specs))
                {
                    assertEquals(expectedOutcome, outcome, label::toString);
                }
                probe(label, target);
            }
        }

        private void onTick(final Step.Tick tick)
        {
            final boolean moved = tick.timeMs() > oracle.engineTimeMs();
            windows.advance(tick.timeMs());
            oracle.advance(tick.timeMs());
            if (moved)
            {
                assertEquals(oracle.neededEvents(specs), windows.retainedEvents(), () -> "retained after " + tick);
                assertEquals(oracle.nextChangeMs(specs), windows.nextDueMs(), () -> "next due after " + tick);
            }
            assertLiveKeys(tick);
        }

        private void assertLiveKeys(final Step step)
        {
            if (setup.keyCount() < setup.stepCount())
            {
                for (final KeyKind kind : KeyKind.values())
                {
                    final int live = oracle.liveKeys(kind, specs).size();
                    assertEquals(live, windows.liveKeys(kind), () -> "live " + kind + " after " + step);
                }
            }
        }

        /**
         * Reads for the keys of an event without being one: at a time before all windows.
         */
        private void probe(final Step step, final Step.Transaction event)
        {
            read(event, SlidingWindows.NULL_TIME_MS);
            for (int i = 0; i < specs.length; i++)
            {
                final long key = event.key(specs[i].key());
                expected[i] = KeyHash.NULL_KEY == key ? MISSING : oracle.value(specs[i], key);
            }
            assertArrayEquals(expected, actual, () -> "after: " + windowsAt(step));
        }

        private void read(final Step.Transaction event, final long timeMs)
        {
            for (final KeyKind kind : KeyKind.values())
            {
                keys[kind.ordinal()] = event.key(kind);
            }
            fillBits(event, false);
            windows.read(keys, timeMs, event.amount(), bits);
            for (int i = 0; i < specs.length; i++)
            {
                actual[i] = windows.isMissing(i) ? MISSING : windows.value(i);
            }
        }

        private void fillBits(final Step.Transaction event, final boolean approved)
        {
            Arrays.fill(bits, 0);
            for (int f = 0; f < setup.filters().length; f++)
            {
                final long genuine = setup.filters()[f].passes(event, approved, false) ? 1 : 0;
                final long fraud = setup.filters()[f].passes(event, approved, true) ? 2 : 0;
                bits[f / WORD_FILTERS] |= (genuine | fraud) << (f % WORD_FILTERS * 2);
            }
        }

        /**
         * Lets all windows run out, at once or one change at a time, and looks that nothing is left.
         */
        private void drain(final boolean atOnce)
        {
            if (atOnce)
            {
                windows.advance(oracle.engineTimeMs() + 2 * StreamSetup.EXIT_OFFSET_MAX * setup.unitMs());
            }
            else
            {
                drainByChange();
            }
            final List<Long> left = List.of(
                (long)windows.liveKeys(KeyKind.CARD), (long)windows.liveKeys(KeyKind.TERMINAL),
                (long)windows.liveKeys(KeyKind.MERCHANT), windows.retainedEvents(), (long)windows.waitingSideEntries(),
                windows.nextDueMs());
            assertEquals(List.of(0L, 0L, 0L, 0L, 0L, Long.MAX_VALUE), left, "left after all windows ran out");
        }

        private void drainByChange()
        {
            long nextMs = oracle.nextChangeMs(specs);
            while (Long.MAX_VALUE != nextMs)
            {
                assertTrue(windows.nextDueMs() <= nextMs, "due too late");
                windows.advance(nextMs);
                oracle.advance(nextMs);
                nextMs = oracle.nextChangeMs(specs);
            }
            windows.advance(oracle.engineTimeMs() + 1);
        }

        private String windowsAt(final Step step)
        {
            return step + " at engine time " + oracle.engineTimeMs() + " windows " + Arrays.toString(specs);
        }
    }
}
