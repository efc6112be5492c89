package io.veto.perf.generate;

/**
 * The number of a synthetic card: six digits that no issuer has, nine digits, and the check digit of Luhn (ISO/IEC 7812-1,
 * annex B).
 * <p>
 * The first six are 9999 and two digits that name the issuer. ISO/IEC 7812-1 gives numbers that begin with 9 to national
 * standards bodies, named by the three digits of their country behind the 9; ISO 3166-1 leaves 900 to 999 to its users,
 * so 999 is no country's.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
final class CardNumber
{
    /** Digits of a number. */
    static final int LENGTH = 16;
    /** How many serials there are: nine digits. */
    static final long SERIALS = 1_000_000_000L;
    /** First six digits of the first issuer. */
    static final int BIN_MIN = 999_900;
    /** First six digits of the last issuer: prepaid cards that are seldom used. */
    static final int BIN_PREPAID = 999_999;
    /** Serials that share the first twelve digits of the number. */
    static final int SERIALS_PER_TWELVE_DIGITS = 1_000;

    private static final int BIN_LENGTH = 6;
    private static final int SERIAL_LENGTH = 9;
    private static final long SERIAL_FACTOR = 387_420_489L;

    private CardNumber()
    {
    }

    /**
     * The nine digits of a card: different cards have different ones.
     *
     * @param card    index of the card, below {@link #SERIALS}.
     * @param runHash hash of the run's seed.
     * @return 0 or more and below {@link #SERIALS}.
     */
    static long serial(final int card, final long runHash)
    {
        return (card * SERIAL_FACTOR + Long.remainderUnsigned(runHash, SERIALS)) % SERIALS;
    }

    /**
     * Writes the digits of a number as ASCII.
     *
     * @param bytes  to write to.
     * @param offset of the first digit.
     * @param bin    first six digits.
     * @param serial nine digits.
     */
    static void put(final byte[] bytes, final int offset, final int bin, final long serial)
    {
        int left = (int)serial;
        int sum = 0;
        for (int i = 1; i <= SERIAL_LENGTH + BIN_LENGTH; i++)
        {
            if (i == SERIAL_LENGTH + 1)
            {
                left = bin;
            }
            final int digit = left % 10;
            left /= 10;
            bytes[offset + BIN_LENGTH + SERIAL_LENGTH - i] = (byte)('0' + digit);
            final int doubled = digit * 2;
            sum += (i & 1) == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        bytes[offset + LENGTH - 1] = (byte)('0' + (10 - sum % 10) % 10);
    }
}
