package io.veto.engine.recovery;

import io.veto.engine.journal.JournalBase;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ListChangeDecoder.EntriesDecoder;
import io.veto.rules.layout.ProcessStartDecoder;
import io.veto.rules.layout.TickDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.window.ZoneTransitions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gathers what still matters of the beginning of a journal once it is archived: the last process start, time zones, the rule set in
 * force, and the changes of lists that are the last word on some entry.
 * <p>
 * <b>Note:</b> one thread.
 */
final class BaseBuilder
{
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final TickDecoder tick = new TickDecoder();
    private final ListChangeDecoder change = new ListChangeDecoder();
    private final List<Kept> zones = new ArrayList<>();
    private final List<Kept> lists = new ArrayList<>();
    private final Map<Entry, Kept> lastWords = new HashMap<>();
    private final Map<String, ZoneTransitions> zonesByName = new HashMap<>();
    private Kept start;
    private Kept ruleSet;
    private long engineTimeMs = Long.MIN_VALUE;

    private record Entry(String list, int kind, long key)
    {
    }

    private static final class Kept
    {
        private final byte[] record;
        private int lastWords = 0;

        Kept(final DirectBuffer buffer, final int offset)
        {
            record = new byte[RecordDescriptor.length(buffer, offset)];
            buffer.getBytes(offset, record);
        }
    }

    /**
     * Begins.
     *
     * @param base what the journal begins behind; null where it is whole.
     */
    BaseBuilder(final JournalBase base)
    {
        if (null != base)
        {
            base.forEach(this::onRecord);
            engineTimeMs = base.engineTimeMs();
        }
    }

    /**
     * Takes the next record.
     *
     * @param buffer that holds it.
     * @param offset of it.
     */
    void onRecord(final DirectBuffer buffer, final int offset)
    {
        switch (RecordDescriptor.type(buffer, offset))
        {
            case RecordDescriptor.TYPE_PROCESS_START -> start = new Kept(buffer, offset);
            case RecordDescriptor.TYPE_RULE_SET -> ruleSet = RuleSetRecord.isGivenUp(buffer, offset) ? ruleSet : new Kept(buffer, offset);
            case RecordDescriptor.TYPE_ZONE ->
            {
                final ZoneTransitions zone = ZoneRecord.decode(buffer, offset);
                zonesByName.put(zone.name(), zone);
                zones.add(new Kept(buffer, offset));
            }
            case RecordDescriptor.TYPE_LIST -> onListChange(buffer, offset);
            case RecordDescriptor.TYPE_TRANSACTION -> engineTimeMs = Math.max(engineTimeMs, transaction.wrap(buffer,
                offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION)
                .effectiveTimeMs());
            case RecordDescriptor.TYPE_TICK -> engineTimeMs = Math.max(engineTimeMs, tick.wrap(buffer,
                offset + RecordDescriptor.HEADER_LENGTH, TickDecoder.BLOCK_LENGTH, TickDecoder.SCHEMA_VERSION).timeMs());
            default ->
            {
            }
        }
    }

    /**
     * Engine time behind the last record.
     *
     * @return epoch milliseconds; {@link Long#MIN_VALUE} before the first event.
     */
    long engineTimeMs()
    {
        return engineTimeMs;
    }

    /**
     * What the rule set in force needs of the past.
     *
     * @return the need.
     */
    PastNeed need()
    {
        final DirectBuffer rules = new UnsafeBuffer(ruleSet.record);
        final RuleSet inForce = RuleSetCompiler.compile("journal", RuleSetRecord.decode(rules, 0).text(), zonesByName::get);
        final ProcessStartDecoder block = new ProcessStartDecoder().wrap(new UnsafeBuffer(start.record),
            RecordDescriptor.HEADER_LENGTH, ProcessStartDecoder.BLOCK_LENGTH, ProcessStartDecoder.SCHEMA_VERSION);
        return PastNeed.of(inForce, ProcessSettings.decode(block).scorer());
    }

    /**
     * Makes the base of a journal whose files end with the last record taken.
     *
     * @param sequence of that record.
     * @param epoch    of it.
     * @param cycle    whose file holds it.
     * @return the base.
     * @throws IOException if it would become too long.
     */
    JournalBase base(final long sequence, final int epoch, final int cycle) throws IOException
    {
        final List<Kept> kept = new ArrayList<>(zones);
        kept.add(0, start);
        kept.add(ruleSet);
        lists.stream().filter(list -> list.lastWords > 0).forEach(kept::add);
        final long length = kept.stream().mapToLong(one -> one.record.length).sum();
        if (length > JournalBase.RECORDS_LENGTH_MAX)
        {
            throw new IOException("too many list entries to archive what came before them: maximumBytes=" + JournalBase.RECORDS_LENGTH_MAX +
                " bytes=" + length + ": keep the journal as it is, or let entries out of the lists");
        }
        final ByteArrayOutputStream records = new ByteArrayOutputStream((int)length);
        for (final Kept one : kept)
        {
            records.write(one.record);
        }
        return new JournalBase(sequence, epoch, cycle, engineTimeMs, records.toByteArray());
    }

    private void onListChange(final DirectBuffer buffer, final int offset)
    {
        final Kept kept = new Kept(buffer, offset);
        change.wrap(buffer, offset + RecordDescriptor.HEADER_LENGTH, ListChangeDecoder.BLOCK_LENGTH, ListChangeDecoder.SCHEMA_VERSION);
        for (final EntriesDecoder entry : change.entries())
        {
            final Kept before = lastWords.put(new Entry(change.listName(), change.kind(), entry.key()), kept);
            if (null != before)
            {
                before.lastWords--;
            }
            kept.lastWords++;
            entry.skipReason();
        }
        lists.add(kept);
    }
}
