package io.veto.rules.language;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A rule file is wrong. The message is all of its errors in the order of the file; its first line alone says the first
 * of them in full.
 */
public final class RuleSetException extends RuntimeException
{
    private static final long serialVersionUID = 1;

    private final Diagnostic[] diagnostics;

    /**
     * Reports errors.
     *
     * @param diagnostics at least one.
     */
    RuleSetException(final List<Diagnostic> diagnostics)
    {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        this.diagnostics = diagnostics.toArray(new Diagnostic[0]);
    }

    /**
     * The errors that were found in one run.
     *
     * @return in the order of the file, at most {@link RuleSetCompiler#DIAGNOSTICS_MAX}.
     */
    public List<Diagnostic> diagnostics()
    {
        return List.of(diagnostics);
    }
}
