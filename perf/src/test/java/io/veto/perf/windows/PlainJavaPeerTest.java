package io.veto.perf.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain Java against going through all transactions of the card each time. */
class PlainJavaPeerTest
{
    private static final int TRANSACTIONS = 3_000;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    @ParameterizedTest
    @ValueSource(longs = {1_000, 10 * MINUTE_MS, 6 * HOUR_MS, 3 * DAY_MS})
    void shouldAnswerAsGoingThroughAllTransactionsDoes(final long gapMaxMs)
    {
        final Random random = new Random(gapMaxMs);
        final PlainJavaPeer peer = new PlainJavaPeer();
        final List<Transaction> seen = new ArrayList<>();
        final List<Byte> expected = new ArrayList<>();
        final List<Byte> actual = new ArrayList<>();
        long timeMs = 0;

        for (int i = 0; i < TRANSACTIONS; i++)
        {
            timeMs += random.nextInt(8) == 0 ? random.nextLong(gapMaxMs) : random.nextLong(1 + gapMaxMs / 100) / 1_000 * 1_000;
            final long amount = 1 + (random.nextInt(10) == 0 ? random.nextInt(300_000) : random.nextInt(40_000));
            final Transaction transaction =
                new Transaction(1 + random.nextInt(6), timeMs, amount, (short)random.nextInt(5));
            seen.add(transaction);
            expected.add(expectedHits(seen, transaction));
            actual.add(peer.score(transaction.card, timeMs, amount, transaction.country));
        }

        assertEquals(expected, actual, "seed=" + gapMaxMs);
    }

    private static byte expectedHits(final List<Transaction> seen, final Transaction now)
    {
        final Set<Short> countries = new HashSet<>();
        int minuteCount = 0;
        int monthCount = 0;
        long daySum = 0;
        long monthSum = 0;
        for (final Transaction earlier : seen)
        {
            final long ageMs = earlier.card == now.card ? now.timeMs - earlier.timeMs : Long.MAX_VALUE;
            minuteCount += ageMs < MINUTE_MS ? 1 : 0;
            daySum += ageMs < DAY_MS ? earlier.amount : 0;
            monthCount += ageMs < 30 * DAY_MS ? 1 : 0;
            monthSum += ageMs < 30 * DAY_MS ? earlier.amount : 0;
            if (ageMs < HOUR_MS)
            {
                countries.add(earlier.country);
            }
        }
        return (byte)((minuteCount > 5 ? 1 : 0) | (daySum > 500_000 ? 2 : 0) | (countries.size() >= 3 ? 4 : 0) |
            (monthCount >= 10 && now.amount * monthCount > 5 * monthSum ? 8 : 0));
    }

    private record Transaction(long card, long timeMs, long amount, short country)
    {
    }
}
