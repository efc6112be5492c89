package io.veto.engine.reservoir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.memory.MemoryCall;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory that is backed ahead of its use, the system call stood in for and the duty cycle run by hand. */
class MemoryAheadTest
{
    private static final long PIECE = MemoryAhead.PIECE_LENGTH;
    private static final int PAGE_LENGTH = 4096;

    private final List<List<Long>> calls = new ArrayList<>();

    @Test
    void shouldAskForHugePagesAtOnceAndPopulateWhatIsAheadPieceByPiece()
    {
        final HugePages pages = new HugePages(this::grant);
        final MemoryAhead ahead = new MemoryAhead(pages);
        pages.onAllocated(PIECE, 3 * PIECE, false);
        pages.onAllocated(9 * PIECE, 2 * PIECE + PIECE / 4, true);

        final int work = doWork(ahead, 4);

        assertEquals(
            List.of(List.of(PIECE, 3 * PIECE, 14L), List.of(9 * PIECE, 2 * PIECE + PIECE / 4, 14L), List.of(9 * PIECE, PIECE, 23L),
                List.of(10 * PIECE, PIECE, 23L), List.of(11 * PIECE, PIECE / 4, 23L)),
            calls);
        assertEquals(List.of(0, 2 * PIECE + PIECE / 4, 0L, 0),
            List.of(work, ahead.populatedLength(), ahead.refused(), pages.refused()));
    }

    @Test
    void shouldLeaveTheRestOfAStretchWhereTheSystemCannotPopulate()
    {
        final HugePages pages = new HugePages((address, length, advice) -> MemoryCall.HUGE_PAGE == advice);
        final MemoryAhead ahead = new MemoryAhead(pages);
        pages.onAllocated(PIECE, 3 * PIECE, true);
        pages.onAllocated(9 * PIECE, 3 * PIECE, true);

        final int work = doWork(ahead, 3);

        assertEquals(List.of(0, 0L, 2L, 0), List.of(work, ahead.populatedLength(), ahead.refused(), pages.refused()));
    }

    @Test
    void shouldPopulateWithSmallPagesWhereTheSystemHasNoHugeOnes()
    {
        final HugePages pages = new HugePages((address, length, advice) -> MemoryCall.POPULATE_WRITE == advice);
        final MemoryAhead ahead = new MemoryAhead(pages);
        pages.onAllocated(PIECE, PIECE, true);

        final int work = doWork(ahead, 2);

        assertEquals(List.of(0, PIECE, 0L, 1), List.of(work, ahead.populatedLength(), ahead.refused(), pages.refused()));
    }

    @Test
    void shouldLeaveToTheWindowsWhatFindsTooManyWaiting()
    {
        final HugePages pages = new HugePages(this::grant);
        final MemoryAhead ahead = new MemoryAhead(pages);
        for (int i = 1; i <= 70; i++)
        {
            pages.onAllocated(i * PIECE, PIECE, true);
        }

        doWork(ahead, 100);

        assertEquals(List.of(6, 64 * PIECE), List.of(pages.unpopulated(), ahead.populatedLength()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldLeaveWhatTheWindowsHaveWrittenAlready()
    {
        final HugePages pages = new HugePages();
        final MemoryAhead ahead = new MemoryAhead(pages);
        final long allocated = UnsafeApi.allocateMemory(3 * PIECE);
        final long address = (allocated + PIECE - 1) & -PIECE;
        pages.onAllocated(address, 2 * PIECE, true);
        for (long offset = 0; offset < 2 * PIECE; offset += 3 * PAGE_LENGTH)
        {
            UnsafeApi.putLong(address + offset, ~offset);
        }

        final int work = doWork(ahead, 3);

        long wrong = 0;
        for (long offset = 0; offset < 2 * PIECE; offset += 3 * PAGE_LENGTH)
        {
            wrong += ~offset == UnsafeApi.getLong(address + offset) ? 0 : 1;
        }
        UnsafeApi.freeMemory(allocated);
        assertEquals(List.of(0L, 2 * PIECE, 0), List.of(wrong, ahead.populatedLength() + 2 * PIECE * ahead.refused(), work));
    }

    private boolean grant(final long address, final long length, final int advice)
    {
        calls.add(List.of(address, length, (long)advice));
        return true;
    }

    private static int doWork(final MemoryAhead ahead, final int times)
    {
        int work = 0;
        for (int i = 0; i < times; i++)
        {
            work += ahead.doWork();
        }
        return work;
    }
}
