package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes transactions as lines of CSV: ASCII, a comma between columns, nothing quoted, a line feed at the end.
 * <pre>
 *   transaction_id     6 hexadecimal digits of the seed's hash, a hyphen, 11 digits from 1 on
 *   event_time_ms      epoch milliseconds UTC
 *   card               16 digits that begin with 999999, which no issuer has, and pass the Luhn check
 *   merchant           15 characters as in ISO 8583 field 42: country, MCC, 9 digits
 *   terminal           8 digits as in ISO 8583 field 41
 *   amount             with two decimals
 *   currency           ISO 4217: EUR
 *   mcc                ISO 18245
 *   merchant_country   ISO 3166 alpha-2
 *   card_country       ISO 3166 alpha-2
 *   entry_mode         an EntryMode of the schema, in lower case
 *   type               a TransactionType of the schema, in lower case
 *   fraud              0 or 1
 *   fraud_kind         label of a FraudKind; empty for genuine
 * </pre>
 * <b>Note:</b> one thread. Allocates nothing per transaction.
 */
final class CsvPublisher
{
    private static final byte[] HEADER = ascii(
        "transaction_id,event_time_ms,card,merchant,terminal,amount,currency,mcc,merchant_country,card_country," +
        "entry_mode,type,fraud,fraud_kind\n");
    private static final byte[] CURRENCY = ascii(",EUR,");
    private static final byte[] PURCHASE = word(TransactionType.PURCHASE);
    private static final byte[] CASH = word(TransactionType.CASH);
    private static final byte[][] ENTRY_MODES =
        Arrays.stream(EntryMode.values()).map(CsvPublisher::word).toArray(byte[][]::new);
    private static final byte[][] FRAUD_KINDS =
        Arrays.stream(FraudKind.values()).map((kind) -> ascii(kind.label())).toArray(byte[][]::new);

    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int LINE_LENGTH_MAX = 256;
    private static final int RUN_DIGITS = 6;
    private static final int ID_DIGITS = 11;
    private static final int EVENT_TIME_DIGITS = 13;
    private static final int MERCHANT_DIGITS = 9;
    private static final int TERMINAL_DIGITS = 8;
    private static final int MCC_DIGITS = 4;

    private final OutputStream out;
    private final CardPopulation cards;
    private final byte[] runPrefix;
    private final long runHash;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private int length;
    private long published;

    /**
     * Prepares for one run and buffers the header line.
     *
     * @param out   to write to; left open.
     * @param cards that the transactions are of.
     * @param seed  of the run.
     */
    CsvPublisher(final OutputStream out, final CardPopulation cards, final long seed)
    {
        this.out = out;
        this.cards = cards;
        runHash = SplitMix.hash(seed, 0);
        runPrefix = ascii(String.format("%06x-", runHash >>> Long.SIZE - RUN_DIGITS * 4));
        putBytes(HEADER);
    }

    /**
     * Writes a transaction.
     *
     * @param transaction complete.
     * @throws IOException if it cannot be written.
     */
    void publish(final SyntheticTransaction transaction) throws IOException
    {
        if (length > BUFFER_LENGTH - LINE_LENGTH_MAX)
        {
            flush();
        }

        final byte[] country = transaction.country.code();
        final int mcc = transaction.category.mcc();
        putBytes(runPrefix);
        putDigits(++published, ID_DIGITS);
        putByte(',');
        putDigits(transaction.eventTimeMs, EVENT_TIME_DIGITS);
        putByte(',');
        putPan(transaction.card);
        putByte(',');
        putBytes(country);
        putDigits(mcc, MCC_DIGITS);
        putDigits(transaction.merchant, MERCHANT_DIGITS);
        putByte(',');
        putDigits((long)transaction.merchant * MerchantDirectory.TERMINALS_MAX + transaction.terminal, TERMINAL_DIGITS);
        putByte(',');
        putAmount(transaction.amountMinor);
        putBytes(CURRENCY);
        putDigits(mcc, MCC_DIGITS);
        putByte(',');
        putBytes(country);
        putByte(',');
        putBytes(cards.country(transaction.card).code());
        putByte(',');
        putBytes(ENTRY_MODES[transaction.entryMode.ordinal()]);
        putByte(',');
        putBytes(transaction.category == Category.CASH_MACHINE ? CASH : PURCHASE);
        putByte(',');
        putByte(transaction.kind == FraudKind.GENUINE ? '0' : '1');
        putByte(',');
        putBytes(FRAUD_KINDS[transaction.kind.ordinal()]);
        putByte('\n');
    }

    /**
     * Hands what is buffered to the stream.
     *
     * @throws IOException if it cannot be written.
     */
    void flush() throws IOException
    {
        out.write(buffer, 0, length);
        length = 0;
    }

    private void putPan(final int card)
    {
        CardNumber.put(buffer, length, runHash, card);
        length += CardNumber.LENGTH;
    }

    private void putAmount(final long amountMinor)
    {
        final long whole = amountMinor / 100;
        int digits = 1;
        for (long power = 10; power <= whole; power *= 10)
        {
            digits++;
        }
        putDigits(whole, digits);
        putByte('.');
        putDigits(amountMinor % 100, 2);
    }

    private void putDigits(final long value, final int digits)
    {
        long left = value;
        for (int i = length + digits - 1; i >= length; i--)
        {
            buffer[i] = (byte)('0' + left % 10);
            left /= 10;
        }
        length += digits;
    }

    private void putBytes(final byte[] bytes)
    {
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void putByte(final int value)
    {
        buffer[length++] = (byte)value;
    }

    private static byte[] word(final Enum<?> value)
    {
        return ascii(value.name().toLowerCase(Locale.ROOT));
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
