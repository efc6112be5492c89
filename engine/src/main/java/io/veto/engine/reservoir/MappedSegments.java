package io.veto.engine.reservoir;

import io.veto.engine.journal.DiskGuard;
import io.veto.engine.memory.MemoryCall;
import io.veto.rules.window.SegmentStore;
import io.veto.rules.window.StateLimitException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.agrona.IoUtil;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The segments of the reservoir in a folder, one mapped file each. A file that was given back is used again for a later segment, so in
 * steady state nothing is made, mapped or deleted; of those that wait for it only a few are kept.
 * <pre>
 *   reservoir-00000000.segment      the number says in which order the files were made, not what they hold
 *   reservoir-00000001.segment
 * </pre>
 * A full segment may be kept beside a saved state, as another name of its file, and come back from there. Such a file is never written
 * again: once it is given back it is unmapped and its name here deleted.
 * <p>
 * The files are derived from the journal: what an earlier process left is deleted at the start, the rest on {@link #close}.
 * <p>
 * <b>Note:</b> belongs to the thread of the windows, except what only {@link SegmentAhead} calls. Once a {@link SegmentAhead} has been made
 * for it and until that is closed, only the agent's thread unmaps, so that it never reads what is not mapped.
 */
public final class MappedSegments implements SegmentStore
{
    private static final Pattern FILE_NAME = Pattern.compile("reservoir-\\d{8,}\\.segment");
    private static final int SPARES = 4;
    private static final int RELEASED_MAX = 4;
    private static final int RING_LENGTH = 16;

    private final File folder;
    private final int segmentBits;
    private final LongSupplier usableLength;
    private final AtomicInteger fileNumber = new AtomicInteger();
    private final AtomicInteger madeInLine = new AtomicInteger();
    private final OneToOneConcurrentArrayQueue<MappedSegment> spares = new OneToOneConcurrentArrayQueue<>(SPARES);
    private final Queue<MappedSegment> released = new ConcurrentLinkedQueue<>();
    private final Queue<MappedSegment> retired = new ConcurrentLinkedQueue<>();
    private volatile AtomicReferenceArray<MappedSegment> ring = new AtomicReferenceArray<>(RING_LENGTH);
    private volatile int length = 0;
    private volatile boolean isAttended = false;
    private volatile boolean isRefused = false;
    private volatile long oldest = 0;
    private volatile long newest = -1;
    private byte touchedSum = 0;
    private Path kept = null;

    /**
     * Opens a folder for the segments of this process.
     *
     * @param folder made if it is not there, of this store alone: what looks like a segment in it is deleted.
     * @throws IOException if the folder cannot be made or written.
     */
    public MappedSegments(final Path folder) throws IOException
    {
        this(folder, SEGMENT_BITS_DEFAULT);
    }

    /**
     * As {@link #MappedSegments(Path)}, with segments of another size.
     *
     * @param folder      made if it is not there.
     * @param segmentBits binary logarithm of the events of a segment, from 6 to 24.
     * @throws IOException if the folder cannot be made or written.
     */
    public MappedSegments(final Path folder, final int segmentBits) throws IOException
    {
        this(folder, segmentBits, folder.toFile()::getUsableSpace);
    }

    MappedSegments(final Path folder, final LongSupplier usableLength) throws IOException
    {
        this(folder, SEGMENT_BITS_DEFAULT, usableLength);
    }

    private MappedSegments(final Path folder, final int segmentBits, final LongSupplier usableLength) throws IOException
    {
        this.segmentBits = segmentBits;
        this.folder = folder.toFile();
        this.usableLength = usableLength;
        try
        {
            Files.createDirectories(folder);
            deleteLeftOvers(folder);
        }
        catch (final IOException e)
        {
            throw new IOException(
                "reservoir folder cannot be used: folder=" + folder + " error=" + e + ": it must be a folder that can be written", e);
        }
        if (!Files.isWritable(folder))
        {
            throw new IOException(
                "reservoir folder cannot be used: folder=" + folder + " writable=false: it must be a folder that can be written");
        }
    }

    @Override
    public int segmentBits()
    {
        return segmentBits;
    }

    /**
     * Says where full segments are kept beside the state that is saved or loaded next.
     *
     * @param folderOfKept that exists; null for nowhere, at first.
     */
    public void keepIn(final Path folderOfKept)
    {
        kept = folderOfKept;
    }

    /**
     * {@inheritDoc}
     * <p>
     * Takes a spare one if there is one, else one that was given back, else makes one.
     */
    @Override
    public UnsafeBuffer acquire(final long segment, final int segmentLength)
    {
        length = segmentLength;
        MappedSegment taken = spares.poll();
        if (null == taken)
        {
            taken = released.poll();
        }
        if (null == taken)
        {
            taken = make();
            isRefused = false;
            madeInLine.lazySet(madeInLine.get() + 1);
        }
        giveOut(segment, taken);
        return taken.buffer();
    }

    /**
     * {@inheritDoc}
     * <p>
     * Links it into the folder of those that are kept, where there is one, or copies it.
     */
    @Override
    public boolean keep(final long segment)
    {
        if (null == kept)
        {
            return false;
        }
        final Path file = ReadSegments.file(kept, segment);
        try
        {
            ring.get(slot(ring, segment)).keepAs(file);
            return true;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("reservoir segment cannot be kept: file=" + file + " error=" + e, e);
        }
    }

    /**
     * {@inheritDoc}
     * <p>
     * Links it from the folder of those that are kept, or copies it.
     */
    @Override
    public UnsafeBuffer adopt(final long segment, final int segmentLength)
    {
        length = segmentLength;
        final Path from = ReadSegments.file(kept, segment, segmentLength);
        final File file = nextFile();
        try
        {
            final MappedSegment adopted = MappedSegment.adopt(from, file, segmentLength);
            giveOut(segment, adopted);
            return adopted.buffer();
        }
        catch (final IOException e)
        {
            IoUtil.deleteIfExists(file);
            throw new StateLimitException("reservoir segment cannot be had: file=" + file + " from=" + from + " length=" + segmentLength +
                " error=" + e + ": mend it and start again");
        }
    }

    @Override
    public void release(final long segment, final UnsafeBuffer buffer)
    {
        final MappedSegment back = ring.getAndSet(slot(ring, segment), null);
        (back.isShared() ? retired : released).add(back);
        oldest = segment + 1;
        if (!isAttended)
        {
            trim();
        }
    }

    /**
     * Files made by the thread of the windows itself.
     *
     * @return count since the start.
     */
    public int madeInLine()
    {
        return madeInLine.get();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the {@link SegmentAhead} is not closed.
     */
    @Override
    public void close()
    {
        if (isAttended)
        {
            throw new IllegalStateException("reservoir segments are still read ahead: folder=" + folder + ": close the agent first");
        }
        final List<MappedSegment> all = new ArrayList<>(released);
        spares.drainTo(all, SPARES);
        for (int i = 0; i < ring.length(); i++)
        {
            all.add(ring.getAndSet(i, null));
        }
        all.addAll(retired);
        released.clear();
        retired.clear();
        for (final MappedSegment segment : all)
        {
            if (null != segment)
            {
                segment.unmapAndDelete();
            }
        }
    }

    void attended(final boolean value)
    {
        isAttended = value;
    }

    /**
     * Length of every segment.
     *
     * @return in bytes; 0 before the first one was acquired.
     */
    int length()
    {
        return length;
    }

    /**
     * Makes one spare segment ready if there are too few, and deletes what was given back if that is too much. Where no file can be made
     * it makes none until the thread of the windows has made one, or has said why it cannot.
     *
     * @return number of segments made ready or deleted.
     */
    int prepare()
    {
        int work = trim();
        if (length > 0 && spares.size() < SPARES)
        {
            MappedSegment next = released.poll();
            if (null == next && !isRefused)
            {
                next = makeOrRefuse();
            }
            if (null != next)
            {
                next.touchAll();
                spares.add(next);
                work++;
            }
        }
        return work;
    }

    /**
     * Reads a byte, so that its page is in memory and mapped.
     *
     * @param segment number.
     * @param offset  in the segment.
     * @return false if the segment is not out.
     */
    boolean touch(final long segment, final int offset)
    {
        final AtomicReferenceArray<MappedSegment> out = ring;
        final MappedSegment mapped = out.get(slot(out, segment));
        if (null == mapped || mapped.number() != segment)
        {
            return false;
        }
        touchedSum ^= mapped.touch(offset);
        return true;
    }

    /**
     * The oldest segment that may be out.
     */
    long oldest()
    {
        return oldest;
    }

    /**
     * The segment that was given out last; -1 for none.
     */
    long newest()
    {
        return newest;
    }

    /**
     * Gives the memory of a segment up.
     *
     * @return whether there was any to give up.
     */
    boolean letGo(final long segment, final MemoryCall call)
    {
        final AtomicReferenceArray<MappedSegment> out = ring;
        final MappedSegment mapped = out.get(slot(out, segment));
        return null != mapped && mapped.number() == segment && mapped.letGo(call);
    }

    private int trim()
    {
        int trimmed = 0;
        for (MappedSegment next = retired.poll(); null != next; next = retired.poll())
        {
            next.unmapAndDelete();
            trimmed++;
        }
        while (released.size() > RELEASED_MAX)
        {
            final MappedSegment surplus = released.poll();
            if (null != surplus)
            {
                surplus.unmapAndDelete();
                trimmed++;
            }
        }
        return trimmed;
    }

    private MappedSegment makeOrRefuse()
    {
        try
        {
            return make();
        }
        catch (final StateLimitException e)
        {
            isRefused = true;
            return null;
        }
    }

    private MappedSegment make()
    {
        final File file = nextFile();
        final long free = usableLength.getAsLong();
        if (free - length < DiskGuard.USABLE_LENGTH_MIN)
        {
            throw noRoom(file, free);
        }
        try
        {
            return MappedSegment.make(file, length);
        }
        catch (final IOException e)
        {
            IoUtil.deleteIfExists(file);
            final long freeNow = usableLength.getAsLong();
            if (freeNow - length < DiskGuard.USABLE_LENGTH_MIN)
            {
                throw noRoom(file, freeNow);
            }
            throw new StateLimitException("reservoir segment cannot be had: file=" + file + " length=" + length + " error=" + e +
                ": mend it and start again, it is rebuilt from the journal");
        }
    }

    private File nextFile()
    {
        return new File(folder, String.format("reservoir-%08d.segment", fileNumber.getAndIncrement()));
    }

    private void giveOut(final long segment, final MappedSegment mapped)
    {
        mapped.number(segment);
        if (newest < oldest)
        {
            oldest = segment;
        }
        if (segment - oldest >= ring.length())
        {
            growRing();
        }
        ring.set(slot(ring, segment), mapped);
        newest = segment;
    }

    private void growRing()
    {
        final AtomicReferenceArray<MappedSegment> grown = new AtomicReferenceArray<>(2 * ring.length());
        for (int i = 0; i < ring.length(); i++)
        {
            grown.set(slot(grown, oldest + i), ring.get(slot(ring, oldest + i)));
        }
        ring = grown;
    }

    private StateLimitException noRoom(final File file, final long free)
    {
        return new StateLimitException("reservoir segment cannot be had: file=" + file + " length=" + length + " freeBytes=" + free +
            ": make room on the disk and start again, it is rebuilt from the journal");
    }

    private static int slot(final AtomicReferenceArray<MappedSegment> ring, final long segment)
    {
        return (int)segment & ring.length() - 1;
    }

    private static void deleteLeftOvers(final Path folder) throws IOException
    {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder))
        {
            for (final Path file : files)
            {
                if (FILE_NAME.matcher(file.getFileName().toString()).matches())
                {
                    Files.delete(file);
                }
            }
        }
    }
}
