package io.veto.engine.journal;

import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;

/**
 * Watches the space that is left on the journal's disk: warns under a first limit, once until it has recovered, and refuses under a second
 * one, so that the line stops in order. A mapped file on a full disk fails in the middle of a record.
 * <p>
 * <b>Note:</b> {@link #doWork} belongs to one thread, the side thread; any other may call {@link #requireSpace} and {@link #isFull}.
 */
public final class DiskGuard implements Agent
{
    /** Space that must be left on the disk, in bytes. */
    public static final long USABLE_LENGTH_MIN = 64L * 1024 * 1024;

    private static final long CHECK_INTERVAL_NS = 1_000_000_000L;

    private final LongSupplier usableLength;
    private final long warnLength;
    private final Consumer<String> onWarning;
    private long nextCheckNs = System.nanoTime();
    private boolean isWarned = false;
    private volatile boolean isFull = false;

    /**
     * Watches the disk of a folder.
     *
     * @param directory  that need not be there yet.
     * @param warnLength space in bytes under which it warns.
     * @param onWarning  told on the side thread, in one line, of the space that is left and of what mends it.
     */
    public DiskGuard(final Path directory, final long warnLength, final Consumer<String> onWarning)
    {
        this(usableLength(directory.toAbsolutePath().toFile()), warnLength, onWarning);
    }

    DiskGuard(final LongSupplier usableLength, final long warnLength, final Consumer<String> onWarning)
    {
        this.usableLength = usableLength;
        this.warnLength = warnLength;
        this.onWarning = onWarning;
    }

    /**
     * Looks once a second.
     *
     * @return 0, so that its thread idles.
     */
    @Override
    public int doWork()
    {
        final long nowNs = System.nanoTime();
        if (nowNs - nextCheckNs >= 0)
        {
            nextCheckNs = nowNs + CHECK_INTERVAL_NS;
            check();
        }
        return 0;
    }

    @Override
    public String roleName()
    {
        return "veto-disk";
    }

    /**
     * Looks now.
     *
     * @throws IllegalStateException if too little space is left to write.
     */
    public void requireSpace()
    {
        final long usable = usableLength.getAsLong();
        if (usable < USABLE_LENGTH_MIN)
        {
            throw new IllegalStateException("disk is nearly full: minimumUsable=" + USABLE_LENGTH_MIN + " usable=" + usable +
                ": make room in the file system of the data folder and start again");
        }
    }

    /**
     * Whether too little space was left when the side thread looked last.
     *
     * @return true if nothing more must be written.
     */
    public boolean isFull()
    {
        return isFull;
    }

    void check()
    {
        final long usable = usableLength.getAsLong();
        isFull = usable < USABLE_LENGTH_MIN;
        if (usable >= warnLength)
        {
            isWarned = false;
        }
        else if (!isWarned)
        {
            isWarned = true;
            onWarning.accept("disk is filling up: warnUsable=" + warnLength + " usable=" + usable + " stopUsable=" + USABLE_LENGTH_MIN +
                ": make room in the file system of the data folder before the server stops");
        }
    }

    private static LongSupplier usableLength(final File directory)
    {
        return () -> existing(directory).getUsableSpace();
    }

    private static File existing(final File directory)
    {
        File existing = directory;
        while (!existing.exists())
        {
            existing = existing.getParentFile();
        }
        return existing;
    }
}
