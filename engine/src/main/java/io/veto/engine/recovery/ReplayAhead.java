package io.veto.engine.recovery;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.score.Scorer;
import org.agrona.DirectBuffer;

/**
 * Looks ahead in the journal while it is replayed, as the line does in its ring: loads what the next transactions will need into the
 * caches, together, so that the waits for memory overlap. It changes no answer.
 * <p>
 * <b>Note:</b> one thread.
 */
final class ReplayAhead
{
    private final JournalReader reader;
    private final TransactionDecoder transaction = new TransactionDecoder();
    private long touched = 0;

    ReplayAhead(final JournalReader reader)
    {
        this.reader = reader;
    }

    /**
     * To be called behind each record that the reader gives, before it is replayed.
     */
    void onRecord(final Scorer scorer)
    {
        if (touched > 0)
        {
            touched--;
        }
        else if (null != scorer)
        {
            touch(scorer);
        }
    }

    private void touch(final Scorer scorer)
    {
        final DirectBuffer buffer = reader.buffer();
        boolean hasRoom = lookAhead(scorer, buffer, reader.offset());
        int offset = hasRoom ? reader.ahead() : JournalReader.NULL_OFFSET;
        while (JournalReader.NULL_OFFSET != offset)
        {
            touched++;
            hasRoom = lookAhead(scorer, buffer, offset);
            offset = hasRoom ? reader.ahead() : JournalReader.NULL_OFFSET;
        }
        scorer.touch();
    }

    private boolean lookAhead(final Scorer scorer, final DirectBuffer buffer, final int offset)
    {
        return RecordDescriptor.TYPE_TRANSACTION != RecordDescriptor.type(buffer, offset) || scorer.lookAhead(transaction.wrap(
            buffer, offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION));
    }
}
