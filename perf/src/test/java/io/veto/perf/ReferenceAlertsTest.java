package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veto.engine.line.Layout;
import io.veto.engine.line.LineConfig;
import io.veto.ingest.Appliance;
import io.veto.ingest.ApplianceConfig;
import io.veto.ingest.feed.AnsweredRow;
import io.veto.ingest.feed.Column;
import io.veto.ingest.feed.Feed;
import io.veto.ingest.feed.FeedConfig;
import io.veto.ingest.feed.FeedException;
import io.veto.ingest.feed.FeedListener;
import io.veto.ingest.feed.FeedResult;
import io.veto.ingest.gateway.GatewayConfig;
import io.veto.replay.Verification;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.score.ScorerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole line on a real set whose alerts two independent programs have computed. The set is not part of the project: without the folder
 * that holds it the test is skipped.
 */
class ReferenceAlertsTest
{
    private static final Path SHARED = Path.of(System.getProperty("veto.shared"));

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheSet()
    {
        assumeTrue(Files.isReadable(SHARED.resolve("data/handbook.csv.gz")), "the handbook set is not here");
    }

    @Test
    void shouldAlertOnTheReferenceRowsAndNoOthers() throws IOException, FeedException
    {
        final Map<String, String> alerts = new TreeMap<>();

        final FeedResult result = feed(new FeedListener()
        {
            private final StringBuilder rules = new StringBuilder();

            @Override
            public void onRow(final AnsweredRow row)
            {
                rules.setLength(0);
                row.appendRules(rules, ';');
                if (!rules.isEmpty())
                {
                    alerts.put(row.transactionId(), rules.toString());
                }
            }
        });

        assertEquals(referenceAlerts(), alerts);
        assertEquals(1_504_628, result.rows());
        final Verification verification = Verification.of(folder.resolve("data"));
        assertEquals(null, verification.difference());
        assertEquals(1_504_628, verification.transactions());
    }

    private FeedResult feed(final FeedListener listener) throws IOException, FeedException
    {
        final GatewayConfig gateway = new GatewayConfig("127.0.0.1", 0, 4, 10_000, ClockMode.EVENT, 5_000, 60_000, 0);
        final LineConfig line =
            new LineConfig(Layout.ONE, new int[0], LineConfig.RING_CAPACITY_DEFAULT, 100_000_000, 5_000_000, false);
        final ApplianceConfig config = new ApplianceConfig(
            folder.resolve("data"), SHARED.resolve("rules/handbook.rules"), gateway, line, ScorerConfig.DEFAULT);
        try (Appliance appliance = new Appliance(config, System.out))
        {
            final InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), appliance.port());
            return new Feed(FeedConfig.of(SHARED.resolve("data/handbook.csv.gz"), address)
                .withColumns(Map.of(Column.CARD, "customer_id", Column.TERMINAL, "terminal_id")), listener).run();
        }
    }

    private static Map<String, String> referenceAlerts() throws IOException
    {
        final Map<String, String> alerts = new TreeMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(
            Files.newInputStream(SHARED.resolve("data/reference_alerts_handbook.csv.gz"))), StandardCharsets.US_ASCII)))
        {
            final String[] ids = reader.readLine().split(",");
            for (String row = reader.readLine(); null != row; row = reader.readLine())
            {
                final String[] fields = row.split(",");
                final StringBuilder hits = new StringBuilder();
                for (int i = 1; i < fields.length; i++)
                {
                    if ("1".equals(fields[i]))
                    {
                        hits.append(hits.isEmpty() ? "" : ";").append(ids[i]);
                    }
                }
                alerts.put(fields[0], hits.toString());
            }
        }
        return alerts;
    }
}
