package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.window.WindowFootprint.KeyLength;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told beforehand beside what real windows take. */
class WindowFootprintTest
{
    private static final long DAY_MS = 86_400_000;
    private static final Key CARD = Key.of(KeyKind.CARD);
    private static final WindowLimits LIMITS = new WindowLimits(1 << 20, 1 << 20, 1 << 10, 1 << 22);
    /** Segments are split at three quarters and are half as full then, and all of them at nearly the same number of keys. */
    private static final double SHARE_LEAST = 0.60;
    private static final double SHARE_MOST = 1.60;

    @Test
    void shouldTellRowsCursorsAndTheLengthOfEvents()
    {
        final WindowFootprint footprint = WindowFootprint.of(
            new WindowSpec[] {
                window(CARD, Measure.COUNT, Span.sliding(DAY_MS)),
                window(CARD, Measure.SUM, Span.sliding(DAY_MS)),
                window(CARD, Measure.COUNT, Span.delayed(DAY_MS, DAY_MS)),
                window(CARD, Measure.DISTINCT, Span.sliding(7 * DAY_MS)),
                window(Key.of(KeyKind.BIN, KeyKind.MERCHANT), Measure.MAX, Span.sliding(7 * DAY_MS)),
                window(Key.of(KeyKind.TERMINAL), Measure.COUNT, Span.session(DAY_MS)),
                window(Key.of(KeyKind.TERMINAL), Measure.COUNT, Span.tumbling(DAY_MS, null))},
            new boolean[] {false, true});

        assertEquals(
            new WindowFootprint(
                List.of(
                    new KeyLength(CARD, 64, 123, 64),
                    new KeyLength(Key.of(KeyKind.BIN, KeyKind.MERCHANT), 16, 31, 24),
                    new KeyLength(Key.of(KeyKind.TERMINAL), 64, 123, 0)),
                5,
                24 + 5 * 8 + 8 + 8),
            footprint);
        assertEquals(187, footprint.lengthOf(CARD));
        assertEquals(0, footprint.lengthOf(Key.of(KeyKind.IP)));
    }

    @Test
    void shouldTakeNothingWithoutWindows()
    {
        assertEquals(new WindowFootprint(List.of(), 0, 0), WindowFootprint.of(new WindowSpec[0], new boolean[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 30_000, 47_000, 100_000, 150_000})
    void shouldTellWhatRealStreamsTake(final int cards)
    {
        final WindowSpec[] specs = {
            CardWindows.of(Measure.COUNT, Span.sliding(30 * DAY_MS)),
            CardWindows.of(Measure.SUM, Span.sliding(DAY_MS)),
            CardWindows.of(Measure.DISTINCT, Span.sliding(30 * DAY_MS)),
            CardWindows.of(Measure.MAX, Span.sliding(30 * DAY_MS))};
        final WindowFootprint footprint = WindowFootprint.of(specs, new boolean[] {true});
        final SplittableRandom random = new SplittableRandom(cards);
        try (CardWindows windows = new CardWindows(LIMITS, specs))
        {
            for (int i = 0; i < 3 * cards; i++)
            {
                windows.transaction(1 + i, i, 1 + i % cards, random.nextInt(3));
            }

            final double share = windows.windows().accumulatorLength() / (double)cards / footprint.lengthOf(CARD);

            assertEquals(cards, windows.windows().liveKeys(CARD));
            assertTrue(SHARE_LEAST <= share && share <= SHARE_MOST,
                "least=" + SHARE_LEAST + " most=" + SHARE_MOST + " share=" + share + " cards=" + cards);
        }
    }

    private static WindowSpec window(final Key key, final Measure measure, final Span span)
    {
        return new WindowSpec(key, measure, Measure.DISTINCT == measure ? KeyKind.MCC : null, span, false, WindowSpec.NULL_FILTER);
    }
}
