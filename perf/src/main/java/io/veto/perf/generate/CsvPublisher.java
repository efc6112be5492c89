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
 *   transaction_id         see {@link Identifiers}
 *   event_time_ms          epoch milliseconds UTC
 *   card                   16 digits, see {@link CardNumber}
 *   customer, merchant, terminal, device   see {@link Identifiers}; no device without the web
 *   ip                     10.x.x.x, nobody's on the Internet (RFC 1918); empty without the web
 *   amount                 with two decimals
 *   currency               ISO 4217: EUR
 *   mcc                    ISO 18245
 *   merchant_country, card_country   ISO 3166 alpha-2
 *   lat, lon               degrees with four decimals; empty without a place
 *   local_offset_minutes   local time less UTC
 *   entry_mode, type       an EntryMode and a TransactionType of the schema, in lower case
 *   fraud                  0 or 1
 *   fraud_kind             label of a FraudKind; empty for genuine
 *   episode                number of the fraud that the row is part of; empty for genuine
 * </pre>
 * <b>Note:</b> one thread. Allocates nothing per transaction.
 */
final class CsvPublisher
{
    private static final byte[] HEADER = ascii(
        "transaction_id,event_time_ms,card,customer,merchant,terminal,device,ip,amount,currency,mcc,merchant_country," +
        "card_country,lat,lon,local_offset_minutes,entry_mode,type,fraud,fraud_kind,episode\n");
    private static final byte[] CURRENCY = ascii(",EUR,");
    private static final byte[][] OCTETS = octets();
    private static final byte[][] ENTRY_MODES = words(EntryMode.values());
    private static final byte[][] TYPES = words(TransactionType.values());
    private static final byte[][] FRAUD_KINDS =
        Arrays.stream(FraudKind.values()).map((kind) -> ascii(kind.label())).toArray(byte[][]::new);

    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int LINE_LENGTH_MAX = 320;
    private static final int EVENT_TIME_DIGITS = 13;
    private static final int MCC_DIGITS = 4;
    private static final int OCTET_BITS = 8;
    private static final int OCTET_MASK = 0xFF;
    private static final int DEGREE_UNIT_MICRO = 100;
    private static final int DEGREE_UNITS = 10_000;
    private static final int DEGREE_DECIMALS = 4;

    private final OutputStream out;
    private final long runHash;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private int length;
    private long published;

    /**
     * Prepares for one run and buffers the header line.
     *
     * @param out  to write to; left open.
     * @param seed of the run.
     */
    CsvPublisher(final OutputStream out, final long seed)
    {
        this.out = out;
        runHash = SplitMix.hash(seed, 0);
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
        putWho(transaction);
        putAmount(transaction.amountMinor);
        putBytes(CURRENCY);
        putDigits(transaction.category.mcc(), MCC_DIGITS);
        putByte(',');
        putWhere(transaction);
        putBytes(ENTRY_MODES[transaction.entryMode.ordinal()]);
        putByte(',');
        putBytes(TYPES[transaction.type.ordinal()]);
        putLabel(transaction);
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

    private void putWho(final SyntheticTransaction transaction)
    {
        Identifiers.putTransaction(buffer, length, runHash, ++published);
        length += Identifiers.TRANSACTION_LENGTH;
        putByte(',');
        putDigits(transaction.eventTimeMs, EVENT_TIME_DIGITS);
        putByte(',');
        CardNumber.put(buffer, length, transaction.bin, transaction.serial);
        length += CardNumber.LENGTH;
        putByte(',');
        Identifiers.putCustomer(buffer, length, transaction);
        length += Identifiers.CUSTOMER_LENGTH;
        putByte(',');
        Identifiers.putMerchant(buffer, length, transaction);
        length += Identifiers.MERCHANT_LENGTH;
        putByte(',');
        Identifiers.putTerminal(buffer, length, transaction);
        length += Identifiers.TERMINAL_LENGTH;
        putByte(',');
        if (transaction.device != SyntheticTransaction.NULL_DEVICE)
        {
            Identifiers.putDevice(buffer, length, transaction);
            length += Identifiers.DEVICE_LENGTH;
        }
        putByte(',');
        if (transaction.ip != SyntheticTransaction.NULL_IP)
        {
            putBytes(OCTETS[10]);
            for (int shift = 2 * OCTET_BITS; shift >= 0; shift -= OCTET_BITS)
            {
                putByte('.');
                putBytes(OCTETS[transaction.ip >>> shift & OCTET_MASK]);
            }
        }
        putByte(',');
    }

    private void putWhere(final SyntheticTransaction transaction)
    {
        putBytes(transaction.country.code());
        putByte(',');
        putBytes(transaction.cardCountry.code());
        putByte(',');
        putDegrees(transaction.latitudeMicro);
        putByte(',');
        putDegrees(transaction.longitudeMicro);
        putByte(',');
        if (transaction.localOffsetMinutes < 0)
        {
            putByte('-');
        }
        putWhole(Math.abs(transaction.localOffsetMinutes));
        putByte(',');
    }

    private void putLabel(final SyntheticTransaction transaction)
    {
        putByte(',');
        if (transaction.kind == FraudKind.GENUINE)
        {
            putByte('0');
            putByte(',');
            putByte(',');
        }
        else
        {
            putByte('1');
            putByte(',');
            putBytes(FRAUD_KINDS[transaction.kind.ordinal()]);
            putByte(',');
            putWhole(transaction.episode);
        }
        putByte('\n');
    }

    private void putDegrees(final int micro)
    {
        if (micro == SyntheticTransaction.NULL_MICRO)
        {
            return;
        }
        if (micro < 0)
        {
            putByte('-');
        }
        final int units = Math.abs(micro) / DEGREE_UNIT_MICRO;
        putWhole(units / DEGREE_UNITS);
        putByte('.');
        putDigits(units % DEGREE_UNITS, DEGREE_DECIMALS);
    }

    private void putAmount(final long amountMinor)
    {
        putWhole(amountMinor / 100);
        putByte('.');
        putDigits(amountMinor % 100, 2);
    }

    private void putWhole(final long value)
    {
        int digits = 1;
        for (long power = 10; power <= value; power *= 10)
        {
            digits++;
        }
        putDigits(value, digits);
    }

    private void putDigits(final long value, final int digits)
    {
        Identifiers.putDigits(buffer, length, value, digits);
        length += digits;
    }

    private void putBytes(final byte[] bytes)
    {
        for (final byte b : bytes)
        {
            buffer[length++] = b;
        }
    }

    private void putByte(final int value)
    {
        buffer[length++] = (byte)value;
    }

    private static byte[][] octets()
    {
        final byte[][] octets = new byte[OCTET_MASK + 1][];
        for (int i = 0; i < octets.length; i++)
        {
            octets[i] = ascii(String.valueOf(i));
        }
        return octets;
    }

    private static byte[][] words(final Enum<?>[] values)
    {
        return Arrays.stream(values).map((value) -> ascii(value.name().toLowerCase(Locale.ROOT))).toArray(byte[][]::new);
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
