package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.memory.MemoryCall;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.MappedBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pages made ready ahead of the appends, the duty cycle run by hand. */
class JournalAheadTest
{
    private static final long BLOCK = 16L << 20;
    private static final long PIECE = 1L << 18;

    private final List<Long> lengths = new ArrayList<>();
    private final List<Long> unread = new ArrayList<>();
    private final JournalAhead ahead = new JournalAhead((address, length, advice) ->
        (MemoryCall.RANDOM == advice ? unread : lengths).add(length));

    @TempDir
    private Path folder;
    private MappedBytes bytes;

    @BeforeEach
    void open() throws IOException
    {
        bytes = MappedBytes.mappedBytes(folder.resolve("a").toFile(), BLOCK);
    }

    @AfterEach
    void close()
    {
        ahead.onClose();
        bytes.releaseLast();
    }

    @Test
    void shouldDoNothingBeforeTheFirstAppend()
    {
        assertEquals(0, ahead.doWork());
    }

    @Test
    void shouldGoNoFurtherThanItsBound()
    {
        append(100);

        run(ahead);

        assertEquals(JournalAhead.AHEAD_LENGTH + PIECE, ahead.populatedLength());
    }

    @Test
    void shouldFollowTheAppends()
    {
        append(100);
        run(ahead);
        append(3 * PIECE);

        run(ahead);

        assertEquals(JournalAhead.AHEAD_LENGTH + 4 * PIECE, ahead.populatedLength());
    }

    @Test
    void shouldSkipWhatTheAppendsHavePassed()
    {
        append(100);
        run(ahead);
        append(JournalAhead.AHEAD_LENGTH + 2 * PIECE);
        lengths.clear();

        ahead.doWork();

        assertEquals(List.of(PIECE), lengths);
    }

    @Test
    void shouldMapWhatFollowsBeforeTheAppendsComeThere() throws IOException
    {
        append(BLOCK - 100);

        run(ahead);

        assertTrue(bytes.mappedFile().actualSize() >= 2 * BLOCK, () -> "actualSize=" + bytes.mappedFile().actualSize());
        assertEquals(2, bytes.mappedFile().chunkCount());
        append(200);
        run(ahead);
        assertEquals(2, bytes.mappedFile().chunkCount());
    }

    @Test
    void shouldLetTheSystemReadNothingAheadInAnyMapping()
    {
        append(100);
        run(ahead);
        final List<Long> first = List.copyOf(unread);
        append(BLOCK - 200);
        run(ahead);
        append(200);
        run(ahead);

        assertEquals(List.of(List.of(BLOCK), List.of(BLOCK, BLOCK)), List.of(first, unread));
    }

    @Test
    void shouldGoOnInAnotherFile() throws IOException
    {
        append(100);
        run(ahead);
        final MappedBytes first = bytes;
        bytes = MappedBytes.mappedBytes(folder.resolve("b").toFile(), BLOCK);
        append(100);
        first.releaseLast();

        run(ahead);

        assertEquals(2 * (JournalAhead.AHEAD_LENGTH + PIECE), ahead.populatedLength());
        assertEquals(0, first.mappedFile().refCount());
    }

    @Test
    void shouldGoOnWhereTheSystemRefuses()
    {
        final JournalAhead refused = new JournalAhead(MemoryCall.REFUSAL);
        bytes.writeSkip(100);
        refused.onAppended(bytes);

        run(refused);

        assertEquals(List.of(0L, JournalAhead.AHEAD_LENGTH / PIECE + 1), List.of(refused.populatedLength(), refused.refused()));
        refused.onClose();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldLeaveTheBytesAheadZero() throws IOException
    {
        final JournalAhead real = new JournalAhead(MemoryCall.system());
        bytes.writeLong(-1);
        real.onAppended(bytes);

        run(real);

        real.onClose();
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("a").toFile(), "r"))
        {
            final byte[] content = new byte[(int)BLOCK];
            file.readFully(content);
            for (int i = Long.BYTES; i < content.length; i++)
            {
                assertEquals(0, content[i]);
            }
        }
    }

    private void append(final long length)
    {
        bytes.writeSkip(length);
        bytes.writeByte(bytes.writePosition(), (byte)0);
        ahead.onAppended(bytes);
    }

    private static void run(final JournalAhead ahead)
    {
        int work = ahead.doWork();
        while (work > 0)
        {
            work = ahead.doWork();
        }
    }
}
