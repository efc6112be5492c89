package io.veto.engine.recovery;

import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.JournalEnd;
import io.veto.engine.journal.JournalFiles;
import io.veto.engine.journal.JournalScan;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.Durability;
import io.veto.rules.layout.SourceNameEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A data folder for tests: starts on it as a server does and journals transactions, each answered by the scorer, then breaks it.
 */
public final class CaseFolder
{
    static final RuleSet RULES = RuleSetCompiler.compile("case.rules", "rule burst\n  decline if count(card, 1h) > 3\n");

    private static final long NOON_MS = 1_700_000_000_000L;
    private static final long FILE_LENGTH_UNIT = 64 * 1024;

    private final Path data;
    private final List<RecoveryPlan> plans = new ArrayList<>();
    private long stateHash;
    private long stepMs = 1000;

    /** Stands for the end of a process in the middle of something. */
    private static final class CutOffException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    public CaseFolder(final Path data)
    {
        this.data = data;
    }

    /**
     * Sets how much engine time lies between two transactions.
     */
    public void stepMs(final long newStepMs)
    {
        stepMs = newStepMs;
    }

    Path data()
    {
        return data;
    }

    Path journal()
    {
        return DataFolder.journal(data);
    }

    Path key()
    {
        return DataFolder.tokenKey(data);
    }

    Path mark()
    {
        return data.resolve("journal.mark");
    }

    Path snapshot(final long sequence, final String suffix)
    {
        return data.resolve("snapshots").resolve(String.format("%019d%s", sequence, suffix));
    }

    /**
     * Starts, journals transactions, and ends as SIGKILL does: nothing is written at the end.
     *
     * @return the lines of the last plan that was carried out.
     */
    public String serve(final int transactions) throws IOException
    {
        plans.clear();
        try (DataFolder folder = DataFolder.lock(data); WindowRooms rooms = WindowRooms.main())
        {
            final Recovery recovery = new Recovery(folder, plans::add);
            final JournalReplay replay = recovery.replay(rooms, RuleStatistics.MATURITY_MS_DEFAULT);
            final Scorer scorer = null == replay ? rooms.scorer(RULES, ScorerConfig.DEFAULT) : replay.scorer();
            try (JournalWriter journal = recovery.journal(Durability.PROCESS, new DiskGuard(journal(), 0, warning -> { }), 1))
            {
                final long last = recovery.begin(journal,
                    new ProcessSettings(ScorerConfig.DEFAULT, ClockMode.EVENT, 0, 0, 0, TokenKey.id(recovery.key())), RULES, 1);
                append(journal, scorer, recovery.epoch(), last, null == replay, transactions);
            }
            stateHash = scorer.stateHash();
        }
        shrink();
        return String.join("\n", plans.get(plans.size() - 1).lines());
    }

    /**
     * Hash of the scorer's state when it served last.
     */
    long stateHash()
    {
        return stateHash;
    }

    public void takeSnapshot() throws IOException
    {
        new Follower(data, RuleStatistics.MATURITY_MS_DEFAULT, line -> { }).run();
    }

    Path archive()
    {
        return data.resolveSibling(data.getFileName() + "-archive");
    }

    /**
     * Archives what no window and no snapshot needs.
     *
     * @param log told each step before it is done.
     * @return how many files were moved.
     */
    int archive(final Consumer<String> log) throws IOException
    {
        try (DataFolder folder = DataFolder.lock(data))
        {
            return JournalArchive.of(folder, archive(), 0, log);
        }
    }

    /**
     * Puts the files of the archive back into the journal.
     */
    void putBack() throws IOException
    {
        for (final JournalFiles.JournalFile file : JournalFiles.list(archive()))
        {
            Files.move(file.path(), journal().resolve(file.path().getFileName()));
        }
    }

    RecoveryPlan plan()
    {
        return RecoveryPlan.of(data);
    }

    /**
     * What a start says when it is refused.
     */
    String refusal()
    {
        try
        {
            return "not refused: " + serve(0);
        }
        catch (final IOException e)
        {
            return e.getMessage().replace(data.toAbsolutePath().toString(), "DATA");
        }
    }

    /**
     * Repairs.
     *
     * @return what was done, one line each, without where it was moved to.
     */
    List<String> repair() throws IOException
    {
        return repair(Integer.MAX_VALUE);
    }

    /**
     * Repairs as far as some steps, and ends then as SIGKILL does.
     */
    List<String> repair(final int steps) throws IOException
    {
        final List<String> done = new ArrayList<>();
        try (DataFolder folder = DataFolder.lock(data))
        {
            JournalRepair.of(folder, RecoveryPlan.of(folder), 1, step ->
            {
                done.add(step.replaceAll(" to /.*", ""));
                if (steps == done.size())
                {
                    throw new CutOffException();
                }
            });
        }
        catch (final CutOffException e)
        {
            done.add("cut off");
        }
        return done;
    }

    Path file(final int number)
    {
        return JournalFiles.list(journal()).get(number).path();
    }

    Path lastFile()
    {
        return file(JournalFiles.list(journal()).size() - 1);
    }

    JournalEnd end()
    {
        return JournalScan.of(journal());
    }

    /**
     * Writes what a writer leaves that is ended in the middle of an excerpt.
     */
    void tear() throws IOException
    {
        final JournalEnd end = end();
        final ByteBuffer torn = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x8000_0000).putInt(4, 300).putInt(8, 4);
        write(end.file(), end.goodLength(), torn.array());
    }

    /**
     * Position of the record of a transaction in a file.
     */
    public static long position(final Path file, final long sequence) throws IOException
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(file));
        for (int i = 0; i + RecordDescriptor.TRANSACTION_LENGTH < bytes.capacity(); i += Integer.BYTES)
        {
            if (RecordDescriptor.TRANSACTION_LENGTH == RecordDescriptor.length(bytes, i) &&
                RecordDescriptor.TYPE_TRANSACTION == RecordDescriptor.type(bytes, i) && sequence == RecordDescriptor.sequence(bytes, i))
            {
                return i;
            }
        }
        throw new AssertionError("no such record: sequence=" + sequence);
    }

    /**
     * The same folder once more.
     */
    CaseFolder copy(final Path to) throws IOException
    {
        for (final Path file : files(data))
        {
            final Path copy = to.resolve(data.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return new CaseFolder(to);
    }

    static List<Path> files(final Path folder) throws IOException
    {
        try (Stream<Path> files = Files.walk(folder))
        {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void write(final Path file, final long position, final byte[] bytes) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
        {
            access.seek(position);
            access.write(bytes);
        }
    }

    /**
     * Changes a bit of a file.
     */
    public static void flip(final Path file, final long position) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
        {
            access.seek(position);
            final int value = access.read();
            access.seek(position);
            access.write(value ^ 1);
        }
    }

    private void append(
        final JournalWriter journal, final Scorer scorer, final int epoch, final long last, final boolean isNew, final int transactions)
    {
        long sequence = last;
        if (isNew)
        {
            final UnsafeBuffer source = new UnsafeBuffer(new byte[RecordDescriptor.SOURCE_LENGTH]);
            RecordDescriptor.putHeader(source, 0, source.capacity(), RecordDescriptor.TYPE_SOURCE, epoch, ++sequence, 1);
            RecordDescriptor.putSource(source, 0, 1, 0);
            new SourceNameEncoder().wrap(source, RecordDescriptor.SOURCED_BLOCK_OFFSET).sourceName("test");
            journal.append(source, 0, source.capacity());
            journal.flush();
        }
        for (int i = 0; i < transactions; i++)
        {
            final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.TRANSACTION_LENGTH]);
            RecordDescriptor.putHeader(record, 0, record.capacity(), RecordDescriptor.TYPE_TRANSACTION, epoch, ++sequence, 1);
            RecordDescriptor.putSource(record, 0, 1, sequence - 2);
            final TransactionEncoder block = new TransactionEncoder().wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET);
            block.eventTimeMs(NOON_MS + sequence * stepMs).effectiveTimeMs(NOON_MS + sequence * stepMs).amountMinor(100 + sequence);
            block.account().cardToken(sequence % 3 + 1);
            scorer.onTransaction(sequence, new TransactionDecoder().wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET,
                TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION),
                new DecisionEncoder().wrap(record, RecordDescriptor.DECISION_OFFSET));
            journal.append(record, 0, record.capacity());
            journal.flush();
        }
    }

    /**
     * Takes away most of the zeros behind what was written, so that tests are quick.
     */
    private void shrink() throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(lastFile().toFile(), "rw"))
        {
            final long length = end().goodLength();
            access.setLength((length / FILE_LENGTH_UNIT + 2) * FILE_LENGTH_UNIT);
        }
    }
}
