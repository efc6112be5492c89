package io.veto.perf.generate;

/**
 * The number of a synthetic card: 999999, which no issuer has, nine digits that are a function of the run and the card,
 * and the check digit of Luhn (ISO/IEC 7812-1, annex B).
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
final class CardNumber
{
    /** Digits of a number. */
    static final int LENGTH = 16;

    private static final int PREFIX_LENGTH = 6;
    private static final int SERIAL_LENGTH = 9;
    private static final long SERIALS = 1_000_000_000L;
    private static final long SERIAL_FACTOR = 387_420_489L;
    private static final int LUHN_OF_PREFIX = 6 * 9;

    private CardNumber()
    {
    }

    /**
     * Writes the digits of a card's number as ASCII.
     *
     * @param bytes   to write to.
     * @param offset  of the first digit.
     * @param runHash hash of the run's seed.
     * @param card    index of the card.
     */
    static void put(final byte[] bytes, final int offset, final long runHash, final int card)
    {
        long serial = (card * SERIAL_FACTOR + Long.remainderUnsigned(runHash, SERIALS)) % SERIALS;
        int sum = LUHN_OF_PREFIX;
        for (int i = 1; i <= SERIAL_LENGTH; i++)
        {
            final int digit = (int)(serial % 10);
            serial /= 10;
            bytes[offset + PREFIX_LENGTH + SERIAL_LENGTH - i] = (byte)('0' + digit);
            final int doubled = digit * 2;
            sum += (i & 1) == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        for (int i = 0; i < PREFIX_LENGTH; i++)
        {
            bytes[offset + i] = '9';
        }
        bytes[offset + LENGTH - 1] = (byte)('0' + (10 - sum % 10) % 10);
    }
}
