package io.veto.rules.language;

import io.veto.rules.layout.Action;
import java.util.List;

/**
 * How a file answers where the rules cannot: {@code default on late}. Its conditions ask for a transaction's own fields and lists only.
 *
 * @param cases in the order of the text; the last has no condition.
 */
public record StandIn(List<Case> cases)
{
    /**
     * The answer.
     *
     * @param facts of the transaction.
     * @return action of the first case whose condition holds.
     */
    public Action action(final Facts facts)
    {
        for (int i = 0; i < cases.size() - 1; i++)
        {
            if (cases.get(i).condition().test(facts))
            {
                return cases.get(i).action();
            }
        }
        return cases.get(cases.size() - 1).action();
    }

    /**
     * One answer of several.
     *
     * @param action    to answer with.
     * @param condition on which; null for any.
     */
    public record Case(Action action, BooleanNode condition)
    {
    }
}
