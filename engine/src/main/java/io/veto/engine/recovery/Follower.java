package io.veto.engine.recovery;

import io.veto.engine.journal.HighWaterMark;
import io.veto.engine.journal.JournalEnd;
import io.veto.engine.journal.JournalFiles;
import io.veto.engine.journal.JournalFiles.JournalFile;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalScan;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotDisk;
import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.score.Scorer;
import io.veto.rules.state.StateDamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes a snapshot of a data folder from outside: begins with the newest snapshot that is good, scores the journal again from there to the
 * end that it has now, comparing every decision, and writes what it ends with. A server that runs on the folder does not notice.
 * <p>
 * <b>Note:</b> one thread, and one follower of a folder at a time, whatever the process.
 */
public final class Follower
{
    private final Path data;
    private final long labelMaturityMs;
    private final Consumer<String> log;
    private final SnapshotDisk disk;
    private final SnapshotStore store;
    private final Path journal;
    private final Supplier<WindowRooms> rooms;

    /**
     * Makes a follower.
     *
     * @param data            the data folder.
     * @param labelMaturityMs of the statistics, in milliseconds of engine time, where there is no snapshot to begin with; later ones keep
     *                        it.
     * @param log             for one line per snapshot that cannot be used, and where older ones cannot be deleted.
     */
    public Follower(final Path data, final long labelMaturityMs, final Consumer<String> log)
    {
        this(data, labelMaturityMs, log, SnapshotDisk.SYSTEM);
    }

    /**
     * Makes a follower on a disk that fails where it is told to.
     *
     * @param data            the data folder.
     * @param labelMaturityMs of the statistics, in milliseconds of engine time, where there is no snapshot to begin with; later ones keep
     *                        it.
     * @param log             for one line per snapshot that cannot be used, and where older ones cannot be deleted.
     * @param disk            to write to.
     */
    public Follower(final Path data, final long labelMaturityMs, final Consumer<String> log, final SnapshotDisk disk)
    {
        this(data, labelMaturityMs, log, disk, () -> new WindowRooms(number -> DataFolder.ownReservoir(data, number),
            error -> log.accept("the reservoir is not read ahead any more: " + error)));
    }

    /**
     * Makes a follower on a disk that fails where it is told to, with rooms of another kind.
     *
     * @param data            the data folder.
     * @param labelMaturityMs of the statistics, in milliseconds of engine time, where there is no snapshot to begin with; later ones keep
     *                        it.
     * @param log             for one line per snapshot that cannot be used, and where older ones cannot be deleted.
     * @param disk            to write to.
     * @param rooms           made for one run, and closed behind it.
     */
    public Follower(
        final Path data,
        final long labelMaturityMs,
        final Consumer<String> log,
        final SnapshotDisk disk,
        final Supplier<WindowRooms> rooms)
    {
        this.data = data;
        this.labelMaturityMs = labelMaturityMs;
        this.log = log;
        store = new SnapshotStore(data, disk, log);
        this.disk = disk;
        this.rooms = rooms;
        journal = DataFolder.journal(data);
    }

    /**
     * Takes a snapshot, unless no record came since the newest one.
     *
     * @return what was done.
     * @throws IOException                                        if another process takes one, or it cannot be written.
     * @throws UncheckedIOException                               the same.
     * @throws DivergenceException                                if a decision differs from the one that was sent.
     * @throws io.veto.engine.journal.JournalDamagedException     if the journal does not say what was written.
     * @throws io.veto.rules.window.StateLimitException           if there is no room for the state.
     */
    public Followed run() throws IOException
    {
        final long beganNs = System.nanoTime();
        try (SnapshotLock lock = SnapshotLock.of(data); WindowRooms made = rooms.get())
        {
            DataFolder.deleteLeftReservoirs(data);
            final Snapshot newest = newestUpToDate();
            if (null != newest)
            {
                return new Followed(newest, false, newest.sequence(), 0, 0, System.nanoTime() - beganNs);
            }
            return follow(lock, made, beganNs);
        }
    }

    private Followed follow(final SnapshotLock lock, final WindowRooms made, final long beganNs) throws IOException
    {
        for (final Snapshot snapshot : store.list())
        {
            if (snapshot.isGood())
            {
                try (JournalReader reader = new JournalReader(journal))
                {
                    final JournalReplay replay = JournalReplay.from(snapshot, reader, made, RuleStatistics.MATURITY_MS_AS_SAVED);
                    checkHash(snapshot, replay.scorer());
                    return follow(lock, made, replay, reader, snapshot.sequence(), beganNs);
                }
                catch (final StateDamagedException e)
                {
                    made.close();
                    log.accept(e.getMessage());
                }
            }
            else
            {
                log.accept(snapshot.whyNot());
            }
        }
        try (JournalReader reader = new JournalReader(journal))
        {
            return follow(lock, made, new JournalReplay(reader, made, labelMaturityMs), reader, 0, beganNs);
        }
    }

    private Followed follow(
        final SnapshotLock lock,
        final WindowRooms made,
        final JournalReplay replay,
        final JournalReader reader,
        final long fromSequence,
        final long beganNs) throws IOException
    {
        final long replayBeganNs = System.nanoTime();
        toPresentEnd(replay);
        final long replayNs = System.nanoTime() - replayBeganNs;
        if (null == replay.scorer())
        {
            throw new IOException("journal holds no rule set yet: folder=" + journal + ": start the server once");
        }
        final Snapshot written = replay.state().takeSnapshot(store, lock, replay.lastSequence(), replay.epoch(), made,
            (sequence, epoch) -> force(new HighWaterMark(sequence, epoch, reader.cycle())));
        return new Followed(null == written ? store.list().get(0) : written, null != written, fromSequence, replay.records(),
            replayNs, System.nanoTime() - beganNs);
    }

    /**
     * The newest snapshot, if no record that takes a number came behind it and every byte of it is what was written.
     */
    private Snapshot newestUpToDate() throws IOException
    {
        final Snapshot newest = store.list().stream().findFirst().orElse(null);
        if (null == newest || !newest.isGood())
        {
            return null;
        }
        try (JournalReader reader = new JournalReader(journal))
        {
            SnapshotSeek.behind(reader, newest);
            while (reader.next())
            {
                if (reader.sequence() != newest.sequence())
                {
                    return null;
                }
            }
            return store.check(newest).isGood() ? newest : null;
        }
        catch (final StateDamagedException e)
        {
            return null;
        }
    }

    /**
     * Replays to the end that the journal has now, so that a server that goes faster than the follower is not followed for ever. What
     * stands behind it is looked at only where no server may be writing it.
     */
    private void toPresentEnd(final JournalReplay replay) throws IOException
    {
        final JournalEnd end = JournalScan.of(journal, replay.lastSequence());
        final long endSequence = JournalEnd.State.DAMAGED == end.state() ? Long.MAX_VALUE : end.sequence();
        boolean more = true;
        while (more && replay.lastSequence() < endSequence)
        {
            more = replay.next();
        }
        if (DataFolder.owner(data).isEmpty())
        {
            replay.toEnd();
        }
    }

    /**
     * Forces a journal that another process may be writing: what that has put into its mapping of a file belongs to the file.
     */
    private void force(final HighWaterMark mark) throws IOException
    {
        for (final JournalFile file : JournalFiles.list(journal))
        {
            force(file);
        }
        disk.force(journal);
        mark.write(journal, HighWaterMark.Writer.FOLLOWER);
    }

    /**
     * Forces a file, which a process that starts meanwhile may just have sealed.
     */
    private void force(final JournalFile file) throws IOException
    {
        try
        {
            disk.force(file.path());
        }
        catch (final NoSuchFileException e)
        {
            disk.force(JournalFiles.sealed(file));
        }
    }

    private static void checkHash(final Snapshot snapshot, final Scorer scorer)
    {
        final long hash = scorer.stateHash();
        if (hash != snapshot.stateHash())
        {
            throw new StateDamagedException("snapshot damaged: its state is another one: sequence=" + snapshot.sequence() +
                " expectedHash=" + Long.toHexString(snapshot.stateHash()) + " hash=" + Long.toHexString(hash) + " file=" +
                snapshot.file().getFileName());
        }
    }
}
