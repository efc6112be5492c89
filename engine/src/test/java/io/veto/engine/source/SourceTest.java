package io.veto.engine.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SourceTest
{
    private final Source source = new SourceTable().add("acquirer");

    @Test
    void shouldKnowTheSequencesOfItsLastMessagesAlone()
    {
        feed(1_000);

        assertEquals(2_000, source.recentSequence(1_000));
        assertEquals(2 * (1_001 - Source.RECENT_MESSAGES), source.recentSequence(1_001 - Source.RECENT_MESSAGES));
        assertEquals(0, source.recentSequence(1_000 - Source.RECENT_MESSAGES));
        assertEquals(0, source.recentSequence(1_001));
        assertEquals(0, source.recentSequence(0));
    }

    @Test
    void shouldNeverPointBehindAMessageHoweverManyThereAre()
    {
        final int messages = 10 * Source.SAMPLES_MAX + 3;
        feed(messages);
        long farthest = 0;

        for (long message = 1; message <= messages; message++)
        {
            final long sequence = source.sequenceAtOrBefore(message);
            assertTrue(sequence <= 2 * message, "message " + message + " sequence " + sequence);
            farthest = Math.max(farthest, 2 * message - sequence);
        }

        assertTrue(farthest <= 2 * 32, "farthest " + farthest);
    }

    @Test
    void shouldBeSettledOnlyWhenItsLastMessageIsJournalled()
    {
        feed(2);
        source.onJournalled(1);
        final boolean early = source.isSettled();
        source.onJournalled(2);

        assertEquals(false, early);
        assertTrue(source.isSettled());
    }

    @Test
    void shouldTakeNoMoreSourcesThanItsBound()
    {
        final SourceTable table = new SourceTable();
        for (int i = 0; i < SourceTable.SOURCES_MAX; i++)
        {
            assertEquals(false, table.isFull());
            table.add("source-" + i);
        }

        assertTrue(table.isFull());
        assertEquals("source-4095", table.find(SourceTable.SOURCES_MAX).name());
    }

    private void feed(final int messages)
    {
        for (int message = 1; message <= messages; message++)
        {
            source.onMessage(message, 2L * message);
        }
    }
}
