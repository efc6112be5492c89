package io.veto.ingest;

import io.veto.engine.activation.Activations;
import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.FallBackPublisher;
import io.veto.engine.line.Handover;
import io.veto.engine.line.LineCounters;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.recovery.JvmZones;
import io.veto.engine.recovery.ProcessSettings;
import io.veto.engine.recovery.StartRecords;
import io.veto.engine.reservoir.WindowRooms;
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
import io.veto.ingest.token.TokenKey;
import io.veto.ingest.token.Tokeniser;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.StandardRules;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * A running Veto on one data folder: locks the folder, scores its journal again from the start, journals this process start, and serves.
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
    private final long recoveredRecords;

    /**
     * Opens the data folder and starts to serve.
     *
     * @param config what to start with.
     * @param log    for one line per problem.
     * @throws IOException if the folder, the key or the port cannot be had, or the rules are not those of the journal.
     */
    public Appliance(final ApplianceConfig config, final PrintStream log) throws IOException
    {
        folder = DataFolder.lock(config.data());
        rooms = new WindowRooms(folder::reservoir,
            error -> log.println("veto: what the windows need next is not made ready, answers may wait for the disk: " + error));
        JournalWriter writer = null;
        ServerSocketChannel server = null;
        try
        {
            final RuleSet given = null == config.rules() ? null : RuleFiles.compile(config.rules());
            final boolean hasKey = Files.exists(folder.tokenKey());
            folder.deleteLeftReservoirs();
            final JournalReplay replay = replay(folder, hasKey, rooms, config.labelMaturityMs(), log);
            final boolean isNew = null == replay;
            final byte[] key = hasKey ? TokenKey.load(folder.tokenKey()) : TokenKey.random();
            final Tokeniser tokeniser = new Tokeniser(key);
            checkKey(replay, tokeniser);
            final Scorer recovered = isNew ? null : replay.scorer();
            final RuleSet ruleSet = ruleSet(config.rules(), given, recovered);
            final ScorerConfig scorerConfig = scorerConfig(config, replay);
            final Scorer scorer = null == recovered ? rooms.scorer(ruleSet, scorerConfig) : recovered;
            scorer.reconfigure(scorerConfig);
            final int epoch = isNew ? 1 : (replay.epoch() + 1) & 0xFFFF;
            final long recoveredSequence = isNew ? 0 : replay.lastSequence();
            recoveredRecords = isNew ? 0 : replay.records();
            server = Gateway.bind(config.gateway());
            writer = new JournalWriter(folder.journal(), recoveredSequence, config.journal().durability(), guard(config, log));
            final long lastSequence = StartRecords.append(writer, settings(config, scorerConfig, tokeniser), ruleSet, epoch,
                recoveredSequence, null == recovered, TimeUnit.MILLISECONDS.toNanos(Clock.systemUTC().millis()));
            if (!hasKey)
            {
                TokenKey.create(folder.tokenKey(), key);
            }
            final ListCommand lists = new ListCommand(operatorQueue, new Tokeniser(key), scorer.lists(), this::ruleSet);
            Arrays.fill(key, (byte)0);
            watch = new RuleWatch(scorer, isNew ? new RuleStatistics(ruleSet, config.labelMaturityMs()) : replay.statistics(),
                new FallBackPublisher(operatorQueue, alarm -> log.println("veto: " + alarm)));
            journal = writer;
            journal.startAhead(error -> log.println("veto: the journal is not made ready ahead, answers may wait for the disk: " + error));
            final Handover handover = new Handover(lastSequence);
            activations = new Activations(folder.journal(), rooms, scorerConfig, handover, operatorQueue, ruleSet,
                isNew ? ruleSet.zones() : replay.zones());
            runner = new GatewayRunner(server, config.gateway(), config.line(), tokeniser, scorer, handover, watch,
                isNew ? new SourceTable() : replay.sources(), journal, folder.journal(), epoch, lastSequence, operatorQueue,
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
     * What ended it.
     *
     * @return the first failure, or null while all is well.
     */
    public Throwable failure()
    {
        return runner.failure();
    }

    /**
     * Takes nothing more, answers what was taken, and closes everything.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(runner, activations, operators, journal, rooms, folder);
    }

    /**
     * The key is written behind the first records and before anybody is answered. So a journal without a key that holds no
     * transaction is one of a first start that was cut off: it is moved aside.
     */
    private static JournalReplay replay(
        final DataFolder folder,
        final boolean hasKey,
        final WindowRooms rooms,
        final long labelMaturityMs,
        final PrintStream log) throws IOException
    {
        final Path journal = folder.journal();
        final boolean hasJournal = JournalReader.exists(journal);
        if (hasKey && !hasJournal)
        {
            throw new IOException("journal is missing: folder=" + journal +
                ": put its files back, or move " + folder.tokenKey() + " away to begin anew");
        }
        if (hasKey)
        {
            return replay(journal, rooms, labelMaturityMs);
        }
        if (hasJournal && holdsTransactions(journal))
        {
            throw new IOException("token key is missing: file=" + folder.tokenKey() +
                ": put the key of this journal back, its card tokens cannot be made without it");
        }
        if (Files.exists(journal))
        {
            final Path aside = journal.resolveSibling("journal.cut-off-" + System.currentTimeMillis());
            Files.move(journal, aside);
            log.println("veto: a first start had been cut off, its journal is moved aside: folder=" + aside);
        }
        return null;
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
            config.scorer().standInApproveUpToMinor(), replay.settings().scorer().windowLimits());
    }

    private static ProcessSettings settings(final ApplianceConfig config, final ScorerConfig scorer, final Tokeniser tokeniser)
    {
        return new ProcessSettings(scorer, config.gateway().clockMode(), config.gateway().maxClockAheadMs(), config.line().budgetNs(),
            config.line().budgetReserveNs(), tokeniser.keyId(), config.journal().durability());
    }

    private static boolean holdsTransactions(final Path journal)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            while (reader.next())
            {
                if (RecordDescriptor.TYPE_TRANSACTION == reader.type())
                {
                    return true;
                }
            }
            return false;
        }
        catch (final JournalDamagedException e)
        {
            return false;
        }
    }

    private static JournalReplay replay(final Path journal, final WindowRooms rooms, final long labelMaturityMs) throws IOException
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            final JournalReplay replay = new JournalReplay(reader, rooms, labelMaturityMs);
            replay.toEnd();
            if (null == replay.scorer())
            {
                throw new IOException("journal holds no rule set: folder=" + journal +
                    ": move it and the token key away to begin anew");
            }
            return replay;
        }
    }

    private void checkKey(final JournalReplay replay, final Tokeniser tokeniser) throws IOException
    {
        if (null != replay && null != replay.settings() && replay.settings().tokenKeyId() != tokeniser.keyId())
        {
            throw new IOException("token key is not this journal's: expectedKeyId=" +
                Long.toHexString(replay.settings().tokenKeyId()) + " keyId=" + Long.toHexString(tokeniser.keyId()) + " file=" +
                folder.tokenKey() + ": put the key of this journal back");
        }
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
