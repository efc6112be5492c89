package io.veto.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * The words of a part of a rule file, blanks and comments left out.
 */
final class Words
{
    private Words()
    {
    }

    /**
     * The words of a part.
     *
     * @param part that was parsed.
     * @return in file order.
     */
    static List<Token> of(final ParseTree part)
    {
        final List<Token> words = new ArrayList<>();
        collect(part, words);
        return words;
    }

    /**
     * The words of a part in one text: parts of equal texts say the same.
     *
     * @param part that was parsed.
     * @return words separated by blanks.
     */
    static String text(final ParseTree part)
    {
        return of(part).stream().map(Token::getText).collect(Collectors.joining(" "));
    }

    private static void collect(final ParseTree part, final List<Token> words)
    {
        if (part instanceof TerminalNode word)
        {
            words.add(word.getSymbol());
        }
        for (int i = 0; i < part.getChildCount(); i++)
        {
            collect(part.getChild(i), words);
        }
    }
}
