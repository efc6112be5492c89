package io.veto.engine.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.journal.RecordedForce;
import io.veto.engine.recovery.JvmZones;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.engine.statistics.RuleWatch;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.StandardRules;
import io.veto.rules.layout.Durability;
import io.veto.rules.layout.TickEncoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of forced write and reply, on the threads of the line. */
class DurabilityTest
{
    private static final int TICKS = 3_000;
    private static final long PATIENCE_MS = TimeUnit.MINUTES.toMillis(1);

    private final WindowRooms rooms = WindowRooms.main();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final RecordedForce force = new RecordedForce(() -> events.add("force"));

    @TempDir
    private Path folder;

    @AfterEach
    void close()
    {
        rooms.close();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldForceABatchBeforeAnyOfItsReplies(final Layout layout)
    {
        try (JournalWriter journal = force.open(folder.resolve("journal"), Durability.MACHINE))
        {
            final List<Long> unforced = Collections.synchronizedList(new ArrayList<>());
            try (Line line = line(layout, journal, slot ->
            {
                events.add("reply");
                final long sequence = RecordDescriptor.sequence(slot.record(), 0);
                if (sequence > journal.forcedSequence())
                {
                    unforced.add(sequence);
                }
            }))
            {
                line.start();
                publish(line, TICKS);
                assertTrue(line.drain(PATIENCE_MS));
            }

            assertEquals(List.of(), unforced);
            assertEquals("force", events.get(0));
            assertEquals(List.of(TICKS, force.forces()),
                List.of(Collections.frequency(events, "reply"), Collections.frequency(events, "force")));
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldAnswerNothingThatCouldNotBeForced(final Layout layout)
    {
        try (JournalWriter journal = force.open(folder.resolve("journal"), Durability.MACHINE))
        {
            force.fail();
            try (Line line = line(layout, journal, slot -> events.add("reply")))
            {
                line.start();
                publish(line, 10);

                assertFalse(line.drain(PATIENCE_MS));
                assertEquals("java.io.IOException: planted", line.failure().getMessage());
            }
            assertEquals(List.of(), events);
        }
    }

    private Line line(final Layout layout, final JournalWriter journal, final ReplySink sink)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile(StandardRules.NAME, StandardRules.text(), new JvmZones());
        final Scorer scorer = rooms.scorer(ruleSet, ScorerConfig.DEFAULT);
        final RuleWatch watch = new RuleWatch(
            scorer, new RuleStatistics(ruleSet, TimeUnit.DAYS.toMillis(1)), (rules, rule, hits, transactions) -> true);
        return new Line(new LineConfig(layout, new int[0], LineConfig.RING_CAPACITY_DEFAULT, 0, 0, false), scorer, new Handover(0), watch,
            journal, 1, 0, sink, new LineCounters());
    }

    private static void publish(final Line line, final int ticks)
    {
        for (int i = 0; i < ticks; i++)
        {
            while (!line.intake().hasRoom())
            {
                Thread.yield();
            }
            final UnsafeBuffer record = line.intake().claim().record();
            record.setMemory(0, record.capacity(), (byte)0);
            new TickEncoder().wrap(record, RecordDescriptor.HEADER_LENGTH).timeMs(i);
            line.intake().publish(RecordDescriptor.TYPE_TICK, RecordDescriptor.TICK_LENGTH, 0, 0, 7);
        }
    }
}
