package io.veto.ingest.list;

import io.veto.ingest.client.IdentifierEncoder;
import io.veto.ingest.feed.CardNumberMask;
import io.veto.ingest.feed.IpAddresses;
import io.veto.ingest.token.Tokeniser;
import io.veto.rules.layout.AccountDecoder;
import io.veto.rules.layout.AccountEncoder;
import io.veto.rules.list.ListKeys;
import io.veto.rules.list.ListKind;
import io.veto.rules.window.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes keys of the values that operators put into lists, the same that the scorer makes of the fields of a transaction, and says how an
 * entry may be shown: of a card number the first six and the last four digits.
 * <p>
 * <b>Note:</b> not thread safe.
 */
final class EntryKeys
{
    /** Longest text that stands for an entry, in characters. */
    static final int SHOWN_LENGTH_MAX = 40;

    private final Tokeniser tokeniser;
    private final IdentifierEncoder identifierEncoder = new IdentifierEncoder();
    private final UnsafeBuffer field = new UnsafeBuffer(new byte[AccountEncoder.ENCODED_LENGTH]);
    private final AccountDecoder account = new AccountDecoder();
    private final byte[] address = new byte[IpAddresses.LENGTH];
    private long key;
    private String shown;

    /**
     * Prepares for one data folder.
     *
     * @param tokeniser of its cards, not used elsewhere.
     */
    EntryKeys(final Tokeniser tokeniser)
    {
        this.tokeniser = tokeniser;
    }

    /**
     * Reads a value.
     *
     * @param kind  of the list.
     * @param value UTF-8 text.
     * @return null if it is one; otherwise what is expected and what it is, fit to be shown.
     */
    String read(final ListKind kind, final byte[] value)
    {
        if (ListKind.CARD == kind)
        {
            return readCard(value);
        }
        final String text = new String(value, StandardCharsets.UTF_8);
        shown = CardNumberMask.shown(text);
        key = switch (kind)
        {
            case MERCHANT, TERMINAL, DEVICE -> identifier(kind, text);
            case IP -> IpAddresses.parse(text, address) ? KeyHash.of(new UnsafeBuffer(address), 0) : KeyHash.NULL_KEY;
            default -> ListKeys.key(kind, text);
        };
        return KeyHash.NULL_KEY == key ? "kind=" + kind.word() + " expected=" + expected(kind) + " actual=" + shown : null;
    }

    /**
     * Key of the value that was read last.
     *
     * @return what {@link io.veto.rules.list.Lists} holds.
     */
    long key()
    {
        return key;
    }

    /**
     * How the value that was read last may be shown.
     *
     * @return printable ASCII, at most {@link #SHOWN_LENGTH_MAX} characters.
     */
    String shown()
    {
        return shown;
    }

    private static String expected(final ListKind kind)
    {
        return switch (kind)
        {
            case IP -> "an IPv4 or IPv6 address";
            case BIN -> "six digits, not all zero";
            case COUNTRY -> "two capital letters";
            case MCC -> "one to four digits, not all zero";
            case CARD -> "a card number or another identifier, without blanks or hyphens";
            default -> "an identifier";
        };
    }

    private long identifier(final ListKind kind, final String text)
    {
        if (text.isEmpty() || '\0' == text.charAt(0))
        {
            return KeyHash.NULL_KEY;
        }
        identifierEncoder.put(field, 0, ListKeys.IDENTIFIER_LENGTH_MAX, IdentifierEncoder.IDENTIFIER_DIGEST_LENGTH, text);
        final String stored = field.getStringWithoutLengthAscii(0, ListKeys.IDENTIFIER_LENGTH_MAX).replace("\0", "");
        if (text.length() > SHOWN_LENGTH_MAX || !text.chars().allMatch(c -> c >= ' ' && c <= '~'))
        {
            shown = stored;
        }
        return ListKeys.key(kind, stored);
    }

    private String readCard(final byte[] value)
    {
        int digits = 0;
        int separators = 0;
        boolean isPrintable = true;
        for (final byte c : value)
        {
            digits += c >= '0' && c <= '9' ? 1 : 0;
            separators += ' ' == c || '-' == c ? 1 : 0;
            isPrintable &= c >= ' ' && c <= '~';
        }
        final boolean isNumber = digits >= Tokeniser.PAN_LENGTH_MIN && digits <= Tokeniser.PAN_LENGTH_MAX;
        if (0 == value.length || isNumber && separators > 0 && digits + separators == value.length)
        {
            return "kind=card expected=" + expected(ListKind.CARD) + " actual=" + (0 == value.length ? "" : CardNumberMask.HIDDEN);
        }
        final boolean isPan = isNumber && digits == value.length;
        shown = isPan ? null : CardNumberMask.shown(new String(value, StandardCharsets.UTF_8));
        if (isPrintable && value.length <= AccountEncoder.ENCODED_LENGTH)
        {
            field.setMemory(0, AccountEncoder.ENCODED_LENGTH, (byte)0);
            field.putBytes(0, value);
        }
        else
        {
            identifierEncoder.put(field, 0, AccountEncoder.ENCODED_LENGTH, IdentifierEncoder.ACCOUNT_DIGEST_LENGTH,
                new String(value, StandardCharsets.UTF_8));
            shown = isPrintable ? shown : field.getStringWithoutLengthAscii(0, AccountEncoder.ENCODED_LENGTH).replace("\0", "");
        }
        Arrays.fill(value, (byte)0);
        tokeniser.tokenise(field, 0);
        account.wrap(field, 0);
        key = account.cardToken();
        if (AccountDecoder.lastFourNullValue() != account.lastFour())
        {
            shown = String.format(Locale.ROOT, "%06d...%04d", account.bin(), account.lastFour());
        }
        return null;
    }
}
