package io.veto.ingest.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.line.LineCounters;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is told of fixed numbers, to the letter. */
class StatReportTest
{
    private static final String RULES = """
        rule big review if amount > 220.00
        rule bigger challenger of big review if amount > 250.00
        rule round score 30 if amount = 100.00
        rule flood decline if amount > 10.00 expect <= 2%
        rule probe shadow decline if amount < 1.00
        list known : card
        allow if card in known
        review at 50, decline at 90
        """;

    private final LineCounters counters = new LineCounters();
    private final RuleStatistics statistics =
        new RuleStatistics(RuleSetCompiler.compile("test.rules", RULES), TimeUnit.DAYS.toMillis(7));
    private long sequence = 0;

    @Test
    void shouldTellAPage()
    {
        fill();

        assertEquals(new OperatorAnswer(0, """
            transactions 4, labels 1
            rule set HASH: 2,000 transactions since it was activated; hits mature in 7 days

            rule                             does       mode                 hits    share       alone precision     matured      ns
            big                              review     live                   12   0.60 %          12    16.7 %          12      45
            bigger                           review     challenger              5   0.25 %           1    50.0 %           4       -
            round                            score 30   live                    0   0.00 %           0         -           0       -
            flood                            decline    fallen back             2   0.10 %           2     0.0 %           2       -
            probe                            decline    shadow                  0   0.00 %           0         -           0       -
            known                            allow      live                    0   0.00 %           0         -           0       -

            bigger challenges big
              both hit                                                          4                         50.0 %           4
              only big hit                                                      8                          0.0 %           8
              only bigger hit                                                   1                              -           0
            """.replace("HASH", Long.toHexString(statistics.ruleSetHash()))), run());
    }

    @Test
    void shouldTellWhatThePageOfTheDocumentationShows() throws IOException
    {
        fill();
        final String page = Files.readString(Path.of(System.getProperty("veto.root"), "docs/rules-live.md"));
        final List<Integer> rules = Arrays.stream(page.split("```\\n")).filter(block -> block.startsWith("rule "))
            .filter(block -> !block.startsWith("rule set")).map(block -> RuleSetCompiler.compile("docs/rules-live.md", block).ruleCount())
            .toList();

        assertTrue(page.contains("```\n" + run().text() + "```"), page);
        assertEquals(List.of(2, 1), rules);
    }

    @Test
    void shouldTellOneJsonObject()
    {
        fill();

        assertEquals("{\"counters\":{\"transactions\":4,\"late\":0}," +
            "\"ruleSetHash\":\"" + Long.toHexString(statistics.ruleSetHash()) + "\",\"transactions\":2000," +
            "\"labelMaturityMs\":604800000,\"forgotten\":0,\"rules\":[" +
            row("big", "review", 0, "live", 12, 12, 12, 2, 45) + "," + row("bigger", "review", 0, "challenger", 5, 1, 4, 2, 0) + "," +
            row("round", "score", 30, "live", 0, 0, 0, 0, 0) + "," + row("flood", "decline", 0, "fallen back", 2, 2, 2, 0, 0) + "," +
            row("probe", "decline", 0, "shadow", 0, 0, 0, 0, 0) + "," + row("known", "allow", 0, "live", 0, 0, 0, 0, 0) + "]," +
            "\"pairs\":[{\"champion\":\"big\",\"challenger\":\"bigger\",\"both\":{\"hits\":4,\"matured\":4,\"maturedFraud\":2}," +
            "\"onlyChampion\":{\"hits\":8,\"matured\":8,\"maturedFraud\":0}," +
            "\"onlyChallenger\":{\"hits\":1,\"matured\":0,\"maturedFraud\":0}}]}",
            new StatReport(new TreeMap<>(Map.of("transactions", 4L, "late", 0L)).descendingMap(), statistics).json());
        assertEquals(new OperatorAnswer(0, new StatReport(counters.values(), statistics).json() + "\n"), run(StatCommand.JSON));
    }

    @Test
    void shouldTakeNoOtherArgument()
    {
        assertEquals(
            new OperatorAnswer(2, "stat takes one argument or none: expectedArguments=json arguments=[all]"), run("all"));
    }

    private void fill()
    {
        counters.transactions.setRelease(4);
        counters.labels.setRelease(1);
        for (int i = 0; i < 4; i++)
        {
            hit(0, 0, 1);
        }
        for (int i = 0; i < 8; i++)
        {
            hit(0, 0);
        }
        statistics.onMode(3, true);
        hit(0, 3);
        hit(0, 3);
        hit(TimeUnit.DAYS.toMillis(1), 1);
        while (sequence < 2_000)
        {
            hit(TimeUnit.DAYS.toMillis(7));
        }
        statistics.onLabel(1, true);
        statistics.onLabel(2, true);
        statistics.onCost(0, 720, 16);
    }

    private OperatorAnswer run(final String... arguments)
    {
        return new StatCommand(counters, () -> statistics).run(new OperatorRequest(List.of(arguments), new byte[0]), progress -> {});
    }

    private void hit(final long engineTimeMs, final int... rules)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
        long hits = 0;
        for (final int rule : rules)
        {
            hits |= 1L << rule;
        }
        new DecisionEncoder().wrap(buffer, 0).action(Action.APPROVE).hits(0, hits);
        statistics.onTransaction(++sequence, engineTimeMs, new DecisionDecoder().wrap(buffer, 0));
    }

    private static String row(
        final String id,
        final String does,
        final int points,
        final String mode,
        final long hits,
        final long alone,
        final long matured,
        final long fraud,
        final long ns)
    {
        return "{\"id\":\"" + id + "\",\"does\":\"" + does + "\",\"points\":" + points + ",\"mode\":\"" + mode + "\",\"hits\":" + hits +
            ",\"alone\":" + alone + ",\"matured\":" + matured + ",\"maturedFraud\":" + fraud + ",\"ns\":" + ns + "}";
    }
}
