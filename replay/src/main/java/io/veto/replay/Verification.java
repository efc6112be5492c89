package io.veto.replay;

import io.veto.engine.journal.JournalBase;
import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.DivergenceException;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.state.StateDamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * What scoring a journal again has shown: from its first record, or, where its first files were archived, from the oldest good snapshot.
 *
 * @param fromSequence of the snapshot that it began with; 0 where it began with the first record.
 * @param records      read.
 * @param transactions whose decisions were compared bit by bit.
 * @param elapsedNs    spent.
 * @param voidLength   bytes of a torn tail, which the next start cuts, or of what a running server is writing.
 * @param difference   the first one, in one line; null if there is none.
 */
public record Verification(long fromSequence, long records, long transactions, long elapsedNs, long voidLength, String difference)
{
    /**
     * Verifies the journal of a data folder, which may be in use.
     *
     * @param data the data folder.
     * @return what it has shown.
     * @throws IOException if there is no room for the state behind the rules, neither in the data folder nor, where that cannot be
     *                     written, in the system's folder for temporary files.
     */
    public static Verification of(final Path data) throws IOException
    {
        final long startNs = System.nanoTime();
        JournalReplay replay = null;
        String difference = null;
        long fromSequence = 0;
        long voidLength = 0;
        final IntFunction<Path> folders = reservoirs(data);
        try (WindowRooms rooms = new WindowRooms(folders,
            error -> System.err.println("veto replay verify: the reservoir is not read ahead any more: " + error));
            JournalReader reader = new JournalReader(DataFolder.journal(data)))
        {
            final Snapshot snapshot = null == reader.base() ? null : oldestGood(data, reader.base());
            fromSequence = null == snapshot ? 0 : snapshot.sequence();
            replay = null == snapshot ? new JournalReplay(reader, rooms) :
                JournalReplay.from(snapshot, reader, rooms, RuleStatistics.MATURITY_MS_AS_SAVED);
            replay.toEnd();
            voidLength = reader.end().voidLength();
        }
        catch (final JournalDamagedException | DivergenceException | StateDamagedException e)
        {
            difference = e.getMessage();
        }
        catch (final InternalError e)
        {
            difference = "journal damaged: a file is shorter than its index says: folder=" + DataFolder.journal(data);
        }
        final long elapsedNs = System.nanoTime() - startNs;
        return null == replay ? new Verification(fromSequence, 0, 0, elapsedNs, 0, difference) :
            new Verification(fromSequence, replay.records(), replay.transactions(), elapsedNs, voidLength, difference);
    }

    private static Snapshot oldestGood(final Path data, final JournalBase base) throws IOException
    {
        final SnapshotStore store = new SnapshotStore(data);
        Snapshot oldest = null;
        for (final Snapshot snapshot : store.list())
        {
            if (snapshot.sequence() > base.sequence() && store.check(snapshot).isGood())
            {
                oldest = snapshot;
            }
        }
        return oldest;
    }

    private static IntFunction<Path> reservoirs(final Path data) throws IOException
    {
        if (!Files.isWritable(data))
        {
            final Path folder = Files.createTempDirectory("veto-reservoir");
            return number -> 0 == number ? folder : folder.resolveSibling(folder.getFileName() + "." + number);
        }
        DataFolder.deleteLeftReservoirs(data);
        return number -> DataFolder.ownReservoir(data, number);
    }

    /**
     * Whether every record is sound and every decision the same.
     *
     * @return true if there is no difference.
     */
    public boolean isClean()
    {
        return null == difference;
    }

    /**
     * How fast it went.
     *
     * @return records a second.
     */
    public long recordsPerSecond()
    {
        return Math.round(records / (elapsedNs / (double)TimeUnit.SECONDS.toNanos(1)));
    }
}
