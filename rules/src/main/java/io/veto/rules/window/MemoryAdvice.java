package io.veto.rules.window;

/**
 * Is told of every stretch of memory that the window state takes from the system, so that whoever knows the system can ask it for
 * huge pages, and to back with memory what is not needed yet.
 */
@FunctionalInterface
public interface MemoryAdvice
{
    /** Asks for nothing. */
    MemoryAdvice NONE = (address, length, isAhead) ->
    {
    };

    /**
     * A stretch was taken and not touched yet. From now on the thread of the windows may write to it at any time.
     *
     * @param address of its first byte.
     * @param length  in bytes.
     * @param isAhead whether it was taken before it is needed, so that there is time to back it.
     */
    void onAllocated(long address, long length, boolean isAhead);
}
