package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ConditionContext;
import io.veto.rules.language.VetoRulesParser.RuleDeclarationContext;
import io.veto.rules.language.VetoRulesParser.StatementContext;
import org.antlr.v4.runtime.Token;

/**
 * A rule or a statement as it was parsed.
 *
 * @param id        of the rule, or whatever stands in its place; of a statement, the first list that it asks, null where it asks none.
 * @param rule      null where it could not be parsed or is a statement.
 * @param statement null where it is a rule.
 */
record ParsedRule(Token id, RuleDeclarationContext rule, StatementContext statement)
{
    /**
     * Where errors of the whole are reported.
     *
     * @return the id of a rule, the first word of a statement.
     */
    Token at()
    {
        return null == statement ? id : statement.getStart();
    }

    /**
     * What stands behind {@code if}.
     *
     * @return the condition of what could be parsed.
     */
    ConditionContext condition()
    {
        return null == statement ? rule.condition() : statement.condition();
    }
}
