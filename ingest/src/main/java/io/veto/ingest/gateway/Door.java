package io.veto.ingest.gateway;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Intake;
import io.veto.engine.line.LineCounters;
import io.veto.engine.line.Slot;
import io.veto.engine.source.Source;
import io.veto.ingest.token.Tokeniser;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.ingest.wire.StrayAccount;
import io.veto.rules.layout.AccountEncoder;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.TickEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.window.Windows;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes a sender's messages onto the line: checks each, copies its block once into the ring slot, replaces the account's text by
 * tokens, and settles the effective time.
 * <p>
 * <b>Note:</b> one thread, the gateway's. Allocates nothing for a sound message.
 */
final class Door
{
    private static final long AMOUNT_MAX_MINOR = 1_000_000_000_000L;
    private static final long EVENT_TIME_MAX_MS = 253_402_300_799_999L;
    private static final long JUMP_MAX_MS = TimeUnit.DAYS.toMillis(400);

    private final Intake intake;
    private final Tokeniser tokeniser;
    private final ClockMode clockMode;
    private final long maxClockAheadMs;
    private final Problems problems;
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final TransactionEncoder taken = new TransactionEncoder();
    private final LabelDecoder label = new LabelDecoder();
    private final LabelEncoder takenLabel = new LabelEncoder();
    private final ReversalDecoder reversal = new ReversalDecoder();
    private final ReversalEncoder takenReversal = new ReversalEncoder();
    private final TickEncoder tick = new TickEncoder();
    private long engineTimeMs;
    private long lastTransaction;

    Door(
        final Intake intake,
        final Tokeniser tokeniser,
        final ClockMode clockMode,
        final long maxClockAheadMs,
        final long engineTimeMs,
        final Problems problems)
    {
        this.intake = intake;
        this.tokeniser = tokeniser;
        this.clockMode = clockMode;
        this.maxClockAheadMs = maxClockAheadMs;
        this.engineTimeMs = engineTimeMs;
        this.problems = problems;
        lastTransaction = intake.lastSequence();
    }

    /**
     * Sequence at or behind that of every transaction taken so far, those of the journal included.
     *
     * @return the last transaction's, or the journal's last where none has been taken since the start.
     */
    long lastTransaction()
    {
        return lastTransaction;
    }

    /**
     * Takes a transaction. The ring must have room.
     *
     * @param session that sent it, live.
     * @param offset  of its frame in the session's inbound buffer, header checked.
     */
    void onTransaction(final Session session, final int offset)
    {
        final int block = offset + FrameDescriptor.MESSAGE_OFFSET;
        final long number = FrameDescriptor.messageNumber(session.inboundBuffer, offset);
        transaction.wrap(session.inboundBuffer, block, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
        final String fault = fault(transaction, session.ingressTimeNs);
        if (null != fault)
        {
            problems.close(session, number, "transaction refused: messageNumber=" + number + " " + fault);
            return;
        }
        final UnsafeBuffer record = intake.claim().record();
        record.putBytes(RecordDescriptor.SOURCED_BLOCK_OFFSET, session.inboundBuffer, block, TransactionEncoder.BLOCK_LENGTH);
        session.inboundBuffer.setMemory(
            block + TransactionEncoder.accountEncodingOffset(), AccountEncoder.ENCODED_LENGTH, (byte)0);
        final int accountOffset = RecordDescriptor.SOURCED_BLOCK_OFFSET + TransactionEncoder.accountEncodingOffset();
        if (!tokeniser.tokenise(record, accountOffset))
        {
            problems.close(session, number, "transaction refused: messageNumber=" + number + " the account is empty");
            return;
        }
        taken.wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET).unused(0);
        final long ingressTimeMs = TimeUnit.NANOSECONDS.toMillis(session.ingressTimeNs);
        final boolean clockAhead = ClockMode.INGEST == clockMode && transaction.eventTimeMs() - maxClockAheadMs > ingressTimeMs;
        final long effectiveTimeMs = clockAhead ? ingressTimeMs : transaction.eventTimeMs();
        taken.effectiveTimeMs(effectiveTimeMs).inputFlags().clear().clockAhead(clockAhead);
        engineTimeMs = Math.max(engineTimeMs, effectiveTimeMs);
        lastTransaction = publish(session, record, RecordDescriptor.TYPE_TRANSACTION, RecordDescriptor.TRANSACTION_LENGTH, number);
    }

    /**
     * Takes a label and resolves its target's message number. The ring must have room.
     *
     * @param session that sent it, live.
     * @param offset  of its frame in the session's inbound buffer, header checked.
     */
    void onLabel(final Session session, final int offset)
    {
        final int block = offset + FrameDescriptor.MESSAGE_OFFSET;
        final long number = FrameDescriptor.messageNumber(session.inboundBuffer, offset);
        label.wrap(session.inboundBuffer, block, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION);
        final short fraud = session.inboundBuffer.getByte(block + LabelDecoder.fraudEncodingOffset());
        if (fraud != 0 && fraud != 1)
        {
            problems.close(session, number, "label refused: messageNumber=" + number + " expectedFraud=0|1 fraud=" + fraud);
            return;
        }
        final UnsafeBuffer record = intake.claim().record();
        record.putBytes(RecordDescriptor.SOURCED_BLOCK_OFFSET, session.inboundBuffer, block, LabelDecoder.BLOCK_LENGTH);
        Resent.nameOnce(record, RecordDescriptor.SOURCED_BLOCK_OFFSET);
        takenLabel.wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET).unused((short)0).unused2(0).flags().clear();
        if (LabelDecoder.targetSequenceNullValue() == label.targetSequence())
        {
            takenLabel.targetSequence(session.source.recentSequence(label.targetMessageNumber()));
        }
        publish(session, record, RecordDescriptor.TYPE_LABEL, RecordDescriptor.LABEL_LENGTH, number);
    }

    /**
     * Takes a reversal and resolves its target's message number. The ring must have room.
     *
     * @param session that sent it, live.
     * @param offset  of its frame in the session's inbound buffer, header checked.
     */
    void onReversal(final Session session, final int offset)
    {
        final int block = offset + FrameDescriptor.MESSAGE_OFFSET;
        final long number = FrameDescriptor.messageNumber(session.inboundBuffer, offset);
        reversal.wrap(session.inboundBuffer, block, ReversalDecoder.BLOCK_LENGTH, ReversalDecoder.SCHEMA_VERSION);
        final long amount = reversal.amountMinor();
        final boolean isFull = ReversalDecoder.amountMinorNullValue() == amount;
        if (!isFull && (0 == amount || amount > AMOUNT_MAX_MINOR || amount < -AMOUNT_MAX_MINOR))
        {
            problems.close(session, number, "reversal refused: messageNumber=" + number +
                " amount is nothing or out of bounds: maximumAmountMinor=" + AMOUNT_MAX_MINOR + " amountMinor=" + amount);
            return;
        }
        final UnsafeBuffer record = intake.claim().record();
        record.putBytes(RecordDescriptor.SOURCED_BLOCK_OFFSET, session.inboundBuffer, block, ReversalDecoder.BLOCK_LENGTH);
        Resent.nameOnce(record, RecordDescriptor.SOURCED_BLOCK_OFFSET);
        takenReversal.wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET).unused(0).unused2(0).flags().clear();
        if (ReversalDecoder.targetSequenceNullValue() == reversal.targetSequence())
        {
            takenReversal.targetSequence(session.source.recentSequence(reversal.targetMessageNumber()));
        }
        publish(session, record, RecordDescriptor.TYPE_REVERSAL, RecordDescriptor.REVERSAL_LENGTH, number);
    }

    /**
     * Journals a new sender. The ring must have room.
     *
     * @param session whose source it is.
     */
    void onNewSource(final Session session)
    {
        final UnsafeBuffer record = intake.claim().record();
        final Source source = session.source;
        RecordDescriptor.putSource(record, 0, source.id(), 0);
        record.setMemory(RecordDescriptor.SOURCED_BLOCK_OFFSET, RecordDescriptor.SOURCE_LENGTH - RecordDescriptor.SOURCED_BLOCK_OFFSET,
            (byte)0);
        record.putStringWithoutLengthAscii(RecordDescriptor.SOURCED_BLOCK_OFFSET, source.name());
        intake.publish(RecordDescriptor.TYPE_SOURCE, RecordDescriptor.SOURCE_LENGTH, session.ingressTimeNs, session.ingressNanoTime,
            session.id);
    }

    /**
     * Journals a tick if it moves engine time. The ring must have room.
     *
     * @param timeMs   to move engine time to.
     * @param nowNs    epoch nanoseconds.
     * @param nanoTime the same moment by {@link System#nanoTime}.
     */
    void onTick(final long timeMs, final long nowNs, final long nanoTime)
    {
        if (timeMs > engineTimeMs)
        {
            engineTimeMs = timeMs;
            final UnsafeBuffer record = intake.claim().record();
            tick.wrap(record, RecordDescriptor.HEADER_LENGTH).timeMs(timeMs);
            record.putLong(RecordDescriptor.HEADER_LENGTH + TickEncoder.BLOCK_LENGTH, 0);
            intake.publish(RecordDescriptor.TYPE_TICK, RecordDescriptor.TICK_LENGTH, nowNs, nanoTime, Slot.NULL_SESSION);
        }
    }

    private long publish(final Session session, final UnsafeBuffer record, final int type, final int length, final long number)
    {
        final Source source = session.source;
        RecordDescriptor.putSource(record, 0, source.id(), number);
        record.putLong(length - Long.BYTES, 0);
        final long sequence = intake.publish(type, length, session.ingressTimeNs, session.ingressNanoTime, session.id);
        source.onMessage(number, sequence);
        session.unanswered++;
        return sequence;
    }

    private String fault(final TransactionDecoder sent, final long ingressTimeNs)
    {
        final long amount = sent.amountMinor();
        if (amount > AMOUNT_MAX_MINOR || amount < -AMOUNT_MAX_MINOR)
        {
            return "amount out of bounds: maximumAmountMinor=" + AMOUNT_MAX_MINOR + " amountMinor=" + amount;
        }
        final long timeMs = sent.eventTimeMs();
        if (timeMs < 0 || timeMs > EVENT_TIME_MAX_MS)
        {
            return "event time out of bounds: minimumEventTimeMs=0 maximumEventTimeMs=" + EVENT_TIME_MAX_MS + " eventTimeMs=" + timeMs;
        }
        if (ClockMode.EVENT == clockMode && Windows.NULL_TIME_MS != engineTimeMs && timeMs - engineTimeMs > JUMP_MAX_MS)
        {
            return "event time jumps ahead by more than 400 d: engineTime=" + Instant.ofEpochMilli(engineTimeMs) + " eventTime=" +
                Instant.ofEpochMilli(timeMs) + ": mend the time, or feed this stretch into a data folder of its own";
        }
        final byte entryMode = sent.buffer().getByte(sent.offset() + TransactionDecoder.entryModeEncodingOffset());
        if (entryMode < 0 || entryMode > 5)
        {
            return "unknown entry mode: maximumEntryMode=5 entryMode=" + entryMode;
        }
        final byte type = sent.buffer().getByte(sent.offset() + TransactionDecoder.transactionTypeEncodingOffset());
        if (type < 0 || type > 4)
        {
            return "unknown transaction type: maximumType=4 type=" + type;
        }
        final String field = StrayAccount.field(sent.buffer(), sent.offset());
        return null == field ? null : "the card number stands in another field as well: field=" + field;
    }
}
