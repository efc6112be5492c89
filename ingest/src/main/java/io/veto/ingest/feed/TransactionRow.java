package io.veto.ingest.feed;

import io.veto.ingest.client.IdentifierEncoder;
import io.veto.ingest.client.VetoClient;
import io.veto.ingest.wire.StrayAccount;
import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.layout.TransactionType;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns rows into blocks of {@code Transaction}, or reads what a reversal or a label names, checking every value of every column
 * that is used.
 * <p>
 * <b>Note:</b> single-threaded; the block is reused by every row.
 */
final class TransactionRow
{
    /** The row does not say whether it is fraud. */
    static final int NULL_FRAUD = -1;
    /** Greatest magnitude of an amount, in minor units. */
    static final long AMOUNT_MAX_MINOR = 1_000_000_000_000L;

    private static final int AMOUNT_DECIMALS = 2;
    private static final int DEGREE_DECIMALS = 6;
    private static final long LATITUDE_MAX_MICRO = 90_000_000L;
    private static final long LONGITUDE_MAX_MICRO = 180_000_000L;
    private static final long MCC_MAX = 9_999;
    private static final long STAN_MAX = 999_999;
    private static final long OFFSET_MAX_MINUTES = 18 * 60;
    private static final char REPLACEMENT = '\uFFFD';

    private final UnsafeBuffer block = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder encoder = new TransactionEncoder().wrap(block, 0);
    private final IdentifierEncoder identifierEncoder = new IdentifierEncoder();
    private final byte[] address = new byte[IpAddresses.LENGTH];
    private final FieldText text = new FieldText();
    private final ColumnPlan plan;
    private final Column[] columns;
    private final int[] indexes;
    private final String fileName;
    private RowKind kind;
    private String original;
    private long amountMinor;
    private int fraud;

    TransactionRow(final ColumnPlan plan, final String fileName)
    {
        final List<Column> used = plan.columns();
        this.plan = plan;
        this.fileName = fileName;
        columns = used.toArray(new Column[0]);
        indexes = used.stream().mapToInt(plan::index).toArray();
    }

    /**
     * The transaction of the row that was encoded last.
     *
     * @return buffer with the block at 0.
     */
    DirectBuffer block()
    {
        return block;
    }

    /**
     * What the row that was encoded last is.
     *
     * @return its kind; there is a block for a transaction only.
     */
    RowKind kind()
    {
        return kind;
    }

    /**
     * Which transaction the reversal or label that was encoded last names.
     *
     * @return its transaction id as the file has it.
     */
    String original()
    {
        return original;
    }

    /**
     * Amount of the row that was encoded last.
     *
     * @return in minor units; {@link VetoClient#ALL_THAT_IS_LEFT} for a full reversal.
     */
    long amountMinor()
    {
        return amountMinor;
    }

    /**
     * Whether the row that was encoded last is fraud.
     *
     * @return 0, 1 or {@link #NULL_FRAUD}.
     */
    int fraud()
    {
        return fraud;
    }

    /**
     * Encodes a row.
     *
     * @param row to encode.
     * @throws FeedException if a value is not what its column holds.
     */
    void encode(final CsvRow row) throws FeedException
    {
        if (row.fields() != plan.fields())
        {
            throw new FeedException(FeedException.BAD_INPUT, fileName + ":" + row.lineNumber() +
                ": wrong number of fields: expectedFields=" + plan.fields() + " fields=" + row.fields());
        }
        block.setMemory(0, TransactionEncoder.BLOCK_LENGTH, (byte)0);
        encoder.latitudeMicro(TransactionEncoder.latitudeMicroNullValue())
            .longitudeMicro(TransactionEncoder.longitudeMicroNullValue())
            .localOffsetMinutes(TransactionEncoder.localOffsetMinutesNullValue());
        fraud = NULL_FRAUD;
        original = "";
        amountMinor = VetoClient.ALL_THAT_IS_LEFT;
        kind = kind(row);
        if (plan.fault(kind) != null)
        {
            throw new FeedException(FeedException.BAD_INPUT, fileName + ":" + row.lineNumber() + ": " + plan.fault(kind));
        }
        for (int i = 0; i < columns.length; i++)
        {
            row.field(indexes[i], text);
            final String fault = text.isEmpty() ? faultOfEmpty(columns[i]) : put(columns[i]);
            if (fault != null)
            {
                throw new FeedException(FeedException.BAD_INPUT, message(row, columns[i], fault));
            }
        }
        final String stray = StrayAccount.field(block, 0);
        if (stray != null)
        {
            throw new FeedException(FeedException.BAD_INPUT, fileName + ":" + row.lineNumber() +
                ": the card number stands in another field as well: field=" + stray + "; put something else there");
        }
    }

    private String message(final CsvRow row, final Column column, final String fault)
    {
        final String shown = plan.holdsCardNumber(plan.index(column)) ?
            "" :
            " value=\"" + CardNumberMask.shown(text) + "\"";
        return fileName + ":" + row.lineNumber() + ": " + column.canonicalName() + " " + fault + ": column=" +
            CardNumberMask.shown(plan.fileColumn(column)) + shown +
            (column.isNeeded() || kind.needs(column) ?
                "" :
                "; mend it, or leave the column out: --columns " + column.canonicalName() + "=");
    }

    private RowKind kind(final CsvRow row)
    {
        if (plan.holdsLabelsOnly())
        {
            return RowKind.LABEL;
        }
        return plan.has(Column.TYPE) ? RowKind.of(row.field(plan.index(Column.TYPE), text)) : RowKind.TRANSACTION;
    }

    private String faultOfEmpty(final Column column)
    {
        return kind.needs(column) ? "is empty" : null;
    }

    private String put(final Column column)
    {
        return switch (column)
        {
            case TRANSACTION_ID -> putText(
                TransactionEncoder.transactionIdEncodingOffset(),
                TransactionEncoder.transactionIdLength(),
                IdentifierEncoder.TRANSACTION_ID_DIGEST_LENGTH);
            case PAN, CARD -> putText(
                TransactionEncoder.accountEncodingOffset(),
                TransactionEncoder.accountEncodingLength(),
                IdentifierEncoder.ACCOUNT_DIGEST_LENGTH);
            case CUSTOMER -> putIdentifier(TransactionEncoder.customerEncodingOffset());
            case MERCHANT -> putIdentifier(TransactionEncoder.merchantEncodingOffset());
            case TERMINAL -> putIdentifier(TransactionEncoder.terminalEncodingOffset());
            case DEVICE -> putIdentifier(TransactionEncoder.deviceEncodingOffset());
            case EVENT_TIME_MS -> putEventTimeMs();
            case EVENT_TIME -> putEventTime();
            case AMOUNT -> putAmount();
            case CURRENCY -> putCurrency();
            case MCC -> putMcc();
            case MERCHANT_COUNTRY -> putCountry(TransactionEncoder.merchantCountryEncodingOffset());
            case CARD_COUNTRY -> putCountry(TransactionEncoder.cardCountryEncodingOffset());
            case LAT -> putDegrees(LATITUDE_MAX_MICRO, TransactionEncoder.latitudeMicroEncodingOffset());
            case LON -> putDegrees(LONGITUDE_MAX_MICRO, TransactionEncoder.longitudeMicroEncodingOffset());
            case IP -> putIp();
            case ENTRY_MODE -> putEntryMode();
            case TYPE -> putType();
            case ORIGINAL, ORIGINAL_TRANSACTION_ID -> putOriginal();
            case FRAUD -> putFraud();
            case FRAUD_KIND -> text.toString().indexOf(REPLACEMENT) < 0 ? null : "is not UTF-8 text";
            case STAN -> putStan();
            case LOCAL_OFFSET_MINUTES -> putLocalOffset();
        };
    }

    private String putIdentifier(final int offset)
    {
        return putText(offset, TransactionEncoder.customerLength(), IdentifierEncoder.IDENTIFIER_DIGEST_LENGTH);
    }

    private String putText(final int offset, final int fieldLength, final int digestLength)
    {
        for (int i = 0; i < text.length(); i++)
        {
            if (text.charAt(i) == REPLACEMENT)
            {
                return "is not UTF-8 text";
            }
        }
        identifierEncoder.put(block, offset, fieldLength, digestLength, text);
        return null;
    }

    private String putEventTimeMs()
    {
        final long timeMs = Decimals.whole(text, 0, EventTimes.TIME_MAX_MS);
        encoder.eventTimeMs(timeMs);
        return timeMs == Decimals.INVALID ? "is not a time in whole milliseconds since 1970" : null;
    }

    private String putEventTime()
    {
        final long timeMs = EventTimes.parseMs(text);
        encoder.eventTimeMs(timeMs);
        return timeMs == EventTimes.INVALID ? "is not an ISO 8601 date and time since 1970" : null;
    }

    private String putAmount()
    {
        amountMinor = Decimals.scaled(text, AMOUNT_DECIMALS, false);
        if (amountMinor == Decimals.INVALID)
        {
            return "is not a decimal number with at most 2 decimals";
        }
        encoder.amountMinor(amountMinor);
        if (kind == RowKind.REVERSAL && amountMinor == 0)
        {
            return "is nothing in a reversal, empty means all that is left";
        }
        return Math.abs(amountMinor) > AMOUNT_MAX_MINOR ? "is over 10000000000.00 in magnitude" : null;
    }

    private String putCurrency()
    {
        final int currency = Currencies.numericCode(text);
        encoder.currency(Math.max(0, currency));
        return currency == Currencies.INVALID ? "is not an ISO 4217 code" : null;
    }

    private String putMcc()
    {
        final long mcc = Decimals.whole(text, 0, MCC_MAX);
        encoder.mcc((int)Math.max(0, mcc));
        return mcc == Decimals.INVALID ? "is not a merchant category code of at most 4 digits" : null;
    }

    private String putCountry(final int offset)
    {
        for (int i = 0; i < text.length(); i++)
        {
            if (text.length() != 2 || text.charAt(i) < 'A' || text.charAt(i) > 'Z')
            {
                return "is not an ISO 3166 code of two capital letters";
            }
            block.putByte(offset + i, (byte)text.charAt(i));
        }
        return null;
    }

    private String putDegrees(final long maxMicro, final int offset)
    {
        final long micro = Decimals.scaled(text, DEGREE_DECIMALS, true);
        if (Math.abs(micro) > maxMicro || micro == Decimals.INVALID)
        {
            return "is not a decimal number of degrees from -" + maxMicro / 1_000_000 + " to " + maxMicro / 1_000_000;
        }
        block.putInt(offset, (int)micro, TransactionEncoder.BYTE_ORDER);
        return null;
    }

    private String putIp()
    {
        final boolean isAddress = IpAddresses.parse(text, address);
        block.putBytes(TransactionEncoder.ipEncodingOffset(), address);
        return isAddress ? null : "is not an IPv4 or IPv6 address";
    }

    private String putEntryMode()
    {
        final EntryMode entryMode = switch (text.toString().toLowerCase(Locale.ROOT))
        {
            case "unknown" -> EntryMode.UNKNOWN;
            case "chip" -> EntryMode.CHIP;
            case "contactless" -> EntryMode.CONTACTLESS;
            case "magstripe", "swipe" -> EntryMode.MAGSTRIPE;
            case "manual" -> EntryMode.MANUAL;
            case "ecommerce", "online" -> EntryMode.ECOMMERCE;
            default -> EntryMode.NULL_VAL;
        };
        encoder.entryMode(entryMode);
        return entryMode == EntryMode.NULL_VAL ?
            "is none of unknown, chip, contactless, magstripe (swipe), manual, ecommerce (online)" :
            null;
    }

    private String putOriginal()
    {
        if (kind == RowKind.TRANSACTION)
        {
            return null;
        }
        original = text.toString();
        return original.indexOf(REPLACEMENT) < 0 ? null : "is not UTF-8 text";
    }

    private String putType()
    {
        if (kind != RowKind.TRANSACTION)
        {
            return null;
        }
        final TransactionType type = switch (text.toString().toLowerCase(Locale.ROOT))
        {
            case "purchase" -> TransactionType.PURCHASE;
            case "cash" -> TransactionType.CASH;
            case "refund" -> TransactionType.REFUND;
            case "verification" -> TransactionType.VERIFICATION;
            case "profile_change" -> TransactionType.PROFILE_CHANGE;
            default -> TransactionType.NULL_VAL;
        };
        encoder.transactionType(type);
        return type == TransactionType.NULL_VAL ?
            "is none of purchase, cash, refund, verification, profile_change, reversal, label" :
            null;
    }

    private String putFraud()
    {
        fraud = text.isText("1") ? 1 : 0;
        if (kind == RowKind.REVERSAL)
        {
            return "is not empty in a reversal";
        }
        final boolean isSound = fraud == 1 || text.isText("0");
        return isSound ? null : kind == RowKind.LABEL ? "is neither 0 nor 1" : "is none of 0, 1 and empty";
    }

    private String putStan()
    {
        final long stan = Decimals.whole(text, 0, STAN_MAX);
        encoder.stan(Math.max(0, stan));
        return stan == Decimals.INVALID ? "is not a number of at most 6 digits" : null;
    }

    private String putLocalOffset()
    {
        final long minutes = Decimals.whole(text, -OFFSET_MAX_MINUTES, OFFSET_MAX_MINUTES);
        encoder.localOffsetMinutes((short)minutes);
        return minutes == Decimals.INVALID ? "is not a number of minutes from -1080 to 1080" : null;
    }
}
