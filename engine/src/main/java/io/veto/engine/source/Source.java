package io.veto.engine.source;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.util.Arrays;

/**
 * One sender: its name, the last of its message numbers, and where its messages are in the journal.
 * <p>
 * The sequences of the last {@link #RECENT_MESSAGES} messages are kept, so that a label may name its transaction by message number; beyond
 * them at most {@link #SAMPLES_MAX} samples, evenly spaced: when they are used up every second one is dropped.
 * <p>
 * <b>Note:</b> one thread, recovery's and then the gateway's.
 */
public final class Source
{
    /** Messages whose sequence is known. A power of two. */
    public static final int RECENT_MESSAGES = 64;
    /** Most samples. Even. */
    public static final int SAMPLES_MAX = 1024;

    /** Not even the source itself is in the journal yet. */
    public static final long NULL_MESSAGE_NUMBER = -1;

    private static final int SAMPLES_MIN = 2;

    private final int id;
    private final String name;
    private final long[] recent = new long[RECENT_MESSAGES];
    private long[] sampleMessages = new long[SAMPLES_MIN];
    private long[] sampleSequences = new long[SAMPLES_MIN];
    private int samples = 0;
    private long stride = 1;
    private long lastMessageNumber = 0;
    private long lastJournalledNumber = NULL_MESSAGE_NUMBER;

    Source(final int id, final String name)
    {
        this.id = id;
        this.name = name;
    }

    /**
     * What stands for the name in records and frames.
     *
     * @return the id, from 1.
     */
    public int id()
    {
        return id;
    }

    /**
     * What the sender calls itself.
     *
     * @return the name.
     */
    public String name()
    {
        return name;
    }

    /**
     * Last message that was put on the line.
     *
     * @return its number; 0 before the first.
     */
    public long lastMessageNumber()
    {
        return lastMessageNumber;
    }

    /**
     * Last message that is known to be in the journal.
     *
     * @return its number; 0 before the first, {@link #NULL_MESSAGE_NUMBER} before the source itself is there.
     */
    public long lastJournalledNumber()
    {
        return lastJournalledNumber;
    }

    /**
     * Whether everything that was put on the line is in the journal.
     *
     * @return true if nothing is on its way.
     */
    public boolean isSettled()
    {
        return lastJournalledNumber == lastMessageNumber;
    }

    /**
     * Notes that a message, and all before it, are in the journal.
     *
     * @param messageNumber of the message; 0 for the source itself.
     */
    public void onJournalled(final long messageNumber)
    {
        lastJournalledNumber = messageNumber;
    }

    /**
     * Notes a message that was put on the line.
     *
     * @param messageNumber the next one.
     * @param sequence      of its journal record.
     */
    public void onMessage(final long messageNumber, final long sequence)
    {
        lastMessageNumber = messageNumber;
        recent[(int)messageNumber & (RECENT_MESSAGES - 1)] = sequence;
        if (0 == (messageNumber - 1) % stride)
        {
            if (SAMPLES_MAX == samples)
            {
                thinOut();
            }
            else if (sampleMessages.length == samples)
            {
                sampleMessages = Arrays.copyOf(sampleMessages, 2 * samples);
                sampleSequences = Arrays.copyOf(sampleSequences, 2 * samples);
            }
            if (0 == (messageNumber - 1) % stride)
            {
                sampleMessages[samples] = messageNumber;
                sampleSequences[samples++] = sequence;
            }
        }
    }

    /**
     * Sequence of one of the last messages.
     *
     * @param messageNumber of the message.
     * @return its sequence, or 0 when it is not among the last {@link #RECENT_MESSAGES}.
     */
    public long recentSequence(final long messageNumber)
    {
        final boolean known =
            messageNumber > 0 && messageNumber <= lastMessageNumber && messageNumber > lastMessageNumber - RECENT_MESSAGES;
        return known ? recent[(int)messageNumber & (RECENT_MESSAGES - 1)] : 0;
    }

    /**
     * Sequence from which a message is found by reading the journal forward.
     *
     * @param messageNumber of the message, from 1 to the last.
     * @return sequence of that message or of an earlier one.
     */
    public long sequenceAtOrBefore(final long messageNumber)
    {
        int low = 0;
        int high = samples;
        while (high - low > 1)
        {
            final int middle = (low + high) >>> 1;
            if (sampleMessages[middle] <= messageNumber)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return sampleSequences[low];
    }

    /**
     * Writes down what is known of its messages.
     */
    void save(final StateWriter writer)
    {
        writer.putLong(lastMessageNumber);
        for (final long sequence : recent)
        {
            writer.putLong(sequence);
        }
        writer.putLong(stride);
        writer.putLong(samples);
        for (int i = 0; i < samples; i++)
        {
            writer.putLong(sampleMessages[i]);
            writer.putLong(sampleSequences[i]);
        }
    }

    /**
     * Takes over what {@link #save} wrote down, all of which is in the journal.
     */
    void load(final StateReader reader)
    {
        lastMessageNumber = reader.getLong("last message number", 0, Long.MAX_VALUE);
        lastJournalledNumber = lastMessageNumber;
        for (int i = 0; i < RECENT_MESSAGES; i++)
        {
            recent[i] = reader.getLong("sequence of a message", 0, Long.MAX_VALUE);
        }
        stride = reader.getLong("stride of samples", 1, 1L << 62);
        samples = (int)reader.getLong("number of samples", 0, SAMPLES_MAX);
        if (0 != (stride & stride - 1) || 0 == samples != (0 == lastMessageNumber))
        {
            throw new StateDamagedException("samples of a source do not fit: lastMessageNumber=" + lastMessageNumber + " stride=" +
                stride + " samples=" + samples);
        }
        final int length = Math.max(SAMPLES_MIN, Integer.highestOneBit(Math.max(1, samples - 1)) << 1);
        sampleMessages = new long[length];
        sampleSequences = new long[length];
        for (int i = 0; i < samples; i++)
        {
            sampleMessages[i] = reader.getLong("message of a sample", 1, lastMessageNumber);
            sampleSequences[i] = reader.getLong("sequence of a sample", 1, Long.MAX_VALUE);
        }
    }

    private void thinOut()
    {
        for (int i = 0; i < SAMPLES_MAX / 2; i++)
        {
            sampleMessages[i] = sampleMessages[2 * i];
            sampleSequences[i] = sampleSequences[2 * i];
        }
        samples = SAMPLES_MAX / 2;
        stride <<= 1;
    }
}
