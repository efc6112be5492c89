package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sliding windows against brute force on random streams. */
class SlidingWindowsPropertyTest
{
    private static final int STREAMS = 400;
    private static final int STREAMS_SLOW = 10 * STREAMS;
    private static final long TRANSACTIONS_MIN = 100_000;
    private static final int ALL_COMBINATIONS =
        KeyKind.values().length * WindowSpec.Measure.values().length * 2 * 2 * 4;

    @Test
    void shouldHoldWhatBruteForceFindsWhenStreamsAreRandom()
    {
        final StreamCensus census = SlidingWindowsProperty.check(SlidingWindowsProperty.FIRST_SEED, STREAMS);

        assertHard(census, TRANSACTIONS_MIN);
    }

    @Test
    @Tag("slow")
    void shouldHoldWhatBruteForceFindsWhenStreamsAreRandomAndTenTimesAsMany()
    {
        final long firstSeed = SlidingWindowsProperty.FIRST_SEED + STREAMS;

        final StreamCensus census = SlidingWindowsProperty.check(firstSeed, STREAMS_SLOW);

        assertHard(census, 10 * TRANSACTIONS_MIN);
    }

    private static void assertHard(final StreamCensus census, final long transactionsMin)
    {
        assertTrue(census.transactions() >= transactionsMin, () -> "transactions=" + census.transactions());
        assertTrue(census.outOfOrderPercent() >= 20, () -> "outOfOrderPercent=" + census.outOfOrderPercent());
        assertTrue(census.behindEveryWindowPercent() >= 1, () -> "behindPercent=" + census.behindEveryWindowPercent());
        assertTrue(census.equalTimesPercent() >= 5, () -> "equalTimesPercent=" + census.equalTimesPercent());
        assertTrue(census.labelsPercent() >= 10, () -> "labelsPercent=" + census.labelsPercent());
        assertEquals(ALL_COMBINATIONS, census.combinations());
        assertTrue(census.sharedEdges() >= 100, () -> "sharedEdges=" + census.sharedEdges());
    }
}
