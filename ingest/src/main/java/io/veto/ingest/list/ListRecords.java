package io.veto.ingest.list;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.OperatorRecord;
import io.veto.rules.layout.ListChangeEncoder;
import io.veto.rules.layout.ListChangeEncoder.EntriesEncoder;
import io.veto.rules.layout.ListOperation;
import io.veto.rules.list.ListKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts a change of a list into records, so that the work between two transactions is bounded: at most {@value #ENTRIES_MAX} entries and
 * 64 KiB each.
 */
final class ListRecords
{
    /** Most entries of a record. */
    static final int ENTRIES_MAX = 256;
    /** Longest record, in bytes. */
    static final int LENGTH_MAX = 64 * 1024;

    private ListRecords()
    {
    }

    /**
     * A record and what stands in it.
     *
     * @param record  to be journalled.
     * @param entries that it holds, in order.
     */
    record Part(OperatorRecord record, List<ListEntry> entries)
    {
    }

    /**
     * Makes the records of a change.
     *
     * @param name      of the list.
     * @param kind      of its entries.
     * @param operation for all entries.
     * @param entries   in order.
     * @return the records in order; none for no entries.
     */
    static List<Part> of(final String name, final ListKind kind, final ListOperation operation, final List<ListEntry> entries)
    {
        final List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < entries.size())
        {
            int to = from;
            int length = RecordDescriptor.recordLength(
                RecordDescriptor.HEADER_LENGTH + ListChangeEncoder.BLOCK_LENGTH + EntriesEncoder.sbeHeaderSize()) + Long.BYTES;
            while (to < entries.size() && to - from < ENTRIES_MAX && length + length(entries.get(to)) <= LENGTH_MAX)
            {
                length += length(entries.get(to++));
            }
            parts.add(part(name, kind, operation, entries.subList(from, to), length));
            from = to;
        }
        return parts;
    }

    private static int length(final ListEntry entry)
    {
        return EntriesEncoder.sbeBlockLength() + EntriesEncoder.reasonHeaderLength() + entry.reason().length;
    }

    private static Part part(
        final String name, final ListKind kind, final ListOperation operation, final List<ListEntry> entries, final int length)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        final ListChangeEncoder change =
            new ListChangeEncoder().wrap(buffer, RecordDescriptor.HEADER_LENGTH).listName(name).kind((short)kind.ordinal());
        final EntriesEncoder encoder = change.entriesCount(entries.size());
        for (final ListEntry entry : entries)
        {
            encoder.next().key(entry.key()).expiresMs(entry.expiresMs()).operation(operation).shown(entry.shown())
                .putReason(entry.reason(), 0, entry.reason().length);
        }
        return new Part(
            new OperatorRecord(RecordDescriptor.TYPE_LIST, buffer, RecordDescriptor.recordLength(change.limit())), entries);
    }
}
