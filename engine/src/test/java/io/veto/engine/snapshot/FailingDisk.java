package io.veto.engine.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A disk that fails once, at one call of all, and with half of the file gone where the call was to force it. */
final class FailingDisk implements SnapshotDisk
{
    private final int failingCall;
    private final Supplier<Throwable> failure;
    private int calls = 0;
    private boolean isManifestOpen = false;
    private boolean wasManifestForced = false;

    FailingDisk(final int failingCall, final Supplier<Throwable> failure)
    {
        this.failingCall = failingCall;
        this.failure = failure;
    }

    int calls()
    {
        return calls;
    }

    /** Whether the entry of the snapshot was forced before the failure. */
    boolean wasManifestForced()
    {
        return wasManifestForced;
    }

    @Override
    public FileChannel open(final Path file) throws IOException
    {
        call();
        isManifestOpen = file.endsWith("manifest");
        return SnapshotDisk.super.open(file);
    }

    @Override
    public void force(final FileChannel channel) throws IOException
    {
        if (calls == failingCall)
        {
            channel.truncate(channel.size() - (isManifestOpen ? 17 : channel.size() / 2));
        }
        call();
        SnapshotDisk.super.force(channel);
        wasManifestForced |= isManifestOpen;
    }

    @Override
    public void force(final Path path) throws IOException
    {
        call();
        SnapshotDisk.super.force(path);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException
    {
        call();
        SnapshotDisk.super.rename(from, to);
    }

    @Override
    public void delete(final Path path) throws IOException
    {
        call();
        SnapshotDisk.super.delete(path);
    }

    private void call() throws IOException
    {
        if (calls++ == failingCall)
        {
            final Throwable thrown = failure.get();
            if (thrown instanceof Error)
            {
                throw (Error)thrown;
            }
            throw (IOException)thrown;
        }
    }
}
