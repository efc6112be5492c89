package io.veto.engine.recovery;

import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.HighWaterMark;
import io.veto.engine.journal.JournalEnd;
import io.veto.engine.journal.JournalFiles;
import io.veto.engine.journal.JournalFiles.JournalFile;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.report.ErrorText;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.rules.layout.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * Does what a person has decided: gives up what a plan says is lost, so that a start goes on behind the last good record. Nothing is
 * deleted: files that are taken out of use are moved into a folder beside the journal, and bytes of a file that goes on being used stay
 * there, void by the CUT record behind them.
 * <p>
 * The first step lets the high-water mark name a record that the journal will not have, and the last one replaces the mark. So wherever the
 * repair is cut off, a start is refused until it is made again.
 * <p>
 * <b>Note:</b> one thread, which holds the lock of the folder.
 */
public final class JournalRepair
{
    private static final int BLOCK_LENGTH = 1024 * 1024;

    private final DataFolder folder;
    private final RecoveryPlan plan;
    private final Path aside;
    private final Consumer<String> log;

    private JournalRepair(final DataFolder folder, final RecoveryPlan plan, final Consumer<String> log) throws IOException
    {
        this.folder = folder;
        this.plan = plan;
        this.log = log;
        aside = folder.aside();
    }

    /**
     * Gives up what the plan says a repair gives up.
     *
     * @param folder locked.
     * @param plan   of the folder as it is now, with decisions that are all repairable.
     * @param nowNs  epoch nanoseconds.
     * @param log    told each step when it is done, one line each.
     * @throws IOException if something cannot be moved or written, or a snapshot is being taken; the start is still refused then.
     */
    public static void of(final DataFolder folder, final RecoveryPlan plan, final long nowNs, final Consumer<String> log)
        throws IOException
    {
        if (plan.decisions().isEmpty() || !plan.decisions().stream().allMatch(Decision::isRepairable))
        {
            throw new IllegalArgumentException("nothing to repair: folder=" + folder.path());
        }
        try (SnapshotLock lock = SnapshotLock.of(folder.path()))
        {
            new JournalRepair(folder, plan, log).run(lock, nowNs);
        }
    }

    /**
     * Bytes behind the last good record that hold something: what a repair takes out of use.
     *
     * @param journal folder of the journal.
     * @param end     of it.
     * @return how many, without the zeros that files end with and the mark of a file's end.
     */
    static long bytesBehind(final Path journal, final JournalEnd end)
    {
        long bytes = 0;
        try
        {
            for (final JournalFile file : JournalFiles.list(journal))
            {
                if (file.cycle() >= end.cycle())
                {
                    final long used = usedLength(file.path());
                    final long good = file.cycle() == end.cycle() ? end.goodLength() + Integer.BYTES : 0;
                    bytes += Math.max(0, used - good);
                }
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("journal cannot be read: folder=" + journal + " cause=" + ErrorText.cause(e), e);
        }
        return bytes;
    }

    private static long usedLength(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final ByteBuffer block = ByteBuffer.allocate(BLOCK_LENGTH);
            for (long from = (channel.size() - 1) / BLOCK_LENGTH * BLOCK_LENGTH; from >= 0; from -= BLOCK_LENGTH)
            {
                final int length = channel.read(block.clear(), from);
                for (int i = length - 1; i >= 0; i--)
                {
                    if (0 != block.get(i))
                    {
                        return from + i + 1;
                    }
                }
            }
            return 0;
        }
    }

    private void run(final SnapshotLock lock, final long nowNs) throws IOException
    {
        final JournalEnd end = plan.end();
        refuseMeanwhile(end);
        moveLaterFiles(end);
        final JournalEnd kept = end.givenUp();
        JournalWriter.behind(folder.journal(), kept, nowNs, Durability.MACHINE, new DiskGuard(folder.journal(), 0, warning -> { })).close();
        log.accept("cut the journal behind sequence " + kept.sequence() + (0 == kept.voidLength() ? "" : ", " + kept.voidLength() +
            " bytes of " + kept.file().getFileName() + " are void and stay where they are"));
        moveSnapshotsAhead(lock, kept);
        final List<JournalFile> files = JournalFiles.list(folder.journal());
        new HighWaterMark(kept.sequence(), kept.epoch(), files.get(files.size() - 1).cycle()).replace(folder.journal());
        log.accept("wrote " + HighWaterMark.file(folder.journal()).getFileName() + " anew");
    }

    /**
     * Lets the mark name a record that the journal has no longer, so that a start is refused until the mark is replaced, the last step.
     */
    private void refuseMeanwhile(final JournalEnd end) throws IOException
    {
        final Path mark = HighWaterMark.file(folder.journal());
        if (Files.exists(mark))
        {
            final Path copy = aside.resolve(mark.getFileName());
            Files.copy(mark, copy);
            JournalFiles.force(copy);
            JournalFiles.force(aside);
            JournalFiles.force(folder.path());
            log.accept("copied " + mark.getFileName() + " to " + copy);
        }
        new HighWaterMark(end.sequence() + 1, end.epoch(), end.cycle()).write(folder.journal(), HighWaterMark.Writer.SERVER);
    }

    private void moveLaterFiles(final JournalEnd end) throws IOException
    {
        for (final JournalFile file : JournalFiles.list(folder.journal()))
        {
            if (file.cycle() > end.cycle())
            {
                log.accept("moved " + file.path().getFileName() + " to " +
                    Files.move(file.path(), aside.resolve(file.path().getFileName())));
            }
        }
        JournalFiles.force(aside);
        JournalFiles.force(folder.path());
        JournalFiles.force(folder.journal());
    }

    /**
     * A snapshot of what is given up would bring it back, and its name is needed when the journal gets there again.
     */
    private void moveSnapshotsAhead(final SnapshotLock lock, final JournalEnd kept) throws IOException
    {
        final SnapshotStore store = new SnapshotStore(folder.path());
        for (final Snapshot snapshot : store.list())
        {
            if (snapshot.sequence() > kept.sequence() ||
                snapshot.sequence() == kept.sequence() && (short)(snapshot.epoch() - kept.epoch()) > 0)
            {
                store.moveAside(lock, snapshot, aside);
                log.accept("moved the snapshot of sequence " + snapshot.sequence() + " to " + aside);
            }
        }
        JournalFiles.force(aside);
    }
}
