package io.veto.engine.simulation;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.ReversalDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;

/**
 * A sender: the messages that it made, and what it was told of each. It outlives the process that it talks to.
 */
final class Sender
{
    /**
     * A message, before it is stamped.
     */
    record Message(int type, byte[] block)
    {
    }

    /**
     * What the sender was told.
     */
    record Told(long sequence, byte[] answer)
    {
        @Override
        public boolean equals(final Object other)
        {
            return other instanceof Told told && told.sequence == sequence && Arrays.equals(told.answer, answer);
        }

        @Override
        public int hashCode()
        {
            return Long.hashCode(sequence);
        }

        @Override
        public String toString()
        {
            return "sequence=" + sequence + " answer=" + Arrays.hashCode(answer);
        }
    }

    private final String name;
    private final List<Message> messages = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private long published = 0;
    private long toldLastNumber = 0;

    Sender(final String name)
    {
        this.name = name;
    }

    String name()
    {
        return name;
    }

    /** What the next process says that it has. */
    void resume(final long lastMessageNumber)
    {
        if (lastMessageNumber < toldLastNumber || lastMessageNumber > messages.size())
        {
            throw new AssertionError("the process has not the messages that it said to have: source=" + name + " expectedAtLeast=" +
                toldLastNumber + " lastMessageNumber=" + lastMessageNumber + " sent=" + messages.size());
        }
        toldLastNumber = lastMessageNumber;
        published = lastMessageNumber;
    }

    /** What was told of later records is not true any more. */
    void forget(final long lastSequence)
    {
        told.replaceAll(one -> null != one && one.sequence() > lastSequence ? null : one);
        toldLastNumber = 0;
    }

    boolean hasBacklog()
    {
        return published < messages.size();
    }

    void add(final Message message)
    {
        messages.add(message);
    }

    /** One of the transactions of before. */
    Message someTransaction(final SplittableRandom random)
    {
        final Message message = messages.isEmpty() ? null : messages.get(random.nextInt(messages.size()));
        return null == message || RecordDescriptor.TYPE_TRANSACTION != message.type ? null : message;
    }

    /** The next message to put on the line; its number is {@link #published}. */
    Message publish()
    {
        return messages.get((int)published++);
    }

    long published()
    {
        return published;
    }

    List<Told> told()
    {
        return told;
    }

    void onAnswer(final DirectBuffer record)
    {
        final long number = RecordDescriptor.messageNumber(record, 0);
        while (told.size() < number)
        {
            told.add(null);
        }
        told.set((int)number - 1, answer(record, 0));
        toldLastNumber = Math.max(toldLastNumber, number);
    }

    static Told answer(final DirectBuffer record, final int offset)
    {
        final int type = RecordDescriptor.type(record, offset);
        final int from;
        final int length;
        if (RecordDescriptor.TYPE_TRANSACTION == type)
        {
            from = RecordDescriptor.DECISION_OFFSET;
            length = DecisionEncoder.ENCODED_LENGTH;
        }
        else
        {
            from = RecordDescriptor.SOURCED_BLOCK_OFFSET + (RecordDescriptor.TYPE_LABEL == type ?
                LabelDecoder.flagsEncodingOffset() : ReversalDecoder.flagsEncodingOffset());
            length = Short.BYTES;
        }
        final byte[] answer = new byte[length];
        record.getBytes(offset + from, answer);
        return new Told(RecordDescriptor.sequence(record, offset), answer);
    }
}
