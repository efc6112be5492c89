package io.veto.rules.language;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionType;
import java.util.Collection;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The texts that stand for codes: what a rule writes for a currency, a country, a kind of transaction or an entry mode.
 * <p>
 * Source: ISO 4217 as {@link Currency} has it, ISO 3166 alpha-2 by its form, the names of the message layout.
 */
final class CodeNames
{
    /** Lowest merchant category code; 0 in a message is a missing one. */
    static final int MCC_MIN = 1;
    /** Highest merchant category code: four digits. */
    static final int MCC_MAX = 9999;

    private static final Map<String, Integer> CURRENCIES = new TreeMap<>();
    private static final Map<String, Integer> TRANSACTION_TYPES = new TreeMap<>();
    private static final Map<String, Integer> ENTRY_MODES = new TreeMap<>();

    static
    {
        for (final Currency currency : Currency.getAvailableCurrencies())
        {
            if (0 != currency.getNumericCode())
            {
                CURRENCIES.put(currency.getCurrencyCode(), currency.getNumericCode());
            }
        }
        for (final TransactionType type : TransactionType.values())
        {
            if (TransactionType.NULL_VAL != type)
            {
                TRANSACTION_TYPES.put(word(type), transactionTypeCode(type.value()));
            }
        }
        for (final EntryMode mode : EntryMode.values())
        {
            if (EntryMode.NULL_VAL != mode && EntryMode.UNKNOWN != mode)
            {
                ENTRY_MODES.put(word(mode), (int)mode.value());
            }
        }
    }

    private CodeNames()
    {
    }

    /**
     * The code that a text stands for.
     *
     * @param type of the field that it is compared with.
     * @param text as written between the quotes.
     * @return the code; {@link CodeNode#MISSING} where the text stands for none.
     */
    static int code(final Type type, final String text)
    {
        return Type.COUNTRY == type ? countryCode(text) : names(type).getOrDefault(text, CodeNode.MISSING);
    }

    /**
     * Whether a word would stand for a code if it were in quotes.
     *
     * @param word without quotes.
     * @return true of a country, a currency, a kind of transaction or an entry mode.
     */
    static boolean isText(final String word)
    {
        return CodeNode.MISSING != countryCode(word) || CURRENCIES.containsKey(word) || TRANSACTION_TYPES.containsKey(word) ||
            ENTRY_MODES.containsKey(word);
    }

    /**
     * How to write a text that stands for a code.
     *
     * @param type of the field that it is compared with.
     * @param text that stands for none.
     * @return the hint.
     */
    static String hint(final Type type, final String text)
    {
        if (Type.COUNTRY == type)
        {
            return "write the two capital letters of ISO 3166, such as \"FR\"";
        }
        if (Type.ENTRY_MODE == type && word(EntryMode.UNKNOWN).equals(text))
        {
            return "ask entry_mode is missing";
        }
        return NearestName.hint(text, names(type).keySet());
    }

    /**
     * The code of a kind of transaction, one above its number in the layout, since 0 is missing.
     *
     * @param raw number in the layout.
     * @return the code; {@link CodeNode#MISSING} where the number is of no known kind.
     */
    static int transactionTypeCode(final int raw)
    {
        return raw <= TransactionType.PROFILE_CHANGE.value() ? raw + 1 : CodeNode.MISSING;
    }

    /**
     * The codes that a field of a type may have.
     *
     * @param type with names.
     * @return each once; a currency that Java does not know is lacking.
     */
    static Collection<Integer> codes(final Type type)
    {
        return names(type).values();
    }

    private static Map<String, Integer> names(final Type type)
    {
        return switch (type)
        {
            case CURRENCY -> CURRENCIES;
            case TRANSACTION_TYPE -> TRANSACTION_TYPES;
            case ENTRY_MODE -> ENTRY_MODES;
            default -> throw new IllegalArgumentException("type has no names: type=" + type);
        };
    }

    private static int countryCode(final String text)
    {
        return text.matches("[A-Z]{2}") ? text.charAt(0) << Byte.SIZE | text.charAt(1) : CodeNode.MISSING;
    }

    private static String word(final Enum<?> constant)
    {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
