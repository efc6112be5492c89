package io.veto.ingest.gateway;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.ingest.wire.FrameDescriptor;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
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
 * from: message number of the first answer. from sequence: of that message or of an earlier record.
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

    private final Path journal;
    private final OneToOneRingBuffer requests;
    private final OneToOneRingBuffer replies;
    private final AnswerFrames frames = new AnswerFrames();
    private final MessageHandler onRequest = this::onRequest;
    private JournalReader reader;
    private int lastSourceId = 0;
    private long lastMessageNumber = 0;

    HistoryAgent(final Path journal, final OneToOneRingBuffer requests, final OneToOneRingBuffer replies)
    {
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
        if (null != reader)
        {
            reader.close();
        }
    }

    private void onRequest(final int type, final MutableDirectBuffer buffer, final int index, final int length)
    {
        final long session = buffer.getLong(index);
        final int sourceId = buffer.getInt(index + SOURCE_ID_OFFSET);
        final int count = buffer.getInt(index + COUNT_OFFSET);
        final long from = buffer.getLong(index + FROM_OFFSET);
        if (null == reader)
        {
            reader = new JournalReader(journal);
        }
        final boolean goesOn = sourceId == lastSourceId && from == lastMessageNumber + 1;
        if (!goesOn && !reader.seek(buffer.getLong(index + SEQUENCE_OFFSET)))
        {
            throw new IllegalStateException("journalled record not found: sequence=" + buffer.getLong(index + SEQUENCE_OFFSET));
        }
        int answered = 0;
        while (answered < count && reader.next())
        {
            final DirectBuffer record = reader.buffer();
            final int offset = reader.offset();
            if (RecordDescriptor.isMessage(reader.type()) && RecordDescriptor.sourceId(record, offset) == sourceId &&
                RecordDescriptor.messageNumber(record, offset) >= from)
            {
                reply(session, record, offset);
                answered++;
            }
        }
        if (answered < count)
        {
            throw new IllegalStateException("journal ends before a journalled message: sourceId=" + sourceId + " messageNumber=" +
                (from + answered));
        }
        lastSourceId = sourceId;
        lastMessageNumber = from + answered - 1;
    }

    private void reply(final long session, final DirectBuffer record, final int offset)
    {
        final int length = ReplyPublisher.FRAME_OFFSET + AnswerFrames.length(RecordDescriptor.type(record, offset));
        int index = replies.tryClaim(ReplyPublisher.TYPE_FRAME, length);
        while (index < 0)
        {
            if (Thread.currentThread().isInterrupted())
            {
                return;
            }
            Thread.yield();
            index = replies.tryClaim(ReplyPublisher.TYPE_FRAME, length);
        }
        final AtomicBuffer buffer = replies.buffer();
        buffer.putLong(index, session);
        frames.encode(record, offset, FrameDescriptor.FLAG_REPLAYED, buffer, index + ReplyPublisher.FRAME_OFFSET);
        replies.commit(index);
    }
}
