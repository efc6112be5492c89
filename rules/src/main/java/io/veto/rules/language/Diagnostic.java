package io.veto.rules.language;

import java.io.Serializable;

/**
 * One error or warning of a rule file and the place it was found at. Holds no run of digits that could be a card number: such are
 * replaced by asterisks.
 *
 * @param severity   whether the file is refused for it.
 * @param fileName   as the compiler was given it.
 * @param line       from 1.
 * @param column     from 1, in code points.
 * @param problem    what is wrong.
 * @param hint       what mends it.
 * @param sourceLine the line of the file, or the part of it around the column.
 * @param caretLine  blanks and a caret that stands below the column.
 */
public record Diagnostic(
    Severity severity, String fileName, int line, int column, String problem, String hint, String sourceLine, String caretLine)
    implements Serializable
{
    private static final long serialVersionUID = 1;

    /**
     * The error or warning in one line.
     *
     * @return {@code file:line:column: what is wrong: hint}; a warning says so before what is wrong.
     */
    public String message()
    {
        return fileName + ':' + line + ':' + column + ": " + (Severity.WARNING == severity ? "warning: " : "") + problem + ": " + hint;
    }

    /**
     * The error or warning in three lines.
     *
     * @return the message, the source line and the caret line, without a line break at the end.
     */
    @Override
    public String toString()
    {
        return message() + '\n' + sourceLine + '\n' + caretLine;
    }

    /** What follows of it. */
    public enum Severity
    {
        /** The file is refused. */
        ERROR,
        /** The file is taken; something in it is surely not meant. */
        WARNING
    }
}
