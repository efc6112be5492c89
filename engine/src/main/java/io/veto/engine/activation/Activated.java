package io.veto.engine.activation;

/**
 * A rule set that answers now.
 *
 * @param sequence       of the record from which on it answers.
 * @param ruleSetHash    of its text.
 * @param warmedSequence of the record behind which its state had the hash.
 * @param warmedHash     of its state then.
 * @param ruleCount      number of its rules.
 */
public record Activated(long sequence, long ruleSetHash, long warmedSequence, long warmedHash, int ruleCount)
{
    @Override
    public String toString()
    {
        return "activated: sequence=" + sequence + " ruleSetHash=" + Long.toHexString(ruleSetHash) + " warmedSequence=" + warmedSequence +
            " warmedHash=" + Long.toHexString(warmedHash) + " rules=" + ruleCount;
    }
}
