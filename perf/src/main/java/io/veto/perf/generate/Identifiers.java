package io.veto.perf.generate;

/**
 * The identifiers of a synthetic transaction as ASCII, equal in a file and in a block.
 * <pre>
 *   transaction   6 hexadecimal digits of the seed's hash, a hyphen, 11 digits from 1 on
 *   merchant      as in ISO 8583 field 42: country, MCC, 9 digits
 *   terminal      8 digits as in ISO 8583 field 41
 *   customer      c and 9 digits
 *   device        16 hexadecimal digits
 * </pre>
 * <b>Note:</b> stateless and safe from any thread. Allocates nothing.
 */
final class Identifiers
{
    /** Length of a transaction's, in bytes. */
    static final int TRANSACTION_LENGTH = 18;
    /** Length of a merchant's, in bytes. */
    static final int MERCHANT_LENGTH = 15;
    /** Length of a terminal's, in bytes. */
    static final int TERMINAL_LENGTH = 8;
    /** Length of a customer's, in bytes. */
    static final int CUSTOMER_LENGTH = 10;
    /** Length of a device's, in bytes. */
    static final int DEVICE_LENGTH = 16;

    private static final int RUN_DIGITS = 6;
    private static final int MCC_DIGITS = 4;
    private static final int HEX_BITS = 4;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final byte[] PAIRS = pairs();

    private Identifiers()
    {
    }

    /**
     * Writes the identifier of a transaction.
     *
     * @param bytes   to write to.
     * @param offset  of the first byte.
     * @param runHash hash of the run's seed.
     * @param number  of the transaction, from 1.
     */
    static void putTransaction(final byte[] bytes, final int offset, final long runHash, final long number)
    {
        for (int i = 0; i < RUN_DIGITS; i++)
        {
            bytes[offset + i] = HEX[(int)(runHash >>> Long.SIZE - HEX_BITS * (i + 1)) & 0xF];
        }
        bytes[offset + RUN_DIGITS] = '-';
        putDigits(bytes, offset + RUN_DIGITS + 1, number, TRANSACTION_LENGTH - RUN_DIGITS - 1);
    }

    /**
     * Writes the identifier of a transaction's merchant.
     *
     * @param bytes       to write to.
     * @param offset      of the first byte.
     * @param transaction whose merchant it is.
     */
    static void putMerchant(final byte[] bytes, final int offset, final SyntheticTransaction transaction)
    {
        final byte[] country = transaction.country.code();
        bytes[offset] = country[0];
        bytes[offset + 1] = country[1];
        putDigits(bytes, offset + 2, transaction.category.mcc(), MCC_DIGITS);
        putDigits(bytes, offset + 2 + MCC_DIGITS, transaction.merchant, MERCHANT_LENGTH - 2 - MCC_DIGITS);
    }

    /**
     * Writes the identifier of a transaction's terminal.
     *
     * @param bytes       to write to.
     * @param offset      of the first byte.
     * @param transaction whose terminal it is.
     */
    static void putTerminal(final byte[] bytes, final int offset, final SyntheticTransaction transaction)
    {
        putDigits(bytes, offset, (long)transaction.merchant * MerchantDirectory.TERMINALS_MAX + transaction.terminal,
            TERMINAL_LENGTH);
    }

    /**
     * Writes the identifier of a transaction's customer.
     *
     * @param bytes       to write to.
     * @param offset      of the first byte.
     * @param transaction whose customer it is.
     */
    static void putCustomer(final byte[] bytes, final int offset, final SyntheticTransaction transaction)
    {
        bytes[offset] = 'c';
        putDigits(bytes, offset + 1, transaction.customer, CUSTOMER_LENGTH - 1);
    }

    /**
     * Writes the identifier of a transaction's device.
     *
     * @param bytes       to write to.
     * @param offset      of the first byte.
     * @param transaction whose device it is; it has one.
     */
    static void putDevice(final byte[] bytes, final int offset, final SyntheticTransaction transaction)
    {
        long left = transaction.device;
        for (int i = offset + DEVICE_LENGTH - 1; i >= offset; i--)
        {
            bytes[i] = HEX[(int)left & 0xF];
            left >>>= HEX_BITS;
        }
    }

    /**
     * Writes a number with leading zeros.
     *
     * @param bytes  to write to.
     * @param offset of the first digit.
     * @param value  0 or more.
     * @param digits how many.
     */
    static void putDigits(final byte[] bytes, final int offset, final long value, final int digits)
    {
        long left = value;
        int i = offset + digits;
        while (i - offset >= 2)
        {
            final long rest = left / 100;
            final int pair = (int)(left - rest * 100) * 2;
            left = rest;
            bytes[--i] = PAIRS[pair + 1];
            bytes[--i] = PAIRS[pair];
        }
        if (i > offset)
        {
            bytes[offset] = (byte)('0' + left % 10);
        }
    }

    private static byte[] pairs()
    {
        final byte[] pairs = new byte[200];
        for (int i = 0; i < pairs.length; i += 2)
        {
            pairs[i] = (byte)('0' + i / 20);
            pairs[i + 1] = (byte)('0' + i / 2 % 10);
        }
        return pairs;
    }
}
