package io.veto.engine.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.engine.journal.RecordDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OperatorQueueTest
{
    private final OperatorQueue queue = new OperatorQueue();

    @Test
    void shouldHoldSoManyRecordsAndNoMore()
    {
        final List<Boolean> offered = new ArrayList<>();
        for (int i = 0; i < OperatorQueue.CAPACITY - 1; i++)
        {
            queue.offer(record());
        }
        offered.add(queue.offer(record()));
        final OperatorRecord tooMany = record();
        offered.add(queue.offer(tooMany));
        queue.poll();
        offered.add(queue.offer(tooMany));

        assertEquals(List.of(true, false, true), offered);
    }

    @Test
    void shouldGiveRecordsInOrderWithoutThoseThatWereTakenBack()
    {
        final OperatorRecord first = record();
        final OperatorRecord second = record();
        final OperatorRecord third = record();
        queue.offer(first);
        queue.offer(second);
        queue.offer(third);
        second.refuse("waited too long");

        assertSame(first, queue.poll());
        assertSame(third, queue.poll());
        assertNull(queue.poll());
        assertEquals("waited too long", failure(second));
    }

    @Test
    void shouldNotTakeBackWhatIsOnTheLine()
    {
        queue.offer(record());
        final OperatorRecord onTheLine = queue.poll();

        assertEquals(List.of(false, false), List.of(onTheLine.refuse("too late"), onTheLine.journalled().isDone()));
    }

    @Test
    void shouldRefuseWhatWaitsAndWhatComesOnceItIsClosed()
    {
        final OperatorRecord waiting = record();
        queue.offer(waiting);
        queue.close();
        final OperatorRecord late = record();
        queue.offer(late);

        assertEquals(List.of(OperatorQueue.STOPPING, OperatorQueue.STOPPING), List.of(failure(waiting), failure(late)));
        assertNull(queue.poll());
    }

    @Test
    void shouldRefuseALengthThatIsNoneOfARecord()
    {
        assertEquals(
            List.of("record length out of bounds: maximumLength=64 length=24", "record length out of bounds: maximumLength=64 length=36",
                "record length out of bounds: maximumLength=64 length=72",
                "record length out of bounds: maximumLength=2097152 length=2097160"),
            List.of(refusal(64, 24), refusal(64, 36), refusal(64, 72),
                refusal(RecordDescriptor.LENGTH_MAX + 8, RecordDescriptor.LENGTH_MAX + 8)));
    }

    private static OperatorRecord record()
    {
        return new OperatorRecord(RecordDescriptor.TYPE_LIST, new UnsafeBuffer(new byte[64]), 64);
    }

    private static String failure(final OperatorRecord record)
    {
        return assertThrows(CompletionException.class, record.journalled()::join).getCause().getMessage();
    }

    private static String refusal(final int capacity, final int length)
    {
        return assertThrows(IllegalArgumentException.class,
            () -> new OperatorRecord(RecordDescriptor.TYPE_LIST, new UnsafeBuffer(new byte[capacity]), length)).getMessage();
    }
}
