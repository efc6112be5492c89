package io.veto.engine.ids;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.TtlDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * From a sender's transaction id to the sequence of its journal record, on disk, kept for some time. Of transactions with the same id the
 * last one counts.
 * <pre>
 *   key:                                    value:
 *   0           4                    40     0           8
 *   +-----------+--------------------+      +-----------+
 *   | source id |  transaction id    |      | sequence  |
 *   | int32 BE  |  zero padded       |      | int64 BE  |
 *   +-----------+--------------------+      +-----------+
 * </pre>
 * Under source id 0 it keeps how far it has got: the sequence of the last record that was indexed and that record's checksum, written in
 * one batch with the ids. Nothing is forced: what a crash takes is indexed again from the journal, for the two always agree.
 * <p>
 * Source: RocksDB, the embedded store that Flink and Kafka Streams keep their state in; ids go by its time to live.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class IdIndex implements AutoCloseable
{
    /** Length of a transaction id in bytes. */
    public static final int ID_LENGTH = 36;
    /** Nothing is known of that id, or nothing is indexed yet. */
    public static final long NULL_SEQUENCE = 0;

    private static final long WRITE_BUFFER_LENGTH = 8L << 20;
    private static final int BACKGROUND_JOBS = 1;
    private static final int LOG_FILES = 2;
    private static final long LOG_FILE_LENGTH = 1 << 20;

    private final Path folder;
    private final int retentionS;
    private final byte[] key = new byte[Integer.BYTES + ID_LENGTH];
    private final ByteBuffer keyBuffer = ByteBuffer.wrap(key);
    private final byte[] value = new byte[Long.BYTES];
    private final ByteBuffer valueBuffer = ByteBuffer.wrap(value);
    private final byte[] place = new byte[Long.BYTES + Integer.BYTES];
    private final ByteBuffer placeBuffer = ByteBuffer.wrap(place);
    private final Options options;
    private final WriteOptions writing;
    private final WriteBatch batch;
    private RocksDB store;

    /**
     * Opens the index. One that is damaged is begun anew.
     *
     * @param folder     made if it is not there, of this index alone.
     * @param retentionS seconds for which an id is kept at least, from when it was indexed.
     * @throws IOException if it cannot be had.
     */
    public IdIndex(final Path folder, final int retentionS) throws IOException
    {
        this.folder = folder;
        this.retentionS = retentionS;
        NativeLibrary.load(folder.resolve("native"));
        options = new Options().setCreateIfMissing(true).setCompressionType(CompressionType.NO_COMPRESSION)
            .setWriteBufferSize(WRITE_BUFFER_LENGTH).setMaxBackgroundJobs(BACKGROUND_JOBS).setStatsDumpPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL).setKeepLogFileNum(LOG_FILES).setMaxLogFileSize(LOG_FILE_LENGTH);
        writing = new WriteOptions().setDisableWAL(true);
        batch = new WriteBatch();
        try
        {
            store = open();
        }
        catch (final RocksDBException e)
        {
            if (null == e.getStatus() || Status.Code.Corruption != e.getStatus().getCode())
            {
                throw failed("opened", e);
            }
            clear();
        }
    }

    /**
     * Forgets everything.
     *
     * @throws IOException if it cannot be begun anew.
     */
    public void clear() throws IOException
    {
        if (null != store)
        {
            store.close();
            store = null;
        }
        IoUtil.delete(folder.toFile(), true);
        try
        {
            store = open();
        }
        catch (final RocksDBException e)
        {
            throw failed("opened", e);
        }
    }

    /**
     * Sequence of the last record that was indexed.
     *
     * @return the sequence; {@link #NULL_SEQUENCE} for none.
     * @throws IOException if the store cannot be read.
     */
    public long lastSequence() throws IOException
    {
        return readPlace() ? placeBuffer.getLong(0) : NULL_SEQUENCE;
    }

    /**
     * Checksum of the last record that was indexed, by which a journal is known again.
     *
     * @return the checksum that the record carries; 0 for none.
     * @throws IOException if the store cannot be read.
     */
    public int lastCrc() throws IOException
    {
        return readPlace() ? placeBuffer.getInt(Long.BYTES) : 0;
    }

    /**
     * Notes a transaction; it is found after the next {@link #commit}.
     *
     * @param sourceId of its sender, from 1.
     * @param buffer   that holds its id.
     * @param offset   of the id, {@link #ID_LENGTH} bytes.
     * @param sequence of its journal record.
     * @throws IOException if the store refuses it.
     */
    public void add(final int sourceId, final DirectBuffer buffer, final int offset, final long sequence) throws IOException
    {
        try
        {
            batch.put(key(sourceId, buffer, offset), value(sequence));
        }
        catch (final RocksDBException e)
        {
            throw failed("written", e);
        }
    }

    /**
     * Writes what was noted.
     *
     * @param sequence of the last record that was indexed.
     * @param crc      checksum of that record.
     * @throws IOException if the store cannot be written; what was noted is to be noted again.
     */
    public void commit(final long sequence, final int crc) throws IOException
    {
        placeBuffer.putLong(0, sequence).putInt(Long.BYTES, crc);
        try
        {
            batch.put(placeKey(), place);
            store.write(writing, batch);
        }
        catch (final RocksDBException e)
        {
            throw failed("written", e);
        }
        finally
        {
            batch.clear();
        }
    }

    /**
     * Finds a transaction.
     *
     * @param sourceId of its sender.
     * @param buffer   that holds its id.
     * @param offset   of the id, {@link #ID_LENGTH} bytes.
     * @return sequence of the last record with that id; {@link #NULL_SEQUENCE} if none is known.
     * @throws IOException if the store cannot be read.
     */
    public long find(final int sourceId, final DirectBuffer buffer, final int offset) throws IOException
    {
        try
        {
            return value.length == store.get(key(sourceId, buffer, offset), value) ? valueBuffer.getLong(0) : NULL_SEQUENCE;
        }
        catch (final RocksDBException e)
        {
            throw failed("read", e);
        }
    }

    @Override
    public void close()
    {
        batch.close();
        writing.close();
        if (null != store)
        {
            store.close();
        }
        options.close();
    }

    private RocksDB open() throws IOException, RocksDBException
    {
        Files.createDirectories(folder);
        return TtlDB.open(options, folder.toString(), retentionS, false);
    }

    private boolean readPlace() throws IOException
    {
        try
        {
            return place.length == store.get(placeKey(), place);
        }
        catch (final RocksDBException e)
        {
            throw failed("read", e);
        }
    }

    private byte[] key(final int sourceId, final DirectBuffer buffer, final int offset)
    {
        keyBuffer.putInt(0, sourceId);
        buffer.getBytes(offset, key, Integer.BYTES, ID_LENGTH);
        return key;
    }

    private byte[] placeKey()
    {
        return new byte[Integer.BYTES];
    }

    private byte[] value(final long sequence)
    {
        valueBuffer.putLong(0, sequence);
        return value;
    }

    private IOException failed(final String what, final RocksDBException e)
    {
        return new IOException("index of transaction ids cannot be " + what + ": folder=" + folder.getFileName() + " error=" +
            String.valueOf(e.getMessage()).lines().findFirst().orElse("") +
            ": look at the disk and start again, delete the folder if it stays so, it is made from the journal", e);
    }
}
