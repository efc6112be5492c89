package io.veto.perf.state;

/**
 * What saving and loading a scorer's state took.
 *
 * @param keys          live keys.
 * @param events        retained events.
 * @param length        bytes that were saved and loaded.
 * @param save          time to save.
 * @param load          time to load into a fresh scorer, which is made in that time.
 * @param firstAnswerNs time from there to the first answer.
 * @param hash          time of one state hash.
 * @param isEqual       whether the loaded scorer's state hashes as the saved one's.
 */
public record StateResult(
    int keys, long events, long length, Span save, Span load, long firstAnswerNs, Span hash, boolean isEqual)
{
    /**
     * How long something took.
     *
     * @param clockNs by the clock.
     * @param cpuNs   of the processor, on a machine where others want it too.
     */
    public record Span(long clockNs, long cpuNs)
    {
    }
}
