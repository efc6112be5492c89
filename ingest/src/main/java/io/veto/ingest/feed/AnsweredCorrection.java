package io.veto.ingest.feed;

import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.CorrectionFlagsDecoder;

/**
 * A row of the file that labels an earlier transaction or gives it back, with its acknowledgement.
 * <p>
 * <b>Note:</b> one object for all rows: valid only until the listener returns.
 */
public final class AnsweredCorrection
{
    private final String[] transactionIds;
    private final boolean[] areLabels;
    private final boolean[] areOfFile;
    private final long[] sendTimesNs;
    private final long[] messageNumbers;
    private final int mask;
    private int index;
    private boolean replayed;
    private long latencyNs;
    private AcknowledgementDecoder acknowledgement;

    AnsweredCorrection(final int capacity)
    {
        transactionIds = new String[capacity];
        areLabels = new boolean[capacity];
        areOfFile = new boolean[capacity];
        sendTimesNs = new long[capacity];
        messageNumbers = new long[capacity];
        mask = capacity - 1;
    }

    void onOffered(
        final long messageNumber, final String transactionId, final boolean isLabel, final boolean isOfFile, final long sendTimeNs)
    {
        final int slot = (int)messageNumber & mask;
        messageNumbers[slot] = messageNumber;
        transactionIds[slot] = transactionId;
        areLabels[slot] = isLabel;
        areOfFile[slot] = isOfFile;
        sendTimesNs[slot] = sendTimeNs;
    }

    /**
     * Takes an acknowledgement.
     *
     * @return false if it is not that of a row, but of the label that a transaction's row holds.
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
     * Id of the row itself, as the file has it; that of the transaction that it names where it has none.
     *
     * @return the id.
     */
    public String transactionId()
    {
        return transactionIds[index];
    }

    /**
     * Whether the row is a label; otherwise it is a reversal.
     *
     * @return true if it is a label.
     */
    public boolean isLabel()
    {
        return areLabels[index];
    }

    /**
     * Whether the transaction that the row names is known: an earlier row of the file, or to the server by its id.
     *
     * @return false if it is neither, or no window needs any more what was found by its id.
     */
    public boolean isOriginalKnown()
    {
        return areOfFile[index] || !flags().unknownTarget();
    }

    /**
     * Number of the message that carried the row.
     *
     * @return message number of the source, from 1.
     */
    public long messageNumber()
    {
        return messageNumbers[index];
    }

    /**
     * Number of the journal record that holds the row.
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
