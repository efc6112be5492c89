package io.veto.perf.replay;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.recovery.JvmZones;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.journal.CardJournalTraffic;
import io.veto.perf.journal.JournalMaker;
import io.veto.perf.journal.JournalTraffic;
import io.veto.perf.journal.SyntheticJournalTraffic;
import io.veto.perf.report.Conditions;
import io.veto.perf.windows.PeersRules;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.StandardRules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;

/**
 * Makes a journal under each of two rule sets, and reads and replays it in turn.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class ReplayBench
{
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ReplayPlan plan;

    /**
     * Prepares a measurement.
     *
     * @param plan what to measure.
     */
    public ReplayBench(final ReplayPlan plan)
    {
        this.plan = plan;
    }

    /**
     * Measures.
     *
     * @return all runs with their conditions.
     * @throws IOException if the disk fails.
     */
    public ReplayReport run() throws IOException
    {
        final Conditions conditions = Conditions.ofMachine(ManagementFactory.getRuntimeMXBean().getInputArguments());
        final ReplayResult peers = measure("four rules over windows of cards",
            RuleSetCompiler.compile(PeersRules.NAME, PeersRules.TEXT), new CardJournalTraffic(plan.cards()));
        final ReplayResult standard = measure("standard pack",
            RuleSetCompiler.compile(StandardRules.NAME, StandardRules.text(), new JvmZones()), new SyntheticJournalTraffic(
                new TrafficPlan(plan.cards(), plan.records(), TrafficPlan.SEED_DEFAULT, TrafficPlan.DAYS_DEFAULT)));
        return new ReplayReport(List.of(peers, standard), conditions
            .with("cards", String.valueOf(plan.cards()))
            .with("runs", plan.runs() + ", each reads the journal and then replays it into a fresh state, on one thread, in this process")
            .with("disk", Files.getFileStore(plan.folder()).type() + ", the journal was written just before and may be in the page cache")
            .with("load average after", Conditions.loadAverage()));
    }

    private ReplayResult measure(final String rules, final RuleSet ruleSet, final JournalTraffic traffic) throws IOException
    {
        final Path data = Files.createTempDirectory(plan.folder(), "veto-replay");
        try
        {
            final long made;
            try (JournalMaker maker = new JournalMaker(data, ruleSet, traffic))
            {
                made = maker.write(plan.records());
            }
            long records = 0;
            final List<ReplayResult.Run> runs = new ArrayList<>();
            for (int run = 0; run < plan.runs(); run++)
            {
                final long beginNs = System.nanoTime();
                records = read(data);
                final long readNs = System.nanoTime();
                final long readCpuNs = threads.getCurrentThreadCpuTime();
                replay(data, records);
                runs.add(new ReplayResult.Run(
                    readNs - beginNs, System.nanoTime() - readNs, threads.getCurrentThreadCpuTime() - readCpuNs));
            }
            return new ReplayResult(rules, records, made, runs);
        }
        finally
        {
            IoUtil.delete(data.toFile(), true);
        }
    }

    private static long read(final Path data)
    {
        try (JournalReader reader = new JournalReader(DataFolder.journal(data)))
        {
            long records = 0;
            while (reader.next())
            {
                records++;
            }
            return records;
        }
    }

    private static void replay(final Path data, final long records)
    {
        try (JournalReader reader = new JournalReader(DataFolder.journal(data));
            WindowRooms rooms = new WindowRooms(number -> DataFolder.ownReservoir(data, number),
                error -> System.err.println("veto perf replay: the reservoir is not read ahead any more: " + error)))
        {
            final JournalReplay replay = new JournalReplay(reader, rooms);
            replay.toEnd();
            if (replay.records() != records)
            {
                throw new IllegalStateException("another journal: expectedRecords=" + records + " records=" + replay.records());
            }
        }
    }
}
