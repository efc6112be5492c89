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
            file + ": 20,000 transactions of 50 cards in 60 days, 176 of them fraud (0.88 %)",
            "  card_velocity                 10",
            "  decline_velocity               8",
            "  probe_then_cash_out            8",
            "  merchant_testing              32",
            "  enumeration                    0",
            "  over_own_average               6",
            "  cumulative_spend               9",
            "  impossible_travel              2",
            "  several_countries              5",
            "  first_cross_border             4",
            "  new_merchant                   4",
            "  new_card                       4",
            "  merchant_burst                 0",
            "  compromised_terminal          32",
            "  night                          4",
            "  round_amounts                  4",
            "  risky_mcc                      2",
            "  cards_per_device               6",
            "  ip_velocity                   10",
            "  account_takeover               4",
            "  duplicate_purchase             1",
            "  refund_without_sale            2",
            "  fallback_entry                 6",
            "  cash_velocity                  5",
            "  approvals_in_a_week            8");
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
