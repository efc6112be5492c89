package io.veto.engine.recovery;

import io.veto.engine.ids.IdIndex;
import io.veto.engine.journal.JournalBase;
import io.veto.engine.journal.JournalFiles;
import io.veto.engine.journal.JournalFiles.JournalFile;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Moves the oldest files of a journal into an archive: those that lie before the oldest snapshot that is kept, and end further back than
 * what is to be kept and the longest window of the rules in force, or the time of repeats, together. Nothing is deleted.
 * <p>
 * First the journal's {@link JournalBase} is written, of which the archive gets a copy, then the files leave, the oldest first. What is cut
 * off in between is a journal that is whole, or one whose left files are passed over and leave the next time. Files that are put back make
 * the journal whole again.
 * <p>
 * <b>Note:</b> one thread, which holds the lock of the folder.
 */
public final class JournalArchive
{
    private final DataFolder folder;
    private final Path journal;
    private final ArchiveFolder archive;
    private final long keepMs;
    private final Consumer<String> log;
    private final List<FileEnd> ends = new ArrayList<>();

    private JournalArchive(final DataFolder folder, final ArchiveFolder archive, final long keepMs, final Consumer<String> log)
    {
        this.folder = folder;
        journal = folder.journal();
        this.archive = archive;
        this.keepMs = keepMs;
        this.log = log;
    }

    /**
     * Where a file ends.
     */
    private record FileEnd(int cycle, long sequence, int epoch, long engineTimeMs)
    {
    }

    /**
     * Archives what is old enough.
     *
     * @param folder locked.
     * @param to     the folder that the files are moved into; made if it is not there.
     * @param keepMs engine time that stays in the journal besides what windows need, in milliseconds, from 0.
     * @param log    told each step in one line, before it is done.
     * @return how many files were moved.
     * @throws IOException if a start would be refused, the journal is damaged, fewer than two snapshots are good, the id index cannot be
     *                     read, or a file cannot be moved; what was moved stays moved.
     */
    public static int of(final DataFolder folder, final Path to, final long keepMs, final Consumer<String> log) throws IOException
    {
        final SnapshotLock lock = SnapshotLock.of(folder.path());
        try
        {
            final RecoveryPlan plan = RecoveryPlan.of(folder);
            if (RecoveryPlan.Start.GO_ON != plan.start())
            {
                throw new IOException(plan.decisions().isEmpty() ? "no journal there to archive: folder=" + folder.path() +
                    ": name the folder given to veto serve --data" : plan.refusal());
            }
            if (null != plan.frontDamage())
            {
                throw new IOException(plan.frontDamage());
            }
            return new JournalArchive(folder, new ArchiveFolder(to, folder.journal()), keepMs, log).run();
        }
        finally
        {
            lock.close();
        }
    }

    private int run() throws IOException
    {
        final JournalBase before = JournalBase.of(journal);
        int moved = null == before ? 0 : move(before);
        final List<Snapshot> snapshots = goodSnapshots();
        final Snapshot oldest = snapshots.get(snapshots.size() - 1);
        final PastNeed need = walk();
        final FileEnd last = lastToLeave(oldest, snapshots.get(0).engineTimeMs() - keepMs - need.lengthMs());
        if (null != last)
        {
            final JournalBase base = base(last);
            log.accept("writes the base of the journal: archivedToSequence=" + base.sequence());
            base.write(journal);
            moved += move(base);
            if (need.isUnbounded())
            {
                log.accept("notes that the rules in force have sessions or first_seen: no rules with such are activated from now on, " +
                    "unless the archived files are put back");
            }
        }
        return moved;
    }

    private List<Snapshot> goodSnapshots() throws IOException
    {
        final SnapshotStore store = new SnapshotStore(folder.path());
        final List<Snapshot> good = store.list().stream().map(store::check)
            .filter(snapshot -> snapshot.isGood() && SnapshotSeek.isOf(journal, snapshot)).toList();
        if (good.size() < SnapshotStore.KEPT)
        {
            throw new IOException("too few good snapshots, nothing is archived: minimumSnapshots=" + SnapshotStore.KEPT + " snapshots=" +
                good.size() + " folder=" + folder.path() + ": take them with veto snapshot, each behind some records");
        }
        return good;
    }

    /**
     * Reads where each file ends, and what the rules in force need.
     */
    private PastNeed walk()
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            final BaseBuilder builder = new BaseBuilder(reader.base());
            FileEnd end = null;
            while (reader.next())
            {
                if (null != end && end.cycle != reader.cycle())
                {
                    ends.add(end);
                }
                builder.onRecord(reader.buffer(), reader.offset());
                end = new FileEnd(reader.cycle(), reader.sequence(), reader.epoch(), builder.engineTimeMs());
            }
            return builder.need();
        }
    }

    private FileEnd lastToLeave(final Snapshot oldest, final long beforeMs) throws IOException
    {
        final boolean isActivated = isActivatedBehind(oldest);
        final long indexedTo = indexedTo();
        FileEnd last = null;
        for (final FileEnd end : ends)
        {
            final String reason = end.sequence >= oldest.sequence() ? "the snapshot of sequence " + oldest.sequence() + " needs it" :
                isActivated ? "rules were activated behind the snapshot of sequence " + oldest.sequence() :
                end.engineTimeMs > beforeMs ? "it is within what windows need and what is to be kept" :
                end.sequence >= indexedTo ? "the index of ids has not passed it: indexedToSequence=" + indexedTo : null;
            if (null != reason)
            {
                log.accept("keeps the file that ends with sequence " + end.sequence + " and later ones: " + reason);
                return last;
            }
            last = end;
        }
        return last;
    }

    /**
     * A start from there warms such rules from the beginning of the journal once more.
     */
    private boolean isActivatedBehind(final Snapshot snapshot)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            SnapshotSeek.behind(reader, snapshot);
            while (reader.next())
            {
                final DirectBuffer buffer = reader.buffer();
                if (RecordDescriptor.TYPE_RULE_SET == reader.type() && !RuleSetRecord.isGivenUp(buffer, reader.offset()))
                {
                    return true;
                }
            }
            return false;
        }
    }

    private long indexedTo() throws IOException
    {
        final Path ids = folder.path().resolve("ids");
        if (!Files.exists(ids))
        {
            return Long.MAX_VALUE;
        }
        try (IdIndex index = new IdIndex(ids, 0))
        {
            return index.lastSequence();
        }
    }

    private JournalBase base(final FileEnd last) throws IOException
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            final BaseBuilder builder = new BaseBuilder(reader.base());
            boolean more = reader.next();
            while (more && reader.cycle() <= last.cycle)
            {
                builder.onRecord(reader.buffer(), reader.offset());
                more = reader.next();
            }
            return builder.base(last.sequence, last.epoch, last.cycle);
        }
    }

    private int move(final JournalBase base) throws IOException
    {
        int moved = 0;
        archive.keepBase(JournalBase.file(journal));
        for (final JournalFile file : JournalFiles.list(journal))
        {
            if (file.cycle() <= base.cycle())
            {
                log.accept("archives " + file.path().getFileName());
                archive.take(file);
                moved++;
            }
        }
        return moved;
    }
}
