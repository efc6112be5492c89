package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the property would notice: each mutant of the windows is one fragment of their source replaced. */
class SlidingWindowsMutantTest
{
    private static final String FAILURE = "property failed: seed=";
    private static final String NOTHING = "assert true;";

    @Test
    void shouldFindNothingWhenNothingIsChanged() throws Exception
    {
        final String fragment = "final class Edge";

        final Runnable property = MutatedWindows.property(fragment, fragment);

        assertDoesNotThrow(property::run);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"edges", "labels", "lateEvents", "reads", "state"})
    void shouldBeCaughtWhen(final String what, final String fragment, final String replacement) throws Exception
    {
        final Runnable property = MutatedWindows.property(fragment, replacement);

        final AssertionError failure = assertThrows(AssertionError.class, property::run, what);

        assertEquals(FAILURE, failure.getMessage().substring(0, FAILURE.length()));
    }

    static Stream<Arguments> edges()
    {
        return Stream.of(
            arguments(
                "the far edge is inside for an event that comes",
                "engineTimeMs - exitOffsetMs < timeMs",
                "engineTimeMs - exitOffsetMs <= timeMs"),
            arguments(
                "the near edge is outside for an event that comes",
                "timeMs <= engineTimeMs - enterOffsetMs",
                "timeMs < engineTimeMs - enterOffsetMs"),
            arguments("a tail stops before its edge", "timeMs(cursor) <= edgeMs", "timeMs(cursor) < edgeMs"),
            arguments(
                "a side entry stops before its edge",
                "waiting.firstTimeMs() <= edgeMs",
                "waiting.firstTimeMs() < edgeMs"),
            arguments(
                "an entry waits for an edge that it stands on",
                "if (engineTimeMs - edge.offsetMs < timeMs && (edge.asksLabel || KIND_EVENT == kind))",
                "if (engineTimeMs - edge.offsetMs <= timeMs && (edge.asksLabel || KIND_EVENT == kind))"));
    }

    static Stream<Arguments> labels()
    {
        final String apply = "applyNow(position, timeMs, kind);";
        return Stream.of(
            arguments("a label is applied twice", apply, apply + apply),
            arguments("a repeated label is applied again", "reservoir.fraud(position) == fraud", "false"),
            arguments("a label is not remembered", "reservoir.fraud(position, fraud);", NOTHING),
            arguments("a label is not applied at once", apply, NOTHING),
            arguments("a label never enters or leaves", "await(position, timeMs, sequence, kind);", NOTHING),
            arguments("a label cannot be taken back", "state & ~FRAUD", "state"),
            arguments(
                "a label back to genuine counts the wrong way",
                "default -> genuine - (passes >>> 1)",
                "default -> (passes >>> 1) - genuine"),
            arguments(
                "only edges of windows that ask no label wait for labels",
                "edgeAsksLabel |= 0 !=",
                "edgeAsksLabel |= 0 =="));
    }

    static Stream<Arguments> lateEvents()
    {
        final String await = "await(position, timeMs, sequence, KIND_EVENT);";
        return Stream.of(
            arguments("a late event never expires", await, NOTHING),
            arguments("a late event expires twice", "!reservoir.outOfOrder(cursor)", "true"),
            arguments("a late event is taken for one in order", "timeMs < engineTimeMs;", "timeMs < NULL_TIME_MS;"),
            arguments("side entries come largest first", "timeMs < otherTimeMs", "timeMs > otherTimeMs"),
            arguments(
                "an event that is answered false counts",
                "if (outOfOrder && !hasRoomToWait(timeMs, false))\n        {",
                "if (outOfOrder && !hasRoomToWait(timeMs, false))\n        {\n" +
                    "final long refused = reservoir.append(timeMs, sequence, amount, true, keys, filterBits);\n" +
                    "applyNow(refused, timeMs, KIND_EVENT);"));
    }

    static Stream<Arguments> reads()
    {
        return Stream.of(
            arguments("this record is in a before window", "!spec.before() &&", "true &&"),
            arguments(
                "this record is in its window wherever its time is",
                "column.covers(engineTimeMs, readTimeMs)",
                "readTimeMs > NULL_TIME_MS"),
            arguments(
                "this record is in its window whatever the filter says",
                "0 != (readFilterBits[",
                "0 <= (readFilterBits["),
            arguments("filters of the second word are those of the first", "(filter >>> 5)) * Long", "0) * Long"),
            arguments(
                "a count adds the amount's sign",
                "== measure ? 1 : amount",
                "== measure ? Long.signum(amount) : amount"));
    }

    static Stream<Arguments> state()
    {
        return Stream.of(
            arguments(
                "events are given back before the last edge has passed them",
                "edges[edges.length - 1].cursor",
                "edges[Math.max(0, edges.length - 2)].cursor"),
            arguments("no event is ever given back", "firstRetained = position;", "firstRetained = 0;"),
            arguments(
                "side entries are never due", "edge.waiting.firstTimeMs() + edge.offsetMs", "Long.MAX_VALUE"),
            arguments(
                "events in order are never due", "reservoir.timeMs(edge.cursor) + edge.offsetMs", "Long.MAX_VALUE"),
            arguments("a row with nothing left stays", "remove(row / rowLength);", NOTHING),
            arguments(
                "rows behind a removed one never move up",
                "if (distanceToHome >= distanceToHole)",
                "if (distanceToHome < 0)"));
    }
}
