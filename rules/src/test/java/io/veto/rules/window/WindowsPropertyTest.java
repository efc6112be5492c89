package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The windows against brute force on random streams. */
class WindowsPropertyTest
{
    private static final int STREAMS = 480;
    private static final int STREAMS_SLOW = 32_000;
    private static final int PARTS = 16;
    private static final long TRANSACTIONS_MIN = 100_000;
    private static final long TRANSACTIONS_SLOW_MIN = 10_000_000;

    @Test
    void shouldTellWhatBruteForceFindsWhenStreamsAreRandom()
    {
        final StreamCensus census = WindowsProperty.check(WindowsProperty.FIRST_SEED, STREAMS);

        assertHard(census, TRANSACTIONS_MIN);
    }

    @Test
    @Tag("slow")
    void shouldTellWhatBruteForceFindsInTenMillionTransactions()
    {
        final long firstSeed = WindowsProperty.FIRST_SEED + STREAMS;

        final List<StreamCensus> censuses = IntStream.range(0, PARTS).parallel()
            .mapToObj(part -> WindowsProperty.check(firstSeed + (long)part * STREAMS_SLOW / PARTS, STREAMS_SLOW / PARTS)).toList();

        censuses.forEach(census -> assertHard(census, TRANSACTIONS_SLOW_MIN / PARTS));
    }

    private static void assertHard(final StreamCensus census, final long transactionsMin)
    {
        assertTrue(census.transactions() >= transactionsMin, () -> "transactions=" + census.transactions());
        assertTrue(census.outOfOrderPercent() >= 20, () -> "outOfOrderPercent=" + census.outOfOrderPercent());
        assertTrue(census.behindEveryWindowPercent() >= 1, () -> "behindPercent=" + census.behindEveryWindowPercent());
        assertTrue(census.equalTimesPercent() >= 5, () -> "equalTimesPercent=" + census.equalTimesPercent());
        assertTrue(census.labelsPercent() >= 10, () -> "labelsPercent=" + census.labelsPercent());
        assertTrue(census.reversalsPercent() >= 5, () -> "reversalsPercent=" + census.reversalsPercent());
        assertEquals(Set.copyOf(StreamSetup.COMBINATIONS), census.combinations());
        assertTrue(census.sharedEdges() >= 100, () -> "sharedEdges=" + census.sharedEdges());
    }
}
