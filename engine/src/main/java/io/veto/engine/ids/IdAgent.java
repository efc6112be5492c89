package io.veto.engine.ids;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.layout.InputFlagsDecoder;
import io.veto.rules.layout.TransactionDecoder;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Follows the journal, keeps the index of transaction ids, and answers those who ask by id, off the line.
 * <pre>
 *   request:                                                     reply:
 *   0         8                 16          20             56    0         8           16
 *   +---------+-----------------+-----------+--------------+     +---------+-----------+
 *   | token   | known sequence  | source id |      id      |     | token   | sequence  |
 *   +---------+-----------------+-----------+--------------+     +---------+-----------+
 * </pre>
 * token: the asker's own, given back. known sequence: the index must have got so far before it answers. sequence: of the transaction,
 * {@link IdIndex#NULL_SEQUENCE} where none is known, {@link #FAILED} where the index cannot be had.
 * <p>
 * While nobody waits it takes at most a tenth of a processor, little of it at a time, so that a sender who goes as fast as it can is not
 * held up; when somebody does, it goes as fast as it can.
 * <p>
 * <b>Note:</b> an agent with a thread of its own. A failure of the index is told once and answered to those who ask; the agent goes on.
 */
public final class IdAgent implements Agent
{
    /** Type of a request and of a reply. */
    public static final int TYPE = 1;
    /** Length of a request in bytes. */
    public static final int REQUEST_LENGTH = 56;
    /** Length of a reply in bytes. */
    public static final int REPLY_LENGTH = 16;
    /** Offset of the known sequence in a request. */
    public static final int KNOWN_OFFSET = 8;
    /** Offset of the source id in a request. */
    public static final int SOURCE_ID_OFFSET = 16;
    /** Offset of the transaction id in a request. */
    public static final int ID_OFFSET = 20;
    /** Offset of the sequence in a reply. */
    public static final int SEQUENCE_OFFSET = 8;
    /** Sequence that says that the index cannot be had. */
    public static final long FAILED = -1;

    /** Records in a turn while nobody waits: some 0.1 ms, so that a thread of the line which shares the processor hardly feels it. */
    static final int SLICE_RECORDS = 64;

    private static final int SLICE_ASKED_RECORDS = 1024;
    private static final int REST_FACTOR = 9;
    private static final int TRANSACTION_ID_OFFSET =
        RecordDescriptor.SOURCED_BLOCK_OFFSET + TransactionDecoder.transactionIdEncodingOffset();
    private static final int INPUT_FLAGS_OFFSET = RecordDescriptor.SOURCED_BLOCK_OFFSET + TransactionDecoder.inputFlagsEncodingOffset();

    private final Path journal;
    private final Path folder;
    private final int retentionS;
    private final OneToOneRingBuffer requests;
    private final OneToOneRingBuffer replies;
    private final ErrorHandler errorHandler;
    private final InputFlagsDecoder inputFlags = new InputFlagsDecoder();
    private final MessageHandler onRequest = this::onRequest;
    private final byte[] asked = new byte[REQUEST_LENGTH];
    private final UnsafeBuffer request = new UnsafeBuffer(asked);
    private boolean isAsked = false;
    private boolean hasFailed = false;
    private JournalReader reader;
    private IdIndex index;
    private long indexedTo = RecordDescriptor.NULL_SEQUENCE;
    private long nextSliceNanoTime;

    /**
     * Makes the agent; it opens nothing yet.
     *
     * @param journal      where the journal is.
     * @param folder       of the index.
     * @param retentionS   seconds for which an id is kept at least.
     * @param requests     from the one who asks.
     * @param replies      to it.
     * @param errorHandler told of the first failure of the index.
     */
    public IdAgent(
        final Path journal,
        final Path folder,
        final int retentionS,
        final OneToOneRingBuffer requests,
        final OneToOneRingBuffer replies,
        final ErrorHandler errorHandler)
    {
        this.journal = journal;
        this.folder = folder;
        this.retentionS = retentionS;
        this.requests = requests;
        this.replies = replies;
        this.errorHandler = errorHandler;
        nextSliceNanoTime = System.nanoTime();
    }

    @Override
    public String roleName()
    {
        return "veto-ids";
    }

    /**
     * One turn.
     *
     * @return 0 where nobody waits, so that a thread which backs off step by step does so although there is always something to index.
     */
    @Override
    public int doWork()
    {
        int work = isAsked ? 0 : requests.read(onRequest, 1);
        if (!hasFailed && isAsked && !isFarEnough())
        {
            work += goOn();
        }
        else if (!hasFailed && !isAsked && System.nanoTime() - nextSliceNanoTime >= 0)
        {
            goOn();
        }
        if (isAsked && (hasFailed || isFarEnough()))
        {
            work += answer();
        }
        return work;
    }

    @Override
    public void onClose()
    {
        CloseHelper.quietCloseAll(reader, index);
    }

    private boolean isFarEnough()
    {
        return null != index && request.getLong(KNOWN_OFFSET) <= indexedTo;
    }

    private int goOn()
    {
        final long startNanoTime = System.nanoTime();
        try
        {
            if (null == index)
            {
                open();
            }
            return indexSlice();
        }
        catch (final IOException | RuntimeException e)
        {
            fail(e);
            return 0;
        }
        finally
        {
            final long nowNanoTime = System.nanoTime();
            nextSliceNanoTime = nowNanoTime + REST_FACTOR * (nowNanoTime - startNanoTime);
        }
    }

    /**
     * An index that does not end with a record of this journal is of another one, or the journal has lost its end: it begins anew.
     */
    private void open() throws IOException
    {
        index = new IdIndex(folder, retentionS);
        reader = new JournalReader(journal);
        final long last = index.lastSequence();
        if (RecordDescriptor.NULL_SEQUENCE != last && reader.seek(last) && reader.next() && crc() == index.lastCrc())
        {
            indexedTo = last;
        }
        else
        {
            index.clear();
            final JournalReader anew = reader.again();
            reader.close();
            reader = anew;
        }
    }

    private int indexSlice() throws IOException
    {
        int records = 0;
        int crc = 0;
        final int sliceRecords = isAsked ? SLICE_ASKED_RECORDS : SLICE_RECORDS;
        while (records < sliceRecords && reader.next())
        {
            records++;
            if (reader.sequence() > indexedTo)
            {
                index(reader.buffer(), reader.offset());
                indexedTo = reader.sequence();
                crc = crc();
            }
        }
        if (0 != crc)
        {
            index.commit(indexedTo, crc);
        }
        return records;
    }

    private void index(final DirectBuffer record, final int offset) throws IOException
    {
        if (RecordDescriptor.TYPE_TRANSACTION == reader.type() && 0 != record.getByte(offset + TRANSACTION_ID_OFFSET) &&
            !inputFlags.wrap(record, offset + INPUT_FLAGS_OFFSET).duplicate())
        {
            index.add(RecordDescriptor.sourceId(record, offset), record, offset + TRANSACTION_ID_OFFSET, reader.sequence());
        }
    }

    private int crc()
    {
        final int length = RecordDescriptor.length(reader.buffer(), reader.offset());
        return reader.buffer().getInt(reader.offset() + RecordDescriptor.crcOffset(length));
    }

    private void onRequest(final int type, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        request.putBytes(0, buffer, offset, REQUEST_LENGTH);
        isAsked = true;
    }

    private int answer()
    {
        final int claimed = replies.tryClaim(TYPE, REPLY_LENGTH);
        if (claimed < 0)
        {
            return 0;
        }
        final AtomicBuffer reply = replies.buffer();
        reply.putLong(claimed, request.getLong(0));
        reply.putLong(claimed + SEQUENCE_OFFSET, find());
        replies.commit(claimed);
        isAsked = false;
        return 1;
    }

    private long find()
    {
        if (!hasFailed)
        {
            try
            {
                return index.find(request.getInt(SOURCE_ID_OFFSET), request, ID_OFFSET);
            }
            catch (final IOException e)
            {
                fail(e);
            }
        }
        return FAILED;
    }

    private void fail(final Exception error)
    {
        hasFailed = true;
        errorHandler.onError(error);
    }
}
