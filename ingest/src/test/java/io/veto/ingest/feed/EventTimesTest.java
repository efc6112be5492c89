package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read as ISO 8601 says. */
class EventTimesTest
{
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00, 0",
        "1970-01-01T00:00:00, 0",
        "1970-01-01 00:00:01, 1000",
        "1970-01-01T00:00:00.125Z, 125",
        "1970-01-01T00:00:00.1, 100",
        "1970-01-01T00:00:00.1239999, 123",
        "1970-01-01T01:00:00+01:00, 0",
        "1970-01-01T01:30+0130, 0",
        "1970-01-01T01:00:00.5+01, 500",
        "1969-12-31T19:00:00-05:00, 0",
        "2024-02-29T12:00:00Z, 1709208000000",
        "9999-12-31T23:59:59.999Z, 253402300799999"})
    void shouldReadTimes(final String text, final long expectedMs)
    {
        assertEquals(expectedMs, EventTimes.parseMs(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "2024-02-29", "2023-02-29T00:00", "2024-13-01T00:00", "2024-00-01T00:00", "2024-01-32T00:00",
        "2024-01-01T24:00", "2024-01-01T00:60", "2024-01-01T00:00:60", "2024-01-01T00:00:0", "2024-01-01T00:00:00.",
        "2024-01-01T00:00:00.x", "2024-01-01T00:00:00 Z", "2024-01-01T00:00:00ZZ", "2024-01-01T00:00:00+1",
        "2024-01-01T00:00:00+01:0", "2024-01-01T00:00:00+01.00", "2024-01-01T00:00:00+19:00",
        "2024-01-01T00:00:00+01:60", "1969-12-31T23:59:59Z", "2024/01/01T00:00", "01.02.2024 00:00:00",
        "2024-01-01T00:00:00Europe/Berlin", "20240101T000000Z", "2024-01-01t00:00"})
    void shouldRefuseWhatIsNoTime(final String text)
    {
        assertEquals(EventTimes.INVALID, EventTimes.parseMs(text));
    }

    @Test
    void shouldAgreeWithJavaTimeOnRandomTimes()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++)
        {
            final long timeMs = 100_000_000L + Math.floorMod(random.nextLong(), EventTimes.TIME_MAX_MS - 200_000_000L);
            final ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 18 * 60 + 1) - 18 * 60));
            final String text = OffsetDateTime.ofInstant(Instant.ofEpochMilli(timeMs), offset).toString();
            assertEquals(timeMs, EventTimes.parseMs(text), () -> "seed=" + seed + " " + text);
        }
    }
}
