package io.veto.rules.window;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory outside the heap for the window state, zeroed.
 */
final class OffHeap
{
    private OffHeap()
    {
    }

    /**
     * Allocates a buffer.
     *
     * @param length in bytes.
     * @return the buffer.
     * @throws StateLimitException when the JVM's bound on direct memory is reached.
     */
    static UnsafeBuffer allocate(final int length)
    {
        try
        {
            return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        }
        catch (final OutOfMemoryError e)
        {
            throw new StateLimitException("memory for the windows is used up: length=" + length +
                ": raise it with VETO_JAVA_OPTS=-XX:MaxDirectMemorySize=BYTES");
        }
    }
}
