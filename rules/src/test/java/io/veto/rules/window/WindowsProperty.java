package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.testkit.SeededStreams;
import java.util.Arrays;
import java.util.List;

/**
 * The property that windows tell what brute force finds, at every read of a stream, and hold nothing once all
 * windows are over. What a bound refuses has no effect at all.
 * <p>
 * As a {@link Runnable} it checks the first streams, so that a mutant of the package can be driven from outside its
 * class loader.
 */
public final class WindowsProperty implements Runnable
{
    /** Seed of the first stream of every run. */
    static final long FIRST_SEED = 1;

    private static final int STREAMS_AGAINST_MUTANTS = 200;

    /**
     * Makes it for {@link #run}.
     */
    public WindowsProperty()
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
        try (Run run = new Run(setup))
        {
            for (final Step step : stream)
            {
                run.onStep(step);
            }
            run.drain(atOnce);
        }
    }

    private static final class Run implements AutoCloseable
    {
        private final StreamSetup setup;
        private final WindowSpec[] specs;
        private final Windows windows;
        private final WindowOracle oracle;
        private final boolean bounded;
        private final WindowEvent event;
        private final Told[] expected;
        private final Told[] actual;

        private Run(final StreamSetup setup)
        {
            this.setup = setup;
            specs = setup.specs();
            windows = new Windows(specs, setup.asksLabel(), setup.limits(), WindowMemory.main());
            oracle = new WindowOracle(specs, setup.filters());
            bounded = setup.limits().sideEntries() < WindowLimits.DEFAULT.sideEntries();
            event = new WindowEvent(setup.filters().length);
            expected = new Told[specs.length];
            actual = new Told[specs.length];
        }

        @Override
        public void close()
        {
            windows.close();
        }

        private void onStep(final Step step)
        {
            if (step instanceof Step.Transaction transaction)
            {
                onTransaction(transaction);
            }
            else if (step instanceof Step.Label label)
            {
                onCorrection(
                    label, label.targetSequence(), windows.label(label.sequence(), label.targetSequence(), label.fraud()));
            }
            else if (step instanceof Step.Reversal reversal)
            {
                onCorrection(reversal, reversal.targetSequence(),
                    windows.reverse(reversal.sequence(), reversal.targetSequence(), reversal.amount()));
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
                expected[i] = oracle.tell(specs[i], transaction);
            }
            assertArrayEquals(expected, actual, () -> windowsAt(transaction));
            fillFilters(transaction, transaction.approved());
            final Appended outcome = windows.append(transaction.sequence());
            assertTrue(Appended.UNCOUNTED != outcome || bounded, () -> "uncounted without reason: " + transaction);
            if (Appended.UNCOUNTED != outcome)
            {
                final boolean isInside = oracle.add(transaction);
                assertEquals(isInside ? Appended.COUNTED : Appended.COUNTED_OUTSIDE_RUN, outcome, transaction::toString);
            }
            probe(transaction, transaction);
        }

        private void onCorrection(final Step correction, final long targetSequence, final Correction outcome)
        {
            final WindowOracle.Event target = oracle.find(targetSequence);
            if (null == target)
            {
                assertEquals(Correction.UNKNOWN_TARGET, outcome, correction::toString);
                return;
            }
            assertTrue(Correction.UNCOUNTED != outcome || bounded, () -> "uncounted without reason: " + correction);
            if (oracle.isNeeded(target.timeMs()) && Correction.UNCOUNTED != outcome)
            {
                assertEquals(Learnt.expected(correction, target), outcome, correction::toString);
            }
            if (Correction.APPLIED == outcome)
            {
                Learnt.apply(correction, target);
            }
            probe(correction, target.transaction);
        }

        private void onTick(final Step.Tick tick)
        {
            final boolean moved = tick.timeMs() > oracle.engineTimeMs();
            windows.tick(tick.timeMs());
            oracle.advance(tick.timeMs());
            if (moved && setup.isSliding())
            {
                assertEquals(oracle.nextChangeMs(), windows.nextDueMs(), () -> "next due after " + tick);
            }
            if (moved)
            {
                assertEquals(oracle.neededEvents(), windows.retainedEvents(), () -> "retained after " + tick);
            }
        }

        /**
         * Reads for the keys of an event without being one: at a time before all windows.
         */
        private void probe(final Step step, final Step.Transaction transaction)
        {
            final Step.Transaction nobody = new Step.Transaction(transaction.sequence(), Windows.NULL_TIME_MS, transaction.amount(),
                false, transaction.latitudeMicro(), transaction.longitudeMicro(), transaction.values());
            read(nobody, Windows.NULL_TIME_MS);
            for (int i = 0; i < specs.length; i++)
            {
                expected[i] = oracle.tell(specs[i], nobody);
            }
            assertArrayEquals(expected, actual, () -> "after: " + windowsAt(step));
        }

        private void read(final Step.Transaction transaction, final long timeMs)
        {
            event.timeMs(timeMs).amount(transaction.amount()).place(transaction.latitudeMicro(), transaction.longitudeMicro());
            for (final KeyKind kind : KeyKind.values())
            {
                event.key(kind, transaction.value(kind));
            }
            fillFilters(transaction, false);
            windows.read(event);
            for (int i = 0; i < specs.length; i++)
            {
                actual[i] = windows.load(i) ? new Told(true, windows.value(), windows.high()) : Told.NOTHING;
            }
        }

        private void fillFilters(final Step.Transaction transaction, final boolean approved)
        {
            for (int f = 0; f < setup.filters().length; f++)
            {
                final int genuine = setup.filters()[f].passes(transaction, approved, false) ? 1 : 0;
                final int fraud = setup.filters()[f].passes(transaction, approved, true) ? 2 : 0;
                event.passes(f, genuine | fraud);
            }
        }

        /**
         * Lets all windows run out, at once or one change at a time, and looks that nothing is left.
         */
        private void drain(final boolean atOnce)
        {
            if (!atOnce)
            {
                drainByChange();
            }
            windows.tick(oracle.engineTimeMs() + 3 * StreamSetup.EXIT_OFFSET_MAX * setup.unitMs());
            long left = 0;
            for (final WindowSpec spec : specs)
            {
                left += windows.liveKeys(spec.key());
            }
            assertEquals(
                List.of(0L, 0L, 0L, Long.MAX_VALUE),
                List.of(left, windows.retainedEvents(), (long)windows.waitingSideEntries(), windows.nextDueMs()),
                "left after all windows ran out");
        }

        private void drainByChange()
        {
            for (final long nextMs : oracle.changesMs())
            {
                assertTrue(!setup.isSliding() || windows.nextDueMs() <= nextMs, "due too late");
                windows.tick(nextMs);
                oracle.advance(nextMs);
            }
        }

        private String windowsAt(final Step step)
        {
            return step + " at engine time " + oracle.engineTimeMs() + " windows " + Arrays.toString(specs) +
                " expected " + Arrays.toString(expected) + " actual " + Arrays.toString(actual);
        }
    }
}
