package io.veto.rules.language;

/**
 * Holds when a rule hit the event.
 *
 * @param rule index of the rule in its file.
 */
record HitNode(int rule) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        return facts.isHit(rule);
    }
}
