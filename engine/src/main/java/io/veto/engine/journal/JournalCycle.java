package io.veto.engine.journal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.rollcycles.RollCycleArithmetic;

/**
 * Cycles of the journal: one file each, named after a minute UTC, so that a new one can begin at any time. Time does not end a cycle: the
 * writer does, by {@link #moveTo}.
 * <p>
 * <b>Note:</b> the numbers are plain functions; the present cycle belongs to the writer's thread.
 */
final class JournalCycle implements RollCycle, TimeProvider
{
    /** No cycle. */
    static final int NULL_CYCLE = -1;
    /** Length of a name. */
    static final int NAME_LENGTH = "yyyyMMdd-HHmmV".length();

    private static final String FORMAT = "yyyyMMdd-HHmm'V'";
    private static final DateTimeFormatter FORMATTER = DateTimeFormatter.ofPattern(FORMAT).withZone(ZoneOffset.UTC);
    private static final int LENGTH_MS = 60_000;
    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final RollCycleArithmetic ARITHMETIC = RollCycleArithmetic.of(MAX_INDEX_COUNT, 128);

    private int present;

    JournalCycle(final int present)
    {
        this.present = present;
    }

    /**
     * Cycle of a time.
     *
     * @param timeNs epoch nanoseconds.
     * @return the minute.
     */
    static int at(final long timeNs)
    {
        return (int)Math.max(0, timeNs / (LENGTH_MS * 1_000_000L));
    }

    /**
     * Day of a cycle.
     *
     * @param cycle a cycle.
     * @return days since the epoch, UTC.
     */
    static int day(final int cycle)
    {
        return cycle / MINUTES_OF_DAY;
    }

    /**
     * Name of a cycle's file without its ending.
     *
     * @param cycle a cycle.
     * @return the name.
     */
    static String name(final int cycle)
    {
        return FORMATTER.format(Instant.ofEpochMilli((long)cycle * LENGTH_MS));
    }

    /**
     * Cycle of a file.
     *
     * @param name a name without its ending.
     * @return the cycle.
     * @throws java.time.DateTimeException if it is not such a name.
     */
    static int parse(final String name)
    {
        return at(LocalDateTime.parse(name, FORMATTER).toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L);
    }

    int present()
    {
        return present;
    }

    void moveTo(final int cycle)
    {
        present = cycle;
    }

    @Override
    public long currentTimeMillis()
    {
        return (long)present * LENGTH_MS;
    }

    @Override
    public String format()
    {
        return FORMAT;
    }

    @Override
    public int lengthInMillis()
    {
        return LENGTH_MS;
    }

    @Override
    public int defaultIndexCount()
    {
        return ARITHMETIC.indexCount();
    }

    @Override
    public int defaultIndexSpacing()
    {
        return ARITHMETIC.indexSpacing();
    }

    @Override
    public long toIndex(final int cycle, final long sequenceNumber)
    {
        return ARITHMETIC.toIndex(cycle, sequenceNumber);
    }

    @Override
    public long toSequenceNumber(final long index)
    {
        return ARITHMETIC.toSequenceNumber(index);
    }

    @Override
    public int toCycle(final long index)
    {
        return ARITHMETIC.toCycle(index);
    }

    @Override
    public long maxMessagesPerCycle()
    {
        return ARITHMETIC.maxMessagesPerCycle();
    }
}
