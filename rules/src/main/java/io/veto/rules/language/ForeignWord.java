package io.veto.rules.language;

import java.util.Map;

/**
 * What other languages write, and what to write instead.
 */
final class ForeignWord
{
    /** What to do with a currency beside an amount. */
    static final String CURRENCY = "amounts are in the billing currency, write the number alone";

    private static final Map<String, String> ANYWHERE = Map.ofEntries(
        Map.entry("==", "equality is written ="),
        Map.entry("&&", "write and"),
        Map.entry("&", "write and"),
        Map.entry("||", "write or"),
        Map.entry("|", "write or"),
        Map.entry("!", "write not"),
        Map.entry("<>", "write !="),
        Map.entry("=>", "write >="),
        Map.entry("=<", "write <="),
        Map.entry("'", "a text stands in double quotes"),
        Map.entry("‘", "a text stands in straight double quotes"),
        Map.entry("’", "a text stands in straight double quotes"),
        Map.entry("“", "a text stands in straight double quotes"),
        Map.entry("”", "a text stands in straight double quotes"),
        Map.entry("„", "a text stands in straight double quotes"),
        Map.entry("€", CURRENCY),
        Map.entry("$", CURRENCY),
        Map.entry("£", CURRENCY),
        Map.entry(";", "take it out, nothing stands between declarations"),
        Map.entry("\u00A0", "write a plain blank"));

    private static final Map<String, String> IN_RULES = Map.ofEntries(
        Map.entry("%", "write a share as a decimal, such as 0.05"),
        Map.entry(",", "decimals are written with a point, such as 220.00"),
        Map.entry(".", "a number is written without gaps, such as 1000.00"),
        Map.entry(":", "a rule takes no colon, take it out"),
        Map.entry("{", "a rule takes no braces, take them out"),
        Map.entry("}", "a rule takes no braces, take them out"),
        Map.entry("when", "a condition begins with if"),
        Map.entry("then", "the action comes first, as in rule ID decline if CONDITION"),
        Map.entry("else", "a rule has one action, write another rule"),
        Map.entry("between", "write amount >= 5.00 and amount <= 9.00"),
        Map.entry("like", "a text is compared by = and != only"),
        Map.entry("because", "write reason \"TEXT\""),
        Map.entry("shadow", "it stands alone before the action, as in rule ID shadow review if CONDITION"),
        Map.entry("challenger", "it stands alone before the action, as in rule ID challenger of OTHER review if CONDITION"));

    private ForeignWord()
    {
    }

    /**
     * What to write instead of a word wherever it stands.
     *
     * @param word of the file.
     * @return the hint; null for none.
     */
    static String anywhere(final String word)
    {
        return ANYWHERE.get(word);
    }

    /**
     * What to write instead of a word in a rule.
     *
     * @param word of the file.
     * @return the hint; null for none.
     */
    static String inRule(final String word)
    {
        final String hint = IN_RULES.get(word);
        return null == hint ? anywhere(word) : hint;
    }
}
