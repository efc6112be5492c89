package io.veto.ingest.gateway;

import io.veto.engine.ids.IdAgent;
import io.veto.engine.ids.IdIndex;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Intake;
import io.veto.engine.line.LineCounters;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.FetchAnswersDecoder;
import io.veto.rules.layout.HelloDecoder;
import io.veto.rules.layout.LabelByIdDecoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.MessageHeaderDecoder;
import io.veto.rules.layout.ReversalByIdDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.TransactionDecoder;
import java.util.List;

/**
 * Cuts what a session has read into frames, checks each frame's headers and hands its message on, as long as the ring and the session have
 * room.
 * <p>
 * <b>Note:</b> one thread, the gateway's.
 */
final class FrameReader
{
    private static final int FRAMES_PER_TURN = 256;

    private final Intake intake;
    private final Door door;
    private final Resent resent;
    private final IdLookup ids;
    private final Greeter greeter;
    private final Problems problems;
    private final LineCounters counters;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    FrameReader(
        final Intake intake,
        final Door door,
        final Resent resent,
        final IdLookup ids,
        final Greeter greeter,
        final Problems problems,
        final LineCounters counters)
    {
        this.resent = resent;
        this.ids = ids;
        this.intake = intake;
        this.door = door;
        this.greeter = greeter;
        this.problems = problems;
        this.counters = counters;
    }

    /**
     * Takes the whole frames that a session has read.
     *
     * @param session   to take from.
     * @param sessions  all sessions.
     * @param nanoTime  now.
     * @param silenceNs longest wait for the rest of a frame.
     * @return frames taken.
     */
    int take(final Session session, final List<Session> sessions, final long nanoTime, final long silenceNs)
    {
        final int length = session.inbound.position();
        int offset = 0;
        int frames = 0;
        boolean whole = true;
        session.stalled = false;
        while (whole && takesFrames(session) && !session.stalled && length - offset >= Integer.BYTES)
        {
            final int frameLength = FrameDescriptor.frameLength(session.inboundBuffer, offset);
            if (frameLength < FrameDescriptor.MESSAGE_OFFSET || frameLength > FrameDescriptor.INBOUND_LENGTH_MAX)
            {
                problems.close(session, 0, "frame length out of bounds: minimumLength=" + FrameDescriptor.MESSAGE_OFFSET +
                    " maximumLength=" + FrameDescriptor.INBOUND_LENGTH_MAX + " length=" + Integer.toUnsignedString(frameLength));
            }
            else if (length - offset < frameLength)
            {
                whole = false;
            }
            else if (resent.mustWait(session, offset) || ids.mustWait(session, offset))
            {
                session.stalled = true;
            }
            else if (!intake.hasRoom())
            {
                session.stalled = true;
                counters.ringFull.incrementRelease();
            }
            else if (frames >= FRAMES_PER_TURN || session.room() <= 0)
            {
                session.stalled = true;
            }
            else
            {
                onFrame(session, offset, frameLength, sessions);
                offset += frameLength;
                frames++;
            }
        }
        session.taken(offset, length, nanoTime + silenceNs, frames > 0);
        return frames;
    }

    private static boolean takesFrames(final Session session)
    {
        return Session.State.CONNECTED == session.state || Session.State.LIVE == session.state;
    }

    private void onFrame(final Session session, final int offset, final int frameLength, final List<Session> sessions)
    {
        final int encoding = FrameDescriptor.encoding(session.inboundBuffer, offset);
        header.wrap(session.inboundBuffer, offset + FrameDescriptor.HEADER_LENGTH);
        if (FrameDescriptor.ENCODING_SBE_LITTLE_ENDIAN != encoding)
        {
            problems.close(session, 0, "unknown encoding: expectedEncoding=0x" +
                Integer.toHexString(FrameDescriptor.ENCODING_SBE_LITTLE_ENDIAN) + " encoding=0x" + Integer.toHexString(encoding));
        }
        else if (MessageHeaderDecoder.SCHEMA_ID != header.schemaId() || MessageHeaderDecoder.SCHEMA_VERSION != header.version())
        {
            problems.close(session, 0, "unknown schema: expectedSchemaId=" + MessageHeaderDecoder.SCHEMA_ID + " schemaId=" +
                header.schemaId() + " expectedVersion=" + MessageHeaderDecoder.SCHEMA_VERSION + " version=" + header.version());
        }
        else if (checkBlock(session, frameLength) && checkTurn(session, offset))
        {
            switch (header.templateId())
            {
                case HelloDecoder.TEMPLATE_ID -> greeter.onHello(session, offset, sessions);
                case FetchAnswersDecoder.TEMPLATE_ID -> greeter.onFetch(session, offset);
                default -> onMessage(session, offset);
            }
        }
    }

    private void onMessage(final Session session, final int offset)
    {
        final int type = switch (header.templateId())
        {
            case TransactionDecoder.TEMPLATE_ID -> RecordDescriptor.TYPE_TRANSACTION;
            case LabelDecoder.TEMPLATE_ID, LabelByIdDecoder.TEMPLATE_ID -> RecordDescriptor.TYPE_LABEL;
            default -> RecordDescriptor.TYPE_REVERSAL;
        };
        final long number = FrameDescriptor.messageNumber(session.inboundBuffer, offset);
        final boolean isResent = resent.isResent(session, number);
        final boolean isById = IdLookup.isById(header.templateId());
        if (isById && !isTurned(session, offset, number, isResent))
        {
            return;
        }
        if (isResent)
        {
            resent.ask(session, offset, type, isById ? ids.name() : null);
            return;
        }
        switch (type)
        {
            case RecordDescriptor.TYPE_TRANSACTION -> door.onTransaction(session, offset);
            case RecordDescriptor.TYPE_LABEL -> door.onLabel(session, offset);
            default -> door.onReversal(session, offset);
        }
    }

    private boolean isTurned(final Session session, final int offset, final long number, final boolean isResent)
    {
        if (isResent)
        {
            ids.turn(session, offset, header.templateId(), IdIndex.NULL_SEQUENCE);
            return true;
        }
        if (IdLookup.isIdEmpty(session, offset))
        {
            problems.close(session, number, (LabelByIdDecoder.TEMPLATE_ID == header.templateId() ? "label" : "reversal") +
                " refused: messageNumber=" + number + " the transaction id is empty: name the transaction by sequence");
            return false;
        }
        final long sequence = ids.isOn() ? ids.take(session) : IdAgent.FAILED;
        if (IdAgent.FAILED == sequence)
        {
            problems.close(session, number, ids.isOn() ?
                "transactions are not found by id: messageNumber=" + number +
                ": see what the server says of its index, mend it, start again" :
                "transactions are not found by id: messageNumber=" + number + ": start the server with --label-retention");
            return false;
        }
        ids.turn(session, offset, header.templateId(), sequence);
        return true;
    }

    private boolean checkBlock(final Session session, final int frameLength)
    {
        final int expectedLength = switch (header.templateId())
        {
            case HelloDecoder.TEMPLATE_ID -> HelloDecoder.BLOCK_LENGTH;
            case TransactionDecoder.TEMPLATE_ID -> TransactionDecoder.BLOCK_LENGTH;
            case LabelDecoder.TEMPLATE_ID -> LabelDecoder.BLOCK_LENGTH;
            case ReversalDecoder.TEMPLATE_ID -> ReversalDecoder.BLOCK_LENGTH;
            case FetchAnswersDecoder.TEMPLATE_ID -> FetchAnswersDecoder.BLOCK_LENGTH;
            case LabelByIdDecoder.TEMPLATE_ID -> LabelByIdDecoder.BLOCK_LENGTH;
            case ReversalByIdDecoder.TEMPLATE_ID -> ReversalByIdDecoder.BLOCK_LENGTH;
            default -> -1;
        };
        if (expectedLength < 0)
        {
            problems.close(session, 0, "unknown message: expectedTemplateId=" + TransactionDecoder.TEMPLATE_ID + "|" +
                LabelDecoder.TEMPLATE_ID + "|" + ReversalDecoder.TEMPLATE_ID + "|" + LabelByIdDecoder.TEMPLATE_ID + "|" +
                ReversalByIdDecoder.TEMPLATE_ID + "|" + HelloDecoder.TEMPLATE_ID + "|" +
                FetchAnswersDecoder.TEMPLATE_ID + " templateId=" + header.templateId());
            return false;
        }
        if (expectedLength != header.blockLength() || FrameDescriptor.MESSAGE_OFFSET + expectedLength != frameLength)
        {
            problems.close(session, 0, "wrong length: templateId=" + header.templateId() + " expectedBlockLength=" + expectedLength +
                " blockLength=" + header.blockLength() + " expectedFrameLength=" + (FrameDescriptor.MESSAGE_OFFSET + expectedLength) +
                " frameLength=" + frameLength);
            return false;
        }
        return true;
    }

    private boolean checkTurn(final Session session, final int offset)
    {
        final boolean isHello = HelloDecoder.TEMPLATE_ID == header.templateId();
        if (isHello != (Session.State.CONNECTED == session.state))
        {
            problems.close(session, 0, isHello ? "a second Hello" : "the first frame must be a Hello: expectedTemplateId=" +
                HelloDecoder.TEMPLATE_ID + " templateId=" + header.templateId());
            return false;
        }
        if (isHello)
        {
            return true;
        }
        final int sourceId = FrameDescriptor.sourceId(session.inboundBuffer, offset);
        if (sourceId != session.source.id())
        {
            problems.close(session, 0, "wrong source: expectedSourceId=" + session.source.id() + " sourceId=" + sourceId);
            return false;
        }
        final long number = FrameDescriptor.messageNumber(session.inboundBuffer, offset);
        final boolean isFetch = FetchAnswersDecoder.TEMPLATE_ID == header.templateId();
        final long expected = isFetch ? 0 : session.source.lastMessageNumber() + 1;
        if (expected != number && (isFetch || !resent.isResent(session, number)))
        {
            problems.close(session, number, "message out of order: expectedMessageNumber=" + expected + " messageNumber=" + number +
                ": connect again and go on from the Welcome");
            return false;
        }
        return true;
    }
}
