package io.veto.perf.windows;

/**
 * Something that answers transactions under the rules that are measured.
 */
public interface Contender
{
    /**
     * Answers the transactions of a block, one after the other.
     *
     * @param block to answer.
     * @param hits  is told for each transaction which of the first eight rules hit, the first in the lowest bit.
     */
    void score(CardBlock block, byte[] hits);
}
