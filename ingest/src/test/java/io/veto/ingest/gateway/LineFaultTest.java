package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.fault.FaultAgent;
import io.veto.engine.fault.FaultPoints;
import io.veto.engine.line.Layout;
import io.veto.ingest.TestAppliance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An exception at the beginning and at the end of every method of gateway, line and journal that a message and a fetch pass through, one
 * after another, in a running server: it ends, its senders have got answers without a gap or none, and the next start has what they got.
 */
class LineFaultTest
{
    private static final Pattern LINE = Pattern.compile("io\\.veto\\.(engine\\.journal\\.JournalWriter|" +
        "engine\\.line\\.((Journal|OneThread|Reply|Score)Handler|Intake|Slot|DueTimes|Handover)|engine\\.source\\.\\w+|" +
        "ingest\\.token\\.Tokeniser|ingest\\.gateway\\.(Gateway|Door|Session|FrameReader|Greeter|" +
        "ReplyPublisher|AnswerFrames|HistoryAgent))");
    private static final int SAMPLE = 8;
    private static final int FETCHED = 5;

    private static FaultAgent agent;

    @TempDir
    private static Path folder;

    private int folders = 0;

    @BeforeAll
    static void instrument()
    {
        agent = new FaultAgent(LINE);
    }

    @AfterAll
    static void restore()
    {
        agent.close();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    @Timeout(120)
    void shouldEndInOrderAtSomePointsOfTheLine(final Layout layout) throws IOException
    {
        final long seed = System.nanoTime();
        final List<String> points = new ArrayList<>();
        final List<String> expected = unbroken(layout, points);
        Collections.shuffle(points, new Random(seed));
        for (final String point : points.subList(0, SAMPLE))
        {
            assertEndsInOrder(layout, point, new IllegalStateException("planted"), expected, "seed=" + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    @Tag("slow")
    @Timeout(1800)
    void shouldEndInOrderAtEveryPointOfTheLine(final Layout layout) throws IOException
    {
        final List<String> points = new ArrayList<>();
        final List<String> expected = unbroken(layout, points);
        final List<String> wrong = new ArrayList<>();
        for (int i = 0; i < points.size(); i++)
        {
            final Throwable error = 0 == i % 2 ? new IllegalStateException("planted") : new InternalError("planted");
            try
            {
                assertEndsInOrder(layout, points.get(i), error, expected, "");
            }
            catch (final AssertionError | IOException | RuntimeException e)
            {
                wrong.add(points.get(i) + " " + error + ": " + e);
            }
        }
        System.out.println("layout=" + layout + " points=" + points.size());
        assertEquals(List.of(), wrong);
    }

    private Path next()
    {
        return folder.resolve("data-" + System.identityHashCode(this) + "-" + folders++);
    }

    private List<String> unbroken(final Layout layout, final List<String> points) throws IOException
    {
        FaultPoints.disarm();
        final int all = FaultScript.BEFORE + 1 + FaultScript.BEHIND;
        try (TestAppliance server = FaultScript.open(next(), layout); RawSender sender = FaultScript.connect(server))
        {
            FaultScript.greet(sender);
            sender.send(FaultScript.messages(sender, 1, FaultScript.BEFORE + 1, false));
            final List<String> expected = new ArrayList<>(FaultScript.answers(sender, FaultScript.BEFORE));
            FaultPoints.record();
            sender.send(sender.fetch(1, FETCHED));
            assertEquals(expected.subList(0, FETCHED), FaultScript.answers(sender, FETCHED));
            sender.send(FaultScript.messages(sender, FaultScript.BEFORE + 1, all + 1, false));
            expected.addAll(FaultScript.answers(sender, all - FaultScript.BEFORE));
            FaultPoints.methods().stream().sorted().forEach(points::add);
            return expected;
        }
    }

    private void assertEndsInOrder(
        final Layout layout, final String point, final Throwable error, final List<String> expected, final String seed) throws IOException
    {
        final Path data = next();
        final String what = seed + " layout=" + layout + " point=" + point + " error=" + error;
        final TestAppliance server = FaultScript.open(data, layout);
        final Throwable failure;
        final List<String> answers;
        try (RawSender sender = FaultScript.connect(server))
        {
            FaultScript.greet(sender);
            sender.send(FaultScript.messages(sender, 1, FaultScript.BEFORE + 1, false));
            assertEquals(expected.subList(0, FaultScript.BEFORE), FaultScript.answers(sender, FaultScript.BEFORE));
            FaultPoints.arm(point, error);
            final ByteArrayOutputStream frames = new ByteArrayOutputStream();
            frames.writeBytes(sender.fetch(1, FETCHED));
            frames.writeBytes(FaultScript.messages(sender, FaultScript.BEFORE + 1, expected.size() + 1, false));
            sender.send(frames.toByteArray());
            failure = FaultScript.end(server);
            answers = FaultScript.answers(sender, FETCHED + expected.size() - FaultScript.BEFORE);
        }
        FaultPoints.disarm();
        assertSame(error, failure, what);
        final List<String> inOrder =
            Stream.concat(expected.subList(0, FETCHED).stream(), expected.subList(FaultScript.BEFORE, expected.size()).stream()).toList();
        assertEquals(inOrder.subList(0, Math.min(answers.size(), inOrder.size())), answers, what);
        final int told = FaultScript.BEFORE + Math.max(0, answers.size() - FETCHED);
        final int journalled = FaultScript.goOn(data, layout, false, expected, what);
        assertTrue(journalled >= told, what + " told=" + told + " journalled=" + journalled);
        FaultScript.replay(data);
    }
}
