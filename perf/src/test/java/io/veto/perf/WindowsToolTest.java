package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsToolTest
{
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"1", "500"})
    void shouldAnswerAsPlainJavaDoes(final String rate)
    {
        final int exitCode = run("--cards", "2000", "--rate", rate, "--warmup", "1", "--transactions", "150000", "--json");

        assertEquals("", err.toString());
        assertTrue(out.toString().contains("\"pass\":true"), out::toString);
        assertTrue(out.toString().contains("\"transactions\":151552,"), out::toString);
        assertTrue(out.toString().contains("\"differences\":0,"), out::toString);
        assertTrue(out.toString().matches("(?s).*\"hits\":\\[[1-9]\\d*, [1-9]\\d*, [1-9]\\d*, [1-9]\\d*, 0, 0, 0, 0\\].*"), out::toString);
        assertEquals(0, exitCode);
    }

    @Test
    void shouldMeasureOtherRulesWithoutPlainJava() throws IOException
    {
        final Path rules = Files.writeString(folder.resolve("one.rules"), "rule Any review if count(card, 1m) > 0");

        final int exitCode =
            run("--rules", rules.toString(), "--cards", "5", "--warmup", "0", "--transactions", "1", "--sample", "1");

        assertEquals("", err.toString());
        assertTrue(out.toString().startsWith("one.rules, 5 cards, one scoring thread in process, no journal\n"), out::toString);
        assertTrue(out.toString().contains("hits of the rules    [4096, 0, 0, 0, 0, 0, 0, 0]\n"), out::toString);
        assertTrue(!out.toString().contains("plain java"), out::toString);
        assertEquals(0, exitCode);
    }

    @Test
    void shouldExitWithThreeAndSayWhatIsWrongWithTheRules() throws IOException
    {
        final Path rules = Files.writeString(folder.resolve("wrong.rules"), "rule Any review if");

        final int exitCode = run("--rules", rules.toString());

        assertEquals(
            "wrong.rules:1:19: the rule ends too early: expected a value: a field, an aggregate, a number, a text or ( … )",
            err.toString().lines().findFirst().orElse(""));
        assertEquals(3, exitCode);
    }

    @Test
    void shouldExitWithTwoAndOneLineWhenThereAreTooFewCards()
    {
        final int exitCode = run("--cards", "4");

        assertEquals(
            List.of("--cards out of range: expectedMin=5 value=4; for all options: veto perf windows --help"),
            err.toString().lines().toList());
        assertEquals(2, exitCode);
    }

    private int run(final String... args)
    {
        final String[] all = new String[args.length + 1];
        all[0] = "windows";
        System.arraycopy(args, 0, all, 1, args.length);
        return PerfTool.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }
}
