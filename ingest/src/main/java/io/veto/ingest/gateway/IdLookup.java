package io.veto.ingest.gateway;

import io.veto.engine.ids.IdAgent;
import io.veto.engine.ids.IdIndex;
import io.veto.engine.source.Source;
import io.veto.engine.source.SourceTable;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.LabelByIdDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.ReversalByIdDecoder;
import io.veto.rules.layout.ReversalEncoder;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Labels and reversals that name their transaction by its id: asks the index for each, off the line, and turns it into one that names it by
 * sequence. The session takes nothing more until the index has answered, so its messages stay in order; of others only those wait that ask
 * too. As many as follow each other in what the session has read are asked for at once, for the way to the index and back takes far longer
 * than a look into it.
 * <p>
 * <b>Note:</b> one thread, the gateway's. At most {@link #BATCH_MAX} questions of a session are on their way. Allocates nothing but the
 * text of a source's name.
 */
final class IdLookup
{
    /** Length of what {@link #name} holds: source id and transaction id. */
    static final int LENGTH = Integer.BYTES + IdIndex.ID_LENGTH;
    /** Most questions of a session that may be on their way at a time. */
    static final int BATCH_MAX = 128;
    /** Source id that stands for a source that is not known; it has no transactions. */
    static final int NULL_SOURCE_ID = -1;

    private static final int NAME_LENGTH = LabelByIdDecoder.targetSourceLength();

    private final LongSupplier lastTransaction;
    private final SourceTable sources;
    private final OneToOneRingBuffer requests;
    private final OneToOneRingBuffer replies;
    private final MessageHandler onReply = this::onReply;
    private final boolean isOn;
    private final UnsafeBuffer name = new UnsafeBuffer(new byte[LENGTH]);
    private Long2ObjectHashMap<Session> sessions;
    private final ReversalByIdDecoder reversalById = new ReversalByIdDecoder();
    private final LabelEncoder label = new LabelEncoder();
    private final ReversalEncoder reversal = new ReversalEncoder();

    IdLookup(
        final LongSupplier lastTransaction,
        final SourceTable sources,
        final OneToOneRingBuffer requests,
        final OneToOneRingBuffer replies,
        final boolean isOn)
    {
        this.lastTransaction = lastTransaction;
        this.sources = sources;
        this.requests = requests;
        this.replies = replies;
        this.isOn = isOn;
    }

    /**
     * Whether there is an index to ask.
     */
    boolean isOn()
    {
        return isOn;
    }

    /**
     * Whether a message names its transaction by id.
     */
    static boolean isById(final int templateId)
    {
        return LabelByIdDecoder.TEMPLATE_ID == templateId || ReversalByIdDecoder.TEMPLATE_ID == templateId;
    }

    /**
     * Whether a frame must wait for the index, which is asked if it was not yet.
     *
     * @param session that sent it.
     * @param offset  of the frame in its inbound buffer, whole; nothing of it is checked yet.
     * @return true if it must.
     */
    boolean mustWait(final Session session, final int offset)
    {
        if (!isOn || Session.State.LIVE != session.state)
        {
            return false;
        }
        if (session.lookupsTaken == session.lookupsAsked)
        {
            session.lookupsAsked = 0;
            session.lookupsFound = 0;
            session.lookupsTaken = 0;
            if (!isNewById(session, offset, 1))
            {
                return false;
            }
            ask(session, offset);
        }
        return 0 == session.lookupsAsked || session.lookupsFound < session.lookupsAsked;
    }

    /**
     * Takes the answer to the next message of a session that need not wait.
     *
     * @param session that sent it.
     * @return sequence of the transaction, as {@link IdAgent} says it.
     */
    long take(final Session session)
    {
        return session.foundSequences[session.lookupsTaken++];
    }

    /**
     * Takes the answers of the index.
     *
     * @param sessionsById those that may wait for one.
     * @return how many came.
     */
    int poll(final Long2ObjectHashMap<Session> sessionsById)
    {
        sessions = sessionsById;
        return replies.read(onReply);
    }

    /**
     * Whether a message by id names none: such a transaction is not in the index.
     *
     * @param session that sent it.
     * @param offset  of its frame in the inbound buffer, header checked.
     * @return true if its transaction id is empty.
     */
    static boolean isIdEmpty(final Session session, final int offset)
    {
        return 0 == session.inboundBuffer.getByte(offset + FrameDescriptor.MESSAGE_OFFSET);
    }

    /**
     * Turns a message into the one that names its transaction by sequence, in place.
     *
     * @param session    that sent it.
     * @param offset     of its frame in the inbound buffer, header checked.
     * @param templateId of the message.
     * @param sequence   of the transaction.
     */
    void turn(final Session session, final int offset, final int templateId, final long sequence)
    {
        final UnsafeBuffer buffer = session.inboundBuffer;
        final int block = offset + FrameDescriptor.MESSAGE_OFFSET;
        name.putInt(0, sourceId(session, block, templateId));
        name.putBytes(Integer.BYTES, buffer, block, IdIndex.ID_LENGTH);
        if (LabelByIdDecoder.TEMPLATE_ID == templateId)
        {
            final byte fraud = buffer.getByte(block + LabelByIdDecoder.fraudEncodingOffset());
            buffer.setMemory(block, LabelEncoder.BLOCK_LENGTH, (byte)0);
            label.wrap(buffer, block).targetSequence(sequence).targetMessageNumber(LabelEncoder.targetMessageNumberNullValue());
            buffer.putByte(block + LabelEncoder.fraudEncodingOffset(), fraud);
        }
        else
        {
            final long amountMinor = reversalById.wrap(
                buffer, block, ReversalByIdDecoder.BLOCK_LENGTH, ReversalByIdDecoder.SCHEMA_VERSION).amountMinor();
            buffer.setMemory(block, ReversalEncoder.BLOCK_LENGTH, (byte)0);
            reversal.wrap(buffer, block).targetSequence(sequence)
                .targetMessageNumber(ReversalEncoder.targetMessageNumberNullValue()).amountMinor(amountMinor);
        }
    }

    /**
     * How the message that was turned last named its transaction.
     *
     * @return id of the source, {@link #NULL_SOURCE_ID} if it is not known, then the transaction id.
     */
    DirectBuffer name()
    {
        return name;
    }

    /**
     * Length of a message's block.
     */
    static int blockLength(final int templateId)
    {
        return LabelByIdDecoder.TEMPLATE_ID == templateId ? LabelByIdDecoder.BLOCK_LENGTH : ReversalByIdDecoder.BLOCK_LENGTH;
    }

    private void onReply(final int type, final MutableDirectBuffer buffer, final int index, final int length)
    {
        final Session session = sessions.get(buffer.getLong(index));
        if (null != session)
        {
            session.foundSequences[session.lookupsFound++] = buffer.getLong(index + IdAgent.SEQUENCE_OFFSET);
        }
    }

    /**
     * Asks for a message by id and for those that follow it without another between, as far as they are read and there is room to ask.
     * Where there is none it is tried again at the next turn.
     */
    private void ask(final Session session, final int first)
    {
        int offset = first;
        boolean hasRoom = true;
        while (hasRoom && session.lookupsAsked < BATCH_MAX && isNewById(session, offset, session.lookupsAsked + 1))
        {
            final int index = requests.tryClaim(IdAgent.TYPE, IdAgent.REQUEST_LENGTH);
            hasRoom = index >= 0;
            if (hasRoom)
            {
                final int block = offset + FrameDescriptor.MESSAGE_OFFSET;
                final AtomicBuffer request = requests.buffer();
                request.putLong(index, session.id);
                request.putLong(index + IdAgent.KNOWN_OFFSET, lastTransaction.getAsLong());
                request.putInt(index + IdAgent.SOURCE_ID_OFFSET,
                    sourceId(session, block, FrameDescriptor.templateId(session.inboundBuffer, offset)));
                request.putBytes(index + IdAgent.ID_OFFSET, session.inboundBuffer, block, IdIndex.ID_LENGTH);
                requests.commit(index);
                session.lookupsAsked++;
                offset += FrameDescriptor.frameLength(session.inboundBuffer, offset);
            }
        }
    }

    /** Whether a whole frame by id stands at a place, so many behind the last that was taken. Each such is taken, or ends the session. */
    private static boolean isNewById(final Session session, final int offset, final int ahead)
    {
        final int rest = session.inbound.position() - offset;
        if (rest < FrameDescriptor.MESSAGE_OFFSET)
        {
            return false;
        }
        final int templateId = FrameDescriptor.templateId(session.inboundBuffer, offset);
        final int frameLength = FrameDescriptor.frameLength(session.inboundBuffer, offset);
        return isById(templateId) && frameLength == FrameDescriptor.MESSAGE_OFFSET + blockLength(templateId) && rest >= frameLength &&
            FrameDescriptor.messageNumber(session.inboundBuffer, offset) == session.source.lastMessageNumber() + ahead;
    }

    private int sourceId(final Session session, final int block, final int templateId)
    {
        final boolean isLabel = LabelByIdDecoder.TEMPLATE_ID == templateId;
        final int name =
            block + (isLabel ? LabelByIdDecoder.targetSourceEncodingOffset() : ReversalByIdDecoder.targetSourceEncodingOffset());
        if (0 == session.inboundBuffer.getByte(name))
        {
            return session.source.id();
        }
        final String text = session.inboundBuffer.getStringWithoutLengthAscii(name, NAME_LENGTH);
        final int end = text.indexOf(0);
        final Source source = sources.find(end < 0 ? text : text.substring(0, end));
        return null == source ? NULL_SOURCE_ID : source.id();
    }
}
