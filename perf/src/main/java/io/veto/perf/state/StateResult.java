package io.veto.perf.state;

/**
 * What saving and loading a scorer's state took.
 *
 * @param keys          live keys.
 * @param events        retained events.
 * @param length        bytes that were saved and loaded.
 * @param saveNs        time to save.
 * @param loadNs        time to load into a fresh scorer, which is made in that time.
 * @param firstAnswerNs time from there to the first answer.
 * @param hashNs        time of one state hash.
 * @param isEqual       whether the loaded scorer's state hashes as the saved one's.
 */
public record StateResult(
    int keys, long events, long length, long saveNs, long loadNs, long firstAnswerNs, long hashNs, boolean isEqual)
{
}
