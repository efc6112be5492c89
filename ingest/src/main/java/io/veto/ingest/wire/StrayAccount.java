package io.veto.ingest.wire;

import io.veto.ingest.token.Tokeniser;
import io.veto.rules.layout.AccountEncoder;
import io.veto.rules.layout.TransactionEncoder;
import org.agrona.DirectBuffer;

/**
 * Finds a card number that a sender has put into an identifier as well, where it would be journalled as it is: an identifier whose text is
 * that of the account of the same transaction, or as much of it as the field can hold. The account's text counts as a card number if it has
 * 13 to 19 digits and nothing else; any other may stand wherever it likes.
 * <p>
 * <b>Note:</b> stateless and safe from any thread. Allocates nothing; one comparison of 8 bytes for each identifier that does not begin
 * like the account.
 */
public final class StrayAccount
{
    private StrayAccount()
    {
    }

    /**
     * Looks into every identifier of a transaction.
     *
     * @param buffer that holds the block of a {@code Transaction}, its account in plain text.
     * @param block  offset of the block in bytes.
     * @return the first field that holds the card number, as the wire names it; null where none does.
     */
    public static String field(final DirectBuffer buffer, final int block)
    {
        final int account = block + TransactionEncoder.accountEncodingOffset();
        final int id = block + TransactionEncoder.transactionIdEncodingOffset();
        if (isHeld(buffer, account, id, TransactionEncoder.transactionIdLength()))
        {
            return "transactionId";
        }
        if (isHeld(buffer, account, block + TransactionEncoder.customerEncodingOffset(), TransactionEncoder.customerLength()))
        {
            return "customer";
        }
        if (isHeld(buffer, account, block + TransactionEncoder.merchantEncodingOffset(), TransactionEncoder.merchantLength()))
        {
            return "merchant";
        }
        if (isHeld(buffer, account, block + TransactionEncoder.terminalEncodingOffset(), TransactionEncoder.terminalLength()))
        {
            return "terminal";
        }
        final int device = block + TransactionEncoder.deviceEncodingOffset();
        return isHeld(buffer, account, device, TransactionEncoder.deviceLength()) ? "device" : null;
    }

    private static boolean isHeld(final DirectBuffer buffer, final int account, final int field, final int fieldLength)
    {
        return buffer.getLong(account) == buffer.getLong(field) && isWholeHeld(buffer, account, field, fieldLength);
    }

    private static boolean isWholeHeld(final DirectBuffer buffer, final int account, final int field, final int fieldLength)
    {
        final int panLength = panLength(buffer, account);
        final int length = Math.min(panLength, fieldLength);
        for (int i = Long.BYTES; i < length; i++)
        {
            if (buffer.getByte(account + i) != buffer.getByte(field + i))
            {
                return false;
            }
        }
        return panLength > 0 && (length == fieldLength || 0 == buffer.getByte(field + length));
    }

    private static int panLength(final DirectBuffer buffer, final int account)
    {
        int length = 0;
        while (length < AccountEncoder.ENCODED_LENGTH && 0 != buffer.getByte(account + length))
        {
            if (buffer.getByte(account + length) < '0' || buffer.getByte(account + length) > '9')
            {
                return 0;
            }
            length++;
        }
        return length < Tokeniser.PAN_LENGTH_MIN || length > Tokeniser.PAN_LENGTH_MAX ? 0 : length;
    }
}
