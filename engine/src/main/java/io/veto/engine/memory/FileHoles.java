package io.veto.engine.memory;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Platform;
import java.nio.file.Path;

/**
 * Where a file holds nothing because nothing was ever written there: the system call lseek(2) with SEEK_DATA.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class FileHoles implements AutoCloseable
{
    private static final int SEEK_DATA = 3;
    private static final int READ_ONLY_CLOSE_ON_EXEC = 0x80000;
    private static final int NO_SUCH_DATA = 6;
    private static final int NULL_DESCRIPTOR = -1;

    private final int descriptor;

    /**
     * Opens a file.
     *
     * @param path of the file; one that cannot be opened has no holes.
     */
    public FileHoles(final Path path)
    {
        descriptor = open(path);
    }

    /**
     * Goes over a hole.
     *
     * @param position in the file.
     * @param limit    where to stop.
     * @return the first position from there on that is not in a hole, the limit if there is none; the same position where the system
     *     cannot tell.
     */
    public long skip(final long position, final long limit)
    {
        if (NULL_DESCRIPTOR == descriptor)
        {
            return position;
        }
        try
        {
            final long data = function("lseek").invokeLong(new Object[]{descriptor, position, SEEK_DATA});
            return Math.min(limit, Math.max(position, data));
        }
        catch (final LastErrorException e)
        {
            return NO_SUCH_DATA == e.getErrorCode() ? limit : position;
        }
    }

    @Override
    public void close()
    {
        if (NULL_DESCRIPTOR != descriptor)
        {
            function("close").invokeInt(new Object[]{descriptor});
        }
    }

    private static int open(final Path path)
    {
        try
        {
            return Platform.isLinux() && Platform.is64Bit() ?
                function("open").invokeInt(new Object[]{path.toString(), READ_ONLY_CLOSE_ON_EXEC}) : NULL_DESCRIPTOR;
        }
        catch (final LastErrorException | LinkageError e)
        {
            return NULL_DESCRIPTOR;
        }
    }

    private static Function function(final String name)
    {
        return Function.getFunction("c", name, Function.THROW_LAST_ERROR);
    }
}
