package io.veto.rules.list;

import io.veto.rules.window.KeyHash;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes keys of what people write for the entries of lists.
 */
public final class ListKeys
{
    /** Longest identifier of a merchant, a terminal or a device, in characters. */
    public static final int IDENTIFIER_LENGTH_MAX = 2 * Long.BYTES;

    private static final String PRINTABLE = "[ -~]{1," + IDENTIFIER_LENGTH_MAX + '}';

    private ListKeys()
    {
    }

    /**
     * The key of an entry.
     *
     * @param kind of the list.
     * @param text six digits of a BIN, one to four of a merchant category, two capital letters of a country, 1 to
     *             {@link #IDENTIFIER_LENGTH_MAX} printable ASCII characters of a merchant, a terminal or a device.
     * @return its key, see {@link Lists}; {@link KeyHash#NULL_KEY} where the text is none of these: cards and addresses are not made into
     *     keys here.
     */
    public static long key(final ListKind kind, final String text)
    {
        return switch (kind)
        {
            case MERCHANT, TERMINAL, DEVICE -> text.matches(PRINTABLE) ? identifier(text) : KeyHash.NULL_KEY;
            case BIN -> text.matches("[0-9]{6}") ? Long.parseLong(text) : KeyHash.NULL_KEY;
            case MCC -> text.matches("[0-9]{1,4}") ? Long.parseLong(text) : KeyHash.NULL_KEY;
            case COUNTRY -> text.matches("[A-Z]{2}") ? (long)text.charAt(0) << Byte.SIZE | text.charAt(1) : KeyHash.NULL_KEY;
            case CARD, IP -> KeyHash.NULL_KEY;
        };
    }

    private static long identifier(final String text)
    {
        final UnsafeBuffer padded = new UnsafeBuffer(new byte[IDENTIFIER_LENGTH_MAX]);
        padded.putStringWithoutLengthAscii(0, text);
        return KeyHash.of(padded, 0);
    }
}
