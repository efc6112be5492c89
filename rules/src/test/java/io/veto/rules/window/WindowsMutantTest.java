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
class WindowsMutantTest
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
    @MethodSource({"edges", "corrections", "lateEvents", "reads", "runs", "values", "state"})
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
            arguments("a tail stops before its edge", "timeMsAt(address) > edgeMs", "timeMsAt(address) >= edgeMs"),
            arguments(
                "a side entry stops before its edge",
                "waiting.firstTimeMs() <= edgeMs",
                "waiting.firstTimeMs() < edgeMs"),
            arguments(
                "an entry waits for an edge that it stands on",
                "if (clock.timeMs() - edge.offsetMs < timeMs && edge.heeds(transition))\n",
                "if (clock.timeMs() - edge.offsetMs <= timeMs && edge.heeds(transition))\n"));
    }

    static Stream<Arguments> corrections()
    {
        return Stream.of(
            arguments(
                "a correction is applied twice",
                "state.correct(key, passage);",
                "state.correct(key, passage); state.correct(key, passage);"),
            arguments("a repeated label is applied again", "if (wasFraud == fraud)", "if (false)"),
            arguments("a correction is not remembered", "amendments.put(target, position, fraud, reversed, left);", NOTHING),
            arguments("a correction is not applied at once", "state.correct(key, passage);", NOTHING),
            arguments("a correction never leaves", "await(position, timeMs, sequence, transition, before, after);", NOTHING),
            arguments("a second full reversal is applied", "if (amendments.isReversed(entry) || ", "if ("),
            arguments("a partial reversal takes the event out", "isFraud, !isFull), left", "isFraud, false), left"),
            arguments("a reversal leaves the attempts", ": passage.presence(filter);", ": passage.count(filter);"),
            arguments("a reversed event is still live", "fraud, isLive), left, left)", "fraud, true), left, left)"),
            arguments("no edge waits for labels", "heeds.get(offsetMs)[0] |= asksLabel(column.filter());", NOTHING),
            arguments("no edge waits for reversals", "heeds.get(offsetMs)[1] |= isReversible;", NOTHING));
    }

    static Stream<Arguments> lateEvents()
    {
        return Stream.of(
            arguments(
                "a late event never expires",
                "corrections.await(position, timeMs, sequence, Passage.EVENT, 0, ownEvent.amount());",
                NOTHING),
            arguments("a late event expires twice", "if (!Reservoir.outOfOrderAt(address))", "if (true)"),
            arguments("side entries come largest first", "timeMs < otherTimeMs", "timeMs > otherTimeMs"),
            arguments(
                "an event that finds no room is kept all the same", "            return Appended.UNCOUNTED;",
                "            reservoir.append(timeMs, sequence, ownEvent.amount(), true, ownWords);\n" +
                    "            return Appended.UNCOUNTED;"));
    }

    static Stream<Arguments> reads()
    {
        return Stream.of(
            arguments("this record is in a before window", "!specs[i].before() && !specs", "!specs"),
            arguments(
                "this record is in its window wherever its time is",
                "group.admits(found, ownEvent.timeMs())",
                "ownEvent.timeMs() > NULL_TIME_MS"),
            arguments("filters of the second word are those of the first", "filterWord + (filter >>> 5)", "filterWord"),
            arguments("a fraud passes as genuine", "((filter & 31) << 1) + fraud", "((filter & 31) << 1)"),
            arguments("a pair is its first field", "KeyHash.pair(first, Reservoir.wordAt(address, secondWord))", "first"));
    }

    static Stream<Arguments> runs()
    {
        return Stream.of(
            arguments("a bucket never ends", "if (engineTimeMs >= endMs)", "if (Long.MIN_VALUE == endMs)"),
            arguments("a clock put back reopens a bucket", "Math.max(timeMs + offsetMs[i], peakMs[i])", "timeMs + offsetMs[i]"),
            arguments("what an earlier bucket held stays", "resetColumns(row);\n            table.set(row, stampCell",
                "table.set(row, stampCell"),
            arguments("a gap ends a session one too early", "end - BASE >= clock", "end - BASE > clock"),
            arguments("a session reopens", "0 != end && end - BASE >= clock.timeMs() - gapMs", "0 != end"),
            arguments(
                "an older event does not move the start of a session", "Math.min(table.get(row, startCell), time)",
                "table.get(row, startCell)"),
            arguments(
                "an event joins a session that it is not near", "timeMs >= table.get(row, startCell) - BASE - gapMs :", "true :"),
            arguments("a member of an earlier session is one of the next", "passage.sequence() >= table.get(row, startCell + 2)", "true"),
            arguments("a sweep takes current runs", "&& !groups[i].isCurrent(row)", "&& true"));
    }

    static Stream<Arguments> values()
    {
        return Stream.of(
            arguments("a reversed value still counts", "0 != passage.count(filter);", "0 != passage.presence(filter);"),
            arguments("a carry is lost", "Math.multiplyHigh(amount, amount) + carry(sum, low));\n    }\n\n    private void subtract",
                "Math.multiplyHigh(amount, amount));\n    }\n\n    private void subtract"),
            arguments("a peak does not leave", "trees.expire((int)table.get(row, cell), passage.edgeMs())",
                "(int)table.get(row, cell)"),
            arguments("an older event becomes the latest", "concerns(passage) && time >= table.get(row, cell)", "concerns(passage)"),
            arguments("the latest event does not leave", "table.get(row, cell) <= BASE + passage.edgeMs()", "false"),
            arguments("a skyline forgets what is larger", "merge(merge(larger, node), later)", "merge(node, later)"));
    }

    static Stream<Arguments> state()
    {
        return Stream.of(
            arguments(
                "events are given back before the last edge has passed them",
                "needed = edges[edges.length - 1].cursor",
                "needed = edges[Math.max(0, edges.length - 2)].cursor"),
            arguments("no event is ever given back", "firstRetained = position;", "firstRetained = 0;"),
            arguments("side entries are never due", "waiting.firstTimeMs() + offsetMs) : eventMs;\n    }\n\n    /**\n     * How far",
                "Long.MAX_VALUE) : eventMs;\n    }\n\n    /**\n     * How far"),
            arguments("a row with nothing left stays", "remove(row);\n        return true;", "return true;"),
            arguments(
                "rows behind a removed one never move up",
                "if (((slot - homeSlot) & SLOT_MASK) >= ((slot - holeSlot) & SLOT_MASK))",
                "if (false)"));
    }
}
