package io.veto.ingest.list;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rows of a list on their way from the command to the server: the payload of a request. Numbers are big-endian.
 * <pre>
 *   | line int32 | length int16 | value ··· | expiresMs int64 | length int16 | reason ··· |
 * </pre>
 * line: of the file, 0 for a value of the command line. value and reason are UTF-8; expiresMs is epoch milliseconds, the largest number
 * for never.
 */
public final class ListRows
{
    /** Most rows of a request. */
    public static final int ROWS_MAX = 8_192;
    /** Longest value, in bytes. */
    public static final int VALUE_LENGTH_MAX = 512;
    /** Longest reason, in bytes. */
    public static final int REASON_LENGTH_MAX = 200;

    private static final int LENGTH_MAX = 1024 * 1024;

    private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH_MAX);
    private int rows = 0;

    /**
     * Adds a row.
     *
     * @param line      of the file; 0 for none.
     * @param value     of at most {@link #VALUE_LENGTH_MAX} bytes.
     * @param expiresMs epoch milliseconds.
     * @param reason    of at most {@link #REASON_LENGTH_MAX} bytes.
     * @return false where it does not fit behind the others.
     */
    public boolean add(final int line, final byte[] value, final long expiresMs, final byte[] reason)
    {
        final int begin = bytes.position();
        try
        {
            if (ROWS_MAX == rows)
            {
                return false;
            }
            bytes.putInt(line).putShort((short)value.length).put(value).putLong(expiresMs).putShort((short)reason.length).put(reason);
            rows++;
            return true;
        }
        catch (final BufferOverflowException e)
        {
            bytes.position(begin);
            return false;
        }
    }

    /**
     * Number of rows.
     *
     * @return at most {@link #ROWS_MAX}.
     */
    public int rows()
    {
        return rows;
    }

    /**
     * Takes the rows out and begins anew; nothing of them is left here.
     *
     * @return the payload.
     */
    public byte[] take()
    {
        final byte[] payload = Arrays.copyOf(bytes.array(), bytes.position());
        Arrays.fill(bytes.array(), (byte)0);
        bytes.clear();
        rows = 0;
        return payload;
    }
}
