package io.veto.ingest.list;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.RuleSetRecord;
import io.veto.engine.recovery.ZoneRecord;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ListChangeDecoder.EntriesDecoder;
import io.veto.rules.layout.ListOperation;
import io.veto.rules.layout.TickDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import io.veto.rules.window.ZoneTransitions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/**
 * The lists of a data folder as its journal tells them, whether a server runs on it or not. What is in memory of an entry are two
 * numbers: to tell the entries of a list the journal is read once more.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class ListBook
{
    private static final long NULL_PLACE = -1;
    private static final ListKind[] KINDS = ListKind.values();

    private final Path journal;
    private final Lists lists = new Lists();
    private final List<Long2LongHashMap> places = new ArrayList<>();
    private final ListChangeDecoder change = new ListChangeDecoder();
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final TickDecoder tick = new TickDecoder();
    private final Map<String, ZoneTransitions> zones = new HashMap<>();
    private String rules;
    private ListSpec[] declared = {};
    private long engineTimeMs = Long.MIN_VALUE;
    private long lastSequence = 0;

    /**
     * Reads the journal of a data folder up to its end as it is now.
     *
     * @param data the data folder.
     * @throws io.veto.engine.journal.JournalDamagedException if the journal does not say what was written.
     */
    public ListBook(final Path data)
    {
        journal = DataFolder.journal(data);
        try (JournalReader reader = new JournalReader(journal))
        {
            if (null != reader.base())
            {
                reader.base().forEach(this::onRecord);
                engineTimeMs = reader.base().engineTimeMs();
            }
            while (hasNext(reader))
            {
                onRecord(reader.buffer(), reader.offset());
            }
            lastSequence = reader.sequence();
        }
        if (null != rules)
        {
            declared = RuleSetCompiler.compile("journal", rules, zones::get).lists();
            for (final ListSpec spec : declared)
            {
                number(spec.name(), spec.kind());
            }
        }
    }

    private void onRecord(final DirectBuffer buffer, final int offset)
    {
        switch (RecordDescriptor.type(buffer, offset))
        {
            case RecordDescriptor.TYPE_RULE_SET -> rules = RuleSetRecord.isGivenUp(buffer, offset) ? rules :
                RuleSetRecord.decode(buffer, offset).text();
            case RecordDescriptor.TYPE_TRANSACTION -> engineTimeMs = Math.max(engineTimeMs, transaction.wrap(buffer,
                offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH,
                TransactionDecoder.SCHEMA_VERSION).effectiveTimeMs());
            case RecordDescriptor.TYPE_TICK -> engineTimeMs = Math.max(engineTimeMs, tick.wrap(buffer,
                offset + RecordDescriptor.HEADER_LENGTH, TickDecoder.BLOCK_LENGTH, TickDecoder.SCHEMA_VERSION).timeMs());
            case RecordDescriptor.TYPE_ZONE ->
            {
                final ZoneTransitions zone = ZoneRecord.decode(buffer, offset);
                zones.put(zone.name(), zone);
            }
            case RecordDescriptor.TYPE_LIST -> onListChange(buffer, offset);
            default ->
            {
            }
        }
    }

    /**
     * Takes the entries of a list.
     */
    @FunctionalInterface
    public interface EntryVisitor
    {
        /**
         * An entry.
         *
         * @param shown         how it may be shown.
         * @param expiresMs     engine time in epoch milliseconds; {@link Lists#NEVER_MS} for never.
         * @param reason        text, may be empty.
         * @param sequence      of the record that put it in.
         * @param ingressTimeNs when that was, epoch nanoseconds.
         */
        void onEntry(String shown, long expiresMs, String reason, long sequence, long ingressTimeNs);
    }

    /**
     * What was put into the lists, and those that the active rules declare besides.
     *
     * @return the lists.
     */
    public Lists lists()
    {
        return lists;
    }

    /**
     * Engine time behind the last record.
     *
     * @return epoch milliseconds; {@link Long#MIN_VALUE} before the first event.
     */
    public long engineTimeMs()
    {
        return engineTimeMs;
    }

    /**
     * How the active rules declare a list.
     *
     * @param list number of the list.
     * @return its declaration; null where they do not.
     */
    public ListSpec declared(final int list)
    {
        final int place = place(list);
        return place < declared.length ? declared[place] : null;
    }

    /**
     * Where the active rules declare a list.
     *
     * @param list number of the list.
     * @return its index among their lists; {@link Integer#MAX_VALUE} where they do not.
     */
    int place(final int list)
    {
        for (int i = 0; i < declared.length; i++)
        {
            if (declared[i].name().equals(lists.name(list)) && declared[i].kind() == lists.kind(list))
            {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    /**
     * Number of entries of a list that were put in.
     *
     * @param list number of the list.
     * @return those whose time is up included, those that are written in the rules not.
     */
    public int entries(final int list)
    {
        return places.get(list).size();
    }

    /**
     * Number of entries of a list whose time is up.
     *
     * @param list number of the list.
     * @return how many.
     */
    public int expired(final int list)
    {
        final int[] expired = {0};
        places.get(list).forEachLong((key, place) -> expired[0] += lists.contains(list, key, engineTimeMs) ? 0 : 1);
        return expired[0];
    }

    /**
     * Tells the entries of a list in the order in which they were put in; the journal is read again.
     *
     * @param list    number of the list.
     * @param visitor to tell them to.
     */
    public void forEach(final int list, final EntryVisitor visitor)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            if (null != reader.base())
            {
                reader.base().forEach((buffer, offset) -> tell(list, visitor, buffer, offset));
            }
            while (reader.sequence() < lastSequence && reader.next())
            {
                tell(list, visitor, reader.buffer(), reader.offset());
            }
        }
    }

    private void tell(final int list, final EntryVisitor visitor, final DirectBuffer buffer, final int offset)
    {
        if (RecordDescriptor.TYPE_LIST != RecordDescriptor.type(buffer, offset) || wrap(buffer, offset) != list)
        {
            return;
        }
        final long sequence = RecordDescriptor.sequence(buffer, offset);
        int index = 0;
        for (final EntriesDecoder entry : change.entries())
        {
            if (place(sequence, index++) == places.get(list).get(entry.key()))
            {
                visitor.onEntry(entry.shown(), entry.expiresMs(), entry.reason(), sequence,
                    RecordDescriptor.ingressTimeNs(buffer, offset));
            }
            else
            {
                entry.skipReason();
            }
        }
    }

    private static boolean hasNext(final JournalReader reader)
    {
        boolean isAtEnd = false;
        boolean isRead = reader.next();
        while (!isRead && !isAtEnd)
        {
            isAtEnd = reader.isAtEnd();
            isRead = !isAtEnd && reader.next();
        }
        return isRead;
    }

    private void onListChange(final DirectBuffer buffer, final int offset)
    {
        final int list = wrap(buffer, offset);
        if (list < 0)
        {
            return;
        }
        int index = 0;
        for (final EntriesDecoder entry : change.entries())
        {
            if (ListOperation.ADD == entry.operation())
            {
                places.get(list).put(entry.key(), place(RecordDescriptor.sequence(buffer, offset), index));
            }
            else
            {
                places.get(list).remove(entry.key());
            }
            entry.skipReason();
            index++;
        }
        wrap(buffer, offset);
        lists.apply(change);
    }

    private int wrap(final DirectBuffer buffer, final int offset)
    {
        change.wrap(
            buffer, offset + RecordDescriptor.HEADER_LENGTH, ListChangeDecoder.BLOCK_LENGTH, ListChangeDecoder.SCHEMA_VERSION);
        return number(change.listName(), KINDS[change.kind()]);
    }

    private int number(final String name, final ListKind kind)
    {
        final int list = lists.number(name, kind);
        if (list == places.size())
        {
            places.add(new Long2LongHashMap(NULL_PLACE));
        }
        return list;
    }

    private static long place(final long sequence, final int index)
    {
        return sequence << Short.SIZE | index;
    }
}
