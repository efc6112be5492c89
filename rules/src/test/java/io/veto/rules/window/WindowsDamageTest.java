package io.veto.rules.window;

import static io.veto.rules.window.CardWindows.count;
import static io.veto.rules.window.CardWindows.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The windows over a reservoir that lost what it held, or has nowhere to go on. */
class WindowsDamageTest
{
    private static final long CARD = 11;
    private static final long OTHER_CARD = 12;
    private static final int SEGMENT_EVENTS = 1 << SegmentStore.SEGMENT_BITS_DEFAULT;
    private static final int BLOCK_EVENTS = Reservoir.BLOCK_EVENTS;
    /** Time, sequence, amount, card, filters. */
    private static final int STRIDE = 40;
    private static final WindowLimits LIMITS = new WindowLimits(4L * SEGMENT_EVENTS, 1 << 10, 1 << 10, 1 << 10);

    private final List<CardWindows> opened = new ArrayList<>();

    @AfterEach
    void close()
    {
        opened.forEach(CardWindows::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 16, 24, 39, STRIDE, BLOCK_EVENTS * STRIDE - 1})
    void shouldStopWhereAnEdgeComesToABlockThatHasAFlippedByte(final int offset)
    {
        final GivenSegments segments = new GivenSegments(1);
        final CardWindows cards = filled(segments, 2 * BLOCK_EVENTS, count(1_000));
        flip(segments.given().get(0), BLOCK_EVENTS * STRIDE + offset);

        final ReservoirDamagedException damage =
            assertThrows(ReservoirDamagedException.class, () -> cards.windows().advance(1_000 + BLOCK_EVENTS - 1));

        assertEquals(message(segments.given().get(0), BLOCK_EVENTS), damage.getMessage());
    }

    @Test
    void shouldStopWhereASweepComesToABlockThatHasAFlippedByte()
    {
        final GivenSegments segments = new GivenSegments(1);
        final CardWindows cards = filled(segments, BLOCK_EVENTS, of(Measure.COUNT, Span.tumbling(1_000, null)));
        flip(segments.given().get(0), 30);

        final ReservoirDamagedException damage = assertThrows(ReservoirDamagedException.class, () -> cards.windows().tick(1_000));

        assertEquals(message(segments.given().get(0), 0), damage.getMessage());
    }

    @Test
    void shouldStopWhereTheChecksumItselfIsDamaged()
    {
        final GivenSegments segments = new GivenSegments(1);
        final CardWindows cards = filled(segments, BLOCK_EVENTS, count(1_000));
        flip(segments.given().get(0), STRIDE * SEGMENT_EVENTS);

        final ReservoirDamagedException damage = assertThrows(ReservoirDamagedException.class, () -> cards.windows().advance(2_000));

        assertEquals(message(segments.given().get(0), 0), damage.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 24, 32})
    void shouldStopWhereALabelOrAReversalNamesAnEventOfABlockThatHasAFlippedByte(final int offset)
    {
        final GivenSegments segments = new GivenSegments(1);
        final CardWindows cards = filled(segments, BLOCK_EVENTS, CardWindows.countFraud(1_000), of(Measure.SUM, Span.sliding(1_000)));
        flip(segments.given().get(0), 5 * STRIDE + offset);

        final ReservoirDamagedException label =
            assertThrows(ReservoirDamagedException.class, () -> cards.windows().label(1_000, 1, true));
        final ReservoirDamagedException reversal =
            assertThrows(ReservoirDamagedException.class, () -> cards.windows().reverse(1_000, 1, Windows.NULL_AMOUNT));

        final String expected = message(segments.given().get(0), 0);
        assertEquals(List.of(expected, expected), List.of(label.getMessage(), reversal.getMessage()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldChangeNothingWhenThereIsNoFurtherSegment(final int segmentsMax)
    {
        final GivenSegments segments = new GivenSegments(segmentsMax);
        final CardWindows cards = filled(segments, segmentsMax * SEGMENT_EVENTS,
            count(1_000_000), of(Measure.SUM, Span.sliding(500)), of(Measure.LAST, Span.sliding(500)));
        final List<Long> before = cards.visible(CARD, OTHER_CARD);

        final StateLimitException refusal = assertThrows(StateLimitException.class, cards.windows()::reserve);

        final int length = STRIDE * SEGMENT_EVENTS + Integer.BYTES * SEGMENT_EVENTS / BLOCK_EVENTS;
        assertEquals("no room on the disk: expectedLength=" + length + " length=0: free some", refusal.getMessage());
        assertEquals(before, cards.visible(CARD, OTHER_CARD));
    }

    @Test
    void shouldGoOnCountingDownWhenThereIsNoFurtherSegment()
    {
        final CardWindows cards = filled(new GivenSegments(1), SEGMENT_EVENTS, count(1_000_000));
        assertThrows(StateLimitException.class, cards.windows()::reserve);
        final List<Correction> outcomes = new ArrayList<>();
        final List<List<Long>> actual = new ArrayList<>();

        outcomes.add(cards.windows().reverse(1_000_000, 2, Windows.NULL_AMOUNT));
        actual.add(cards.values(CARD));
        cards.windows().advance(1_000_000 + 9);
        actual.add(cards.values(CARD));

        assertEquals(List.of(Correction.APPLIED), outcomes);
        assertEquals(List.of(List.of(SEGMENT_EVENTS - 1L), List.of(SEGMENT_EVENTS - 10L)), actual);
    }

    /** Event i has the time i, so those of the first block are out after a window's length and 63. */
    private CardWindows filled(final GivenSegments segments, final int count, final WindowSpec... specs)
    {
        final CardWindows cards = new CardWindows(LIMITS, new WindowMemory(segments, MemoryAdvice.NONE, TailListener.NONE), specs);
        opened.add(cards);
        for (int i = 0; i < count; i++)
        {
            cards.transaction(i + 1, i, CARD, i % 100);
        }
        return cards;
    }

    private static void flip(final UnsafeBuffer segment, final int offset)
    {
        segment.putByte(offset, (byte)(segment.getByte(offset) ^ 4));
    }

    private static String message(final UnsafeBuffer segment, final int position)
    {
        final CRC32C crc = new CRC32C();
        final byte[] block = new byte[BLOCK_EVENTS * STRIDE];
        segment.getBytes(position * STRIDE, block);
        crc.update(block);
        final int expected = segment.getInt(SEGMENT_EVENTS * STRIDE + position / BLOCK_EVENTS * Integer.BYTES);
        return "reservoir damaged: position=" + position + " sequence=" + segment.getLong(position * STRIDE + Long.BYTES) +
            " expectedCrc=" + Integer.toHexString(expected) + " crc=" + Integer.toHexString((int)crc.getValue()) +
            ": start again, it is rebuilt from the journal";
    }
}
