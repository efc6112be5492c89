package io.veto.rules.window;

/**
 * The bucket of a tumbling window that engine time lies in.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Bucket
{
    private final long periodMs;
    private final ZoneTransitions zone;
    private long number;
    private long endMs = Long.MIN_VALUE;

    Bucket(final Span span)
    {
        periodMs = span.lengthMs();
        zone = span.zone();
    }

    /**
     * Follows engine time.
     */
    void advance(final long engineTimeMs)
    {
        if (engineTimeMs >= endMs)
        {
            number = number(engineTimeMs);
            endMs = null == zone ? (number + 1) * periodMs : zone.endMs(engineTimeMs, periodMs);
        }
    }

    /**
     * Whether a moment up to engine time lies in the bucket.
     */
    boolean holds(final long timeMs)
    {
        return number == number(timeMs);
    }

    /**
     * When the bucket is over.
     *
     * @return epoch milliseconds of the first moment after it.
     */
    long endMs()
    {
        return endMs;
    }

    /**
     * What rows are marked with that hold the bucket; never 0.
     */
    long stamp()
    {
        return number << 1 | 1;
    }

    private long number(final long timeMs)
    {
        return null == zone ? Math.floorDiv(timeMs, periodMs) : zone.bucket(timeMs, periodMs);
    }
}
