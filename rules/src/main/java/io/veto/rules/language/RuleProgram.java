package io.veto.rules.language;

/**
 * The conditions of a rule set in the form in which they are evaluated.
 * <p>
 * <b>Note:</b> one thread at a time. Allocates nothing but where a number outgrows 128 bits.
 */
public interface RuleProgram
{
    /**
     * Evaluates the condition of a rule.
     *
     * @param rule  its index.
     * @param facts of the transaction.
     * @return whether it holds.
     */
    boolean holds(int rule, Facts facts);

    /**
     * Evaluates the condition of a filter.
     *
     * @param filter its index.
     * @param facts  of the event, its outcome among them where the filter asks for it.
     * @return whether the event passes.
     */
    boolean passes(int filter, Facts facts);
}
