package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Equal states hash equal however they came about, and whatever differs shows. */
class StateHashTest
{
    private static final int STREAMS = 120;
    private static final long BOUNDED_EVERY = 4;
    private static final long DAY_MS = 86_400_000;

    @Test
    void shouldAgreeWhereTimePassesInOneStepOrInMany()
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            final StreamSetup setup = StreamSetup.of(seed);
            final Random random = new Random(seed);
            try (SteppedWindows one = new SteppedWindows(setup, 0); SteppedWindows other = new SteppedWindows(setup, 0))
            {
                for (final Step step : RandomStream.of(setup, new Random(seed)))
                {
                    final long from = other.windows().engineTimeMs();
                    final long to = step instanceof Step.Transaction transaction ? transaction.timeMs() : Windows.NULL_TIME_MS;
                    if (from > Windows.NULL_TIME_MS && to > from)
                    {
                        other.windows().tick(from + random.nextLong(to - from));
                    }
                    other.windows().tick(Math.min(from, to));
                    one.apply(step);
                    other.apply(step);

                    assertEquals(one.windows().stateHash(), other.windows().stateHash(), "seed=" + seed + " after " + step);
                }
            }
        }
    }

    @Test
    void shouldForgetWhatIsOver()
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            final StreamSetup setup = StreamSetup.of(seed);
            if (BOUNDED_EVERY - 1 == seed % BOUNDED_EVERY)
            {
                continue;
            }
            final SteppedWindows.Shift later = new SteppedWindows.Shift(1_000_000, 0);
            final List<Step> stream = RandomStream.of(setup, new Random(seed)).stream().map(later::of).toList();
            final long longAgoMs = -20L * StreamSetup.EXIT_OFFSET_MAX * setup.unitMs() - 40L * setup.stepCount() * setup.paceMs();
            try (SteppedWindows fresh = new SteppedWindows(setup, 0); SteppedWindows old = new SteppedWindows(setup, 0))
            {
                final SteppedWindows.Shift earlier = new SteppedWindows.Shift(0, longAgoMs);
                RandomStream.of(setup, new Random(seed + STREAMS)).forEach(step -> old.apply(earlier.of(step)));
                boolean isBegun = false;
                for (final Step step : stream)
                {
                    isBegun |= step instanceof Step.Transaction;
                    if (isBegun)
                    {
                        fresh.apply(step);
                        old.apply(step);
                        assertEquals(fresh.windows().stateHash(), old.windows().stateHash(), "seed=" + seed + " after " + step);
                    }
                }
            }
        }
    }

    @Test
    void shouldDifferWhereASingleAmountDoes()
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            final StreamSetup setup = StreamSetup.of(seed);
            final List<Step> stream = RandomStream.of(setup, new Random(seed));
            final int changed = new Random(seed).nextInt(stream.size());
            if (stream.get(changed) instanceof Step.Transaction transaction)
            {
                try (SteppedWindows one = new SteppedWindows(setup, 0); SteppedWindows other = new SteppedWindows(setup, 1))
                {
                    stream.subList(0, changed).forEach(one::apply);
                    stream.subList(0, changed).forEach(other::applyUnchanged);
                    final Appended outcome = one.apply(transaction);
                    other.apply(transaction);

                    assertEquals(Appended.UNCOUNTED == outcome || 0 == one.neededEvents(transaction.sequence()),
                        one.windows().stateHash() == other.windows().stateHash(), "seed=" + seed + " at " + transaction);
                }
            }
        }
    }

    @Test
    void shouldShowEveryStepOfASmallStory()
    {
        final Set<Long> hashes = new HashSet<>();
        try (CardWindows cards = new CardWindows(WindowLimits.DEFAULT,
            CardWindows.countDelayed(DAY_MS, DAY_MS), CardWindows.countFraud(7 * DAY_MS),
            CardWindows.of(Measure.DISTINCT, Span.sliding(DAY_MS)), CardWindows.of(Measure.MAX, Span.tumbling(DAY_MS, null))))
        {
            final Windows windows = cards.windows();
            hashes.add(windows.stateHash());
            cards.transaction(1, 10 * DAY_MS, 7, 500);
            hashes.add(windows.stateHash());
            cards.transaction(2, 10 * DAY_MS, 7, 500);
            hashes.add(windows.stateHash());
            cards.transaction(3, 9 * DAY_MS, 8, 100);
            hashes.add(windows.stateHash());
            windows.label(4, 1, true);
            hashes.add(windows.stateHash());
            windows.reverse(5, 2, 100);
            hashes.add(windows.stateHash());
            windows.tick(11 * DAY_MS);
            hashes.add(windows.stateHash());
            windows.tick(100 * DAY_MS);
            hashes.add(windows.stateHash());
        }

        assertEquals(8, hashes.size());
    }

    @Test
    void shouldDependOnTheKey()
    {
        try (CardWindows one = new CardWindows(WindowLimits.DEFAULT, CardWindows.count(DAY_MS));
            CardWindows other = new CardWindows(WindowLimits.DEFAULT, CardWindows.count(DAY_MS)))
        {
            one.transaction(1, DAY_MS, 7, 500);
            other.transaction(1, DAY_MS, 8, 500);

            assertNotEquals(one.windows().stateHash(), other.windows().stateHash());
        }
    }
}
