package io.veto.rules.window;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * When a time zone changed its distance from UTC, as data: so that a journal can carry it, and replay buckets alike whatever
 * time zone tables the machine has.
 * <p>
 * A tumbling window's bucket is the period of the wall clock. Where the clock is put back, the time that comes twice belongs to the
 * bucket that was reached before, so that buckets follow each other.
 * <p>
 * <b>Note:</b> immutable.
 */
public final class ZoneTransitions
{
    private static final long OFFSET_MAX_MS = TimeUnit.DAYS.toMillis(1);

    private final String name;
    private final long[] atMs;
    private final long[] offsetMs;
    private final long[] peakMs;

    /**
     * Takes the transitions.
     *
     * @param name     of the zone.
     * @param atMs     epoch milliseconds from which each distance holds, ascending; the first is {@link Long#MIN_VALUE}.
     * @param offsetMs wall clock less UTC, in milliseconds, within a day.
     */
    public ZoneTransitions(final String name, final long[] atMs, final long[] offsetMs)
    {
        if (0 == atMs.length || atMs.length != offsetMs.length || Long.MIN_VALUE != atMs[0])
        {
            throw new IllegalArgumentException("no table of a zone: zone=" + name + " expectedLength=" + atMs.length + " length=" +
                offsetMs.length + " and the first from the beginning of time");
        }
        this.name = name;
        this.atMs = atMs.clone();
        this.offsetMs = offsetMs.clone();
        this.peakMs = new long[atMs.length];
        peakMs[0] = Long.MIN_VALUE;
        checkOffset(0);
        for (int i = 1; i < atMs.length; i++)
        {
            checkOffset(i);
            if (atMs[i] <= atMs[i - 1])
            {
                throw new IllegalArgumentException("no table of a zone: zone=" + name + " index=" + i + " expectedAbove=" + atMs[i - 1] +
                    " atMs=" + atMs[i]);
            }
            peakMs[i] = Math.max(peakMs[i - 1], atMs[i] - 1 + offsetMs[i - 1]);
        }
    }

    /**
     * Name of the zone, such as {@code Europe/Paris}.
     *
     * @return the name.
     */
    public String name()
    {
        return name;
    }

    /**
     * From when on each distance holds.
     *
     * @return a copy, epoch milliseconds.
     */
    public long[] atMs()
    {
        return atMs.clone();
    }

    /**
     * The distances.
     *
     * @return a copy, milliseconds.
     */
    public long[] offsetMs()
    {
        return offsetMs.clone();
    }

    /**
     * The bucket that a moment lies in.
     *
     * @param timeMs   epoch milliseconds.
     * @param periodMs of the buckets.
     * @return its number, never lower for a later moment.
     */
    long bucket(final long timeMs, final long periodMs)
    {
        final int i = index(timeMs);
        return Math.floorDiv(Math.max(timeMs + offsetMs[i], peakMs[i]), periodMs);
    }

    /**
     * When a bucket is over.
     *
     * @param timeMs   epoch milliseconds of a moment in the bucket.
     * @param periodMs of the buckets.
     * @return the first moment after it that lies in a later bucket.
     */
    long endMs(final long timeMs, final long periodMs)
    {
        final long endWallMs = (bucket(timeMs, periodMs) + 1) * periodMs;
        int i = index(timeMs);
        while (i + 1 < atMs.length && endWallMs - offsetMs[i] >= atMs[i + 1])
        {
            i++;
        }
        return Math.max(endWallMs - offsetMs[i], atMs[i]);
    }

    @Override
    public boolean equals(final Object other)
    {
        return this == other || other instanceof ZoneTransitions zone && name.equals(zone.name) && Arrays.equals(atMs, zone.atMs) &&
            Arrays.equals(offsetMs, zone.offsetMs);
    }

    @Override
    public int hashCode()
    {
        return 31 * (31 * name.hashCode() + Arrays.hashCode(atMs)) + Arrays.hashCode(offsetMs);
    }

    @Override
    public String toString()
    {
        return name;
    }

    private void checkOffset(final int index)
    {
        if (Math.abs(offsetMs[index]) > OFFSET_MAX_MS)
        {
            throw new IllegalArgumentException("no table of a zone: zone=" + name + " index=" + index + " maximumOffsetMs=" +
                OFFSET_MAX_MS + " offsetMs=" + offsetMs[index]);
        }
    }

    private int index(final long timeMs)
    {
        final int found = Arrays.binarySearch(atMs, timeMs);
        return found >= 0 ? found : -found - 2;
    }
}
