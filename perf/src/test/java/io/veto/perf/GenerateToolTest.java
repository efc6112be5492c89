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

class GenerateToolTest
{
    private static final String HINT = "; for all options: veto generate --help" + System.lineSeparator();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldWriteTheFileAndSayWhatIsInIt() throws IOException
    {
        final Path file = folder.resolve("traffic.csv");

        final int exitCode = run("--cards", "50", "--transactions", "20000", "--seed", "7", "--out", file.toString());

        final List<String> expectedLines = List.of(
            file + ": 20,000 transactions of 50 cards in 60 days, 123 of them fraud (0.62 %)",
            "  card_testing                  27",
            "  probe_then_cash_out           17",
            "  account_takeover              28",
            "  compromised_terminal          37",
            "  big_ticket                    14");
        assertEquals("", err.toString());
        assertEquals(expectedLines, out.toString().lines().toList());
        assertEquals(0, exitCode);
        try (Stream<String> lines = Files.lines(file))
        {
            assertEquals(20_001, lines.count());
        }
    }

    @ParameterizedTest
    @MethodSource("wrongUsages")
    void shouldExitWithTwoAndOneLineWhenUsageIsWrong(final String[] args, final String expectedMessage)
    {
        final int exitCode = run(args);

        assertEquals(expectedMessage + HINT, err.toString());
        assertEquals("", out.toString());
        assertEquals(2, exitCode);
    }

    @Test
    void shouldExitWithThreeAndSayHowToMendItWhenFolderIsMissing()
    {
        final Path file = folder.resolve("missing").resolve("traffic.csv");

        final int exitCode = run("--transactions", "10", "--out", file.toString());

        assertEquals(
            "cannot write the traffic: file=" + file + " reason=no such folder; make it: mkdir -p " + file.getParent() +
                System.lineSeparator(),
            err.toString());
        assertEquals(3, exitCode);
    }

    @Test
    void shouldExitWithThreeWhenFileIsAFolder()
    {
        final int exitCode = run("--transactions", "10", "--out", folder.toString());

        assertEquals(
            "cannot write the traffic: file=" + folder + " reason=FileSystemException: " + folder +
                ": Is a directory; name another file with --out" + System.lineSeparator(),
            err.toString());
        assertEquals(3, exitCode);
    }

    @Test
    void shouldShowItsOptionsWhenAsked()
    {
        final int exitCode = run("--help");

        assertTrue(out.toString().startsWith("Usage: veto generate "), out::toString);
        assertEquals("", err.toString());
        assertEquals(0, exitCode);
    }

    private static Stream<Arguments> wrongUsages()
    {
        return Stream.of(
            wrongUsage("Missing required option: '--out=F'"),
            wrongUsage("Unknown option: '--fast'", "--out", "F", "--fast"),
            wrongUsage("Invalid value for option '--cards': 'many' is not an int", "--out", "F", "--cards", "many"),
            wrongUsage(
                "cards out of range: expectedMin=1 expectedMax=50000000 cards=0", "--out", "F", "--cards", "0"),
            wrongUsage(
                "transactions out of range: expectedMin=1 expectedMax=10000000000 transactions=-5",
                "--out", "F", "--transactions", "-5"),
            wrongUsage("days out of range: expectedMin=1 expectedMax=400 days=401", "--out", "F", "--days", "401"));
    }

    private static Arguments wrongUsage(final String expectedMessage, final String... args)
    {
        return Arguments.of(args, expectedMessage);
    }

    private int run(final String... args)
    {
        return GenerateTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
