package io.veto.rules.language;

import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/**
 * Finds where a declaration ends: before the first word that begins another. Such a word begins none where a name may stand, nor where
 * the declaration under way still awaits what it does. So an error in one declaration hides none in the next.
 */
final class DeclarationEnd
{
    private static final Set<Integer> EFFECTS = Set.of(
        VetoRulesLexer.APPROVE,
        VetoRulesLexer.REVIEW,
        VetoRulesLexer.CHALLENGE,
        VetoRulesLexer.DECLINE,
        VetoRulesLexer.ALLOW,
        VetoRulesLexer.SCORE);
    private static final Set<Integer> HEADS = Set.of(
        VetoRulesLexer.RULE, VetoRulesLexer.LIST, VetoRulesLexer.TEST, VetoRulesLexer.DEFAULT, VetoRulesLexer.INCLUDE);
    private static final Set<Integer> BEFORE_EFFECT = Set.of(
        VetoRulesLexer.TEXT,
        VetoRulesLexer.SHADOW,
        VetoRulesLexer.CHALLENGER,
        VetoRulesLexer.OF,
        VetoRulesLexer.ON,
        VetoRulesLexer.LATE,
        VetoRulesLexer.COLON);

    private final List<Token> words;
    private final int begin;
    private final boolean isTest;
    private int parentheses = 0;
    private int brackets = 0;
    private boolean awaitsEffect;
    private boolean isWhole;
    private boolean isName = false;

    private DeclarationEnd(final List<Token> words, final int begin)
    {
        this.words = words;
        this.begin = begin;
        isTest = VetoRulesLexer.TEST == type(begin);
        isWhole = VetoRulesLexer.RULE == type(begin) || VetoRulesLexer.DEFAULT == type(begin);
        awaitsEffect = isWhole || !HEADS.contains(type(begin)) && !EFFECTS.contains(type(begin));
    }

    /**
     * Finds the end.
     *
     * @param words of the file, the last of them the end of the file.
     * @param begin index of the declaration's first word.
     * @return index behind its last word.
     */
    static int after(final List<Token> words, final int begin)
    {
        return new DeclarationEnd(words, begin).find();
    }

    /**
     * Whether a word says what a rule does.
     *
     * @param word of the file.
     * @return true for a word such as {@code review}.
     */
    static boolean isEffect(final Token word)
    {
        return EFFECTS.contains(word.getType());
    }

    private int find()
    {
        int index = begin + 1;
        while (Token.EOF != type(index) && !isBegin(index))
        {
            final boolean mayBeName = mayBeName(index);
            awaitsEffect &= mayBeName || !EFFECTS.contains(type(index));
            isWhole &= mayBeName || BEFORE_EFFECT.contains(type(index));
            isName = mayBeName;
            count(type(index));
            index++;
        }
        return index;
    }

    private boolean isBegin(final int index)
    {
        if (mayBeName(index))
        {
            return false;
        }
        return HEADS.contains(type(index)) || EFFECTS.contains(type(index)) && !mayBeEffect(index);
    }

    /**
     * Behind what cannot be the beginning of a rule, its effect is taken for one no more where it begins a line that is not indented.
     */
    private boolean mayBeEffect(final int index)
    {
        final boolean isHeader = isWhole && (VetoRulesLexer.DEFAULT != type(begin) || VetoRulesLexer.COLON == type(index - 1));
        if (awaitsEffect && (isHeader || isIndented(index)))
        {
            return true;
        }
        return switch (type(index - 1))
        {
            case VetoRulesLexer.ELSE, VetoRulesLexer.THEN -> !isName;
            case VetoRulesLexer.COMMA -> EFFECTS.contains(type(begin)) || VetoRulesLexer.DEFAULT == type(begin);
            default -> EFFECTS.contains(type(index - 1)) && !isName;
        };
    }

    private boolean isIndented(final int index)
    {
        return words.get(index).getLine() == words.get(index - 1).getLine() ||
            words.get(index).getCharPositionInLine() > words.get(begin).getCharPositionInLine();
    }

    private boolean mayBeName(final int index)
    {
        return !isName && switch (type(index - 1))
        {
            case VetoRulesLexer.RULE, VetoRulesLexer.LIST -> begin == index - 1;
            case VetoRulesLexer.IN, VetoRulesLexer.LEFT -> true;
            case VetoRulesLexer.OF -> begin < index - 2 && VetoRulesLexer.CHALLENGER == type(index - 2);
            case VetoRulesLexer.COMMA -> 0 == brackets && (isTest || parentheses > 0);
            case VetoRulesLexer.BY, VetoRulesLexer.WITHOUT, VetoRulesLexer.GIVEN, VetoRulesLexer.COLON, VetoRulesLexer.LEFT_BRACE -> isTest;
            default -> false;
        };
    }

    private void count(final int type)
    {
        switch (type)
        {
            case VetoRulesLexer.LEFT -> parentheses++;
            case VetoRulesLexer.RIGHT -> parentheses--;
            case VetoRulesLexer.LEFT_BRACKET -> brackets++;
            case VetoRulesLexer.RIGHT_BRACKET -> brackets = 0;
            default ->
            {
            }
        }
    }

    private int type(final int index)
    {
        return words.get(index).getType();
    }
}
