package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.IncludeDeclarationContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Opens the files that a rule file includes, one inside another, and joins their texts: the text of an included file stands in the
 * place of its {@code include}, between two comments that name it.
 */
final class IncludedFiles
{
    private final Includes includes;
    private final Diagnostics diagnostics;
    private final Deque<Part> open = new ArrayDeque<>();
    private final StringBuilder joined = new StringBuilder();
    private int lengthBytes;

    /**
     * Begins with the file that is compiled.
     *
     * @param file        that includes others.
     * @param includes    that find them.
     * @param diagnostics to report to.
     */
    IncludedFiles(final RuleFile file, final Includes includes, final Diagnostics diagnostics)
    {
        this.includes = includes;
        this.diagnostics = diagnostics;
        lengthBytes = lengthBytes(file.text());
        open.push(new Part(file));
    }

    /**
     * Opens the file that an include of the innermost open file names, or reports why not.
     *
     * @param declaration the include.
     * @return the file, to be closed; null where an error was reported.
     */
    RuleFile open(final IncludeDeclarationContext declaration)
    {
        if (Includes.NONE == includes)
        {
            diagnostics.report(
                declaration.file, "files cannot be included here", "write its declarations in the place of the include");
            return null;
        }
        final String name = Literals.text(declaration.file);
        try
        {
            final RuleFile file = includes.find(open.peek().file.name(), name);
            return isRefused(declaration, file) ? null : begin(declaration, file);
        }
        catch (final IOException e)
        {
            diagnostics.report(declaration.file, "cannot read " + Diagnostics.quote(name), e.getMessage());
            return null;
        }
    }

    private boolean isRefused(final IncludeDeclarationContext declaration, final RuleFile file)
    {
        final String name = Diagnostics.quote(Literals.text(declaration.file));
        if (null == file)
        {
            diagnostics.report(
                declaration.file, "no file " + name, "write its path as seen from this file, such as \"lists/countries.rules\"");
        }
        else if (open.stream().anyMatch(p -> p.file.name().equals(file.name())))
        {
            diagnostics.report(declaration.file, "file " + name + " includes itself", "take this include out");
        }
        else if (open.size() > RuleSetCompiler.INCLUDES_DEPTH_MAX)
        {
            diagnostics.report(
                declaration.file,
                "includes nested too deep",
                "expectedMaxDepth=" + RuleSetCompiler.INCLUDES_DEPTH_MAX + "; include the file further up");
        }
        else
        {
            return false;
        }
        return true;
    }

    /**
     * Closes the innermost open file.
     */
    void close()
    {
        final Part part = open.pop();
        part.copyRest();
        joined.append(part.ending);
    }

    /**
     * The joined text, once every included file is closed.
     *
     * @return the text of the file itself where it includes none.
     */
    String text()
    {
        final Part part = open.peek();
        return 0 == joined.length() ? part.file.text() : joined + part.file.text().substring(part.copied);
    }

    private RuleFile begin(final IncludeDeclarationContext declaration, final RuleFile file)
    {
        final Part part = new Part(file);
        part.ending = "\n# end of " + declaration.file.getText() + '\n';
        final String beginning = "# include " + declaration.file.getText() + '\n';
        lengthBytes += lengthBytes(beginning) + lengthBytes(file.text()) + lengthBytes(part.ending);
        if (lengthBytes > RuleSetCompiler.FILE_LENGTH_MAX)
        {
            diagnostics.report(
                declaration.file,
                "rules too long with this file",
                "expectedMaxLength=" + RuleSetCompiler.FILE_LENGTH_MAX + " length=" + lengthBytes + "; take rules or comments out");
            return null;
        }
        open.peek().copyUpTo(declaration);
        joined.append(beginning);
        open.push(part);
        diagnostics.file(file);
        return file;
    }

    private static int lengthBytes(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * A file and how much of it was copied.
     */
    private final class Part
    {
        private final RuleFile file;
        private String ending = "";
        private int copied = 0;
        private int copiedCodePoints = 0;

        private Part(final RuleFile file)
        {
            this.file = file;
        }

        private void copyUpTo(final IncludeDeclarationContext declaration)
        {
            final int begin = declaration.getStart().getStartIndex();
            final int end = declaration.getStop().getStopIndex() + 1;
            final int beginChar = file.text().offsetByCodePoints(copied, begin - copiedCodePoints);
            joined.append(file.text(), copied, beginChar);
            copied = file.text().offsetByCodePoints(beginChar, end - begin);
            copiedCodePoints = end;
        }

        private void copyRest()
        {
            joined.append(file.text(), copied, file.text().length());
        }
    }
}
