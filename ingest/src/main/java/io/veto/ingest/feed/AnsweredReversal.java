package io.veto.ingest.feed;

import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.CorrectionFlagsDecoder;

/**
 * A row of the file that gives an earlier one back, with its acknowledgement.
 * <p>
 * <b>Note:</b> one object for all rows: valid only until the listener returns.
 */
public final class AnsweredReversal
{
    private final String[] transactionIds;
    private final boolean[] hasOriginals;
    private final long[] sendTimesNs;
    private final long[] messageNumbers;
    private final int mask;
    private int index;
    private boolean replayed;
    private long latencyNs;
    private AcknowledgementDecoder acknowledgement;

    AnsweredReversal(final int capacity)
    {
        transactionIds = new String[capacity];
        hasOriginals = new boolean[capacity];
        sendTimesNs = new long[capacity];
        messageNumbers = new long[capacity];
        mask = capacity - 1;
    }

    void onOffered(final long messageNumber, final String transactionId, final boolean hasOriginal, final long sendTimeNs)
    {
        final int slot = (int)messageNumber & mask;
        messageNumbers[slot] = messageNumber;
        transactionIds[slot] = transactionId;
        hasOriginals[slot] = hasOriginal;
        sendTimesNs[slot] = sendTimeNs;
    }

    /**
     * Takes an acknowledgement.
     *
     * @return false if it is not a reversal's.
     */
    boolean onAnswered(final long messageNumber, final boolean isReplayed, final AcknowledgementDecoder decoder)
    {
        index = (int)messageNumber & mask;
        replayed = isReplayed;
        acknowledgement = decoder;
        latencyNs = isReplayed ? AnsweredRow.NULL_LATENCY_NS : System.nanoTime() - sendTimesNs[index];
        return messageNumbers[index] == messageNumber;
    }

    /**
     * Id of the reversal itself, as the file has it.
     *
     * @return the id.
     */
    public String transactionId()
    {
        return transactionIds[index];
    }

    /**
     * Whether an earlier row of the file is the one that it gives back.
     *
     * @return false if no earlier row has that transaction id.
     */
    public boolean hasOriginal()
    {
        return hasOriginals[index];
    }

    /**
     * Number of the message that carried the reversal.
     *
     * @return message number of the source, from 1.
     */
    public long messageNumber()
    {
        return messageNumbers[index];
    }

    /**
     * Number of the journal record that holds the reversal.
     *
     * @return the sequence.
     */
    public long sequence()
    {
        return acknowledgement.sequence();
    }

    /**
     * Why it had no effect.
     *
     * @return flyweight over the flags; none where it had.
     */
    public CorrectionFlagsDecoder flags()
    {
        return acknowledgement.flags();
    }

    /**
     * Whether the acknowledgement was read back from the journal.
     *
     * @return true if it was.
     */
    public boolean isReplayed()
    {
        return replayed;
    }

    /**
     * Time to the acknowledgement: from the intended send time where there is a rate, otherwise from the send.
     *
     * @return in nanoseconds; {@link AnsweredRow#NULL_LATENCY_NS} for one read back from the journal.
     */
    public long latencyNs()
    {
        return latencyNs;
    }
}
