package io.veto.perf.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficPlanTest
{
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, cards out of range: expectedMin=1 expectedMax=50000000 cards=0",
        "50000001, 1, 1, cards out of range: expectedMin=1 expectedMax=50000000 cards=50000001",
        "1, 0, 1, transactions out of range: expectedMin=1 expectedMax=10000000000 transactions=0",
        "1, 10000000001, 1, transactions out of range: expectedMin=1 expectedMax=10000000000 transactions=10000000001",
        "1, 1, 0, days out of range: expectedMin=1 expectedMax=400 days=0",
        "1, 1, 401, days out of range: expectedMin=1 expectedMax=400 days=401",
    })
    void shouldRefuseWhatIsOutOfRange(
        final int cards, final long transactions, final int days, final String expectedMessage)
    {
        final IllegalArgumentException ex = assertThrows(
            IllegalArgumentException.class, () -> new TrafficPlan(cards, transactions, 1, days));

        assertEquals(expectedMessage, ex.getMessage());
    }

    @Test
    void shouldAcceptTheBoundsThemselves()
    {
        final TrafficPlan smallest = new TrafficPlan(1, 1, Long.MIN_VALUE, 1);
        final TrafficPlan largest = new TrafficPlan(50_000_000, 10_000_000_000L, Long.MAX_VALUE, 400);

        assertEquals(1, smallest.transactions());
        assertEquals(10_000_000_000L, largest.transactions());
    }

    @ParameterizedTest
    @CsvSource({"5000,30,1", "5000,30,4", "1234,1,1", "3000,8,100"})
    void shouldGiveTheLastDayAsManyTransactionsAsAskedFor(final long lastDay, final int days, final int factor)
    {
        final TrafficPlan plan = TrafficPlan.ofLastDay(100, lastDay, 3, days, factor);

        final long rows = CsvRow.rowsOf(plan).stream()
            .filter((row) -> row.eventTimeMs() >= ArrivalClock.START_MS + (days - 1) * ArrivalClock.DAY_MS)
            .count();

        assertTrue(Math.abs(rows - lastDay) <= 1, () -> "rows=" + rows);
    }
}
