package io.veto.ingest.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.agrona.MutableDirectBuffer;

/**
 * Puts identifiers into the fields of a {@code Transaction}: the text itself where it is printable ASCII that fits, and
 * otherwise {@code #} with the first characters of the Base64url form of the SHA-256 of its UTF-8 text. Equal text
 * gives an equal identifier everywhere.
 * <p>
 * <b>Note:</b> not thread safe. Allocates for long identifiers only.
 */
public final class IdentifierEncoder
{
    /** Characters after the sign for a transaction id. */
    public static final int TRANSACTION_ID_DIGEST_LENGTH = 21;
    /** Characters after the sign for a customer, merchant, terminal or device. */
    public static final int IDENTIFIER_DIGEST_LENGTH = 15;
    /** Characters after the sign for an account. */
    public static final int ACCOUNT_DIGEST_LENGTH = 31;

    private final MessageDigest sha256;

    /** Prepares the digest. */
    public IdentifierEncoder()
    {
        try
        {
            sha256 = MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("this Java has no SHA-256", ex);
        }
    }

    /**
     * Puts an identifier, zero padded.
     *
     * @param buffer       to write into.
     * @param offset       of the field in bytes.
     * @param fieldLength  of the field in bytes.
     * @param digestLength characters after the sign, where the text itself does not do.
     * @param text         the identifier.
     */
    public void put(
        final MutableDirectBuffer buffer,
        final int offset,
        final int fieldLength,
        final int digestLength,
        final CharSequence text)
    {
        if (!isPrintableAscii(text, fieldLength))
        {
            putDigest(buffer, offset, fieldLength, digestLength, text);
            return;
        }
        final int length = text.length();
        for (int i = 0; i < length; i++)
        {
            buffer.putByte(offset + i, (byte)text.charAt(i));
        }
        buffer.setMemory(offset + length, fieldLength - length, (byte)0);
    }

    private void putDigest(
        final MutableDirectBuffer buffer,
        final int offset,
        final int fieldLength,
        final int digestLength,
        final CharSequence text)
    {
        final ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        sha256.update(utf8);
        final byte[] encoded = Base64.getUrlEncoder().encode(sha256.digest());
        buffer.putByte(offset, (byte)'#');
        buffer.putBytes(offset + 1, encoded, 0, digestLength);
        buffer.setMemory(offset + 1 + digestLength, fieldLength - 1 - digestLength, (byte)0);
    }

    private static boolean isPrintableAscii(final CharSequence text, final int lengthMax)
    {
        final int length = text.length();
        if (length > lengthMax)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~')
            {
                return false;
            }
        }
        return true;
    }
}
