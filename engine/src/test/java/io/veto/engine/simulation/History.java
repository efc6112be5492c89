package io.veto.engine.simulation;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.PastFeed;
import io.veto.engine.recovery.RuleSetRecord;
import io.veto.engine.recovery.ZoneRecord;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.layout.CutDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.layout.TickDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.ZoneTransitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What was put on the line, record by record, and a scorer that takes it in and never crashes. What the journal holds after a crash must
 * be the first part of it.
 */
final class History implements AutoCloseable
{
    private final ScorerConfig config;
    private final WindowRooms rooms = World.rooms();
    private final List<UnsafeBuffer> images = new ArrayList<>();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
    private final DecisionEncoder decision = new DecisionEncoder().wrap(scratch, 0);
    private final CorrectionFlagsEncoder flags = new CorrectionFlagsEncoder();
    private Scorer unbroken;
    private long scored = 0;

    History(final ScorerConfig config)
    {
        this.config = config;
    }

    @Override
    public void close()
    {
        rooms.close();
    }

    long lastSequence()
    {
        return images.size();
    }

    /** Zones and rule set of the first start. */
    void onFirstStart(final RuleSet ruleSet, final int epoch, final long nowNs)
    {
        images.clear();
        for (final ZoneTransitions zone : ruleSet.zones())
        {
            onStartRecord(ZoneRecord.encode(zone), RecordDescriptor.TYPE_ZONE, epoch, nowNs);
        }
        onStartRecord(RuleSetRecord.encode(ruleSet, 0, 0), RecordDescriptor.TYPE_RULE_SET, epoch, nowNs);
    }

    private void onStartRecord(final UnsafeBuffer record, final int type, final int epoch, final long nowNs)
    {
        RecordDescriptor.putHeader(record, 0, record.capacity(), type, epoch, images.size() + 1, nowNs);
        images.add(record);
    }

    void onScored(final DirectBuffer record, final int length)
    {
        final UnsafeBuffer image = new UnsafeBuffer(new byte[length]);
        image.putBytes(0, record, 0, length);
        if (RecordDescriptor.sequence(image, 0) != images.size() + 1)
        {
            throw new AssertionError("not contiguous: expectedSequence=" + (images.size() + 1) + " sequence=" +
                RecordDescriptor.sequence(image, 0));
        }
        images.add(image);
    }

    /** Compares a journal's records with what was put on the line, and looks for the records that void torn tails. */
    void check(final JournalReader reader, final Set<Integer> cutCycles)
    {
        final Set<Integer> missing = new TreeSet<>(cutCycles);
        while (reader.next())
        {
            final int type = reader.type();
            if (RecordDescriptor.TYPE_PROCESS_START != type && RecordDescriptor.TYPE_CUT != type)
            {
                check(reader.sequence(), reader.buffer(), reader.offset());
            }
            else if (RecordDescriptor.TYPE_CUT == type)
            {
                missing.remove(new CutDecoder().wrap(reader.buffer(), reader.offset() + RecordDescriptor.HEADER_LENGTH,
                    CutDecoder.BLOCK_LENGTH, CutDecoder.SCHEMA_VERSION).cycle());
            }
        }
        if (!missing.isEmpty())
        {
            throw new AssertionError("a torn tail was not cut: cycles=" + missing);
        }
    }

    private void check(final long sequence, final DirectBuffer buffer, final int offset)
    {
        if (sequence > images.size())
        {
            throw new AssertionError("the journal holds more than was scored: sequence=" + sequence + " scored=" + images.size());
        }
        final UnsafeBuffer image = images.get((int)sequence - 1);
        final int length = RecordDescriptor.length(buffer, offset);
        final UnsafeBuffer actual = new UnsafeBuffer(buffer, offset, RecordDescriptor.crcOffset(length));
        if (!actual.equals(new UnsafeBuffer(image, 0, RecordDescriptor.crcOffset(image.capacity()))))
        {
            throw new AssertionError("the journal holds another record than was scored: sequence=" + sequence + " type=" +
                RecordDescriptor.type(image, 0));
        }
    }

    /** Looks for an answer that a sender was given. */
    void checkTold(final long messageNumber, final Sender.Told told)
    {
        if (told.sequence() > images.size())
        {
            throw new AssertionError("an answer that was told is lost: sequence=" + told.sequence() + " lastSequence=" + images.size());
        }
        final UnsafeBuffer image = images.get((int)told.sequence() - 1);
        if (messageNumber != RecordDescriptor.messageNumber(image, 0) || !told.equals(Sender.answer(image, 0)))
        {
            throw new AssertionError("another answer was told than stands in the journal: told " + told + " messageNumber=" +
                messageNumber + " journal " + Sender.answer(image, 0) + " messageNumber=" + RecordDescriptor.messageNumber(image, 0));
        }
    }

    /** What was put on the line so far. */
    List<UnsafeBuffer> images()
    {
        return List.copyOf(images);
    }

    /** Goes back to what was put on the line. */
    void restore(final List<UnsafeBuffer> earlier)
    {
        images.clear();
        images.addAll(earlier);
    }

    /** Whatever stands behind a sequence has not happened: the journal has lost it. */
    void cutAt(final long sequence)
    {
        while (images.size() > sequence)
        {
            images.remove(images.size() - 1);
        }
    }

    /** The scorer without a crash, behind the last record. */
    Scorer unbroken()
    {
        if (scored > images.size())
        {
            rooms.close(unbroken);
            unbroken = null;
            scored = 0;
        }
        while (scored < images.size())
        {
            final UnsafeBuffer image = images.get((int)scored++);
            score(image, RecordDescriptor.type(image, 0));
        }
        return unbroken;
    }

    private void score(final UnsafeBuffer image, final int type)
    {
        final int block = RecordDescriptor.SOURCED_BLOCK_OFFSET;
        final int operator = RecordDescriptor.HEADER_LENGTH;
        switch (type)
        {
            case RecordDescriptor.TYPE_TRANSACTION ->
            {
                final TransactionDecoder transaction = new TransactionDecoder().wrap(
                    image, block, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
                final boolean isRepeat =
                    unbroken.onTransaction(scored, RecordDescriptor.sourceId(image, 0), transaction, decision);
                if (isRepeat != transaction.inputFlags().duplicate())
                {
                    throw new AssertionError("the scorer without a crash takes another for a repeat: sequence=" + scored);
                }
                compare(image, RecordDescriptor.DECISION_OFFSET, DecisionEncoder.ENCODED_LENGTH);
            }
            case RecordDescriptor.TYPE_LABEL ->
            {
                unbroken.onLabel(scored, new LabelDecoder().wrap(
                    image, block, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION), flags.wrap(scratch, 0));
                compare(image, block + LabelDecoder.flagsEncodingOffset(), Short.BYTES);
            }
            case RecordDescriptor.TYPE_REVERSAL ->
            {
                unbroken.onReversal(scored, new ReversalDecoder().wrap(
                    image, block, ReversalDecoder.BLOCK_LENGTH, ReversalDecoder.SCHEMA_VERSION), flags.wrap(scratch, 0));
                compare(image, block + ReversalDecoder.flagsEncodingOffset(), Short.BYTES);
            }
            case RecordDescriptor.TYPE_TICK -> unbroken.onTick(new TickDecoder().wrap(
                image, operator, TickDecoder.BLOCK_LENGTH, TickDecoder.SCHEMA_VERSION).timeMs());
            case RecordDescriptor.TYPE_LIST -> unbroken.onListChange(new ListChangeDecoder().wrap(
                image, operator, ListChangeDecoder.BLOCK_LENGTH, ListChangeDecoder.SCHEMA_VERSION));
            case RecordDescriptor.TYPE_RULE_MODE -> unbroken.onRuleMode(new RuleModeChangeDecoder().wrap(
                image, operator, RuleModeChangeDecoder.BLOCK_LENGTH, RuleModeChangeDecoder.SCHEMA_VERSION));
            case RecordDescriptor.TYPE_RULE_SET -> onRuleSet(image);
            default ->
            {
            }
        }
    }

    private void onRuleSet(final UnsafeBuffer image)
    {
        if (RuleSetRecord.isGivenUp(image, 0))
        {
            return;
        }
        final Scorer before = unbroken;
        unbroken = rooms.scorer(Rules.ruleSet(RuleSetRecord.ruleSetHash(image, 0)), config);
        if (null != before)
        {
            final PastFeed feed = new PastFeed(unbroken, new HashMap<>());
            images.subList(0, (int)scored - 1).forEach(past -> feed.onRecord(past, 0));
            rooms.close(before);
        }
    }

    private void compare(final UnsafeBuffer image, final int offset, final int length)
    {
        if (!new UnsafeBuffer(image, offset, length).equals(new UnsafeBuffer(scratch, 0, length)))
        {
            throw new AssertionError("the scorer without a crash answers otherwise: sequence=" + scored);
        }
    }
}
