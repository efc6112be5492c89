package io.veto.ingest.feed;

import java.util.Locale;

/**
 * The columns that a feed understands, by the name they have in a file's header unless they are mapped.
 */
public enum Column
{
    /** The sender's id; needed. */
    TRANSACTION_ID,
    /** When it happened, epoch milliseconds UTC; this or {@link #EVENT_TIME} is needed. */
    EVENT_TIME_MS,
    /** When it happened, ISO 8601, UTC where it names no zone. */
    EVENT_TIME,
    /** Primary account number; this or {@link #CARD} is needed. */
    PAN,
    /** Whatever identifies the card. */
    CARD,
    /** Customer id. */
    CUSTOMER,
    /** Merchant id. */
    MERCHANT,
    /** Terminal id. */
    TERMINAL,
    /** Billing amount, a decimal number with at most 2 decimals; needed. */
    AMOUNT,
    /** ISO 4217, letters or number. */
    CURRENCY,
    /** ISO 18245 merchant category code. */
    MCC,
    /** ISO 3166 alpha-2. */
    MERCHANT_COUNTRY,
    /** ISO 3166 alpha-2. */
    CARD_COUNTRY,
    /** Latitude in degrees. */
    LAT,
    /** Longitude in degrees. */
    LON,
    /** Device id. */
    DEVICE,
    /** IPv4 or IPv6 address. */
    IP,
    /** How the card was read. */
    ENTRY_MODE,
    /** Kind of transaction, or a reversal or a label of an earlier one. */
    TYPE,
    /** In a reversal or a label, id of the transaction that it means. */
    ORIGINAL,
    /** The same; {@link #ORIGINAL} wins. */
    ORIGINAL_TRANSACTION_ID,
    /** 1 for fraud, 0 for genuine, empty where it is unknown; sent as a label behind the transaction, or as the row's own. */
    FRAUD,
    /** Name of the kind of fraud; for reports only, never sent. */
    FRAUD_KIND,
    /** Systems trace audit number. */
    STAN,
    /** Merchant's local time less UTC. */
    LOCAL_OFFSET_MINUTES;

    private final String canonicalName = name().toLowerCase(Locale.ROOT);

    /**
     * Name of the column in a header.
     *
     * @return lower case, with underscores.
     */
    public String canonicalName()
    {
        return canonicalName;
    }

    /**
     * The column of a name.
     *
     * @param canonicalName to look up.
     * @return the column; null where there is none of that name.
     */
    public static Column ofName(final String canonicalName)
    {
        for (final Column column : values())
        {
            if (column.canonicalName.equals(canonicalName))
            {
                return column;
            }
        }
        return null;
    }

    boolean isNeeded()
    {
        return switch (this)
        {
            case TRANSACTION_ID, EVENT_TIME_MS, EVENT_TIME, PAN, CARD, AMOUNT -> true;
            default -> false;
        };
    }

    boolean isOriginal()
    {
        return this == ORIGINAL || this == ORIGINAL_TRANSACTION_ID;
    }

    boolean holdsCardNumber()
    {
        return this == PAN || this == CARD;
    }
}
