package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.layout.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disk blocks are set aside before the journal is written; where there are none nothing is written, and nothing may be answered. */
class JournalSpaceTest
{
    private static final int NO_SPACE_LEFT = 28;
    private static final long BLOCK_LENGTH = 1 << 20;
    private static final int TICKS_LENGTH = RecordDescriptor.TICK_LENGTH;

    @TempDir
    private Path folder;

    private long lastFlushed = 0;

    @Test
    void shouldWriteNothingWhereNoBlocksCanBeSetAside()
    {
        final AtomicInteger calls = new AtomicInteger();
        final SpaceCall once = (file, offset, length) -> 0 == calls.getAndIncrement() ? SpaceCall.DONE : NO_SPACE_LEFT;
        long flushed = 0;
        try (JournalWriter writer = writer(once))
        {
            final IllegalStateException error = assertThrows(IllegalStateException.class, () -> appendUntilItFails(writer));
            flushed = lastFlushed;
            assertTrue(error.getMessage().matches("disk is full: file=.*cq4 length=\\d+: " +
                "make room in the file system of the data folder and start again"), error.getMessage());
        }

        assertEquals(List.of(2, flushed), List.of(calls.get(), lastRead()));
        assertTrue(flushed * TICKS_LENGTH > JournalSpace.PIECE_LENGTH - JournalSpace.MARGIN_LENGTH, "flushed=" + flushed);
    }

    @Test
    void shouldRefuseTheFirstExcerptOfAFileWhereItsBlocksCannotBeSetAside()
    {
        try (JournalWriter writer = writer((file, offset, length) -> NO_SPACE_LEFT))
        {
            append(writer, 1);

            assertThrows(IllegalStateException.class, writer::flush);
        }
    }

    @Test
    void shouldNoticeAFirstExcerptThatIsNotThere() throws IOException
    {
        final Path file = Files.write(folder.resolve("zeros"), new byte[64]);
        final JournalSpace space = new JournalSpace(SpaceCall.NOTHING);

        assertThrows(IllegalStateException.class, () -> space.enter(file, 64, ByteBuffer.wrap(new byte[]{1, 2, 3, 4})));
    }

    @Test
    void shouldSetAsideEveryByteBeforeItIsWritten() throws IOException
    {
        final List<Long> offsets = new ArrayList<>();
        final JournalSpace space = new JournalSpace((file, offset, length) ->
        {
            assertEquals(offsets.isEmpty() ? 0 : offsets.get(offsets.size() - 1), offset);
            offsets.add(offset + length);
            return SpaceCall.DONE;
        });
        space.enter(Files.write(folder.resolve("zeros"), new byte[64]), 64, ByteBuffer.wrap(new byte[4]));
        for (long end = 64; end < 5 * JournalSpace.PIECE_LENGTH; end += 60_000)
        {
            space.require(end);
            assertTrue(offsets.get(offsets.size() - 1) >= end + JournalSpace.MARGIN_LENGTH, "end=" + end);
        }
    }

    private void appendUntilItFails(final JournalWriter writer)
    {
        for (long sequence = 1; sequence * TICKS_LENGTH < 4 * JournalSpace.PIECE_LENGTH; sequence++)
        {
            append(writer, sequence);
            if (0 == sequence % 200)
            {
                writer.flush();
                lastFlushed = sequence;
            }
        }
    }

    private JournalWriter writer(final SpaceCall call)
    {
        return new JournalWriter(folder.resolve("journal"), 0, Durability.PROCESS, new DiskGuard(folder, 0, warning -> { }), BLOCK_LENGTH,
            new JournalForce(), call);
    }

    private long lastRead()
    {
        try (JournalReader reader = new JournalReader(folder.resolve("journal")))
        {
            while (reader.next())
            {
                continue;
            }
            return reader.sequence();
        }
    }

    private static void append(final JournalWriter writer, final long sequence)
    {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[TICKS_LENGTH]);
        RecordDescriptor.putHeader(record, 0, TICKS_LENGTH, RecordDescriptor.TYPE_TICK, 0, sequence, 0);
        writer.append(record, 0, TICKS_LENGTH);
    }
}
