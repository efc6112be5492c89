package io.veto.rules.window;

/**
 * Where the state behind the windows lies, and who is told about it.
 *
 * @param segments of the reservoir; closed with the windows that they are given to.
 * @param advice   told of memory taken for accumulators.
 * @param tails    told how far the tails have walked.
 */
public record WindowMemory(SegmentStore segments, MemoryAdvice advice, TailListener tails)
{
    /**
     * Everything in main memory, nobody told.
     *
     * @return memory for one set of windows.
     */
    public static WindowMemory main()
    {
        return new WindowMemory(new MemorySegments(), MemoryAdvice.NONE, TailListener.NONE);
    }
}
