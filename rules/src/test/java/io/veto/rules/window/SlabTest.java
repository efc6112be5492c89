package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records outside the heap, over the bounds of chunks. */
class SlabTest
{
    private static final long HUGE_PAGE_LENGTH = 1 << 21;
    private static final int LENGTH_OVER_ONE_CHUNK = 40 << 20;
    private static final int RECORDS_OF_CHUNK = 1 << 19;

    @ParameterizedTest
    @ValueSource(ints = {16, 48, 64, 192})
    void shouldKeepEveryRecordApart(final int stride)
    {
        final long count = LENGTH_OVER_ONE_CHUNK / stride;
        long broken = 0;
        try (Slab slab = new Slab("records", stride, count, MemoryAdvice.NONE))
        {
            slab.reach(count);
            for (long i = 0; i < count; i++)
            {
                UnsafeApi.putLong(slab.address(i), i);
                UnsafeApi.putLong(slab.address(i) + stride - Long.BYTES, ~i);
            }
            for (long i = 0; i < count; i++)
            {
                broken += ~i == UnsafeApi.getLong(slab.address(i) + stride - Long.BYTES) ? 0 : 1;
            }
        }

        assertEquals(0, broken);
    }

    @Test
    void shouldTellOfChunksThatHugePagesCanBack()
    {
        final List<Long> told = new ArrayList<>();
        try (Slab slab = new Slab("records", 64, 2 * RECORDS_OF_CHUNK, (address, length, isAhead) ->
        {
            told.add(address % HUGE_PAGE_LENGTH);
            told.add(length);
        }))
        {
            slab.reach(RECORDS_OF_CHUNK + 1);
            told.add(slab.address(RECORDS_OF_CHUNK) % HUGE_PAGE_LENGTH);
            told.add(slab.length());
        }

        assertEquals(List.of(0L, 1L << 25, 0L, 1L << 25, 0L, 1L << 26), told);
    }

    @Test
    void shouldTakeTheNextChunkAheadWhenHalfOfTheLastIsReached()
    {
        final List<Boolean> told = new ArrayList<>();
        final List<Integer> chunks = new ArrayList<>();
        try (Slab slab = new Slab("records", 64, 3 * RECORDS_OF_CHUNK, (address, length, isAhead) -> told.add(isAhead)))
        {
            for (int half = 0; half <= 6; half++)
            {
                slab.reach(half * RECORDS_OF_CHUNK / 2);
                chunks.add(told.size());
                slab.reach(half * RECORDS_OF_CHUNK / 2 + (half < 6 ? 1 : 0));
                chunks.add(told.size());
            }
        }

        assertEquals(List.of(0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3), chunks);
        assertEquals(List.of(false, true, true), told);
    }

    @Test
    void shouldTakeWhatIsNeededAtOnceAndOneChunkAhead()
    {
        final List<Boolean> told = new ArrayList<>();
        try (Slab slab = new Slab("records", 64, 9 * RECORDS_OF_CHUNK, (address, length, isAhead) -> told.add(isAhead)))
        {
            slab.reach(3 * RECORDS_OF_CHUNK);
        }

        assertEquals(List.of(false, false, false, true), told);
    }

    @Test
    void shouldRefuseOneRecordMoreThanItsLimit()
    {
        try (Slab slab = new Slab("records", 64, RECORDS_OF_CHUNK, MemoryAdvice.NONE))
        {
            slab.reach(RECORDS_OF_CHUNK);

            final StateLimitException refusal = assertThrows(StateLimitException.class, () -> slab.reach(RECORDS_OF_CHUNK + 1));

            assertEquals(
                "records full: maximumRecords=524288 records=524289: shorten the longest windows or raise the limit",
                refusal.getMessage());
        }
    }
}
