package io.veto.rules.score;

import io.veto.rules.layout.AccountDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.window.KeyHash;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowEvent;
import io.veto.rules.window.WindowSpec;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads those fields of a transaction that some window is kept by or asks for.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
final class EventKeys
{
    private final KeyKind[] kinds;
    private final AccountDecoder account = new AccountDecoder();

    /**
     * Chooses the fields.
     *
     * @param specs      windows.
     * @param withValues whether fields that are asked for only by value are read too.
     * @param others     fields that are read besides.
     */
    EventKeys(final WindowSpec[] specs, final boolean withValues, final Set<KeyKind> others)
    {
        final Set<KeyKind> used = EnumSet.noneOf(KeyKind.class);
        used.addAll(others);
        for (final WindowSpec spec : specs)
        {
            used.add(spec.key().first());
            if (null != spec.key().second())
            {
                used.add(spec.key().second());
            }
            if (withValues && null != spec.value())
            {
                used.add(spec.value());
            }
        }
        kinds = used.toArray(new KeyKind[0]);
    }

    /**
     * Reads the fields.
     *
     * @param transaction tokenised.
     * @param event       to put them into.
     */
    void read(final TransactionDecoder transaction, final WindowEvent event)
    {
        account.wrap(transaction.buffer(), transaction.offset() + TransactionDecoder.accountEncodingOffset());
        for (final KeyKind kind : kinds)
        {
            event.key(kind, value(transaction, kind));
        }
    }

    private long value(final TransactionDecoder transaction, final KeyKind kind)
    {
        return switch (kind)
        {
            case CARD -> account.cardToken();
            case CUSTOMER -> identifier(transaction, TransactionDecoder.customerEncodingOffset());
            case TERMINAL -> identifier(transaction, TransactionDecoder.terminalEncodingOffset());
            case MERCHANT -> identifier(transaction, TransactionDecoder.merchantEncodingOffset());
            case DEVICE -> identifier(transaction, TransactionDecoder.deviceEncodingOffset());
            case IP -> identifier(transaction, TransactionDecoder.ipEncodingOffset());
            case BIN -> account.bin();
            case PAN12 -> account.pan12Token();
            case MCC -> transaction.mcc();
            case MERCHANT_COUNTRY -> country(transaction.merchantCountry(0), transaction.merchantCountry(1));
            case CARD_COUNTRY -> country(transaction.cardCountry(0), transaction.cardCountry(1));
        };
    }

    private static long identifier(final TransactionDecoder transaction, final int offset)
    {
        return KeyHash.of(transaction.buffer(), transaction.offset() + offset);
    }

    private static long country(final byte first, final byte second)
    {
        return (first & 0xFF) << Byte.SIZE | second & 0xFF;
    }
}
