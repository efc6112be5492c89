package io.veto.engine.journal;

import io.veto.engine.memory.MemoryCall;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.io.ClosedIllegalStateException;
import net.openhft.chronicle.core.io.ReferenceOwner;
import org.agrona.concurrent.Agent;

/**
 * Goes ahead of the journal's thread, so that it does not wait for the file system where it appends: has the pages ahead of it backed and
 * mapped for writing, in the very mapping that it appends to, and the next mapping of the file made before it comes there.
 * <p>
 * Writes nothing: the bytes behind the end of the journal stay zero, and how far it goes is bounded by {@link #AHEAD_LENGTH}.
 * <p>
 * Before it is written to, a fresh page of a file is read, be there nothing but zeros, and with it as much ahead as the device has
 * set, up to 16 MiB in one go. So each mapping is told that nothing shall be read ahead of what is asked for.
 * <p>
 * Source: madvise(2), MADV_POPULATE_WRITE and MADV_RANDOM.
 * <p>
 * <b>Note:</b> {@link #onAppended} belongs to the journal's thread and allocates only where the mapping changes; the agent to the side
 * thread. Where the system refuses, or the disk is full, it does nothing and the journal's thread waits as it would without.
 */
final class JournalAhead implements Agent, ReferenceOwner
{
    /** How far ahead pages are made ready, in bytes. */
    static final long AHEAD_LENGTH = 8L << 20;

    private static final long PIECE_LENGTH = 1 << 18;
    private static final long PAGE_LENGTH = 1 << 12;

    private final MemoryCall call;
    private final AtomicLong populatedLength = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong position = new AtomicLong();
    private MappedBytesStore appendedTo;
    private volatile Mapping mapping;

    private Mapping seen;
    private MappedBytesStore current;
    private MappedBytesStore next;
    private long reached = 0;
    private boolean isNextRefused = false;

    JournalAhead(final MemoryCall call)
    {
        this.call = call;
    }

    /**
     * Tells where the journal's end is.
     *
     * @param bytes that were appended to.
     */
    void onAppended(final MappedBytes bytes)
    {
        final MappedBytesStore store = (MappedBytesStore)(Object)bytes.bytesStore();
        position.lazySet(bytes.writePosition());
        if (store != appendedTo)
        {
            appendedTo = store;
            mapping = new Mapping(bytes.mappedFile(), store, bytes.writePosition());
        }
    }

    @Override
    public int doWork()
    {
        final Mapping now = mapping;
        if (now != seen)
        {
            enter(now);
        }
        if (null == current)
        {
            return 0;
        }
        final long end = position.get() + AHEAD_LENGTH;
        return populate(current, end) + (end > current.safeLimit() ? prepareNext(end) : 0);
    }

    @Override
    public void onClose()
    {
        release(current);
        release(next);
        current = null;
        next = null;
    }

    @Override
    public String roleName()
    {
        return "veto-journal-ahead";
    }

    /**
     * Pages made ready ahead.
     *
     * @return bytes since the start.
     */
    long populatedLength()
    {
        return populatedLength.get();
    }

    /**
     * Pieces that the system would not make ready.
     *
     * @return count since the start.
     */
    long refused()
    {
        return refused.get();
    }

    private void enter(final Mapping now)
    {
        final MappedBytesStore left = current;
        seen = now;
        current = reserve(now.store) ? now.store : null;
        if (null != current && next != current)
        {
            readNothingAhead(current);
        }
        release(left);
        if (next == current)
        {
            release(next);
        }
        else
        {
            release(next);
            reached = now.position & -PAGE_LENGTH;
        }
        next = null;
        isNextRefused = false;
    }

    private int populate(final MappedBytesStore store, final long end)
    {
        final long limit = Math.min(end, store.safeLimit());
        reached = Math.max(reached, (end - AHEAD_LENGTH) & -PAGE_LENGTH);
        if (reached >= limit)
        {
            return 0;
        }
        final long length = Math.min(PIECE_LENGTH, store.safeLimit() - reached);
        if (call.advise(store.addressForWrite(reached), length, MemoryCall.POPULATE_WRITE))
        {
            populatedLength.lazySet(populatedLength.get() + length);
        }
        else
        {
            refused.lazySet(refused.get() + 1);
        }
        reached += length;
        return 1;
    }

    private int prepareNext(final long end)
    {
        if (null == next && !isNextRefused)
        {
            try
            {
                next = seen.file.acquireByteStore(this, current.safeLimit());
                readNothingAhead(next);
            }
            catch (final IOException | ClosedIllegalStateException e)
            {
                isNextRefused = true;
                refused.lazySet(refused.get() + 1);
            }
        }
        return null != next && reached >= next.start() ? populate(next, end) : 0;
    }

    private void readNothingAhead(final MappedBytesStore store)
    {
        call.advise(store.addressForWrite(store.start()), store.safeLimit() - store.start(), MemoryCall.RANDOM);
    }

    private boolean reserve(final MappedBytesStore store)
    {
        return store.tryReserve(this);
    }

    private void release(final MappedBytesStore store)
    {
        if (null != store)
        {
            store.release(this);
        }
    }

    private static final class Mapping
    {
        private final MappedFile file;
        private final MappedBytesStore store;
        private final long position;

        private Mapping(final MappedFile file, final MappedBytesStore store, final long position)
        {
            this.file = file;
            this.store = store;
            this.position = position;
        }
    }
}
