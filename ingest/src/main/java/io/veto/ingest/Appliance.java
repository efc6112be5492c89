package io.veto.ingest;

import io.veto.engine.activation.Activations;
import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.line.FallBackPublisher;
import io.veto.engine.line.Handover;
import io.veto.engine.line.LineCounters;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.recovery.JvmZones;
import io.veto.engine.recovery.LineState;
import io.veto.engine.recovery.ProcessSettings;
import io.veto.engine.recovery.Recovery;
import io.veto.engine.recovery.RecoveryPlan;
import io.veto.engine.recovery.RecoveryTimes;
import io.veto.engine.report.ErrorText;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.SnapshotDisk;
import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.engine.statistics.RuleWatch;
import io.veto.ingest.gateway.Gateway;
import io.veto.ingest.gateway.GatewayRunner;
import io.veto.ingest.list.ListCommand;
import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorServer;
import io.veto.ingest.stat.ModeCommand;
import io.veto.ingest.stat.StatCommand;
import io.veto.ingest.token.Tokeniser;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.StandardRules;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;

/**
 * A running Veto on one data folder: locks the folder, brings its state back, journals this process start, and serves.
 * <p>
 * <b>Note:</b> open, ask and close on one thread.
 */
public final class Appliance implements AutoCloseable
{
    private final DataFolder folder;
    private final LineCounters counters = new LineCounters();
    private final OperatorQueue operatorQueue = new OperatorQueue();
    private final Activations activations;
    private final RuleWatch watch;
    private final WindowRooms rooms;
    private final JournalWriter journal;
    private final GatewayRunner runner;
    private final OperatorServer operators;
    private final SourceTable sources;
    private final ProcessSettings settings;
    private final Handover handover;
    private final int epoch;
    private final PrintStream log;
    private final long recoveredRecords;
    private final RecoveryTimes recoveryTimes;

    /**
     * Opens the data folder and starts to serve.
     *
     * @param config what to start with.
     * @param log    for one line per problem.
     * @throws IOException if the folder, the key or the port cannot be had, or the rules are not those of the journal.
     */
    public Appliance(final ApplianceConfig config, final PrintStream log) throws IOException
    {
        this(config, plan -> { }, log);
    }

    /**
     * Opens the data folder and starts to serve.
     *
     * @param config what to start with.
     * @param onPlan told how the state is brought back, before that is done.
     * @param log    for one line per problem.
     * @throws IOException if the folder, the key or the port cannot be had, or the rules are not those of the journal.
     */
    public Appliance(final ApplianceConfig config, final Consumer<RecoveryPlan> onPlan, final PrintStream log) throws IOException
    {
        this.log = log;
        folder = DataFolder.lock(config.data());
        rooms = new WindowRooms(folder::reservoir,
            error -> log.println("veto: what the windows need next is not made ready, answers may wait for the disk: " + error));
        JournalWriter writer = null;
        ServerSocketChannel server = null;
        try
        {
            final RuleSet given = null == config.rules() ? null : RuleFiles.compile(config.rules());
            folder.deleteLeftReservoirs();
            final Recovery recovery = new Recovery(folder, onPlan);
            final JournalReplay replay = recovery.replay(rooms, config.labelMaturityMs());
            final boolean isNew = null == replay;
            final Tokeniser tokeniser = new Tokeniser(recovery.key());
            final Scorer recovered = isNew ? null : replay.scorer();
            final RuleSet ruleSet = ruleSet(config.rules(), given, recovered);
            final ScorerConfig scorerConfig = scorerConfig(config, replay);
            final Scorer scorer = null == recovered ? rooms.scorer(ruleSet, scorerConfig) : recovered;
            scorer.reconfigure(scorerConfig);
            recoveredRecords = isNew ? 0 : replay.records();
            recoveryTimes = recovery.times();
            server = Gateway.bind(config.gateway());
            final long nowNs = TimeUnit.MILLISECONDS.toNanos(Clock.systemUTC().millis());
            writer = recovery.journal(config.journal().durability(), guard(config, log), nowNs);
            settings = settings(config, scorerConfig, tokeniser);
            final long lastSequence = recovery.begin(writer, settings, ruleSet, nowNs);
            final ListCommand lists =
                new ListCommand(operatorQueue, new Tokeniser(recovery.key()), scorer.lists(), this::ruleSet);
            Arrays.fill(recovery.key(), (byte)0);
            watch = new RuleWatch(scorer, isNew ? new RuleStatistics(ruleSet, config.labelMaturityMs()) : replay.statistics(),
                new FallBackPublisher(operatorQueue, alarm -> log.println("veto: " + alarm)));
            journal = writer;
            journal.startAhead(error -> log.println("veto: the journal is not made ready ahead, answers may wait for the disk: " + error));
            handover = new Handover(lastSequence);
            epoch = recovery.epoch();
            sources = isNew ? new SourceTable() : replay.sources();
            activations = new Activations(folder.journal(), rooms, scorerConfig, handover, operatorQueue, ruleSet,
                isNew ? ruleSet.zones() : replay.zones());
            runner = new GatewayRunner(server, config.gateway(), config.line(), tokeniser, scorer, handover, watch,
                sources, journal, folder.journal(), epoch, lastSequence, operatorQueue,
                counters, log);
            operators = new OperatorServer(config.data(), Map.of(
                ListCommand.VERB, lists,
                ActivateCommand.VERB, new ActivateCommand(activations),
                ModeCommand.VERB, new ModeCommand(operatorQueue, watch::statistics),
                StatCommand.VERB, new StatCommand(counters, watch::statistics)), OperatorServer.PATIENCE_MS_DEFAULT, log);
        }
        catch (final IOException | RuntimeException e)
        {
            CloseHelper.quietCloseAll(server, writer, rooms, folder);
            throw e;
        }
    }

    /**
     * Where it listens.
     *
     * @return the port.
     */
    public int port()
    {
        return runner.port();
    }

    /**
     * What it answers under.
     *
     * @return the rule set.
     */
    public RuleSet ruleSet()
    {
        return activations.inForce();
    }

    /**
     * What it counted since it was opened.
     *
     * @return the counters.
     */
    public LineCounters counters()
    {
        return counters;
    }

    /**
     * What each rule in force did.
     *
     * @return the statistics, which go on changing; ask again after the rules have changed.
     */
    public RuleStatistics statistics()
    {
        return watch.statistics();
    }

    /**
     * How operators and guards put records on the line.
     *
     * @return the queue; any thread may offer.
     */
    public OperatorQueue operatorQueue()
    {
        return operatorQueue;
    }

    /**
     * How much of the journal was there before.
     *
     * @return records replayed at the start.
     */
    public long recoveredRecords()
    {
        return recoveredRecords;
    }

    /**
     * How long it took to bring the state back.
     *
     * @return the times of the start.
     */
    public RecoveryTimes recoveryTimes()
    {
        return recoveryTimes;
    }

    /**
     * What ended it.
     *
     * @return the first failure, or null while all is well.
     */
    public Throwable failure()
    {
        return runner.failure();
    }

    /**
     * The last record that was scored.
     *
     * @return its sequence. Any thread may ask.
     */
    public long lastSequence()
    {
        return handover.lastScored();
    }

    /**
     * Takes nothing more, answers what was taken, takes a snapshot where all went well, and closes everything.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(runner, activations, operators, this::takeSnapshot, journal, rooms, folder);
    }

    /**
     * Takes a snapshot in place, so that the next start replays nothing. Where none can be taken the next start replays the journal from
     * the one before, and that is all.
     */
    private void takeSnapshot()
    {
        if (null != failure())
        {
            return;
        }
        final LineState state =
            new LineState(settings, Arrays.asList(activations.zones()), sources, watch.statistics(), runner.scorer());
        try (SnapshotLock lock = SnapshotLock.of(folder.path()))
        {
            final SnapshotStore store = new SnapshotStore(folder.path(), SnapshotDisk.SYSTEM, line -> log.println("veto: " + line));
            state.takeSnapshot(store, lock, lastSequence(), epoch, rooms, (sequence, recordEpoch) -> journal.mark());
        }
        catch (final IOException | RuntimeException | OutOfMemoryError e)
        {
            log.println("veto: no snapshot is taken, the next start replays the journal from the one before: " + ErrorText.of(e));
        }
    }

    private DiskGuard guard(final ApplianceConfig config, final PrintStream log)
    {
        return new DiskGuard(folder.journal(), config.journal().warnUsableLength(), warning ->
        {
            counters.diskWarnings.increment();
            log.println("veto: " + warning);
        });
    }

    private static ScorerConfig scorerConfig(final ApplianceConfig config, final JournalReplay replay)
    {
        return null == replay ? config.scorer() : new ScorerConfig(config.scorer().allowedLatenessMs(),
            config.scorer().standInApproveUpToMinor(), replay.settings().scorer().windowLimits(),
            config.scorer().repeatWithinMs(), config.scorer().repeatIds());
    }

    private static ProcessSettings settings(final ApplianceConfig config, final ScorerConfig scorer, final Tokeniser tokeniser)
    {
        return new ProcessSettings(scorer, config.gateway().clockMode(), config.gateway().maxClockAheadMs(), config.line().budgetNs(),
            config.line().budgetReserveNs(), tokeniser.keyId(), config.journal().durability());
    }

    private static RuleSet ruleSet(final Path file, final RuleSet given, final Scorer recovered) throws IOException
    {
        if (null == given)
        {
            return null == recovered ?
                RuleSetCompiler.compile(StandardRules.NAME, StandardRules.text(), new JvmZones()) :
                recovered.ruleSet();
        }
        if (null != recovered && recovered.ruleSet().hash() != given.hash())
        {
            throw new IOException("rules are not this journal's: expectedHash=" + Long.toHexString(recovered.ruleSet().hash()) +
                " hash=" + Long.toHexString(given.hash()) + " file=" + file +
                ": leave --rules out to go on under the journal's own, then activate the file with veto rules activate");
        }
        return null == recovered ? given : recovered.ruleSet();
    }
}
