package io.veto.engine.simulation;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DivergenceException;
import io.veto.rules.state.StateDamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Damages what a disk holds, has it recovered, and puts it back as it was. A start refuses, or comes to the state that it came to before;
 * only the last excerpt may be taken for one whose writing was cut off, where nothing says that it was forced.
 */
final class Damage
{
    private static final int DAMAGE_ONE_IN = 6;
    private static final int BLOCK_LENGTH = 512;
    private static final int TAIL_LENGTH = 700;

    private final World world;
    private final SimulatedRecovery recovery;

    Damage(final World world, final SimulatedRecovery recovery)
    {
        this.world = world;
        this.recovery = recovery;
    }

    /** Now and then. */
    void tryOne() throws IOException
    {
        if (!world.chance(DAMAGE_ONE_IN) || world.isLossAllowed || 0 == world.history.lastSequence())
        {
            return;
        }
        recover();
        final List<UnsafeBuffer> images = world.history.images();
        final List<Path> files = files();
        if (images.isEmpty() || files.isEmpty())
        {
            return;
        }
        final Path file = files.get(world.random.nextInt(files.size()));
        final FileImage before = FileImage.of(file);
        world.disk.save();
        if (Bug.CRC_CHECK_SKIPPED == world.bug)
        {
            flipUnnoticed(images);
        }
        else
        {
            damage(file, before, files);
        }
        final Long last = images.size() == world.startedBehind ? null : world.excerpts.floor((long)images.size());
        world.toldChecked = null == last ? Long.MAX_VALUE : last;
        world.isDamaged = true;
        recoverDamaged(images.size());
        world.isDamaged = false;
        world.toldChecked = Long.MAX_VALUE;
        world.disk.putBack();
        world.history.restore(images);
    }

    private void recoverDamaged(final long expectedSequence)
    {
        try
        {
            recover();
            world.add(world.history.lastSequence() == expectedSequence ? Happening.DAMAGE_HARMLESS : Happening.DAMAGE_TAKEN_FOR_TORN);
        }
        catch (final IOException | JournalDamagedException | DivergenceException | StateDamagedException e)
        {
            world.trace("refused: " + e.getMessage());
            world.add(Happening.DAMAGE_REFUSED);
        }
    }

    private void recover() throws IOException
    {
        final Recovered recovered = recovery.recover();
        CloseHelper.closeAll(recovered.rooms(), recovered.folder());
    }

    private List<Path> files() throws IOException
    {
        try (Stream<Path> paths = Files.walk(world.disk.root()))
        {
            return paths.filter(Files::isRegularFile).filter(path -> !path.toString().endsWith(".lock")).sorted().toList();
        }
    }

    private void damage(final Path file, final FileImage image, final List<Path> files) throws IOException
    {
        final byte[] bytes = Arrays.copyOf(image.bytes(), Math.max(1, image.bytes().length));
        final int at = world.chance(3) ? bytes.length - 1 - world.random.nextInt(Math.min(bytes.length, TAIL_LENGTH)) :
            world.random.nextInt(bytes.length);
        final int kind = world.random.nextInt(10);
        world.trace("damage file=" + file.getFileName() + " kind=" + kind + " at=" + at);
        long length = Math.max(1, image.length());
        if (kind < 5)
        {
            world.add(Happening.BIT_FLIPPED);
            final int place = usedPlace(bytes, at);
            bytes[place] ^= (byte)(1 << world.random.nextInt(Byte.SIZE));
        }
        else if (kind < 6)
        {
            world.add(Happening.BLOCK_ZEROED);
            final int begin = at & -BLOCK_LENGTH;
            Arrays.fill(bytes, begin, Math.min(bytes.length, begin + BLOCK_LENGTH), (byte)0);
        }
        else if (kind < 8)
        {
            world.add(Happening.BLOCK_MISDIRECTED);
            final FileImage other = FileImage.of(files.get(world.random.nextInt(files.size())));
            final int from = other.bytes().length <= BLOCK_LENGTH ? 0 :
                world.random.nextInt(other.bytes().length - BLOCK_LENGTH) & -BLOCK_LENGTH;
            final int begin = at & -BLOCK_LENGTH;
            for (int i = 0; i < BLOCK_LENGTH && begin + i < bytes.length; i++)
            {
                bytes[begin + i] = other.at(from + i);
            }
        }
        else if (kind < 9)
        {
            world.add(Happening.FILE_CUT_SHORT);
            length = at;
        }
        else
        {
            world.add(Happening.FILE_LOST);
            Files.delete(file);
            return;
        }
        new FileImage(bytes, length).overwrite(file);
    }

    /** A byte that is not zero, near a place: most of a journal's file is empty index. */
    private static int usedPlace(final byte[] bytes, final int at)
    {
        int place = at;
        while (place < bytes.length - 1 && 0 == bytes[place])
        {
            place++;
        }
        return place;
    }

    /** What a reader takes that checks no checksum: a record with a wrong bit. To one that checks it the checksum is made right. */
    private void flipUnnoticed(final List<UnsafeBuffer> images) throws IOException
    {
        final UnsafeBuffer image = images.get(world.random.nextInt(images.size()));
        final int length = RecordDescriptor.crcOffset(image.capacity());
        for (final Path file : files())
        {
            final byte[] bytes = FileImage.of(file).bytes();
            final int found = file.toString().contains("journal") ? find(bytes, image, length) : -1;
            if (found >= 0)
            {
                bytes[found + RecordDescriptor.SOURCED_BLOCK_OFFSET] ^= 1;
                final CRC32C crc = new CRC32C();
                crc.update(bytes, found, length);
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(found + length, (int)crc.getValue());
                new FileImage(bytes, Files.size(file)).overwrite(file);
            }
        }
    }

    private static int find(final byte[] bytes, final UnsafeBuffer image, final int length)
    {
        for (int i = 0; i + length <= bytes.length - Integer.BYTES; i += Integer.BYTES)
        {
            if (bytes[i] == image.getByte(0) && bytes[i + 8] == image.getByte(8) &&
                new UnsafeBuffer(bytes, i, length).equals(new UnsafeBuffer(image, 0, length)))
            {
                return i;
            }
        }
        return -1;
    }
}
