package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.veto.engine.fault.FaultAgent;
import io.veto.engine.fault.FaultPoints;
import io.veto.engine.fault.FaultPoints.Stage;
import io.veto.engine.line.Layout;
import io.veto.ingest.TestAppliance;
import io.veto.rules.layout.DecisionDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An exception in every call that scoring makes, one after another, in a running server: in a rule it is recorded by the rule's index and
 * answered by stand-in, in a filter flagged and answered; anywhere else, and any Error, ends the server, nothing unjournalled is
 * answered, and the next start has everything.
 */
class ScoringFaultTest
{
    private static final Pattern SCORING = Pattern.compile(
        "io\\.veto\\.rules\\.(score|window|list)\\.\\w+|io\\.veto\\.rules\\.language\\.Facts|io\\.veto\\.engine\\.statistics\\.\\w+");
    private static final int SAMPLE = 2;

    private static FaultAgent agent;

    @TempDir
    private static Path folder;

    private int folders = 0;

    @BeforeAll
    static void instrument()
    {
        agent = new FaultAgent(SCORING);
    }

    @AfterAll
    static void restore()
    {
        agent.close();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    @Timeout(120)
    void shouldEndOrStandInAtSomePointsOfEachStage(final Layout layout) throws IOException
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (final Stage stage : Stage.values())
        {
            final List<String> expected = unbroken(layout, Stage.CORRECTION == stage);
            final int points = FaultPoints.points(stage);
            for (int i = 0; i < SAMPLE; i++)
            {
                assertHandled(layout, stage, random.nextInt(points), error(random.nextInt(5)), expected, "seed=" + seed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    @Tag("slow")
    @Timeout(1800)
    void shouldEndOrStandInAtEveryPointOfEachStage(final Layout layout) throws IOException
    {
        final List<String> counts = new ArrayList<>();
        for (final Stage stage : Stage.values())
        {
            final List<String> expected = unbroken(layout, Stage.CORRECTION == stage);
            final int points = FaultPoints.points(stage);
            for (int point = 0; point < points; point++)
            {
                assertHandled(layout, stage, point, error(0), expected, "");
                assertHandled(layout, stage, point, error(1 + point % 4), expected, "");
            }
            counts.add(stage + "=" + points);
        }
        System.out.println("layout=" + layout + " points=" + counts);
    }

    private static Throwable error(final int kind)
    {
        return switch (kind)
        {
            case 0 -> new IllegalStateException("planted");
            case 1 -> new InternalError("planted");
            case 2 -> new OutOfMemoryError("planted");
            case 3 -> new StackOverflowError("planted");
            default -> new AssertionError("planted");
        };
    }

    private Path next()
    {
        return folder.resolve("data-" + System.identityHashCode(this) + "-" + folders++);
    }

    private List<String> unbroken(final Layout layout, final boolean isLabel) throws IOException
    {
        FaultPoints.disarm();
        try (TestAppliance server = FaultScript.open(next(), layout); RawSender sender = FaultScript.connect(server))
        {
            FaultScript.greet(sender);
            final int all = FaultScript.BEFORE + 1 + FaultScript.BEHIND;
            sender.send(FaultScript.messages(sender, 1, all + 1, isLabel));
            return FaultScript.answers(sender, all);
        }
    }

    private void assertHandled(
        final Layout layout, final Stage stage, final int point, final Throwable error, final List<String> expected, final String seed)
        throws IOException
    {
        final Path data = next();
        final boolean isLabel = Stage.CORRECTION == stage;
        final TestAppliance server = FaultScript.open(data, layout);
        final String what;
        final List<String> answers;
        final boolean isFatal = Stage.RULE != stage && Stage.FILTER != stage || error instanceof Error;
        Throwable failure = null;
        try (RawSender sender = FaultScript.connect(server))
        {
            FaultScript.greet(sender);
            sender.send(FaultScript.messages(sender, 1, FaultScript.BEFORE + 1, isLabel));
            assertEquals(expected.subList(0, FaultScript.BEFORE), FaultScript.answers(sender, FaultScript.BEFORE));
            FaultPoints.arm(stage, point, error);
            sender.send(FaultScript.messages(sender, FaultScript.BEFORE + 1, expected.size() + 1, isLabel));
            if (isFatal)
            {
                failure = FaultScript.end(server);
            }
            answers = FaultScript.answers(sender, expected.size() - FaultScript.BEFORE);
            what = seed + " layout=" + layout + " stage=" + stage + " point=" + point + " error=" + error + " thrownAt=" +
                FaultPoints.thrownAt();
        }
        final int rule = FaultPoints.thrownInRule();
        final Stage thrownIn = Stage.FILTER == stage ? FaultPoints.thrownIn() : stage;
        if (isFatal)
        {
            assertSame(error, failure, what);
            assertEquals(List.of(), answers, what);
            FaultPoints.disarm();
            assertGoesOn(data, layout, isLabel, expected, what);
        }
        else
        {
            server.close();
            assertEquals(expected.size() - FaultScript.BEFORE, answers.size(), what);
            final DecisionDecoder decision = FaultScript.decoded(answers.get(0)).decision();
            assertEquals(Stage.RULE == stage, decision.flags().ruleError(), what + " decision=" + decision);
            assertEquals(Stage.FILTER == stage, decision.flags().conditionError(), what + " decision=" + decision);
            assertEquals(Stage.APPLY != thrownIn, decision.flags().standIn(), what + " decision=" + decision);
            if (Stage.RULE == stage)
            {
                assertEquals(rule, decision.errorRule(), what);
                assertEquals(0, decision.hits(0) >>> rule & 1, what);
            }
            final DecisionDecoder behind = FaultScript.decoded(answers.get(1)).decision();
            assertFalse(behind.flags().standIn() || behind.flags().ruleError(), what + " decision=" + behind);
            FaultScript.replay(data);
            FaultPoints.disarm();
        }
    }

    private static void assertGoesOn(
        final Path data, final Layout layout, final boolean isLabel, final List<String> expected, final String what) throws IOException
    {
        assertEquals(FaultScript.BEFORE, FaultScript.goOn(data, layout, isLabel, expected, what), what);
        final long transactions = IntStream.rangeClosed(1, expected.size())
            .filter(i -> FaultScript.BEFORE + 1 == i ? !isLabel : i % 8 < 6).count();
        assertEquals(transactions, FaultScript.replay(data), what);
    }
}
