package io.veto.perf.generate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AgendaTest
{
    private final Agenda agenda = new Agenda();

    @Test
    void shouldHandOutWhatIsDueByTimeAndThenByPlan()
    {
        final SyntheticTransaction late = plannedAt(20);
        final SyntheticTransaction first = plannedAt(10);
        final SyntheticTransaction second = plannedAt(10);

        assertNull(agenda.pollDue(9));
        assertSame(first, agenda.pollDue(15));
        assertSame(second, agenda.pollDue(15));
        assertNull(agenda.pollDue(15));
        assertSame(late, agenda.pollDue(20));
    }

    @Test
    void shouldSayThatItIsFullAtItsBound()
    {
        for (int i = 1; i < Agenda.FULL; i++)
        {
            plannedAt(i);
        }
        assertFalse(agenda.isFull());

        plannedAt(0);

        assertTrue(agenda.isFull());
    }

    private SyntheticTransaction plannedAt(final long timeMs)
    {
        final SyntheticTransaction transaction = new SyntheticTransaction();
        transaction.eventTimeMs = timeMs;
        agenda.plan(transaction);
        return transaction;
    }
}
