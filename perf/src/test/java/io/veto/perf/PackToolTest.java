package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PackToolTest
{
    private static final String HINT = "; for all options: veto perf pack --help";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldTellRecallAndPrecisionOfOtherRules() throws IOException
    {
        final Path rules = Files.writeString(folder.resolve("one.rules"), "rule risky_mcc decline if mcc = 7995 and amount > 400.00");

        final int exitCode = run("--rules", rules.toString(), "--cards", "300", "--transactions", "5000", "--days", "10",
            "--measured-days", "9", "--peers-rules");

        final String text = out.toString();
        assertEquals("", err.toString());
        assertTrue(text.startsWith("one.rules over the last 9 days of 10: "), text);
        assertTrue(text.contains("\nrisky_mcc "), text);
        assertTrue(text.contains("\ndecline "), text);
        assertTrue(text.contains("\nthe peers' four rules: "), text);
        assertEquals(0, exitCode);
    }

    @Test
    void shouldPrintTablesOfMarkdown()
    {
        final int exitCode = run("--cards", "100", "--transactions", "1000", "--days", "2", "--markdown");

        assertEquals("", err.toString());
        assertTrue(out.toString().contains("| fraud, and its rule | frauds |"), out::toString);
        assertTrue(out.toString().contains("\n| `card_velocity` | "), out::toString);
        assertTrue(out.toString().contains("\nConditions: time "), out::toString);
        assertEquals(0, exitCode);
    }

    @Test
    void shouldPrintOneJsonObject()
    {
        final int exitCode = run("--cards", "100", "--transactions", "1000", "--days", "2", "--json");

        assertEquals("", err.toString());
        assertTrue(out.toString().startsWith("{\"rules\":\"standard.rules\",\"transactions\":"), out::toString);
        assertEquals(1, out.toString().lines().count());
        assertEquals(0, exitCode);
    }

    @ParameterizedTest
    @MethodSource("wrongUsages")
    void shouldExitWithTwoAndOneLineWhenUsageIsWrong(final String expectedMessage, final String[] args)
    {
        final int exitCode = run(args);

        assertEquals(List.of(expectedMessage + HINT), err.toString().lines().toList());
        assertEquals("", out.toString());
        assertEquals(2, exitCode);
    }

    private static Stream<Arguments> wrongUsages()
    {
        return Stream.of(
            wrongUsage("--measured-days out of range: expectedMin=1 value=0", "--measured-days", "0"),
            wrongUsage("--days out of range: expectedMin=9 value=8", "--measured-days", "9", "--days", "8"),
            wrongUsage("no such rule file: file=absent.rules", "--rules", "absent.rules"),
            wrongUsage("cards out of range: expectedMin=1 expectedMax=50000000 cards=0", "--cards", "0"),
            wrongUsage(
                "lastDayFactor out of range: expectedMin=1 expectedMax=100 lastDayFactor=101", "--last-day-factor", "101"));
    }

    private static Arguments wrongUsage(final String expectedMessage, final String... args)
    {
        return Arguments.of(expectedMessage, args);
    }

    private int run(final String... args)
    {
        final String[] all = new String[args.length + 1];
        all[0] = "pack";
        System.arraycopy(args, 0, all, 1, args.length);
        return PerfTool.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }
}
