package io.veto.rules.list;

import io.veto.rules.window.KeyKind;
import java.util.List;
import java.util.Locale;

/**
 * What the entries of a list are. The ordinal stands in the journal: new kinds are added at the end.
 */
public enum ListKind
{
    /** Cards, by token. */
    CARD(KeyKind.CARD),
    /** Merchants, ISO 8583 field 42. */
    MERCHANT(KeyKind.MERCHANT),
    /** Terminals, ISO 8583 field 41. */
    TERMINAL(KeyKind.TERMINAL),
    /** Devices of cardholders. */
    DEVICE(KeyKind.DEVICE),
    /** IP addresses. */
    IP(KeyKind.IP),
    /** First six digits of card numbers. */
    BIN(KeyKind.BIN),
    /** Countries, ISO 3166 alpha-2, of a merchant or of a card. */
    COUNTRY(KeyKind.MERCHANT_COUNTRY, KeyKind.CARD_COUNTRY),
    /** Merchant categories, ISO 18245. */
    MCC(KeyKind.MCC);

    private final List<KeyKind> fields;

    ListKind(final KeyKind... fields)
    {
        this.fields = List.of(fields);
    }

    /**
     * The fields of a transaction that may be looked up in such a list.
     *
     * @return one field, of countries two.
     */
    public List<KeyKind> fields()
    {
        return fields;
    }

    /**
     * The kind as rules and commands write it.
     *
     * @return lower-case name.
     */
    public String word()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
