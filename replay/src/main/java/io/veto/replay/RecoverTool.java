package io.veto.replay;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.Decision;
import io.veto.engine.recovery.JournalArchive;
import io.veto.engine.recovery.JournalRepair;
import io.veto.engine.recovery.RecoveryPlan;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotStore;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code veto recover}: what a start would do with a data folder, and what a person must decide before it.
 */
@Command(name = "veto recover", mixinStandardHelpOptions = true,
    description = "Tells what a start would do with a data folder, and mends what a person must decide.",
    subcommands = {RecoverTool.Plan.class, RecoverTool.Repair.class, RecoverTool.Invalidate.class,
        RecoverTool.Archive.class})
public final class RecoverTool
{
    private RecoverTool()
    {
    }

    /**
     * Runs the command and exits.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args)
    {
        System.exit(run(args));
    }

    /**
     * Runs the command.
     *
     * @param args of the command line.
     * @return its exit code.
     */
    static int run(final String... args)
    {
        return Program.run(new RecoverTool(), args.length > 0 ? args : new String[]{"--help"});
    }

    private static void checkFolder(final Path data) throws IOException
    {
        if (!Files.isDirectory(data))
        {
            throw new IOException("no data folder there: folder=" + data + ": name the folder given to veto serve --data");
        }
    }

    /**
     * {@code veto recover plan DIR}.
     */
    @Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Tells what a start would do. Looks only. Exit code 1 where it would be refused.")
    static final class Plan implements Callable<Integer>
    {
        @Parameters(paramLabel = "DIR", description = "data folder; a server may be running on it")
        private Path data;

        @Option(names = "--json", description = "one JSON object on standard output")
        private boolean json;

        @Override
        public Integer call() throws IOException
        {
            checkFolder(data);
            final RecoveryPlan plan = RecoveryPlan.of(data);
            System.out.println(json ? plan.json() : plan.text());
            return Start.REFUSE == plan.start() ? Program.EXIT_FAILED : Program.EXIT_DONE;
        }
    }

    /**
     * {@code veto recover repair DIR}.
     */
    @Command(name = "repair", mixinStandardHelpOptions = true,
        description = "Gives up what is damaged or missing, so that a start goes on behind the last good record. Deletes nothing.")
    static final class Repair implements Callable<Integer>
    {
        @Parameters(paramLabel = "DIR", description = "data folder; no server may be running on it")
        private Path data;

        @Option(names = "--yes", description = "do it; without it, tells what would be lost and asks")
        private boolean yes;

        @Override
        public Integer call() throws IOException
        {
            checkFolder(data);
            try (DataFolder folder = DataFolder.lock(data))
            {
                final RecoveryPlan plan = RecoveryPlan.of(folder);
                if (plan.decisions().isEmpty())
                {
                    System.out.println((null == plan.frontDamage() ? "nothing to decide: " : "not for a repair: ") + plan.lines().get(0));
                    return checkFront(plan);
                }
                plan.decisions().forEach(Repair::tell);
                if (!plan.decisions().stream().allMatch(Decision::isRepairable))
                {
                    System.err.println("veto recover repair: not for a repair: put right what is named above first, then see veto " +
                        "recover plan " + data);
                    return Program.EXIT_FAILED;
                }
                if (!isConfirmed())
                {
                    System.err.println("veto recover repair: nothing was done: veto recover repair " + data + " --yes gives it up");
                    return Program.EXIT_USAGE;
                }
                JournalRepair.of(folder, plan, TimeUnit.MILLISECONDS.toNanos(Clock.systemUTC().millis()), System.out::println);
                return end(RecoveryPlan.of(folder));
            }
        }

        private boolean isConfirmed()
        {
            final Console console = System.console();
            return yes || null != console && "yes".equals(console.readLine("type yes to give it up: "));
        }

        private static void tell(final Decision decision)
        {
            System.out.println(decision.message());
            if (decision.isRepairable())
            {
                System.out.println("lost for good: " + decision.loss());
            }
        }

        private static int end(final RecoveryPlan plan)
        {
            if (Start.REFUSE == plan.start())
            {
                System.err.println("veto recover repair: a start is still refused: " + plan.refusal());
                return Program.EXIT_FAILED;
            }
            plan.lines().forEach(System.out::println);
            return checkFront(plan);
        }

        private static int checkFront(final RecoveryPlan plan)
        {
            if (null == plan.frontDamage())
            {
                return Program.EXIT_DONE;
            }
            System.err.println("veto recover repair: " + plan.frontDamage());
            return Program.EXIT_FAILED;
        }
    }

    /**
     * {@code veto recover invalidate DIR [SEQUENCE]}.
     */
    @Command(name = "invalidate", mixinStandardHelpOptions = true,
        description = "Marks a snapshot as not to be used by any start. Its files remain.")
    static final class Invalidate implements Callable<Integer>
    {
        @Parameters(index = "0", paramLabel = "DIR", description = "data folder; a server may be running on it")
        private Path data;

        @Parameters(index = "1", arity = "0..1", paramLabel = "SEQUENCE", description = "of the snapshot; default: the newest")
        private Long sequence;

        @Override
        public Integer call() throws IOException
        {
            checkFolder(data);
            final SnapshotStore store = new SnapshotStore(data);
            final long chosen = null != sequence ? sequence : store.list().stream().filter(Snapshot::isGood)
                .mapToLong(Snapshot::sequence).findFirst().orElse(RecordDescriptor.NULL_SEQUENCE);
            if (RecordDescriptor.NULL_SEQUENCE == chosen)
            {
                throw new IOException("no snapshot there that a start would use: folder=" + data + ": see veto recover plan " + data);
            }
            try (SnapshotLock lock = SnapshotLock.of(data))
            {
                store.invalidate(lock, chosen);
            }
            System.out.println("invalidated the snapshot of sequence " + chosen);
            return Program.EXIT_DONE;
        }
    }

    /**
     * {@code veto recover archive DIR --to ARCHIVE}.
     */
    @Command(name = "archive", mixinStandardHelpOptions = true,
        description = "Moves the journal's oldest files into an archive, as far as no window and no snapshot needs them. Deletes nothing.")
    static final class Archive implements Callable<Integer>
    {
        private static final int KEEP_DAYS_MAX = 36_525;

        @Parameters(paramLabel = "DIR", description = "data folder; no server may be running on it")
        private Path data;

        @Option(names = "--to", paramLabel = "ARCHIVE", required = true, description = "folder to move them into; made if it is not there")
        private Path to;

        @Option(names = "--keep", paramLabel = "DAYS", required = true,
            description = "days that stay in the journal besides what windows need, from 0")
        private int keepDays;

        @Override
        public Integer call() throws IOException
        {
            checkFolder(data);
            if (keepDays < 0 || keepDays > KEEP_DAYS_MAX)
            {
                System.err.println("veto recover archive: days out of bounds: minimumDays=0 maximumDays=" + KEEP_DAYS_MAX + " days=" +
                    keepDays + ": see veto recover archive --help");
                return Program.EXIT_USAGE;
            }
            try (DataFolder folder = DataFolder.lock(data))
            {
                final int moved = JournalArchive.of(folder, to, TimeUnit.DAYS.toMillis(keepDays), System.out::println);
                System.out.println("archived files: " + moved);
                return Program.EXIT_DONE;
            }
        }
    }
}
