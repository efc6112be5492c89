package io.veto.ingest.token;

import io.veto.engine.recovery.TokenKey;
import io.veto.rules.layout.AccountDecoder;
import io.veto.rules.layout.AccountEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Turns the text of an account field into tokens, in place: HMAC-SHA-256 (RFC 2104), cut to its first 64 bits, as two passes of
 * SHA-256 over prepared pads, because {@code javax.crypto.Mac} allocates on each call.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing per call.
 */
public final class Tokeniser
{
    /** Digits of the shortest card number. */
    public static final int PAN_LENGTH_MIN = 13;
    /** Digits of the longest card number. */
    public static final int PAN_LENGTH_MAX = 19;

    private static final int BLOCK_LENGTH = 64;
    private static final int DIGEST_LENGTH = 32;
    private static final int PAN_PREFIX_LENGTH = 12;
    private static final int BIN_LENGTH = 6;

    private final MessageDigest digest;
    private final byte[] innerPad = new byte[BLOCK_LENGTH];
    private final byte[] outerPad = new byte[BLOCK_LENGTH];
    private final byte[] hash = new byte[DIGEST_LENGTH];
    private final ByteBuffer hashBuffer = ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] text = new byte[AccountEncoder.ENCODED_LENGTH];
    private final AccountEncoder account = new AccountEncoder();
    private final long keyId;

    /**
     * Prepares the pads.
     *
     * @param key of {@link TokenKey#LENGTH} bytes.
     */
    public Tokeniser(final byte[] key)
    {
        try
        {
            digest = MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (int i = 0; i < BLOCK_LENGTH; i++)
        {
            final byte b = i < key.length ? key[i] : 0;
            innerPad[i] = (byte)(b ^ 0x36);
            outerPad[i] = (byte)(b ^ 0x5C);
        }
        final byte[] name = TokenKey.ID_TEXT.getBytes(StandardCharsets.US_ASCII);
        keyId = token(name, name.length);
    }

    /**
     * Names the key without telling it.
     *
     * @return HMAC of a fixed text under the key.
     */
    public long keyId()
    {
        return keyId;
    }

    /**
     * Replaces the text of an account field by its tokens, and where it is a PAN its first six and last four digits.
     *
     * @param buffer that holds the field.
     * @param offset of the field, in bytes.
     * @return false if the text is empty; the field is zero then, whatever stood behind its first byte.
     */
    public boolean tokenise(final MutableDirectBuffer buffer, final int offset)
    {
        buffer.getBytes(offset, text);
        int length = 0;
        boolean digits = true;
        while (length < text.length && 0 != text[length])
        {
            digits &= text[length] >= '0' && text[length] <= '9';
            length++;
        }
        buffer.setMemory(offset, AccountEncoder.ENCODED_LENGTH, (byte)0);
        if (0 == length)
        {
            Arrays.fill(text, (byte)0);
            return false;
        }
        final boolean isPan = digits && length >= PAN_LENGTH_MIN && length <= PAN_LENGTH_MAX;
        account.wrap(buffer, offset)
            .cardToken(token(text, length))
            .pan12Token(isPan ? token(text, PAN_PREFIX_LENGTH) : 0)
            .bin(isPan ? number(0, BIN_LENGTH) : 0)
            .lastFour(isPan ? (int)number(length - 4, length) : AccountEncoder.lastFourNullValue());
        Arrays.fill(text, (byte)0);
        return true;
    }

    private long token(final byte[] message, final int length)
    {
        try
        {
            digest.update(innerPad);
            digest.update(message, 0, length);
            digest.digest(hash, 0, DIGEST_LENGTH);
            digest.update(outerPad);
            digest.update(hash);
            digest.digest(hash, 0, DIGEST_LENGTH);
        }
        catch (final DigestException e)
        {
            throw new IllegalStateException("digest of " + DIGEST_LENGTH + " bytes refused", e);
        }
        final long token = hashBuffer.getLong(0);
        return 0 == token || AccountDecoder.cardTokenNullValue() == token ? 1 : token;
    }

    private long number(final int from, final int to)
    {
        long number = 0;
        for (int i = from; i < to; i++)
        {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
