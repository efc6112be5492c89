package io.veto.rules.language;

import java.util.Map;

/**
 * What other languages write, and what to write instead.
 */
final class ForeignWord
{
    /** What to do with a currency beside an amount. */
    static final String CURRENCY = "amounts are in the billing currency, write the number alone";

    private static final String MINUS = "write -, the minus of the keyboard";
    private static final String INVISIBLE = "take it out, it cannot be seen";
    private static final String DURATION = "a duration has its unit right behind the number, without a blank, such as 30s, 15m, 24h or 7d";
    private static final String TRUTH = "a condition stands by itself, such as card_present or not card_present";
    private static final String NOTHING = "write is missing or is not missing";

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
        Map.entry("import", "another file comes in by include \"FILE\""),
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
        Map.entry("≥", "write >="),
        Map.entry("≤", "write <="),
        Map.entry("≠", "write !="),
        Map.entry("×", "write *"),
        Map.entry("÷", "write /"),
        Map.entry("−", MINUS),
        Map.entry("–", MINUS),
        Map.entry("—", MINUS),
        Map.entry("\u00A0", "write a plain blank"),
        Map.entry("\u202F", "write a plain blank"),
        Map.entry("\u200B", INVISIBLE),
        Map.entry("\u2060", INVISIBLE),
        Map.entry("\u0000", "save the file as UTF-8"));

    private static final Map<String, String> IN_RULES = Map.ofEntries(
        Map.entry("%", "write a share as a decimal, such as 0.05, and a remainder as amount is multiple of 100.00"),
        Map.entry(",", "a rule has one action, and its conditions are joined with and or or"),
        Map.entry(".", "a name is one word, such as card_country"),
        Map.entry(":", "a rule takes no colon, take it out"),
        Map.entry("{", "a rule takes no braces, take them out"),
        Map.entry("}", "a rule takes no braces, take them out"),
        Map.entry("when", "a condition begins with if"),
        Map.entry("then", "the action comes first, as in rule ID decline if CONDITION"),
        Map.entry("else", "a rule has one action, write another rule"),
        Map.entry("between", "write amount >= 5.00 and amount <= 9.00"),
        Map.entry("over", "write >"),
        Map.entry("above", "write >"),
        Map.entry("under", "write <"),
        Map.entry("below", "write <"),
        Map.entry("like", "a text is compared by = and != only"),
        Map.entry("multiple", "write is multiple of, as in amount is multiple of 100.00"),
        Map.entry("null", NOTHING),
        Map.entry("sec", DURATION),
        Map.entry("seconds", DURATION),
        Map.entry("min", DURATION),
        Map.entry("minutes", DURATION),
        Map.entry("hours", DURATION),
        Map.entry("days", DURATION),
        Map.entry("because", "write reason \"TEXT\""),
        Map.entry("shadow", "it stands alone before the action, as in rule ID shadow review if CONDITION"),
        Map.entry("challenger", "it stands alone before the action, as in rule ID challenger of OTHER review if CONDITION"));

    private static final Map<String, String> IN_NUMBERS = Map.of(
        ",", "decimals are written with a point, such as 220.00, and thousands without a comma",
        ".", "a number is written without gaps, such as 1000.00",
        ":", "an hour is a whole number, as in local_hour >= 22");

    private static final Map<String, String> NAMES = Map.of("true", TRUTH, "false", TRUTH, "null", NOTHING);

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

    /**
     * What to write instead of a sign that stands between two digits.
     *
     * @param word of the file.
     * @return the hint; null for none.
     */
    static String inNumber(final String word)
    {
        return IN_NUMBERS.get(word);
    }

    /**
     * What to write instead of a name that is none here, but a constant in other languages.
     *
     * @param name of the file.
     * @return the hint; null for none.
     */
    static String name(final String name)
    {
        return NAMES.get(name);
    }
}
