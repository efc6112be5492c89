package io.veto.engine.journal;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.file.Path;

/**
 * The system call fallocate(2), or what stands in for it: sets disk blocks aside for a part of a file, so that writing there cannot fail
 * for want of them. What the file holds, and its length, stay as they are.
 * <p>
 * <b>Note:</b> one thread. Allocates where the file is another one than before.
 */
@FunctionalInterface
interface SpaceCall
{
    /** Done, or the file system knows of no such thing. */
    int DONE = 0;
    /** Sets nothing aside. */
    SpaceCall NOTHING = (file, offset, length) -> DONE;

    /**
     * Sets blocks aside.
     *
     * @param file   that is there.
     * @param offset of the part in bytes.
     * @param length of it.
     * @return {@link #DONE}, or the error number of the system.
     */
    int reserve(Path file, long offset, long length);

    /**
     * That of this system.
     *
     * @return the call; one that sets nothing aside where there is none, or where its library cannot be loaded.
     */
    static SpaceCall system()
    {
        try
        {
            return Platform.isLinux() ? new Linux() : NOTHING;
        }
        catch (final LinkageError e)
        {
            return NOTHING;
        }
    }

    /** Linux, by name of the file: the descriptor of a Java channel is not to be had. */
    final class Linux implements SpaceCall
    {
        private static final int WRITE_ONLY = 1;
        private static final int KEEP_SIZE = 1;
        private static final int INTERRUPTED = 4;
        private static final int UNKNOWN_CALL = 38;
        private static final int NOT_SUPPORTED = 95;

        private Path named;
        private byte[] name;

        private Linux()
        {
            Native.register(Linux.class, "c");
        }

        @Override
        public int reserve(final Path file, final long offset, final long length)
        {
            if (file != named)
            {
                name = Native.toByteArray(file.toString());
                named = file;
            }
            final int descriptor = open(name, WRITE_ONLY);
            if (descriptor < 0)
            {
                return Native.getLastError();
            }
            try
            {
                int error = INTERRUPTED;
                while (INTERRUPTED == error)
                {
                    error = 0 == fallocate(descriptor, KEEP_SIZE, offset, length) ? DONE : Native.getLastError();
                }
                return UNKNOWN_CALL == error || NOT_SUPPORTED == error ? DONE : error;
            }
            finally
            {
                close(descriptor);
            }
        }

        private static native int open(byte[] path, int flags);

        private static native int fallocate(int descriptor, int mode, long offset, long length);

        private static native int close(int descriptor);
    }
}
