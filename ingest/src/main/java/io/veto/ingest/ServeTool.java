package io.veto.ingest;

import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.JournalConfig;
import io.veto.engine.line.Layout;
import io.veto.engine.line.Line;
import io.veto.engine.line.LineConfig;
import io.veto.engine.recovery.RecoveryTimes;
import io.veto.engine.report.ErrorText;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.gateway.GatewayConfig;
import io.veto.ingest.snapshot.FollowerCommand;
import io.veto.ingest.snapshot.SnapshotSchedule;
import io.veto.rules.language.RuleSetException;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.Durability;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code veto serve}: runs an appliance on a data folder until it is told to stop.
 */
@Command(name = "veto serve", mixinStandardHelpOptions = true, description = "Answers transactions over TCP.")
public final class ServeTool implements Callable<Integer>
{
    private static final int PORT_MAX = 65_535;
    private static final int KEYS_MAX = 1 << 30;
    private static final long DISK_WARNING_MIB_MIN = DiskGuard.USABLE_LENGTH_MIN >> 20;
    private static final long DISK_WARNING_MIB_MAX = 1L << 30;
    private static final int EXIT_DONE = 0;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_ENVIRONMENT = 3;
    private static final long WATCH_INTERVAL_MS = 20;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "folder that holds journal and key; made if missing")
    private Path data;

    @Option(names = "--rules", paramLabel = "FILE", description = "rule file; default: the journal's, or the built-in rules")
    private Path rules;

    @Option(names = "--port", paramLabel = "N", description = "port to listen on, 0 for any free one; default ${DEFAULT-VALUE}")
    private int port = GatewayConfig.PORT_DEFAULT;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "address to listen on; default ${DEFAULT-VALUE}")
    private String bind = "127.0.0.1";

    @Option(names = "--clock", paramLabel = "ingest|event", description = "event: back-fill of history, no clock check, ticks or budget")
    private ClockMode clock = ClockMode.INGEST;

    @Option(names = "--durability", paramLabel = "process|machine",
        description = "what an answer survives: the end of the process (default), or the loss of power too, for a forced write a batch")
    private Durability durability = Durability.PROCESS;

    @Option(names = "--disk-warning", paramLabel = "MIB",
        description = "mebibytes left on the disk under which it warns; at 64 it stops; default ${DEFAULT-VALUE}")
    private long diskWarningMib = JournalConfig.WARN_USABLE_LENGTH_DEFAULT >> 20;

    @Option(names = "--layout", paramLabel = "one|three", description = "threads of the line; default: one under four cores")
    private Layout layout = Layout.forCores(Runtime.getRuntime().availableProcessors());

    @Option(names = "--cpus", split = ",", paramLabel = "N", description = "processors to pin to and spin on: gateway, then line")
    private int[] cpus = {};

    @Option(names = "--budget", paramLabel = "MS", description = "milliseconds from arrival to answer; default ${DEFAULT-VALUE}")
    private int budgetMs = 100;

    @Option(names = "--budget-reserve", paramLabel = "MS", description = "what scoring must leave of it; default ${DEFAULT-VALUE}")
    private int budgetReserveMs = 5;

    @Option(names = "--lateness", paramLabel = "MS", description = "how late an event may be without a flag; default ${DEFAULT-VALUE}")
    private long latenessMs = ScorerConfig.DEFAULT.allowedLatenessMs();

    @Option(names = "--clock-ahead", paramLabel = "MS", description = "how far event time may be ahead; default ${DEFAULT-VALUE}")
    private long clockAheadMs = 5_000;

    @Option(names = "--stand-in-up-to", paramLabel = "MINOR", description = "stand-in approves up to this; default ${DEFAULT-VALUE}")
    private long standInUpToMinor = ScorerConfig.DEFAULT.standInApproveUpToMinor();

    @Option(names = "--keys", paramLabel = "N",
        description = "most live cards, terminals and so on, each, for the life of a new data folder; default ${DEFAULT-VALUE}")
    private int keys = WindowLimits.DEFAULT.keysPerTable();

    @Option(names = "--side-entries", paramLabel = "N",
        description = "most late events, labels and reversals that wait for a window's edge; default ${DEFAULT-VALUE}")
    private int sideEntries = WindowLimits.DEFAULT.sideEntries();

    @Option(names = "--repeat-within", paramLabel = "15m|0", converter = DurationText.class,
        description = "engine time within which a transaction of the same source, id, card and amount is a repeat; default 15m")
    private Duration repeatWithin = Duration.ofMillis(ScorerConfig.REPEAT_WITHIN_MS_DEFAULT);

    @Option(names = "--repeat-ids", paramLabel = "N",
        description = "most transactions that are kept to recognise repeats; default ${DEFAULT-VALUE}")
    private int repeatIds = ScorerConfig.REPEAT_IDS_DEFAULT;

    @Option(names = "--label-retention", paramLabel = "DAYS",
        description = "how long labels and reversals find a transaction by its id; 0 for never; default ${DEFAULT-VALUE}")
    private int labelRetentionDays = GatewayConfig.LABEL_RETENTION_DAYS_DEFAULT;

    @Option(names = "--snapshot-every", paramLabel = "10m|0", converter = DurationText.class,
        description = "how often a process of its own takes a snapshot where records came, 0 for never; default 10m")
    private Duration snapshotEvery = Duration.ofMinutes(10);

    @Option(names = "--label-maturity", paramLabel = "DAYS",
        description = "how old a hit is before it counts towards its rule's precision; default ${DEFAULT-VALUE}")
    private int labelMaturityDays = (int)TimeUnit.MILLISECONDS.toDays(RuleStatistics.MATURITY_MS_DEFAULT);

    /**
     * Runs the command and exits.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args)
    {
        System.exit(new CommandLine(new ServeTool())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(ServeTool::usage)
            .execute(args));
    }

    @Override
    public Integer call()
    {
        final String fault = fault();
        if (null != fault)
        {
            System.err.println("veto serve: " + fault);
            return EXIT_USAGE;
        }
        try (StopSignal stop = new StopSignal(EXIT_ENVIRONMENT))
        {
            final int exitCode = run(stop);
            stop.exitCode(exitCode);
            return exitCode;
        }
    }

    private int run(final StopSignal stop)
    {
        try
        {
            return end(serve(stop));
        }
        catch (final RuleSetException e)
        {
            System.err.println(e.getMessage());
            return EXIT_USAGE;
        }
        catch (final NoSuchFileException e)
        {
            System.err.println("veto serve: no such file: " + e.getMessage());
            return EXIT_USAGE;
        }
        catch (final IOException | RuntimeException | InternalError | OutOfMemoryError e)
        {
            System.err.println("veto serve: " + describe(e));
            return EXIT_ENVIRONMENT;
        }
    }

    private Appliance serve(final StopSignal stop) throws IOException
    {
        final Appliance stopped;
        final long beganNanoTime = System.nanoTime();
        try (Appliance appliance = new Appliance(config(), plan -> plan.lines().forEach(System.out::println), System.err))
        {
            stopped = appliance;
            stop.arm();
            System.out.println("rules " + appliance.ruleSet().ruleCount() + ", hash " + Long.toHexString(appliance.ruleSet().hash()) +
                "; recovered " + appliance.recoveredRecords() + " records");
            System.out.println(started(appliance.recoveryTimes(), System.nanoTime() - beganNanoTime));
            System.out.println("listening on " + bind + ":" + appliance.port());
            watch(appliance, stop);
            await(appliance, stop);
        }
        return stopped;
    }

    private static String started(final RecoveryTimes times, final long elapsedNs)
    {
        return "started in " + TimeUnit.NANOSECONDS.toMillis(elapsedNs) + " ms: plan " + TimeUnit.NANOSECONDS.toMillis(times.planNs()) +
            ", snapshot " + TimeUnit.NANOSECONDS.toMillis(times.loadNs()) + ", replay " +
            TimeUnit.NANOSECONDS.toMillis(times.replayNs());
    }

    /**
     * Waits until it is told to stop, while snapshots are taken.
     */
    private void await(final Appliance appliance, final StopSignal stop)
    {
        if (snapshotEvery.isZero())
        {
            stop.await();
            return;
        }
        final List<String> command = FollowerCommand.of(data, labelMaturityDays);
        final SnapshotSchedule schedule = new SnapshotSchedule(command, snapshotEvery, appliance::lastSequence, System.err);
        try
        {
            stop.await();
        }
        finally
        {
            schedule.close();
        }
    }

    private ApplianceConfig config()
    {
        final long budgetNs = TimeUnit.MILLISECONDS.toNanos(budgetMs);
        final LineConfig line = new LineConfig(layout, cpus, LineConfig.RING_CAPACITY_DEFAULT, budgetNs,
            TimeUnit.MILLISECONDS.toNanos(budgetReserveMs), ClockMode.INGEST == clock);
        final GatewayConfig gateway = new GatewayConfig(bind, port, GatewayConfig.SESSIONS_MAX_DEFAULT, GatewayConfig.SILENCE_MS_DEFAULT,
            clock, clockAheadMs, latenessMs, (int)TimeUnit.DAYS.toSeconds(labelRetentionDays));
        final WindowLimits limits =
            new WindowLimits(WindowLimits.DEFAULT.reservoirEvents(), keys, sideEntries, WindowLimits.DEFAULT.valueNodes());
        final ScorerConfig scorer = new ScorerConfig(latenessMs, standInUpToMinor, limits, repeatWithin.toMillis(), repeatIds);
        return new ApplianceConfig(data, rules, gateway, line, scorer, TimeUnit.DAYS.toMillis(labelMaturityDays),
            new JournalConfig(durability, diskWarningMib << 20));
    }

    private String fault()
    {
        if (port < 0 || port > PORT_MAX)
        {
            return "port out of bounds: minimumPort=0 maximumPort=" + PORT_MAX + " port=" + port;
        }
        if (null != rules && !Files.isRegularFile(rules))
        {
            return "no such rule file: file=" + rules;
        }
        if (Files.exists(data) && !Files.isDirectory(data))
        {
            return "data folder is a file: folder=" + data + ": name a folder";
        }
        if (cpus.length > 0 && cpus.length != Line.threads(layout))
        {
            return "wrong number of processors: expectedCpus=" + Line.threads(layout) + " cpus=" + cpus.length +
                ": name one for the gateway and one for each thread of layout " + layout;
        }
        if (budgetReserveMs < 0 || budgetReserveMs >= budgetMs)
        {
            return "budget reserve must lie within the budget: budgetMs=" + budgetMs + " reserveMs=" + budgetReserveMs;
        }
        if (keys < 1 || keys > KEYS_MAX)
        {
            return "keys out of bounds: minimumKeys=1 maximumKeys=" + KEYS_MAX + " keys=" + keys;
        }
        if (sideEntries < 1)
        {
            return "side entries out of bounds: minimumSideEntries=1 sideEntries=" + sideEntries;
        }
        if (latenessMs < 0 || clockAheadMs < 0 || standInUpToMinor < 0)
        {
            return "a limit is negative: latenessMs=" + latenessMs + " clockAheadMs=" + clockAheadMs + " standInUpTo=" +
                standInUpToMinor;
        }
        if (Durability.NULL_VAL == durability)
        {
            return "no such durability: expectedDurability=process|machine durability=" + durability;
        }
        if (diskWarningMib < DISK_WARNING_MIB_MIN || diskWarningMib > DISK_WARNING_MIB_MAX)
        {
            return "disk warning out of bounds: minimumMib=" + DISK_WARNING_MIB_MIN + " maximumMib=" + DISK_WARNING_MIB_MAX +
                " diskWarningMib=" + diskWarningMib;
        }
        if (repeatIds < 1 || repeatIds > ScorerConfig.REPEAT_IDS_MAX)
        {
            return "repeats out of bounds: minimumRepeatIds=1 maximumRepeatIds=" + ScorerConfig.REPEAT_IDS_MAX + " repeatIds=" +
                repeatIds;
        }
        if (labelRetentionDays < 0 || labelRetentionDays > GatewayConfig.LABEL_RETENTION_DAYS_MAX)
        {
            return "label retention out of bounds: minimumDays=0 maximumDays=" + GatewayConfig.LABEL_RETENTION_DAYS_MAX + " days=" +
                labelRetentionDays;
        }
        if (labelMaturityDays < 0)
        {
            return "label maturity is negative: labelMaturityDays=" + labelMaturityDays;
        }
        return null;
    }

    private static void watch(final Appliance appliance, final StopSignal stop)
    {
        final Thread watcher = new Thread(() ->
        {
            try
            {
                while (null == appliance.failure())
                {
                    TimeUnit.MILLISECONDS.sleep(WATCH_INTERVAL_MS);
                }
                stop.signal();
            }
            catch (final InterruptedException e)
            {
                Thread.currentThread().interrupt();
            }
        }, "veto-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static int end(final Appliance appliance)
    {
        final Throwable failure = appliance.failure();
        System.out.println("stopped: " + appliance.counters());
        if (null != failure)
        {
            System.err.println("veto serve: stopped, nothing unjournalled was answered: " + describe(failure));
            return EXIT_ENVIRONMENT;
        }
        return EXIT_DONE;
    }

    private static String describe(final Throwable error)
    {
        if (error instanceof InternalError)
        {
            return "a mapped file of the data folder was cut short under the server: " + error.getMessage() +
                ": look at the disk and start again";
        }
        return error instanceof OutOfMemoryError ? "memory is used up: " + error.getMessage() + ": lower --keys or raise -Xmx" :
            ErrorText.of(error);
    }

    private static int usage(final CommandLine.ParameterException e, final String[] args)
    {
        System.err.println("veto serve: " + e.getMessage() + ": see veto serve --help");
        return EXIT_USAGE;
    }
}
