package io.veto.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The ring of the last alerts: what it finds, and what it drops at its bound. */
class AlertRingTest
{
    private static final int CAPACITY = 1 << 15;

    @Test
    void shouldFindWhatIsKeptAndNothingElse()
    {
        final AlertRing ring = new AlertRing(8);
        LongStream.of(3, 4, 9, 20).forEach(sequence -> ring.add(sequence, 100 * sequence, new long[]{sequence, 0, 0, 0}));

        final long[] found = LongStream.rangeClosed(1, 21).filter(sequence -> AlertRing.NULL_ENTRY != ring.find(sequence)).toArray();

        assertEquals("[3, 4, 9, 20]", Arrays.toString(found));
    }

    @Test
    void shouldFindNothingInAnEmptyRing()
    {
        assertEquals(AlertRing.NULL_ENTRY, new AlertRing(8).find(1));
    }

    @Test
    void shouldDropTheOldestAtItsBound()
    {
        final AlertRing ring = new AlertRing(CAPACITY);
        for (int i = 1; i <= CAPACITY + 3; i++)
        {
            ring.add(2L * i, i, new long[]{i, -i, 0, 1});
        }

        assertEquals(3, ring.first());
        assertEquals(CAPACITY + 3, ring.end());
        assertEquals(AlertRing.NULL_ENTRY, ring.find(6));
        assertEquals(3, ring.find(8));
        assertEquals(CAPACITY + 2, ring.find(2L * (CAPACITY + 3)));
        assertEquals(8, ring.sequence(3));
        assertEquals(4, ring.timeMs(3));
        final long[] hits = new long[4];
        ring.hits(CAPACITY + 2, hits);
        assertEquals("[" + (CAPACITY + 3) + ", -" + (CAPACITY + 3) + ", 0, 1]", Arrays.toString(hits));
    }

    @Test
    void shouldKeepTheLabelApartFromTheSequence()
    {
        final AlertRing ring = new AlertRing(8);
        ring.add(5, 1, new long[4]);
        ring.add(6, 1, new long[4]);
        ring.fraud(0, true);
        ring.fraud(1, true);
        ring.fraud(1, false);

        assertEquals("5 true, 6 false", ring.sequence(0) + " " + ring.isFraud(0) + ", " + ring.sequence(1) + " " + ring.isFraud(1));
    }
}
