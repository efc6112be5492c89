package io.veto.rules.language;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.layout.TransactionType;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A transaction for tests of conditions: everything that may be missing is missing until it is set.
 */
final class Transactions
{
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder encoder = new TransactionEncoder().wrap(buffer, 0);

    Transactions()
    {
        encoder.localOffsetMinutes(TransactionEncoder.localOffsetMinutesNullValue());
    }

    Transactions amountMinor(final long amountMinor)
    {
        encoder.amountMinor(amountMinor);
        return this;
    }

    Transactions mcc(final int mcc)
    {
        encoder.mcc(mcc);
        return this;
    }

    Transactions currency(final int currency)
    {
        encoder.currency(currency);
        return this;
    }

    Transactions merchantCountry(final String country)
    {
        encoder.merchantCountry(country);
        return this;
    }

    Transactions cardCountry(final String country)
    {
        encoder.cardCountry(country);
        return this;
    }

    Transactions type(final TransactionType type)
    {
        encoder.transactionType(type);
        return this;
    }

    Transactions entryMode(final EntryMode entryMode)
    {
        encoder.entryMode(entryMode);
        return this;
    }

    Transactions localOffsetMinutes(final int localOffsetMinutes)
    {
        encoder.localOffsetMinutes((short)localOffsetMinutes);
        return this;
    }

    Transactions effectiveTimeMs(final long timeMs)
    {
        encoder.effectiveTimeMs(timeMs);
        return this;
    }

    TransactionDecoder decoder()
    {
        return new TransactionDecoder().wrap(
            buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }
}
