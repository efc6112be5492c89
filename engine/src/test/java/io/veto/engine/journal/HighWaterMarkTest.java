package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighWaterMarkTest
{
    @TempDir
    private Path data;
    private Path journal;

    @BeforeEach
    void name()
    {
        journal = data.resolve("journal");
    }

    @Test
    void shouldReadWhatWasWrittenLast()
    {
        for (int i = 1; i <= 5; i++)
        {
            new HighWaterMark(100 * i, i, 1000 + i).write(journal, HighWaterMark.Writer.SERVER);
        }

        assertEquals(new HighWaterMark(500, 5, 1005), HighWaterMark.read(journal));
    }

    @Test
    void shouldNotGoBack()
    {
        new HighWaterMark(500, 5, 1005).write(journal, HighWaterMark.Writer.SERVER);

        new HighWaterMark(499, 5, 1005).write(journal, HighWaterMark.Writer.SERVER);

        assertEquals(new HighWaterMark(500, 5, 1005), HighWaterMark.read(journal));
    }

    @Test
    void shouldNotGoBackToAnEarlierFileAtTheSameSequence()
    {
        new HighWaterMark(500, 6, 1006).write(journal, HighWaterMark.Writer.SERVER);

        new HighWaterMark(500, 5, 1005).write(journal, HighWaterMark.Writer.SERVER);

        assertEquals(new HighWaterMark(500, 6, 1006), HighWaterMark.read(journal));
    }

    @Test
    void shouldBeWhatTheWriterNotedThatIsFurtherOn()
    {
        new HighWaterMark(100, 1, 1001).write(journal, HighWaterMark.Writer.SERVER);
        new HighWaterMark(300, 1, 1002).write(journal, HighWaterMark.Writer.FOLLOWER);

        new HighWaterMark(200, 1, 1002).write(journal, HighWaterMark.Writer.SERVER);

        assertEquals(new HighWaterMark(300, 1, 1002), HighWaterMark.read(journal));
    }

    @Test
    void shouldNotBeTakenBackByAWriterThatIsBehind() throws IOException
    {
        final Path file = HighWaterMark.file(journal);
        new HighWaterMark(100, 1, 1001).write(journal, HighWaterMark.Writer.FOLLOWER);
        final byte[] seenByFollower = Files.readAllBytes(file);
        new HighWaterMark(150, 1, 1001).write(journal, HighWaterMark.Writer.FOLLOWER);
        final byte[] writtenByFollower = Files.readAllBytes(file);
        Files.write(file, seenByFollower);
        new HighWaterMark(200, 1, 1002).write(journal, HighWaterMark.Writer.SERVER);

        writeWhatDiffers(file, seenByFollower, writtenByFollower);

        assertEquals(new HighWaterMark(200, 1, 1002), HighWaterMark.read(journal));
    }

    @Test
    void shouldRefuseTwoBadSlotsOfOneWriter() throws IOException
    {
        new HighWaterMark(100, 1, 1001).write(journal, HighWaterMark.Writer.FOLLOWER);
        new HighWaterMark(200, 1, 1002).write(journal, HighWaterMark.Writer.SERVER);
        final byte[] bytes = Files.readAllBytes(HighWaterMark.file(journal));
        bytes[20] ^= 1;
        bytes[4096 + 20] ^= 1;
        Files.write(HighWaterMark.file(journal), bytes);

        assertThrows(JournalDamagedException.class, () -> HighWaterMark.read(journal));
    }

    @Test
    void shouldBeUnknownWhereThereIsNoFile()
    {
        assertNull(HighWaterMark.read(journal));
    }

    @Test
    void shouldFallBackToTheOtherSlotForEveryTornWrite() throws IOException
    {
        new HighWaterMark(100, 1, 1001).write(journal, HighWaterMark.Writer.SERVER);
        new HighWaterMark(200, 2, 1002).write(journal, HighWaterMark.Writer.SERVER);
        final Path file = HighWaterMark.file(journal);
        final byte[] before = Files.readAllBytes(file);
        new HighWaterMark(300, 3, 1003).write(journal, HighWaterMark.Writer.SERVER);
        final byte[] after = Files.readAllBytes(file);

        for (int torn = 1; torn < 40; torn++)
        {
            final byte[] bytes = Arrays.copyOf(before, before.length);
            System.arraycopy(after, 0, bytes, 0, torn);
            Files.write(file, bytes);
            final HighWaterMark expected = Arrays.equals(after, bytes) ? new HighWaterMark(300, 3, 1003) : new HighWaterMark(200, 2, 1002);

            assertEquals(expected, HighWaterMark.read(journal), "torn at " + torn);
        }
    }

    @Test
    void shouldRefuseTwoBadSlots() throws IOException
    {
        new HighWaterMark(100, 1, 1001).write(journal, HighWaterMark.Writer.SERVER);
        Files.write(HighWaterMark.file(journal), new byte[4136]);

        final JournalDamagedException e = assertThrows(JournalDamagedException.class, () -> HighWaterMark.read(journal));

        assertEquals("high-water mark damaged: neither slot is good: file=journal.mark: " +
            "veto recover repair makes it again from the journal",
            e.getMessage());
    }

    private static void writeWhatDiffers(final Path file, final byte[] before, final byte[] after) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < after.length; i++)
        {
            if (i >= before.length || before[i] != after[i])
            {
                bytes[i] = after[i];
            }
        }
        Files.write(file, bytes);
    }
}
