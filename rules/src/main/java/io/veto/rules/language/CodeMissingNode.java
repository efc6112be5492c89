package io.veto.rules.language;

/**
 * Holds where a code is missing.
 *
 * @param value to ask for.
 */
record CodeMissingNode(CodeNode value) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        return CodeNode.MISSING == value.code(facts);
    }
}
