package io.veto.rules.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;

/**
 * Gathers the errors and the warnings of a rule file and of those that it includes, as many as are worth reading, and finds the source
 * line of each.
 */
final class Diagnostics
{
    private static final int SOURCE_LINE_MAX = 110;
    private static final int SOURCE_BEFORE_MAX = 70;
    private static final int WORD_MAX = 40;
    private static final int PHRASE_MAX = 80;
    private static final int MESSAGE_MAX = 400;
    private static final String ELLIPSIS = "…";
    private static final int CARD_NUMBER_DIGITS_MIN = 13;

    private final RuleFile main;
    private final Map<String, RuleFile> files = new LinkedHashMap<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Diagnostic> warnings = new ArrayList<>();

    /**
     * Begins without an error.
     *
     * @param main file that is compiled.
     */
    Diagnostics(final RuleFile main)
    {
        this.main = main;
        file(main);
    }

    /**
     * Makes an included file known: words of it may be reported from now on.
     *
     * @param file that is included.
     */
    void file(final RuleFile file)
    {
        files.put(file.name(), file);
        order.putIfAbsent(printable(file.name()), order.size());
    }

    /**
     * Whether there is no error.
     *
     * @return true if none was reported.
     */
    boolean isEmpty()
    {
        return diagnostics.isEmpty();
    }

    /**
     * Whether there are as many errors as are worth reading.
     *
     * @return true if no more are taken.
     */
    boolean isFull()
    {
        return RuleSetCompiler.DIAGNOSTICS_MAX == diagnostics.size();
    }

    /**
     * Reports an error at a word of the file.
     *
     * @param at      the word.
     * @param problem what is wrong.
     * @param hint    what mends it.
     */
    void report(final Token at, final String problem, final String hint)
    {
        report(file(at), at.getLine(), at.getCharPositionInLine() + 1, problem, hint);
    }

    /**
     * Reports an error behind a word of the file, where another one is lacking.
     *
     * @param word    before the place.
     * @param problem what is wrong.
     * @param hint    what mends it.
     */
    void reportBehind(final Token word, final String problem, final String hint)
    {
        final int length = word.getText().codePointCount(0, word.getText().length());
        report(file(word), word.getLine(), word.getCharPositionInLine() + 1 + length, problem, hint);
    }

    /**
     * Reports an error of the whole file that is compiled.
     *
     * @param problem what is wrong.
     * @param hint    what mends it.
     */
    void report(final String problem, final String hint)
    {
        report(main, 1, 1, problem, hint);
    }

    private RuleFile file(final Token word)
    {
        return files.get(word.getInputStream().getSourceName());
    }

    private void report(final RuleFile file, final int line, final int column, final String problem, final String hint)
    {
        if (!isFull())
        {
            diagnostics.add(diagnostic(Diagnostic.Severity.ERROR, file, line, column, problem, hint));
        }
    }

    /**
     * Warns of a word of the file. Does nothing where there are enough warnings.
     *
     * @param at      the word.
     * @param problem what is surely not meant.
     * @param hint    what mends it.
     */
    void warn(final Token at, final String problem, final String hint)
    {
        if (warnings.size() < RuleSetCompiler.DIAGNOSTICS_MAX)
        {
            warnings.add(diagnostic(Diagnostic.Severity.WARNING, file(at), at.getLine(), at.getCharPositionInLine() + 1, problem, hint));
        }
    }

    private Diagnostic diagnostic(
        final Diagnostic.Severity severity,
        final RuleFile file,
        final int line,
        final int column,
        final String problem,
        final String hint)
    {
        final int[] source = masked(sourceLine(file.text(), line)).codePoints().toArray();
        final int from = source.length <= SOURCE_LINE_MAX ? 0 : Math.max(0, column - 1 - SOURCE_BEFORE_MAX);
        final int to = Math.min(source.length, from + SOURCE_LINE_MAX);
        final String shown = (from > 0 ? ELLIPSIS : "") +
            printable(new String(source, from, to - from)) +
            (to < source.length ? ELLIPSIS : "");
        final StringBuilder caretLine = new StringBuilder(from > 0 ? " " : "");
        for (int i = from; i < column - 1; i++)
        {
            caretLine.append(i < source.length && '\t' == source[i] ? '\t' : ' ');
        }
        return new Diagnostic(
            severity,
            printable(file.name()),
            line,
            column,
            shortened(masked(problem)),
            shortened(masked(hint)),
            shown,
            caretLine.append('^').toString());
    }

    /**
     * The errors so far.
     *
     * @return in the order of the file, those of included files behind it.
     */
    List<Diagnostic> inFileOrder()
    {
        return inFileOrder(diagnostics);
    }

    private List<Diagnostic> inFileOrder(final List<Diagnostic> found)
    {
        found.sort(Comparator.<Diagnostic>comparingInt(d -> order.get(d.fileName()))
            .thenComparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column));
        return found;
    }

    /**
     * The warnings so far.
     *
     * @return in the order of the file.
     */
    List<Diagnostic> warningsInFileOrder()
    {
        return inFileOrder(warnings);
    }

    /**
     * A word of the file as an error quotes it: shortened where it is long, and without what cannot be printed.
     *
     * @param word of the file.
     * @return the word in quotes.
     */
    static String quote(final String word)
    {
        return quote(word, WORD_MAX);
    }

    /**
     * Words of the file as an error quotes them: on one line, shortened where they are long, and without what cannot be printed.
     *
     * @param words of the file.
     * @return the words in quotes.
     */
    static String quotePhrase(final String words)
    {
        return quote(words.replaceAll("\\s+", " "), PHRASE_MAX);
    }

    private static String quote(final String word, final int lengthMax)
    {
        if (1 == word.codePointCount(0, word.length()) && !word.equals(printable(word)))
        {
            return String.format("U+%04X", word.codePointAt(0));
        }
        final boolean isLong = word.codePointCount(0, word.length()) > lengthMax;
        final String shortened =
            isLong ? masked(word).substring(0, word.offsetByCodePoints(0, lengthMax)) + ELLIPSIS : word;
        return '\'' + printable(shortened) + '\'';
    }

    /**
     * Where a word stands, as seen from another.
     *
     * @param word that is spoken of.
     * @param from word that the error is reported at.
     * @return its line, and its file where that is another.
     */
    static String line(final Token word, final Token from)
    {
        final String name = word.getInputStream().getSourceName();
        return "line " + word.getLine() + (name.equals(from.getInputStream().getSourceName()) ? "" : " of " + printable(name));
    }

    private static String sourceLine(final String text, final int line)
    {
        int begin = 0;
        for (int i = 1; i < line; i++)
        {
            begin = text.indexOf('\n', begin) + 1;
        }
        final int lineBreak = text.indexOf('\n', begin);
        final int end = lineBreak < 0 ? text.length() : lineBreak;
        return text.substring(begin, end > begin && '\r' == text.charAt(end - 1) ? end - 1 : end);
    }

    /**
     * Words of the file as they may be shown: without digits that could be a card number.
     *
     * @param words of the file.
     * @return the words, such digits replaced by asterisks.
     */
    static String masked(final String words)
    {
        final StringBuilder masked = new StringBuilder(words);
        int begin = 0;
        while (begin < words.length())
        {
            int end = begin;
            int digitCount = 0;
            while (end < words.length() && isInDigitRun(words, begin, end))
            {
                digitCount += isDigit(words.charAt(end)) ? 1 : 0;
                end++;
            }
            for (int i = begin; i < end && digitCount >= CARD_NUMBER_DIGITS_MIN; i++)
            {
                masked.setCharAt(i, '*');
            }
            begin = Math.max(end, begin + 1);
        }
        return masked.toString();
    }

    /**
     * A run of digits goes on over single blanks and hyphens between them, as card numbers are written.
     */
    private static boolean isInDigitRun(final String words, final int begin, final int index)
    {
        final char c = words.charAt(index);
        final boolean isGap = (' ' == c || '-' == c) && index > begin && isDigit(words.charAt(index - 1)) &&
            index + 1 < words.length() && isDigit(words.charAt(index + 1));
        return isGap || isDigit(c);
    }

    private static boolean isDigit(final char c)
    {
        return '0' <= c && c <= '9';
    }

    private static String shortened(final String words)
    {
        return words.codePointCount(0, words.length()) > MESSAGE_MAX ?
            words.substring(0, words.offsetByCodePoints(0, MESSAGE_MAX)) + ELLIPSIS :
            words;
    }

    private static String printable(final String words)
    {
        final StringBuilder printable = new StringBuilder(words.length());
        words.codePoints().forEach(c -> printable.appendCodePoint('\t' == c || isPrintable(c) ? c : '?'));
        return printable.toString();
    }

    private static boolean isPrintable(final int codePoint)
    {
        return switch (Character.getType(codePoint))
        {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            case Character.SPACE_SEPARATOR -> ' ' == codePoint;
            default -> true;
        };
    }
}
