package io.veto.perf.system;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DataFolder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.SourceNameDecoder;
import io.veto.rules.layout.TransactionDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Reads a journal beside the records of its senders: every message number of each must stand in it once, in order, and every answer that
 * was told at its sequence with the same bytes. A repeat must be known as one and have the decision of what it repeats; a label or a
 * reversal must name the transaction that its sender meant.
 */
final class JournalAudit
{
    private static final long RECENT = 16;

    private final Map<Integer, Sender> senders = new HashMap<>();
    private final Map<Integer, Long> last = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long compared = 0;
    private final Map<Integer, Map<Long, Told>> recent = new HashMap<>();
    private long overBudget = 0;
    private long cuts = 0;

    private JournalAudit()
    {
    }

    /**
     * Reads a journal from its first record to its last.
     *
     * @param data    the data folder.
     * @param senders all of those that sent to it.
     * @return what was found.
     */
    static JournalAudit of(final Path data, final List<Sender> senders)
    {
        final JournalAudit audit = new JournalAudit();
        final Map<String, Long> told = new HashMap<>();
        senders.forEach(sender -> told.put(sender.name(), sender.answered()));
        try (JournalReader reader = new JournalReader(DataFolder.journal(data)))
        {
            while (reader.next())
            {
                audit.onRecord(reader.type(), reader.buffer(), reader.offset(), senders);
            }
        }
        final Map<String, Long> journalled = new HashMap<>();
        audit.senders.forEach((id, sender) -> journalled.put(sender.name(), audit.last.get(id)));
        for (final Sender sender : senders)
        {
            final long lastTold = told.get(sender.name());
            if (journalled.getOrDefault(sender.name(), 0L) < lastTold)
            {
                audit.faults.add("lost: source=" + sender.name() + " told=" + lastTold + " journalled=" + journalled);
            }
        }
        if (!audit.faults.isEmpty())
        {
            throw new AssertionError(audit.faults.size() + " faults: " + audit.faults.subList(0, Math.min(10, audit.faults.size())));
        }
        return audit;
    }

    /** Answers that were told and found. */
    long compared()
    {
        return compared;
    }

    /** Transactions that were over their budget. */
    long overBudget()
    {
        return overBudget;
    }

    /** Torn tails that were cut. */
    long cuts()
    {
        return cuts;
    }

    private void onRecord(final int type, final DirectBuffer buffer, final int offset, final List<Sender> all)
    {
        final int sourceId = RecordDescriptor.isMessage(type) ? RecordDescriptor.sourceId(buffer, offset) : 0;
        cuts += RecordDescriptor.TYPE_CUT == type ? 1 : 0;
        if (RecordDescriptor.TYPE_SOURCE == type)
        {
            final String name = new SourceNameDecoder().wrap(buffer, offset + RecordDescriptor.SOURCED_BLOCK_OFFSET,
                SourceNameDecoder.BLOCK_LENGTH, SourceNameDecoder.SCHEMA_VERSION).sourceName();
            final int newId = RecordDescriptor.sourceId(buffer, offset);
            all.stream().filter(sender -> sender.name().equals(name)).forEach(sender -> senders.put(newId, sender));
            last.put(newId, 0L);
            recent.put(newId, new HashMap<>());
        }
        else if (0 != sourceId && senders.containsKey(sourceId))
        {
            onMessage(type, buffer, offset, sourceId);
        }
    }

    private void onMessage(final int type, final DirectBuffer buffer, final int offset, final int sourceId)
    {
        final Sender sender = senders.get(sourceId);
        final long number = RecordDescriptor.messageNumber(buffer, offset);
        final long sequence = RecordDescriptor.sequence(buffer, offset);
        if (number != last.get(sourceId) + 1)
        {
            faults.add("not once and in order: source=" + sender.name() + " expectedMessageNumber=" + (last.get(sourceId) + 1) +
                " messageNumber=" + number + " sequence=" + sequence);
        }
        last.put(sourceId, number);
        final int block = offset + RecordDescriptor.SOURCED_BLOCK_OFFSET;
        final Told original = recent.get(sourceId).get(Sender.original(number));
        final Told journalled = switch (type)
        {
            case RecordDescriptor.TYPE_LABEL -> onLabel(buffer, block, sequence, original);
            case RecordDescriptor.TYPE_REVERSAL -> onReversal(buffer, block, sequence, original);
            default -> Told.decided(sequence, buffer, offset + RecordDescriptor.DECISION_OFFSET);
        };
        if (RecordDescriptor.TYPE_TRANSACTION == type)
        {
            onTransaction(buffer, offset, sender, number, null == original || original.content().equals(journalled.content()));
        }
        recent.get(sourceId).put(number, journalled);
        recent.get(sourceId).remove(number - RECENT);
        final Told told = sender.told(number);
        if (null != told)
        {
            compared++;
            if (!told.equals(journalled))
            {
                faults.add("told otherwise: source=" + sender.name() + " messageNumber=" + number + " told=" + told + " journalled=" +
                    journalled);
            }
        }
    }

    private Told onLabel(final DirectBuffer buffer, final int block, final long sequence, final Told original)
    {
        final LabelDecoder label = new LabelDecoder().wrap(buffer, block, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION);
        checkTarget(sequence, label.targetSequence(), original);
        return new Told(sequence, label.flags().toString());
    }

    private Told onReversal(final DirectBuffer buffer, final int block, final long sequence, final Told original)
    {
        final ReversalDecoder reversal =
            new ReversalDecoder().wrap(buffer, block, ReversalDecoder.BLOCK_LENGTH, ReversalDecoder.SCHEMA_VERSION);
        checkTarget(sequence, reversal.targetSequence(), original);
        return new Told(sequence, reversal.flags().toString());
    }

    private void checkTarget(final long sequence, final long targetSequence, final Told original)
    {
        if (null == original || original.sequence() != targetSequence)
        {
            faults.add("names another transaction: sequence=" + sequence + " targetSequence=" + targetSequence + " original=" + original);
        }
    }

    private void onTransaction(
        final DirectBuffer buffer, final int offset, final Sender sender, final long number, final boolean isSameAnswer)
    {
        final TransactionDecoder transaction = new TransactionDecoder().wrap(buffer, offset + RecordDescriptor.SOURCED_BLOCK_OFFSET,
            TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
        if (transaction.amountMinor() != Sender.amountMinor(number))
        {
            faults.add("other content: source=" + sender.name() + " messageNumber=" + number + " amountMinor=" + transaction.amountMinor());
        }
        final boolean isRepeat = Sender.original(number) != number;
        if (isRepeat != transaction.inputFlags().duplicate() || isRepeat && !isSameAnswer)
        {
            faults.add("counted twice, or answered otherwise: source=" + sender.name() + " messageNumber=" + number + " duplicate=" +
                transaction.inputFlags().duplicate());
        }
        final boolean isOverBudget = transaction.inputFlags().overBudget();
        overBudget += isOverBudget ? 1 : 0;
        if (!isRepeat && isOverBudget != new DecisionDecoder().wrap(buffer, offset + RecordDescriptor.DECISION_OFFSET).flags().standIn())
        {
            faults.add("over budget and not by stand-in, or the reverse: source=" + sender.name() + " messageNumber=" + number);
        }
    }
}
