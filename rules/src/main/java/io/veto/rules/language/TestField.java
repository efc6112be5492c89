package io.veto.rules.language;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What an event of a test may say.
 */
public enum TestField
{
    /** Stands for one card of the test. */
    CARD(Kind.NAME),
    /** Stands for a customer, or is one. */
    CUSTOMER(Kind.NAME),
    /** Stands for a merchant, or is one. */
    MERCHANT(Kind.NAME),
    /** Stands for a terminal, or is one. */
    TERMINAL(Kind.NAME),
    /** Stands for a device, or is one. */
    DEVICE(Kind.NAME),
    /** Stands for an IP address, or is one. */
    IP(Kind.NAME),
    /** First six digits of the card's number. */
    BIN(Kind.BIN),
    /** Stands for the first twelve digits of the card's number. */
    PAN12(Kind.NAME),
    /** Minor units. */
    AMOUNT(Kind.MONEY),
    /** ISO 4217 number, written with letters. */
    CURRENCY(Kind.CODE),
    /** Merchant category. */
    MCC(Kind.MCC),
    /** ISO 3166 country of the merchant. */
    MERCHANT_COUNTRY(Kind.CODE),
    /** ISO 3166 country of the card. */
    CARD_COUNTRY(Kind.CODE),
    /** Millionths of a degree north. */
    LAT(Kind.DEGREES),
    /** Millionths of a degree east. */
    LON(Kind.DEGREES),
    /** Kind of transaction, one above its number in the layout. */
    TYPE(Kind.CODE),
    /** How the card was read, its number in the layout. */
    ENTRY_MODE(Kind.CODE),
    /** Hour of the day at the merchant. */
    LOCAL_HOUR(Kind.HOUR),
    /** Milliseconds between repeated events. */
    EVERY(Kind.DURATION),
    /** Milliseconds since the event before. */
    AFTER(Kind.DURATION),
    /** 1 where the event is labelled as fraud at once. */
    FRAUD(Kind.YES),
    /** Raw number of the action that the event was answered with, whatever the rules say. */
    ANSWERED(Kind.ANSWER),
    /** 1 where the event is given back in full at once. */
    REVERSED(Kind.YES);

    /** How a field is written. */
    enum Kind
    {
        /** A word, or a text of printable ASCII. */
        NAME("a name such as A, or a text"),
        /** Six digits. */
        BIN("six digits, such as 411111"),
        /** Money with its decimals. */
        MONEY("money with its decimals, such as 12.00"),
        /** Text that stands for a code, with or without quotes. */
        CODE("a text"),
        /** Merchant category. */
        MCC("a code of 1 to 9999"),
        /** Decimal degrees. */
        DEGREES("degrees with at most six decimals"),
        /** Hour of the day. */
        HOUR("an hour from 0 to 23"),
        /** Length of time. */
        DURATION("a duration, such as 30s, 15m, 24h or 7d"),
        /** Yes or no. */
        YES("yes or no"),
        /** An answer. */
        ANSWER("approved, reviewed, challenged or declined");

        private final String label;

        Kind(final String label)
        {
            this.label = label;
        }

        /**
         * The kind as an error names it.
         *
         * @return the label.
         */
        String label()
        {
            return label;
        }
    }

    /** What a given event alone may say. */
    static final List<TestField> OF_GIVEN = List.of(EVERY, FRAUD, ANSWERED, REVERSED);

    private final Kind kind;

    TestField(final Kind kind)
    {
        this.kind = kind;
    }

    /**
     * How the field is written.
     *
     * @return the kind.
     */
    Kind kind()
    {
        return kind;
    }

    /**
     * The field as tests write it.
     *
     * @return lower-case name.
     */
    public String word()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a field.
     *
     * @param word as a test writes it.
     * @return the field; null for none.
     */
    static TestField of(final String word)
    {
        return Arrays.stream(values()).filter(field -> field.word().equals(word)).findFirst().orElse(null);
    }

    /**
     * All fields as tests write them.
     *
     * @return their names.
     */
    static List<String> words()
    {
        return Arrays.stream(values()).map(TestField::word).toList();
    }
}
