package io.veto.perf.journal;

import io.veto.perf.windows.CardBlock;
import io.veto.perf.windows.CardTraffic;
import io.veto.rules.layout.TransactionDecoder;
import org.agrona.MutableDirectBuffer;

/**
 * Traffic of {@link CardTraffic} in which every card comes once first, so that as many keys are live as there are cards.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class CardJournalTraffic implements JournalTraffic
{
    private static final long RATE = 5_000;
    private static final long SEED = 1;

    private final CardTraffic traffic;
    private final CardBlock block = new CardBlock();
    private int next = CardBlock.TRANSACTIONS;

    /**
     * Begins the traffic.
     *
     * @param cards at least {@value CardTraffic#CARDS_MIN}.
     */
    public CardJournalTraffic(final int cards)
    {
        traffic = new CardTraffic(cards, RATE, SEED, true);
    }

    @Override
    public void next(final MutableDirectBuffer buffer, final int offset)
    {
        if (CardBlock.TRANSACTIONS == next)
        {
            traffic.fill(block);
            next = 0;
        }
        final TransactionDecoder transaction = block.transaction(next++);
        buffer.putBytes(offset, transaction.buffer(), transaction.offset(), TransactionDecoder.BLOCK_LENGTH);
    }
}
