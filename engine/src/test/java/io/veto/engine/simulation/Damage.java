package io.veto.engine.simulation;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DivergenceException;
import io.veto.rules.state.StateDamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
    private static final int NOWHERE = -1;

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
        final int damagedFrom = damage(file, before, files);
        world.toldChecked = toldChecked(images, before, damagedFrom);
        world.isDamaged = true;
        recoverDamaged(images.size());
        world.isDamaged = false;
        world.toldChecked = Long.MAX_VALUE;
        world.disk.putBack();
        world.history.restore(images);
    }

    /**
     * Up to which sequence nothing that was told may be gone: where one bit is wrong the last excerpt alone may be, where a block is those
     * at the end of the journal that it reaches into. What the process found when it started is marked.
     */
    private long toldChecked(final List<UnsafeBuffer> images, final FileImage before, final int damagedFrom)
    {
        int reached = images.size();
        while (NOWHERE != damagedFrom && reached > world.startedBehind + 1 && endsBehind(before, images.get(reached - 2), damagedFrom))
        {
            reached--;
        }
        final Long excerpt = images.size() == world.startedBehind ? null : world.excerpts.floor((long)reached);
        return null == excerpt ? Long.MAX_VALUE : excerpt;
    }

    private static boolean endsBehind(final FileImage file, final UnsafeBuffer image, final int place)
    {
        final int length = RecordDescriptor.crcOffset(image.capacity());
        final int found = find(file.bytes(), image, length);
        return found >= 0 && found + image.capacity() > place;
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

    /** Gives where a block begins that is damaged, or {@link #NOWHERE} if it is a bit alone. */
    private int damage(final Path file, final FileImage image, final List<Path> files) throws IOException
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
            new FileImage(bytes, length).overwrite(file);
            return NOWHERE;
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
            return NOWHERE;
        }
        new FileImage(bytes, length).overwrite(file);
        return at & -BLOCK_LENGTH;
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
