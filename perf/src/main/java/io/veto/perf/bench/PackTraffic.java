package io.veto.perf.bench;

import io.veto.perf.generate.SplitMix;
import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.layout.TransactionType;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Transactions with all their fields for the rules of a pack: 100,000 cards, 500 a second of their own time, three of four at the card's
 * own terminal at home. Most are ordinary, so that most rules are over with their first condition, as they are in truth.
 * <p>
 * <b>Note:</b> one thread. A function of its number of transactions alone.
 */
final class PackTraffic
{
    private static final int LENGTH = TransactionEncoder.BLOCK_LENGTH;
    private static final long BEGIN_MS = 1_750_000_000_000L;
    private static final long STEP_MS = 2;
    private static final int CARDS = 100_000;
    private static final int PLACES = 5_000;
    private static final int BINS = 300;
    private static final int ABROAD_ONE_IN = 32;
    private static final int AMOUNT_SPREAD_MINOR = 12_000;
    private static final int LARGE_FACTOR = 10;
    private static final int HOME_MICRO = 48_000_000;
    private static final int FAR_MICRO = 12_000_000;
    private static final int[] MCCS = { 5411, 5812, 5541, 4829, 6011, 5967 };
    private static final EntryMode[] ENTRY_MODES = { EntryMode.CHIP, EntryMode.CONTACTLESS, EntryMode.ECOMMERCE, EntryMode.MAGSTRIPE };

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
    private final TransactionEncoder encoder = new TransactionEncoder();
    private final SplitMix random = new SplitMix(1);
    private long count;

    /**
     * Makes the next transaction.
     *
     * @return the one decoder, wrapped around the same bytes each time.
     */
    TransactionDecoder next()
    {
        final long card = SplitMix.hash(7, random.nextInt(CARDS));
        final boolean isAbroad = 0 == random.nextInt(ABROAD_ONE_IN);
        final boolean isLarge = 0 == random.nextInt(ABROAD_ONE_IN);
        final long place = 0 == random.nextInt(4) ? 1 + random.nextInt(PLACES) : 1 + SplitMix.scale(card, PLACES);
        final long timeMs = BEGIN_MS + count++ * STEP_MS;
        final long amount = 100 + random.nextInt(AMOUNT_SPREAD_MINOR);
        encoder.wrap(buffer, 0).eventTimeMs(timeMs).effectiveTimeMs(timeMs).amountMinor(isLarge ? amount * LARGE_FACTOR : amount)
            .currency(978).mcc(MCCS[(int)(place % MCCS.length)]).cardCountry("DE").merchantCountry(isAbroad ? "TH" : "DE")
            .latitudeMicro(isAbroad ? FAR_MICRO : HOME_MICRO + (int)(place * 100)).longitudeMicro(HOME_MICRO / 4)
            .localOffsetMinutes((short)120).entryMode(ENTRY_MODES[random.nextInt(ENTRY_MODES.length)])
            .transactionType(0 == random.nextInt(64) ? TransactionType.REFUND : TransactionType.PURCHASE);
        encoder.account().cardToken(card).pan12Token(card >>> 20).bin(400_000 + SplitMix.scale(card, BINS));
        put(TransactionEncoder.terminalEncodingOffset(), place);
        put(TransactionEncoder.merchantEncodingOffset(), place);
        put(TransactionEncoder.deviceEncodingOffset(), card + 1);
        put(TransactionEncoder.ipEncodingOffset(), card >>> 8);
        return decoder();
    }

    /**
     * The transaction that was made last.
     *
     * @return a decoder of its own bytes.
     */
    TransactionDecoder copy()
    {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[LENGTH]);
        copy.putBytes(0, buffer, 0, LENGTH);
        return new TransactionDecoder().wrap(copy, 0, LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }

    private TransactionDecoder decoder()
    {
        return new TransactionDecoder().wrap(buffer, 0, LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }

    private void put(final int offset, final long value)
    {
        buffer.putLong(offset, value);
    }
}
