package io.veto.rules.language;

/**
 * The code that the latest earlier event had in a field. Missing where there is no such event, or it had none.
 *
 * @param window its index in the rule set.
 */
record CodeWindowNode(int window) implements CodeNode
{
    @Override
    public int code(final Facts facts)
    {
        return facts.isWindowMissing(window) ? MISSING : (int)facts.window(window);
    }
}
