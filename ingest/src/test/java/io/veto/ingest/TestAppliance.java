package io.veto.ingest;

import io.veto.engine.line.Layout;
import io.veto.engine.line.LineConfig;
import io.veto.engine.recovery.RecoveryPlan;
import io.veto.ingest.gateway.GatewayConfig;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.score.ScorerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An appliance in this process for tests, with what it logs kept.
 */
public final class TestAppliance implements AutoCloseable
{
    /** Rules with every kind of thing that can be told from the answer. */
    public static final String RULES = """
        rule big "Above 220.00"
          review if amount > 220.00

        rule burst "More than three in a minute"
          decline if count(card, 1m) > 3

        rule bad_terminal "A fraud at the terminal within a day, known a day late"
          review if count(terminal, 1d delayed 1d where fraud) >= 1
        """;

    private static final int LABEL_RETENTION_S = 1_000_000;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<RecoveryPlan> plans = new ArrayList<>();
    private final Appliance appliance;

    /**
     * Opens an appliance on history.
     *
     * @param data folder.
     * @throws IOException if it cannot be opened.
     */
    public TestAppliance(final Path data) throws IOException
    {
        this(data, ClockMode.EVENT, Layout.ONE, 500);
    }

    /**
     * Opens an appliance.
     *
     * @param data      folder.
     * @param clock     mode.
     * @param layout    of the line.
     * @param silenceMs longest silence.
     * @throws IOException if it cannot be opened.
     */
    public TestAppliance(final Path data, final ClockMode clock, final Layout layout, final long silenceMs) throws IOException
    {
        this(data, clock, layout, silenceMs, ScorerConfig.DEFAULT, TimeUnit.SECONDS.toNanos(100));
    }

    /**
     * Opens an appliance.
     *
     * @param data      folder.
     * @param clock     mode.
     * @param layout    of the line.
     * @param silenceMs longest silence.
     * @param scorer    settings.
     * @param budgetNs  of a transaction.
     * @throws IOException if it cannot be opened.
     */
    public TestAppliance(
        final Path data, final ClockMode clock, final Layout layout, final long silenceMs, final ScorerConfig scorer, final long budgetNs)
        throws IOException
    {
        this(data, RULES, clock, layout, silenceMs, scorer, budgetNs);
    }

    /**
     * Opens an appliance.
     *
     * @param data      folder.
     * @param text      of the rules; null to go on under those of the journal.
     * @param clock     mode.
     * @param layout    of the line.
     * @param silenceMs longest silence.
     * @param scorer    settings.
     * @param budgetNs  of a transaction.
     * @throws IOException if it cannot be opened.
     */
    public TestAppliance(
        final Path data,
        final String text,
        final ClockMode clock,
        final Layout layout,
        final long silenceMs,
        final ScorerConfig scorer,
        final long budgetNs) throws IOException
    {
        final Path rules = null == text ? null : data.resolveSibling(data.getFileName() + ".rules");
        if (null != rules)
        {
            Files.writeString(rules, text);
        }
        final GatewayConfig gateway =
            new GatewayConfig("127.0.0.1", 0, 4, silenceMs, clock, 5_000, scorer.allowedLatenessMs(), LABEL_RETENTION_S);
        final LineConfig line = new LineConfig(layout, new int[0], 64, budgetNs, 0, ClockMode.INGEST == clock);
        appliance = new Appliance(new ApplianceConfig(data, rules, gateway, line, scorer), plans::add,
            new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    /**
     * The appliance.
     *
     * @return it.
     */
    public Appliance appliance()
    {
        return appliance;
    }

    /**
     * What the operator was told.
     *
     * @return lines.
     */
    public String log()
    {
        return log.toString(StandardCharsets.UTF_8);
    }

    /**
     * How its state was brought back.
     *
     * @return the plan.
     */
    public RecoveryPlan plan()
    {
        return plans.get(0);
    }

    @Override
    public void close()
    {
        final Throwable failure = appliance.failure();
        appliance.close();
        if (null != failure)
        {
            throw new IllegalStateException("the appliance had failed", failure);
        }
    }
}
