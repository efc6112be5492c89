package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A roll whose leavings the side thread forces, its duty cycle run by hand. */
class AttendedRollTest
{
    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);

    @TempDir
    private Path data;
    private Path journal;
    private JournalRoll roll;

    @BeforeEach
    void begin() throws IOException
    {
        journal = Files.createDirectory(data.resolve("journal"));
        roll = new JournalRoll(journal);
        append(10, DAY_NS);
        roll.attend();
    }

    @Test
    void shouldForceTheFirstCycleAtOnce()
    {
        assertEquals(10, HighWaterMark.read(journal).sequence());
    }

    @Test
    void shouldLeaveToTheSideThreadWhatARollLeavesBehind()
    {
        append(20, 2 * DAY_NS);
        final long before = HighWaterMark.read(journal).sequence();

        final int work = roll.doWork();

        assertEquals(10, before);
        assertEquals(1, work);
        assertEquals(new HighWaterMark(20, 1, JournalCycle.at(2 * DAY_NS)), HighWaterMark.read(journal));
        assertEquals(0, roll.doWork());
    }

    @Test
    void shouldMarkOnceForTwoRollsInARow()
    {
        append(20, 2 * DAY_NS);
        append(30, 3 * DAY_NS);

        roll.doWork();

        assertEquals(new HighWaterMark(30, 1, JournalCycle.at(3 * DAY_NS)), HighWaterMark.read(journal));
        assertEquals(0, roll.doWork());
    }

    @Test
    void shouldNotGoBackBehindAMarkThatWasAskedForSince()
    {
        append(20, 2 * DAY_NS);
        roll.mark(25, 1);

        roll.doWork();

        assertEquals(25, HighWaterMark.read(journal).sequence());
    }

    @Test
    void shouldMarkWhatIsLeftWhenItIsClosed()
    {
        append(20, 2 * DAY_NS);

        roll.close();

        assertEquals(20, HighWaterMark.read(journal).sequence());
    }

    private void append(final long sequence, final long timeNs)
    {
        roll.beforeAppend(timeNs);
        roll.afterAppend(sequence, 1);
    }
}
