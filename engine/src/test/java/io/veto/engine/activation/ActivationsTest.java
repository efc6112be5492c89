package io.veto.engine.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.line.OperatorRecord;
import io.veto.engine.line.SteppedLine;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.ZoneTransitions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Activations on a line that is stepped by the test. */
@Timeout(60)
class ActivationsTest
{
    private static final String RULES = "rule a review if count(card, 1h) > 2";
    private static final String LATER = "rule b review if count(card, 2h) > 2";
    private static final RuleSet RULE_SET = RuleSetCompiler.compile("a.rules", RULES);
    private static final int BURST = 100;
    private static final int COPIES_LENGTH = 1 << 13;
    private static final String TOO_LONG_TO_COPY = "r".repeat(COPIES_LENGTH / Long.BYTES);

    @TempDir
    private Path folder;
    private final OperatorQueue queue = new OperatorQueue();
    private SteppedLine line;
    private WindowRooms rooms;
    private Activations activations;

    @BeforeEach
    void open()
    {
        final Path journal = folder.resolve("journal");
        line = new SteppedLine(journal, RULE_SET, COPIES_LENGTH);
        transactions(BURST);
        line.journal(2 * BURST);
        rooms = WindowRooms.main();
        activations =
            new Activations(journal, rooms, ScorerConfig.DEFAULT, line.handover(), queue, RULE_SET, new ZoneTransitions[0]);
    }

    @AfterEach
    void close()
    {
        activations.close();
        assertEquals(0, rooms.open());
        line.close();
    }

    @Test
    void shouldRefuseAnotherWhileOneIsUnderWay()
    {
        final List<String> told = new ArrayList<>();

        assertThrows(IllegalStateException.class, () -> activations.activate("b.rules", LATER, progress ->
        {
            told.add(progress);
            told.add(assertThrows(ActivationException.class, () -> activations.activate("b.rules", LATER, told::add)).getMessage());
            throw new IllegalStateException("the client has gone");
        }));

        assertEquals(List.of("checked: rules=1 windows=1", "another activation is under way: wait until it has ended"), told);
    }

    @Test
    void shouldStopWhenTheServerDoes()
    {
        queue.close();

        assertEquals(OperatorQueue.STOPPING, refusal());
        activations.close();
        assertEquals(OperatorQueue.STOPPING, refusal());
    }

    @Test
    void shouldGiveUpWhereTheLineNeverTakesTheRulesOver()
    {
        final CompletableFuture<String> refusal = CompletableFuture.supplyAsync(this::refusal);
        int asked = 0;
        while (!refusal.isDone())
        {
            final OperatorRecord record = queue.poll();
            if (null != record)
            {
                assertEquals(RecordDescriptor.TYPE_RULE_SET, record.type());
                line.listChange(7, true, TOO_LONG_TO_COPY);
                line.operator(record);
                line.journal(2 * BURST);
                asked++;
            }
            Thread.onSpinWait();
        }

        final String message = refusal.join();
        assertEquals(List.of(Activation.JOINS_MAX, RULE_SET.hash()), List.of(asked, activations.inForce().hash()));
        assertEquals("the line did not take the rules over, nothing has changed: attempts=8 last: the line is too far ahead: " +
            "maximumLength=1048576 length=", message.substring(0, message.lastIndexOf('=') + 1));
    }

    private String refusal()
    {
        return assertThrows(ActivationException.class, () -> activations.activate("b.rules", LATER, progress -> { })).getMessage();
    }

    private void transactions(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            line.transaction(1_700_000_000_000L + 1_000 * line.lastSequence(), 7, 100);
        }
    }
}
