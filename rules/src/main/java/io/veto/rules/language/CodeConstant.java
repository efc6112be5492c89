package io.veto.rules.language;

/**
 * A code written in the rule.
 *
 * @param code its number, never {@link CodeNode#MISSING}.
 */
record CodeConstant(int code) implements CodeNode
{
    @Override
    public int code(final Facts facts)
    {
        return code;
    }
}
