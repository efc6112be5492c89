package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reservoir over several segments: what went in comes out, until it is given back. */
class ReservoirTest
{
    private static final int SEGMENT_EVENTS = 1 << 14;
    private static final int KEYS = 3;
    private static final int FILTERS = 40;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldFindExactlyTheRetainedSequences(final long seed)
    {
        final Random random = new Random(seed);
        final Reservoir reservoir = new Reservoir(KEYS, FILTERS, 3 * SEGMENT_EVENTS);
        final NavigableMap<Long, Long> positions = new TreeMap<>();
        final List<Long> expected = new ArrayList<>();
        final List<Long> actual = new ArrayList<>();
        long sequence = 0;
        for (int i = 0; i < 400; i++)
        {
            for (int n = random.nextInt(600); n > 0; n--)
            {
                sequence += 1 + random.nextInt(3);
                positions.put(sequence, append(reservoir, sequence));
            }
            if (reservoir.end() - reservoir.firstRetained() > SEGMENT_EVENTS)
            {
                reservoir.retainFrom(reservoir.end() - random.nextInt(SEGMENT_EVENTS));
            }
            for (int n = 0; n < 100; n++)
            {
                final long wanted = sequence + 2 - (long)(random.nextDouble() * random.nextDouble() * (sequence + 3));
                final long position = positions.getOrDefault(wanted, -1L);
                expected.add(position < reservoir.firstRetained() ? -1 : position);
                actual.add(reservoir.find(wanted));
            }
        }

        assertEquals(expected, actual, () -> "seed=" + seed);
    }

    @Test
    void shouldGiveBackWhatWentInWhenSegmentsAreUsedAgain()
    {
        final Reservoir reservoir = new Reservoir(KEYS, FILTERS, 2 * SEGMENT_EVENTS);
        final List<String> expected = new ArrayList<>();
        final List<String> actual = new ArrayList<>();
        for (long sequence = 1; sequence <= 9L * SEGMENT_EVENTS; sequence++)
        {
            final long position = append(reservoir, sequence);
            if (0 == sequence % SEGMENT_EVENTS)
            {
                expected.add(expected(position));
                actual.add(actual(reservoir, position));
                expected.add(expected(reservoir.firstRetained()));
                actual.add(actual(reservoir, reservoir.firstRetained()));
                reservoir.retainFrom(sequence - SEGMENT_EVENTS / 2);
            }
        }

        assertEquals(expected, actual);
    }

    @Test
    void shouldRefuseOneEventMoreThanItsLimit()
    {
        final Reservoir reservoir = new Reservoir(KEYS, FILTERS, SEGMENT_EVENTS + 1);
        for (long sequence = 1; sequence <= SEGMENT_EVENTS + 1; sequence++)
        {
            append(reservoir, sequence);
        }

        final StateLimitException refusal = assertThrows(StateLimitException.class, reservoir::reserve);

        assertEquals(
            "reservoir full: maximumEvents=16385 events=16385: shorten the longest window or its delay",
            refusal.getMessage());
        assertEquals(List.of(SEGMENT_EVENTS + 1L, 0L), List.of(reservoir.end(), reservoir.firstRetained()));
        assertEquals(SEGMENT_EVENTS, reservoir.find(SEGMENT_EVENTS + 1));
    }

    @Test
    void shouldTakeAsManyEventsAsItsLimitWhereverInASegmentTheFirstLies()
    {
        final Reservoir reservoir = new Reservoir(KEYS, FILTERS, SEGMENT_EVENTS);
        final List<Long> retained = new ArrayList<>();
        for (final long first : new long[]{0, 1, SEGMENT_EVENTS - 1, SEGMENT_EVENTS, 5L * SEGMENT_EVENTS / 2})
        {
            while (reservoir.end() < first)
            {
                reservoir.retainFrom(Math.max(0, reservoir.end() - 2));
                append(reservoir, reservoir.end() + 1);
            }
            reservoir.retainFrom(first);
            while (reservoir.end() - first < SEGMENT_EVENTS)
            {
                append(reservoir, reservoir.end() + 1);
            }
            assertThrows(StateLimitException.class, reservoir::reserve);
            retained.add(reservoir.find(first + 1));
            retained.add(reservoir.find(first + SEGMENT_EVENTS));
        }

        assertEquals(
            List.of(
                0L, SEGMENT_EVENTS - 1L,
                1L, (long)SEGMENT_EVENTS,
                SEGMENT_EVENTS - 1L, 2L * SEGMENT_EVENTS - 2,
                (long)SEGMENT_EVENTS, 2L * SEGMENT_EVENTS - 1,
                5L * SEGMENT_EVENTS / 2, 7L * SEGMENT_EVENTS / 2 - 1),
            retained);
    }

    @Test
    void shouldTakeEventsAgainWhenASegmentIsGivenBack()
    {
        final Reservoir reservoir = new Reservoir(KEYS, FILTERS, SEGMENT_EVENTS);
        for (long sequence = 1; sequence <= SEGMENT_EVENTS; sequence++)
        {
            append(reservoir, sequence);
        }
        assertThrows(StateLimitException.class, reservoir::reserve);
        reservoir.retainFrom(SEGMENT_EVENTS);

        final long position = append(reservoir, SEGMENT_EVENTS + 1);

        assertEquals(
            List.of(expected(position), "-1"),
            List.of(actual(reservoir, position), String.valueOf(reservoir.find(SEGMENT_EVENTS))));
    }

    private static long append(final Reservoir reservoir, final long sequence)
    {
        final long[] keys = {KeyHash.mix(sequence), -sequence, 0};
        final long[] filterBits = {KeyHash.mix(~sequence), KeyHash.mix(-sequence)};
        reservoir.reserve();
        final boolean outOfOrder = 0 == sequence % 3;
        final long position = reservoir.append(sequence * 10, sequence, -sequence, outOfOrder, keys, filterBits);
        reservoir.fraud(position, true);
        reservoir.fraud(position, 0 == sequence % 5);
        return position;
    }

    private static String expected(final long position)
    {
        final long sequence = position + 1;
        final long lastBits = KeyHash.mix(-sequence) >>> 2 * 7 & 3;
        return List.of(
            sequence,
            sequence * 10,
            -sequence,
            0 == sequence % 3,
            0 == sequence % 5,
            List.of(KeyHash.mix(sequence), -sequence, 0L),
            List.of(KeyHash.mix(~sequence) & 3, KeyHash.mix(~sequence) >>> 62, lastBits)).toString();
    }

    private static String actual(final Reservoir reservoir, final long position)
    {
        return List.of(
            reservoir.sequence(position),
            reservoir.timeMs(position),
            reservoir.amount(position),
            reservoir.outOfOrder(position),
            reservoir.fraud(position),
            List.of(reservoir.key(position, 0), reservoir.key(position, 1), reservoir.key(position, 2)),
            List.of(reservoir.passes(position, 0), reservoir.passes(position, 31), reservoir.passes(position, 39)))
            .toString();
    }
}
