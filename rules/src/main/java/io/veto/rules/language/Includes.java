package io.veto.rules.language;

import java.io.IOException;

/**
 * Where the files are that a rule file includes.
 */
@FunctionalInterface
public interface Includes
{
    /** There are none. */
    Includes NONE = (from, name) -> null;

    /**
     * Reads a file.
     *
     * @param from name of the including file, as {@link RuleFile#name()}.
     * @param name as the including file writes it.
     * @return the file; null where there is none.
     * @throws IOException if it cannot be read; the message says why and what mends it.
     */
    RuleFile find(String from, String name) throws IOException;
}
