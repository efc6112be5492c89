package io.veto.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest
{
    private static final long SEQUENCE = 42;
    private static final int EPOCH = 3;
    private static final long TIME_MS = 1_700_000_000_000L;
    private static final int MIB = FrameDescriptor.CHUNK_LENGTH_MAX;

    @TempDir
    private Path folder;

    @Test
    void shouldGiveBackWhatWasWrittenWhateverTheChunks()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final byte[] bytes = new byte[3 * MIB];
        random.nextBytes(bytes);
        final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
        memory.putBytes(0, bytes);
        final int[] kinds = random.ints(40, 0, 3).toArray();
        final int[] lengths = random.ints(40, 0, MIB / 4).toArray();
        final Path file = folder.resolve("a.state");
        final int crc = write(file, writer ->
        {
            writer.section("first");
            writer.section("second");
            for (int i = 0; i < kinds.length; i++)
            {
                switch (kinds[i])
                {
                    case 0 -> writer.putLong(memory.getLong(lengths[i]));
                    case 1 -> writer.putBytes(memory, lengths[i], lengths[i]);
                    default -> writer.putMemory(memory.addressOffset() + i, bytes.length - i);
                }
            }
            writer.section("third");
            writer.putLong(-1);
        });

        try (SnapshotReader reader = new SnapshotReader(file, SEQUENCE, EPOCH))
        {
            reader.section("first");
            reader.section("second");
            for (int i = 0; i < kinds.length; i++)
            {
                final int from = kinds[i] < 2 ? lengths[i] : i;
                final int length = 0 == kinds[i] ? Long.BYTES : 1 == kinds[i] ? lengths[i] : bytes.length - i;
                final ByteBuffer target = ByteBuffer.allocateDirect(Math.max(1, length));
                final UnsafeBuffer read = new UnsafeBuffer(target);
                switch (kinds[i])
                {
                    case 0 -> read.putLong(0, reader.getLong());
                    case 1 -> reader.getBytes(read, 0, length);
                    default -> reader.getMemory(read.addressOffset(), length);
                }
                final byte[] actual = new byte[length];
                read.getBytes(0, actual);
                assertTrue(Arrays.equals(Arrays.copyOfRange(bytes, from, from + length), actual), "seed=" + seed + " step=" + i);
                BufferUtil.free(target);
            }
            reader.section("third");
            assertEquals(List.of(-1L, TIME_MS), List.of(reader.getLong(), reader.engineTimeMs()));
            reader.end();
            assertEquals(crc, reader.crc());
        }
    }

    @Test
    void shouldNoticeEveryBitThatFlips() throws IOException
    {
        final byte[] whole = Files.readAllBytes(small("a.state"));
        final List<String> unnoticed = new ArrayList<>();

        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++)
        {
            final byte[] damaged = whole.clone();
            damaged[bit >>> 3] ^= (byte)(1 << (bit & 7));
            noteWhereUnnoticed(damaged, "bit=" + bit, unnoticed);
        }

        assertEquals(List.of(), unnoticed);
    }

    @Test
    void shouldNoticeEveryTruncationAndEveryByteTooMany() throws IOException
    {
        final byte[] whole = Files.readAllBytes(small("a.state"));
        final List<String> unnoticed = new ArrayList<>();

        for (int length = 0; length < whole.length; length++)
        {
            noteWhereUnnoticed(Arrays.copyOf(whole, length), "length=" + length, unnoticed);
            final byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, length, zeroed.length, (byte)0);
            if (!Arrays.equals(zeroed, whole))
            {
                noteWhereUnnoticed(zeroed, "zeroedFrom=" + length, unnoticed);
            }
        }
        noteWhereUnnoticed(Arrays.copyOf(whole, whole.length + 1), "length=" + (whole.length + 1), unnoticed);

        assertEquals(List.of(), unnoticed);
    }

    @Test
    void shouldNoticeChunksThatHaveChangedPlaces() throws IOException
    {
        final Path file = folder.resolve("a.state");
        write(file, writer ->
        {
            writer.section("chunks");
            for (int i = 0; i < 3 * MIB / Long.BYTES; i++)
            {
                writer.putLong(i);
            }
        });
        final byte[] whole = Files.readAllBytes(file);
        final int first = FrameDescriptor.HEAD_LENGTH + FrameDescriptor.FRAME_LENGTH + "chunks".length();
        final int stride = FrameDescriptor.FRAME_LENGTH + MIB;
        final byte[] swapped = whole.clone();
        System.arraycopy(whole, first, swapped, first + stride, stride);
        System.arraycopy(whole, first + stride, swapped, first, stride);
        Files.write(file, swapped);

        assertEquals("snapshot damaged: a frame is out of its place: sequence=42 offset=1048686 expectedSection=0 section=0 " +
            "expectedChunk=0 chunk=1 file=a.state", messageOf(file));
    }

    @Test
    void shouldNoticeAChunkOfAnotherSnapshot() throws IOException
    {
        final byte[] whole = Files.readAllBytes(small("a.state"));
        final Path other = folder.resolve("b.state");
        try (FileChannel channel = FileChannel.open(other, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            SnapshotWriter writer = new SnapshotWriter(channel, SEQUENCE + 1, EPOCH, TIME_MS, length -> { }))
        {
            fill(writer);
            writer.end();
        }
        final byte[] mixed = Files.readAllBytes(other);
        System.arraycopy(whole, 0, mixed, 0, FrameDescriptor.HEAD_LENGTH);
        Files.write(other, mixed);

        assertEquals("snapshot damaged: a frame is of another snapshot: sequence=42 offset=77 expectedSequence=42 sequence=43 file=b.state",
            messageOf(other));
    }

    @Test
    void shouldRefuseOtherSectionsAndOtherLengthsThanExpected()
    {
        final Path file = small("a.state");

        assertEquals(List.of(
            "snapshot damaged: another section follows: sequence=42 offset=77 expectedSection=other section=first file=a.state",
            "snapshot damaged: a section is shorter than expected: sequence=42 offset=173 section=0 file=a.state",
            "snapshot damaged: a section is longer than expected: sequence=42 offset=125 unreadBytes=8 file=a.state",
            "snapshot damaged: another section follows: sequence=42 offset=347 expectedSection=third section=none file=a.state",
            "snapshot damaged: it has more sections than expected: sequence=42 offset=211 section=second file=a.state"),
            List.of(
                messageOf(file, reader -> reader.section("other")),
                messageOf(file, reader ->
                {
                    reader.section("first");
                    reader.getLong();
                    reader.getLong();
                    reader.getLong();
                }),
                messageOf(file, reader ->
                {
                    reader.section("first");
                    reader.getLong();
                    reader.section("second");
                }),
                messageOf(file, reader ->
                {
                    reader.section("first");
                    reader.getLong();
                    reader.getLong();
                    reader.section("second");
                    reader.getLong();
                    reader.section("third");
                }),
                messageOf(file, reader ->
                {
                    reader.section("first");
                    reader.getLong();
                    reader.getLong();
                    reader.end();
                })));
    }

    @Test
    void shouldRefuseAnotherVersionAndAnotherSnapshot() throws IOException
    {
        final Path file = small("a.state");

        assertEquals("snapshot damaged: it is another snapshot: sequence=42 offset=40 expectedSequence=42 sequence=42 expectedEpoch=4 " +
            "epoch=3 file=a.state", assertThrows(StateDamagedException.class, () -> new SnapshotReader(file, SEQUENCE, 4)).getMessage());
        assertEquals("snapshot damaged: its state file is missing: sequence=1 file=b.state",
            assertThrows(StateDamagedException.class, () -> new SnapshotReader(folder.resolve("b.state"), 1, 1)).getMessage());
    }

    private void noteWhereUnnoticed(final byte[] damaged, final String what, final List<String> unnoticed) throws IOException
    {
        final Path file = folder.resolve("damaged.state");
        Files.write(file, damaged);
        final String message = messageOf(file);
        if (!message.startsWith("snapshot damaged: ") || message.contains("\n"))
        {
            unnoticed.add(what + " " + message);
        }
    }

    private static String messageOf(final Path file)
    {
        return messageOf(file, reader -> reader.check("second", StateReader::getLong));
    }

    private static String messageOf(final Path file, final Consumer<SnapshotReader> read)
    {
        try (SnapshotReader reader = new SnapshotReader(file, SEQUENCE, EPOCH))
        {
            read.accept(reader);
            return "nothing";
        }
        catch (final StateDamagedException | UncheckedIOException e)
        {
            return e.getMessage();
        }
    }

    private Path small(final String name)
    {
        final Path file = folder.resolve(name);
        write(file, SnapshotFileTest::fill);
        return file;
    }

    private static void fill(final SnapshotWriter writer)
    {
        writer.section("first");
        writer.putLong(1);
        writer.putLong(Long.MIN_VALUE);
        writer.section("second");
        writer.putLong(7);
    }

    private static int write(final Path file, final Consumer<SnapshotWriter> content)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            SnapshotWriter writer = new SnapshotWriter(channel, SEQUENCE, EPOCH, TIME_MS, length -> { }))
        {
            content.accept(writer);
            writer.end();
            assertEquals(channel.size(), writer.length());
            return writer.crc();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
