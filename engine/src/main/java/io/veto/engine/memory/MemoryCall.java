package io.veto.engine.memory;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * The system call madvise(2), or what stands in for it.
 * <p>
 * <b>Note:</b> any thread may call.
 */
@FunctionalInterface
public interface MemoryCall
{
    /** MADV_HUGEPAGE: back it with huge pages. */
    int HUGE_PAGE = 14;
    /** MADV_POPULATE_WRITE, Linux 5.14 and later: back it now, for writing, and leave what it holds. */
    int POPULATE_WRITE = 23;
    /** MADV_RANDOM: of a mapped file, read the page that is asked for and none ahead of it. */
    int RANDOM = 1;
    /** MADV_DONTNEED: give the memory up; of a mapped file nothing is lost, its pages come back when they are read. */
    int DO_NOT_NEED = 4;
    /** Always refuses. */
    MemoryCall REFUSAL = (address, length, advice) -> false;

    /**
     * Gives a piece of advice.
     *
     * @param address where a page begins.
     * @param length  in bytes.
     * @param advice  one of the above.
     * @return false if the system refuses.
     */
    boolean advise(long address, long length, int advice);

    /**
     * That of this system.
     *
     * @return the call; one that always refuses where there is none, or where its library cannot be loaded.
     */
    static MemoryCall system()
    {
        try
        {
            if (Platform.isLinux())
            {
                final Function madvise = Function.getFunction("c", "madvise");
                return (address, length, advice) ->
                    0 == madvise.invokeInt(new Object[]{new Pointer(address), new NativeLong(length), advice});
            }
            return REFUSAL;
        }
        catch (final LinkageError e)
        {
            return REFUSAL;
        }
    }
}
