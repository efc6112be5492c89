package io.veto.rules.window;

/**
 * What a window is kept by: one accumulator row for each live value of the key.
 */
public enum KeyKind
{
    /** The card's token. */
    CARD,
    /** The terminal, ISO 8583 field 41. */
    TERMINAL,
    /** The merchant, ISO 8583 field 42. */
    MERCHANT
}
