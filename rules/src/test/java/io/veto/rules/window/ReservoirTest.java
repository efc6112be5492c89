package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reservoir over many segments: what went in comes out, until it is given back. */
class ReservoirTest
{
    private static final int SEGMENT_BITS = 7;
    private static final int SEGMENT_EVENTS = 1 << SEGMENT_BITS;
    private static final int WORDS = 3;
    private static final int STRIDE = 24 + 8 * WORDS;

    private record Event(long position, long timeMs, long sequence, long amount, boolean outOfOrder, List<Long> words)
    {
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldHoldWhatAListHolds(final long seed)
    {
        final Random random = new Random(seed);
        final int segmentBits = 6 + random.nextInt(4);
        final int words = random.nextInt(6);
        final long eventsMax = 1 + random.nextInt(5 << segmentBits);
        final List<Event> list = new ArrayList<>();
        final List<Object> expected = new ArrayList<>();
        final List<Object> actual = new ArrayList<>();
        long sequence = 0;
        try (Reservoir reservoir = new Reservoir(words, eventsMax, new MemorySegments(segmentBits)))
        {
            long first = 0;
            for (int i = 0; i < 300; i++)
            {
                for (long n = Math.min(random.nextInt(400), eventsMax - (list.size() - first)); n > 0; n--)
                {
                    sequence += 1 + random.nextInt(3);
                    list.add(event(random, list.size(), sequence, words));
                    append(reservoir, list.get(list.size() - 1));
                }
                first += random.nextInt((int)(list.size() - first) + 1) >>> random.nextInt(3);
                reservoir.retainFrom(first);
                final long wanted = sequence + 2 - (long)(random.nextDouble() * random.nextDouble() * (sequence + 3));
                expected.add(List.of(find(list, first, wanted), first, (long)list.size()));
                actual.add(List.of(reservoir.find(wanted), reservoir.firstRetained(), reservoir.end()));
                for (long position = first; position < list.size(); position += 1 + random.nextInt(40))
                {
                    expected.add(list.get((int)position));
                    actual.add(read(reservoir, position, words));
                    reservoir.verify(position);
                }
            }
        }

        assertEquals(expected, actual, () -> "seed=" + seed);
    }

    @Test
    void shouldTellOneFieldFromTheOtherByOneLookupOfItsPlace()
    {
        try (Reservoir reservoir = new Reservoir(WORDS, SEGMENT_EVENTS, new MemorySegments(SEGMENT_BITS)))
        {
            reservoir.reserve();
            reservoir.append(Long.MIN_VALUE, Long.MAX_VALUE, -1, true, new long[]{5, Long.MIN_VALUE, -7, 11});
            reservoir.reserve();
            final long position = reservoir.append(1, 2, 3, false, new long[]{4, 5, 6});
            final long address = reservoir.address(position);

            assertEquals(
                List.of(1L, 2L, 3L, false, 6L, new Event(0, Long.MIN_VALUE, Long.MAX_VALUE, -1, true, List.of(5L, Long.MIN_VALUE, -7L))),
                List.of(
                    Reservoir.timeMsAt(address),
                    Reservoir.sequenceAt(address),
                    Reservoir.amountAt(address),
                    Reservoir.outOfOrderAt(address),
                    Reservoir.wordAt(address, 2),
                    read(reservoir, 0, WORDS)));
        }
    }

    @Test
    void shouldFindEveryFlippedByteOfAFullBlock()
    {
        try (Reservoir reservoir = filled(SEGMENT_EVENTS + 2 * Reservoir.BLOCK_EVENTS))
        {
            final long first = SEGMENT_EVENTS + Reservoir.BLOCK_EVENTS;
            final UnsafeBuffer segment = segment(reservoir, SEGMENT_EVENTS);
            final int crcOffset = SEGMENT_EVENTS * STRIDE + Integer.BYTES;
            final List<Integer> expected = new ArrayList<>();
            final List<Integer> actual = new ArrayList<>();
            for (int i = 0; i < Reservoir.BLOCK_EVENTS * STRIDE + Integer.BYTES; i++)
            {
                final int inBlock = Reservoir.BLOCK_EVENTS * STRIDE;
                final int offset = i < inBlock ? Reservoir.BLOCK_EVENTS * STRIDE + i : crcOffset + i - inBlock;
                final byte written = segment.getByte(offset);
                segment.putByte(offset, (byte)(written ^ 1 << i % 8));
                expected.add(offset);
                if (isDamaged(reservoir, first + i % Reservoir.BLOCK_EVENTS) && !isDamaged(reservoir, first - 1))
                {
                    actual.add(offset);
                }
                segment.putByte(offset, written);
            }
            reservoir.verify(first);

            assertEquals(expected, actual);
        }
    }

    @Test
    void shouldNameTheEventAndBothChecksumsWhenABlockIsDamaged()
    {
        try (Reservoir reservoir = filled(Reservoir.BLOCK_EVENTS))
        {
            final UnsafeBuffer segment = segment(reservoir, 0);
            final int crcOffset = SEGMENT_EVENTS * STRIDE;
            final int crc = segment.getInt(crcOffset);
            segment.putInt(crcOffset, 0xBAD);

            final ReservoirDamagedException damage = assertThrows(ReservoirDamagedException.class, () -> reservoir.verify(62));

            assertEquals(
                "reservoir damaged: position=62 sequence=63 expectedCrc=bad crc=" + Integer.toHexString(crc) +
                ": start again, it is rebuilt from the journal",
                damage.getMessage());
        }
    }

    @Test
    void shouldNotCheckABlockThatIsNotFull()
    {
        try (Reservoir reservoir = filled(2 * Reservoir.BLOCK_EVENTS - 1))
        {
            segment(reservoir, 0).putByte(Reservoir.BLOCK_EVENTS * STRIDE, (byte)77);

            assertDoesNotThrow(() -> reservoir.verify(Reservoir.BLOCK_EVENTS));
        }
    }

    @Test
    void shouldRefuseOneEventMoreThanItsLimit()
    {
        try (Reservoir reservoir = new Reservoir(WORDS, SEGMENT_EVENTS + 1, new MemorySegments(SEGMENT_BITS)))
        {
            fill(reservoir, SEGMENT_EVENTS + 1);

            final StateLimitException refusal = assertThrows(StateLimitException.class, reservoir::reserve);

            assertEquals(
                "reservoir full: maximumEvents=129 events=129: shorten the longest window or its delay", refusal.getMessage());
            assertEquals(
                List.of(SEGMENT_EVENTS + 1L, 0L, (long)SEGMENT_EVENTS),
                List.of(reservoir.end(), reservoir.firstRetained(), reservoir.find(SEGMENT_EVENTS + 1)));
        }
    }

    @Test
    void shouldTakeAsManyEventsAsItsLimitWhereverInASegmentTheFirstLies()
    {
        try (Reservoir reservoir = new Reservoir(WORDS, SEGMENT_EVENTS, new MemorySegments(SEGMENT_BITS)))
        {
            final List<Long> expected = new ArrayList<>();
            final List<Long> actual = new ArrayList<>();
            for (final long first : new long[]{0, 1, SEGMENT_EVENTS - 1, SEGMENT_EVENTS, 5L * SEGMENT_EVENTS / 2})
            {
                while (reservoir.end() < first)
                {
                    reservoir.retainFrom(Math.max(reservoir.firstRetained(), reservoir.end() - 2));
                    fill(reservoir, 1);
                }
                reservoir.retainFrom(first);
                fill(reservoir, SEGMENT_EVENTS - (int)(reservoir.end() - first));
                assertThrows(StateLimitException.class, reservoir::reserve);
                expected.addAll(List.of(first, first + SEGMENT_EVENTS - 1));
                actual.addAll(List.of(reservoir.find(first + 1), reservoir.find(first + SEGMENT_EVENTS)));
            }

            assertEquals(expected, actual);
        }
    }

    @Test
    void shouldTakeEventsAgainWhenASegmentIsGivenBack()
    {
        try (Reservoir reservoir = filled(SEGMENT_EVENTS))
        {
            reservoir.retainFrom(SEGMENT_EVENTS);

            fill(reservoir, 1);

            assertEquals(
                List.of(SEGMENT_EVENTS + 1L, -1L), List.of(reservoir.sequence(SEGMENT_EVENTS), reservoir.find(SEGMENT_EVENTS)));
        }
    }

    @Test
    void shouldAskItsStoreForSegmentsInOrderAndGiveThemBackInOrder()
    {
        final List<String> calls = new ArrayList<>();
        try (Reservoir reservoir = new Reservoir(WORDS, 2 * SEGMENT_EVENTS, new RecordingStore(calls)))
        {
            fill(reservoir, 2 * SEGMENT_EVENTS);
            reservoir.retainFrom(SEGMENT_EVENTS - 1);
            reservoir.retainFrom(2 * SEGMENT_EVENTS);
            fill(reservoir, 1);
        }

        assertEquals(List.of("acquire 0 6152", "acquire 1 6152", "release 0", "release 1", "acquire 2 6152", "close"), calls);
    }

    @Test
    void shouldTellInWhichSegmentATailStandsAndWhere()
    {
        final List<List<Number>> told = new ArrayList<>();
        try (Reservoir reservoir = filled(1))
        {
            reservoir.tell((tail, segment, offset) -> told.add(List.of(tail, segment, offset)), 3, 5L * SEGMENT_EVENTS + 2);
        }

        assertEquals(List.of(List.of(3, 5L, 2 * STRIDE)), told);
    }

    private static boolean isDamaged(final Reservoir reservoir, final long position)
    {
        try
        {
            reservoir.verify(position);
            return false;
        }
        catch (final ReservoirDamagedException e)
        {
            return true;
        }
    }

    private static Reservoir filled(final int events)
    {
        final Reservoir reservoir = new Reservoir(WORDS, 4 * SEGMENT_EVENTS, new MemorySegments(SEGMENT_BITS));
        fill(reservoir, events);
        return reservoir;
    }

    private static void fill(final Reservoir reservoir, final int events)
    {
        for (int i = 0; i < events; i++)
        {
            final long position = reservoir.end();
            append(reservoir, event(new Random(position), position, position + 1, WORDS));
        }
    }

    private static Event event(final Random random, final long position, final long sequence, final int words)
    {
        return new Event(
            position, random.nextLong(), sequence, random.nextLong(), random.nextBoolean(), random.longs(words).boxed().toList());
    }

    private static void append(final Reservoir reservoir, final Event event)
    {
        final long[] words = event.words.stream().mapToLong(Long::longValue).toArray();
        reservoir.reserve();
        assertEquals(event.position, reservoir.append(event.timeMs, event.sequence, event.amount, event.outOfOrder, words));
    }

    private static Event read(final Reservoir reservoir, final long position, final int wordCount)
    {
        final List<Long> words = new ArrayList<>();
        for (int i = 0; i < wordCount; i++)
        {
            words.add(Reservoir.wordAt(reservoir.address(position), i));
        }
        return new Event(
            position, reservoir.timeMs(position), reservoir.sequence(position), reservoir.amount(position),
            Reservoir.outOfOrderAt(reservoir.address(position)), words);
    }

    private static long find(final List<Event> list, final long first, final long sequence)
    {
        return list.stream().skip(first).filter(event -> event.sequence == sequence).mapToLong(Event::position).findFirst().orElse(-1);
    }

    private record RecordingStore(List<String> calls) implements SegmentStore
    {
        @Override
        public int segmentBits()
        {
            return SEGMENT_BITS;
        }

        @Override
        public UnsafeBuffer acquire(final long segment, final int length)
        {
            calls.add("acquire " + segment + " " + length);
            return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        }

        @Override
        public void release(final long segment, final UnsafeBuffer buffer)
        {
            calls.add("release " + segment);
        }

        @Override
        public void close()
        {
            calls.add("close");
        }
    }

    private static UnsafeBuffer segment(final Reservoir reservoir, final long firstPosition)
    {
        return new UnsafeBuffer(
            reservoir.address(firstPosition), SEGMENT_EVENTS * STRIDE + SEGMENT_EVENTS / Reservoir.BLOCK_EVENTS * Integer.BYTES);
    }
}
