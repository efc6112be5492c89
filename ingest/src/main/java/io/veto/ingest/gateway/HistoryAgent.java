package io.veto.ingest.gateway;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.ingest.wire.FrameDescriptor;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Reads answers back from the journal for senders that lack them, off the line and off the gateway's thread. The gateway asks for no more
 * answers than a session has room for; when the gateway is behind, the agent waits by yielding.
 * <pre>
 *   request:
 *   0         8           12       16        24               32
 *   +---------+-----------+--------+---------+----------------+
 *   | session | source id | count  |  from   | from sequence  |
 *   +---------+-----------+--------+---------+----------------+
 * </pre>
 * from: message number of the first answer. from sequence: of that message or of an earlier record. A message whose number was sent before
 * is compared with its record first: see {@link Resent}.
 * <p>
 * Damage to what is read back is told to who asked, and the first time to the error handler: the line goes on, it needs none of it.
 * <p>
 * <b>Note:</b> an agent with a thread of its own.
 */
final class HistoryAgent implements Agent
{
    /** Type of a request. */
    static final int TYPE_REQUEST = 1;
    /** Length of a request. */
    static final int REQUEST_LENGTH = 32;
    /** Most answers of a request. */
    static final int COUNT_MAX = 512;
    /** Offset of the source id in a request. */
    static final int SOURCE_ID_OFFSET = 8;
    /** Offset of the count in a request. */
    static final int COUNT_OFFSET = 12;
    /** Offset of the first message number in a request. */
    static final int FROM_OFFSET = 16;
    /** Offset of the sequence to begin at in a request. */
    static final int SEQUENCE_OFFSET = 24;

    /** Type of a reply: the message was sent with other bytes before. Holds its number and how many answers are lacking. */
    static final int TYPE_OTHER_BYTES = 3;
    /** Type of a reply: the message is in the journal no longer. Holds its number and how many answers are lacking. */
    static final int TYPE_GONE = 4;
    /** Type of a reply: the message cannot be read, for the journal is damaged. Holds its number and how many answers are lacking. */
    static final int TYPE_DAMAGED = 5;
    /** Offset of the number of answers that are lacking, from the message number on. */
    static final int LACKING_OFFSET = Long.BYTES;

    private final Path journal;
    private final Resent resent;
    private final OneToOneRingBuffer requests;
    private final OneToOneRingBuffer replies;
    private final ErrorHandler errorHandler;
    private final AnswerFrames frames = new AnswerFrames();
    private final MessageHandler onRequest = this::onRequest;
    private JournalReader reader;
    private boolean hasFailed = false;
    private int answered = 0;
    private int lastSourceId = 0;
    private long lastMessageNumber = 0;

    HistoryAgent(
        final Path journal,
        final OneToOneRingBuffer requests,
        final OneToOneRingBuffer replies,
        final Resent resent,
        final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
        this.resent = resent;
        this.journal = journal;
        this.requests = requests;
        this.replies = replies;
    }

    @Override
    public String roleName()
    {
        return "veto-history";
    }

    @Override
    public int doWork()
    {
        return requests.read(onRequest, 1);
    }

    @Override
    public void onClose()
    {
        CloseHelper.close(reader);
    }

    private void onRequest(final int type, final MutableDirectBuffer buffer, final int index, final int length)
    {
        final int count = Resent.TYPE_REQUEST == type ? 1 : buffer.getInt(index + COUNT_OFFSET);
        answered = 0;
        try
        {
            answer(type, buffer, index, count);
        }
        catch (final JournalDamagedException e)
        {
            CloseHelper.close(reader);
            reader = null;
            if (!hasFailed)
            {
                hasFailed = true;
                errorHandler.onError(e);
            }
            lack(buffer.getLong(index), TYPE_DAMAGED, buffer.getLong(index + FROM_OFFSET) + answered, count - answered);
        }
    }

    private void answer(final int type, final DirectBuffer buffer, final int index, final int count)
    {
        final long session = buffer.getLong(index);
        final int sourceId = buffer.getInt(index + SOURCE_ID_OFFSET);
        final long from = buffer.getLong(index + FROM_OFFSET);
        if (null == reader)
        {
            reader = new JournalReader(journal);
        }
        final boolean goesOn = sourceId == lastSourceId && from == lastMessageNumber + 1;
        lastSourceId = 0;
        if (!goesOn && !reader.seek(buffer.getLong(index + SEQUENCE_OFFSET)))
        {
            lack(session, TYPE_GONE, from, count);
            return;
        }
        while (answered < count && reader.next())
        {
            final DirectBuffer record = reader.buffer();
            final int offset = reader.offset();
            if (RecordDescriptor.isMessage(reader.type()) && RecordDescriptor.sourceId(record, offset) == sourceId &&
                RecordDescriptor.messageNumber(record, offset) >= from)
            {
                answered++;
                if (Resent.TYPE_REQUEST == type && !isSame(buffer, index, record, offset))
                {
                    lack(session, TYPE_OTHER_BYTES, from, 1);
                }
                else
                {
                    reply(session, record, offset);
                }
            }
        }
        if (answered < count)
        {
            throw new JournalDamagedException("journal damaged: it ends before a journalled message: sourceId=" + sourceId +
                " messageNumber=" + (from + answered) + ": veto replay verify");
        }
        lastSourceId = sourceId;
        lastMessageNumber = from + answered - 1;
    }

    /** A target that was not known then, or is in the journal no longer, is not compared. */
    private boolean isSame(final DirectBuffer request, final int index, final DirectBuffer record, final int offset)
    {
        if (!resent.isSame(request, index, record, offset))
        {
            return false;
        }
        final long target = record.getLong(offset + RecordDescriptor.SOURCED_BLOCK_OFFSET);
        if (!Resent.isById(request, index) || RecordDescriptor.NULL_SEQUENCE == target)
        {
            return true;
        }
        try (JournalReader targets = reader.again())
        {
            return !targets.seek(target) || !targets.next() ||
                Resent.isTarget(request, index, targets.buffer(), targets.offset());
        }
    }

    private void lack(final long session, final int type, final long number, final int count)
    {
        final int index = claim(type, ReplyPublisher.FRAME_OFFSET + LACKING_OFFSET + Integer.BYTES);
        if (index >= 0)
        {
            final AtomicBuffer buffer = replies.buffer();
            buffer.putLong(index, session);
            buffer.putLong(index + ReplyPublisher.FRAME_OFFSET, number);
            buffer.putInt(index + ReplyPublisher.FRAME_OFFSET + LACKING_OFFSET, count);
            replies.commit(index);
        }
    }

    private void reply(final long session, final DirectBuffer record, final int offset)
    {
        final int index = claim(
            ReplyPublisher.TYPE_FRAME, ReplyPublisher.FRAME_OFFSET + AnswerFrames.length(RecordDescriptor.type(record, offset)));
        if (index >= 0)
        {
            final AtomicBuffer buffer = replies.buffer();
            buffer.putLong(index, session);
            frames.encode(record, offset, FrameDescriptor.FLAG_REPLAYED, buffer, index + ReplyPublisher.FRAME_OFFSET);
            replies.commit(index);
        }
    }

    /** Waits for room by yielding; negative when the agent is closed meanwhile. */
    private int claim(final int type, final int length)
    {
        int index = replies.tryClaim(type, length);
        while (index < 0 && !Thread.currentThread().isInterrupted())
        {
            Thread.yield();
            index = replies.tryClaim(type, length);
        }
        return index;
    }
}
