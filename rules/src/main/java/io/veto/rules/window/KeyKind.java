package io.veto.rules.window;

/**
 * A field of an event that windows can be kept by, and whose values can be counted. Each is one 64-bit value for an event,
 * {@link KeyHash#NULL_KEY} where the event has none.
 */
public enum KeyKind
{
    /** The card's token. */
    CARD,
    /** The customer. */
    CUSTOMER,
    /** The terminal, ISO 8583 field 41. */
    TERMINAL,
    /** The merchant, ISO 8583 field 42. */
    MERCHANT,
    /** The cardholder's device. */
    DEVICE,
    /** The cardholder's IP address. */
    IP,
    /** The first six digits of the card number. */
    BIN,
    /** The token of the first twelve digits of the card number. */
    PAN12,
    /** The merchant category, as its number. */
    MCC,
    /** The merchant's country, both letters in one number. */
    MERCHANT_COUNTRY,
    /** The card's country, both letters in one number. */
    CARD_COUNTRY
}
