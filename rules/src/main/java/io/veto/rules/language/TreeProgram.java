package io.veto.rules.language;

/**
 * Evaluates conditions by walking their typed trees: the oracle of every other form.
 *
 * @param rules   in file order.
 * @param filters in the order of their indexes.
 */
record TreeProgram(Rule[] rules, Filter[] filters) implements RuleProgram
{
    @Override
    public boolean holds(final int rule, final Facts facts)
    {
        return rules[rule].condition().test(facts);
    }

    @Override
    public boolean passes(final int filter, final Facts facts)
    {
        return filters[filter].condition().test(facts);
    }
}
