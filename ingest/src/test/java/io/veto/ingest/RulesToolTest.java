package io.veto.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of rule files, good and bad; times and the machine are made alike. */
@Timeout(60)
class RulesToolTest
{
    private static final String RULES = """
        list trusted : card
        rule velocity "Sixth in ten minutes" decline if count(card, 10m) >= 6 code 59 reason "too fast" expect <= 2.5%
        rule burst review if count(card, 10m) >= 4 and avg(amount, card, 30d before where not declined) < 20.00
        rule fast challenger of velocity decline if count(card, 10m) >= 5
        rule large score 40 if amount > 500.00
        allow if card in trusted

        test "the sixth is declined"
          given 5 x { every: 1m }
          when { }
          then decline by velocity, fast
        test "a trusted card is not"
          given A in trusted
          given 5 x { every: 1m }
          when { }
          then allow by velocity
        """;
    private static final String FAILING = """
        test "the fifth is declined"
          given 4 x { every: 1m }
          when { }
          then decline by velocity
        """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path file;

    @BeforeEach
    void writeFile() throws IOException
    {
        file = Files.writeString(folder.resolve("my.rules"), RULES);
    }

    @Test
    void shouldCheckAFileWithoutErrorsAndTellWhatItCosts()
    {
        final int exitCode = run("check", file.toString());

        assertEquals(0, exitCode);
        assertEquals("", text(err));
        assertEquals("""
            FILE: no errors, 0 warnings

            rule      does            windows  shared  with rules  cursors ns  bytes for each live key
            velocity  decline               1       1           2        1 N  card 31
            burst     review                3       1           2        2 N  card 62
            fast      shadow decline        1       1           2        1 N  card 31
            large     score 40              0       0           0        0 N  -
            trusted   allow                 0       0           0        0 N  -

            together  5 rules, 3 windows, 1 filters, 1 lists, 2 tests
            memory    card 62 B for each live one; 40 B on the disk for each event that a window needs
            cursors   2
            time      N ns for the conditions of all rules
            measured  median of the last 15 rounds of 2048 over 256 random transactions; MACHINE
            """, page());
    }

    @Test
    void shouldCheckAsOneJsonObject()
    {
        final int exitCode = run("check", "--json", file.toString());

        assertEquals(0, exitCode);
        assertEquals("""
            {"file":"FILE","errors":[],"warnings":[],"rules":[\
            {"id":"velocity","effect":"decline","windows":[{"window":"count(card, 10m)","sharedWith":["burst","fast"]}],\
            "bytesPerKey":{"card":31},"cursors":1,"ns":N},\
            {"id":"burst","effect":"review","windows":[{"window":"count(card, 10m)","sharedWith":["velocity","fast"]},\
            {"window":"sum(amount, card, 30d before where not declined)","sharedWith":[]},\
            {"window":"count(card, 30d before where not declined)","sharedWith":[]}],"bytesPerKey":{"card":62},"cursors":2,"ns":N},\
            {"id":"fast","effect":"shadow decline","windows":[{"window":"count(card, 10m)","sharedWith":["velocity","burst"]}],\
            "bytesPerKey":{"card":31},"cursors":1,"ns":N},\
            {"id":"large","effect":"score 40","windows":[],"bytesPerKey":{},"cursors":0,"ns":N},\
            {"id":"trusted","effect":"allow","windows":[],"bytesPerKey":{},"cursors":0,"ns":N}],\
            "windows":3,"filters":1,"lists":1,"tests":2,"bytesPerKey":{"card":62},"bytesPerEvent":40,"cursors":2,"ns":N,\
            "measured":"median of the last 15 rounds of 2048 over 256 random transactions; MACHINE"}
            """, page());
    }

    @Test
    void shouldTellWhatAStandardDeviationCosts() throws IOException
    {
        Files.writeString(file, """
            rule unsteady review if stddev(amount, card, 1d) > 2 * stddev(amount, merchant, 30d)
            rule varied   review if stddev(amount, card, 7d where card_present) >= 5.00
            rule far_off  review if amount - avg(amount, ip, 30d before) >= 3 * stddev(amount, ip, 30d before)
            """);

        final List<Integer> exitCodes = List.of(run("check", file.toString()), run("explain", file.toString()));

        assertEquals("", text(err));
        assertEquals(List.of(0, 0), exitCodes);
    }

    @Test
    void shouldMeasureLessOftenWhereTheRulesAreAsManyAndAsSlowAsTheyMayBe() throws IOException
    {
        final String product = IntStream.range(1, 60).mapToObj(i -> "count(card, " + i + "h)").collect(Collectors.joining("*"));
        Files.writeString(file, IntStream.range(0, 256)
            .mapToObj(i -> "rule r" + i + " review if " + product + " > " + (i + 1) + '\n').collect(Collectors.joining()));

        final int exitCode = run("check", file.toString());

        assertEquals(0, exitCode);
        assertTrue(page().contains("\nmeasured  median of the last 15 rounds of 256 over 256 random transactions; "), this::page);
    }

    @Test
    void shouldSayWhatIsWrongWithAFileAndThatTheCheckFailed() throws IOException
    {
        Files.writeString(file, "rule A review if amuont > 220.00\n");

        final List<Integer> exitCodes = List.of(
            run("check", file.toString()), run("check", "--json", file.toString()), run("test", file.toString()),
            run("explain", file.toString()));

        final String error = """
            FILE:1:18: unknown name 'amuont': did you mean amount?
            rule A review if amuont > 220.00
                             ^
            """;
        assertEquals(List.of(1, 1, 2, 2), exitCodes);
        assertEquals(error.repeat(4), text(err).replace(file.toString(), "FILE"));
        assertEquals("""
            {"file":"FILE","errors":[{"file":"FILE","line":1,"column":18,"problem":"unknown name 'amuont'",\
            "hint":"did you mean amount?"}]}
            """, page());
    }

    @Test
    void shouldWarnOfWhatIsSurelyNotMeantAndStillTellWhatItCosts() throws IOException
    {
        Files.writeString(file, "rule never review if amount > 500.00 and amount < 400.00\n");

        final int exitCode = run("check", file.toString());

        assertEquals(0, exitCode);
        assertEquals("", text(err));
        assertEquals("""
            FILE: no errors, 1 warning
            FILE:1:42: warning: rule 'never' can never fire, 'amount < 400.00' contradicts 'amount > 500.00': \
            change one of them, or join them with or
            rule never review if amount > 500.00 and amount < 400.00
                                                     ^

            rule   does    windows  shared  with rules  cursors ns  bytes for each live key
            never  review        0       0           0        0 N  -

            together  1 rules, 0 windows, 0 filters, 0 lists, 0 tests
            memory    none
            cursors   0
            time      N ns for the conditions of all rules
            measured  median of the last 15 rounds of 2048 over 256 random transactions; MACHINE
            """, page());
    }

    @Test
    void shouldRunTheTestsOfAFile()
    {
        final int exitCode = run("test", file.toString());

        assertEquals(0, exitCode);
        assertEquals("""
            pass  the sixth is declined
            pass  a trusted card is not
            2 tests, 0 failed
            """, page());
    }

    @Test
    void shouldTellOfAFailedTestWhatWasExpectedAndWhatCame() throws IOException
    {
        Files.writeString(file, RULES + FAILING);

        final int exitCode = run("test", file.toString());

        assertEquals(1, exitCode);
        assertEquals("""
            pass  the sixth is declined
            pass  a trusted card is not
            FAIL  the fifth is declined
                  line 17
                  expected  decline by velocity
                  actual    review by burst, fast
            3 tests, 1 failed
            """, page());
    }

    @Test
    void shouldTellOfTestsAsOneJsonObject() throws IOException
    {
        Files.writeString(file, "rule large review if amount > 500.00\ntest \"a \\ b\" when { } then approve\n" +
            "test \"c\" when { amount: 500.01 } then decline by large\n");

        final int exitCode = run("test", file.toString(), "--json");

        assertEquals(1, exitCode);
        assertEquals("""
            {"file":"FILE","tests":[\
            {"title":"a \\\\ b","line":2,"passed":true,"expected":"approve","actual":"approve by no rule"},\
            {"title":"c","line":3,"passed":false,"expected":"decline by large","actual":"review by large"}],"failed":1}
            """, page());
    }

    @Test
    void shouldSayThatAFileHasNoTests() throws IOException
    {
        Files.writeString(file, "rule large review if amount > 500.00\n");

        final int exitCode = run("test", file.toString());

        assertEquals(0, exitCode);
        assertEquals("FILE: no tests\n", page());
    }

    @Test
    void shouldExplainEveryRule()
    {
        final int exitCode = run("explain", file.toString());

        assertEquals(0, exitCode);
        assertEquals("""
            rule      velocity "Sixth in ten minutes"
            does      decline, code 59, reason "too fast", expected at most 2.5 %
            if        count(card, 10m) >= 6
            reads     count(card, 10m), shared with burst, fast
            takes     card 31 B for each live one; 1 cursor
            costs     N ns

            rule      burst
            does      review
            if        count(card, 10m) >= 4 and avg(amount, card, 30d before where not declined) < 20.00
            reads     count(card, 10m), shared with velocity, fast
            reads     sum(amount, card, 30d before where not declined), alone
            reads     count(card, 30d before where not declined), alone
            where     not declined, N ns
            takes     card 62 B for each live one; 2 cursors
            costs     N ns

            rule      fast
            does      shadow decline, challenger of velocity
            if        count(card, 10m) >= 5
            reads     count(card, 10m), shared with velocity, burst
            takes     card 31 B for each live one; 1 cursor
            costs     N ns

            rule      large
            does      score 40
            if        amount > 500.00
            takes     no memory
            costs     N ns

            rule      trusted
            does      allow
            if        card in trusted
            takes     no memory
            costs     N ns

            measured  median of the last 15 rounds of 2048 over 256 random transactions; MACHINE
            """, page());
    }

    @Test
    void shouldExplainOneRuleWithTheJavaThatItIsCompiledTo() throws IOException
    {
        final List<Integer> exitCodes = List.of(
            run("explain", file.toString(), "large", "--source"), run("explain", file.toString(), "large", "--source", "--json"));

        assertEquals(List.of(0, 0), exitCodes);
        final String source = RuleFiles.compile(file).source(3);
        final String page = """
            rule      large
            does      score 40
            if        amount > 500.00
            takes     no memory
            costs     N ns
            java
            %s

            measured  median of the last 15 rounds of 2048 over 256 random transactions; MACHINE
            {"file":"FILE","rules":[{"id":"large","effect":"score 40","windows":[],"bytesPerKey":{},"cursors":0,"ns":N,"title":"",\
            "does":"score 40","if":"amount > 500.00","filters":[],"source":"%s"}],\
            "measured":"median of the last 15 rounds of 2048 over 256 random transactions; MACHINE"}
            """;
        assertTrue(source.contains("f.amountMinor() > 50000L"), source);
        assertEquals(String.format(page, source.stripTrailing(), source.replace("\n", "\\u000a")), page());
    }

    @Test
    void shouldFindIncludedFilesBesideTheFile() throws IOException
    {
        Files.writeString(folder.resolve("part.rules"), FAILING.replace("decline by velocity", "review by burst"));
        Files.writeString(file, RULES + "include \"part.rules\"\n");

        final int exitCode = run("test", file.toString());

        assertEquals(0, exitCode);
        assertEquals("""
            pass  the sixth is declined
            pass  a trusted card is not
            pass  the fifth is declined
            3 tests, 0 failed
            """, page());
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithTheCommand() throws IOException
    {
        final Path binary = Files.write(folder.resolve("binary.rules"), new byte[] {'#', (byte)0xFF});
        final List<String> messages = new ArrayList<>();
        for (final String[] args : new String[][] {
            {"chek", "f"},
            {"check"},
            {"check", "--fast", "f"},
            {"check", folder.resolve("none.rules").toString()},
            {"test", folder.toString()},
            {"explain", file.toString(), "velocty"},
            {"check", binary.toString()}})
        {
            err.reset();
            messages.add(run(args) + " " + text(err).replace(folder.toString(), "FOLDER"));
        }

        assertEquals(List.of(
            "2 veto rules: Unmatched arguments from index 0: 'chek', 'f': see veto rules --help\n",
            "2 veto rules: Missing required parameter: 'FILE': see veto rules --help\n",
            "2 veto rules: Unknown option: '--fast': see veto rules --help\n",
            "2 veto rules: no such rule file: file=FOLDER/none.rules: name a file that is there\n",
            "2 veto rules: no such rule file: file=FOLDER: name a file that is there\n",
            "2 veto rules: no such rule in the file: file=FOLDER/my.rules rule=velocty: veto rules check FOLDER/my.rules lists them\n",
            "2 veto rules: rules are not UTF-8 text: file=FOLDER/binary.rules: save the file as UTF-8\n"), messages);
        assertEquals("", text(out));
    }

    private int run(final String... args)
    {
        return RulesTool.run(print(out), print(err), args);
    }

    private String page()
    {
        return text(out).replace(file.toString(), "FILE")
            .replaceAll("random transactions; [^\"\\n]*", "random transactions; MACHINE")
            .replaceAll("(?m) +ns  bytes", " ns  bytes")
            .replaceAll("(?m)(\\d) +\\d+\\.\\d  ", "$1 N  ")
            .replaceAll("\\d+\\.\\d ns", "N ns")
            .replaceAll("\"ns\":\\d+\\.\\d", "\"ns\":N");
    }

    private static PrintStream print(final ByteArrayOutputStream bytes)
    {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(final ByteArrayOutputStream bytes)
    {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
