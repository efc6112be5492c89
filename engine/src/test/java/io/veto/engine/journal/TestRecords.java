package io.veto.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes records for tests: ticks whose time is a multiple of their sequence, so that what is read can be told from what was not.
 */
public final class TestRecords
{
    private TestRecords()
    {
    }

    /**
     * Appends ticks.
     *
     * @param journal to append to; flushed after each batch.
     * @param from    first sequence.
     * @param to      last sequence.
     * @param batch   records of an excerpt.
     */
    public static void appendTicks(final JournalWriter journal, final long from, final long to, final int batch)
    {
        for (long sequence = from; sequence <= to; sequence++)
        {
            final UnsafeBuffer record = tick(1, sequence);
            journal.append(record, 0, record.capacity());
            if (0 == (sequence - from + 1) % batch)
            {
                journal.flush();
            }
        }
        journal.flush();
    }

    /**
     * Makes a process start.
     *
     * @param epoch        of the process.
     * @param lastSequence of the journal.
     * @return the record.
     */
    public static UnsafeBuffer start(final int epoch, final long lastSequence)
    {
        final int length = RecordDescriptor.recordLength(RecordDescriptor.HEADER_LENGTH + 96);
        final UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
        RecordDescriptor.putHeader(record, 0, length, RecordDescriptor.TYPE_PROCESS_START, epoch, lastSequence, 1);
        return record;
    }

    /**
     * Makes a tick.
     *
     * @param epoch    of the process.
     * @param sequence of the record.
     * @return the record.
     */
    public static UnsafeBuffer tick(final int epoch, final long sequence)
    {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.TICK_LENGTH]);
        RecordDescriptor.putHeader(record, 0, RecordDescriptor.TICK_LENGTH, RecordDescriptor.TYPE_TICK, epoch, sequence, sequence * 7);
        record.putLong(RecordDescriptor.HEADER_LENGTH, sequence * 1000);
        return record;
    }
}
