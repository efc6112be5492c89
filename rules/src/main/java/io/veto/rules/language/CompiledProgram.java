package io.veto.rules.language;

/**
 * Evaluates conditions by plain Java that {@link ProgramWriter} wrote and {@link ProgramCompiler} compiled: what the one class of a rule
 * set extends.
 * <p>
 * <b>Note:</b> one thread at a time, since the trees that it falls back to work numbers out in place.
 */
abstract class CompiledProgram implements RuleProgram
{
    /** Trees of the conditions, and of parts of them, that 64 bits may not be enough for. */
    final BooleanNode[] nodes;

    /**
     * Takes the trees to fall back to.
     *
     * @param nodes in the order in which the source numbers them.
     */
    CompiledProgram(final BooleanNode[] nodes)
    {
        this.nodes = nodes;
    }
}
