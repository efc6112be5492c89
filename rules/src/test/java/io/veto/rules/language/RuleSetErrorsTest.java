package io.veto.rules.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetErrorsTest
{
    private static final Path BROKEN_FILES =
        Path.of(System.getProperty("veto.root"), "rules/src/test/resources/io/veto/rules/language/broken");
    private static final int FAR_TOO_DEEP = 10_000;

    static List<Path> brokenFiles() throws IOException
    {
        try (Stream<Path> files = Files.list(BROKEN_FILES))
        {
            return files.filter(f -> f.toString().endsWith(".rules")).sorted().collect(Collectors.toList());
        }
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void shouldSayExactlyWhatIsWrongWithABrokenFile(final Path file) throws IOException
    {
        final String name = file.getFileName().toString();
        final Path expected = file.resolveSibling(name.replace(".rules", ".expected"));

        final RuleSetException error = compileBroken(name, Files.readString(file, UTF_8));

        assertEquals(Files.readString(expected, UTF_8), error.getMessage() + '\n');
    }

    @Test
    void shouldReportTheFirstTwentyErrorsWhenThereAreMore()
    {
        final String text = rules(30, i -> "rule R" + i + " review if amount > " + i);

        final List<String> places = compileBroken("many.rules", text).diagnostics().stream()
            .map(d -> d.line() + ":" + d.column())
            .collect(Collectors.toList());

        assertEquals(
            IntStream.rangeClosed(1, 20).mapToObj(i -> i + (i < 10 ? ":28" : ":29")).collect(Collectors.toList()),
            places);
    }

    @Test
    void shouldTakeTheMostRulesAndRefuseOneMore()
    {
        final RuleSet most =
            RuleSetCompiler.compile("most.rules", rules(256, i -> "rule R" + i + " review if card_present"));
        final RuleSetException error =
            compileBroken("more.rules", rules(257, i -> "rule R" + i + " review if card_present"));

        assertEquals(256, most.ruleCount());
        assertEquals(
            List.of("more.rules:257:6: too many rules: expectedMaxRules=256; take rules out"), messages(error));
    }

    @Test
    void shouldTakeTheLongestFileAndRefuseOneByteMore()
    {
        final String rule = "rule A review if card_present\n#é";
        final String longest = rule + "x".repeat(1024 * 1024 - rule.getBytes(UTF_8).length);

        final RuleSet ruleSet = RuleSetCompiler.compile("longest.rules", longest);
        final RuleSetException error = compileBroken("longer.rules", longest + 'x');

        assertEquals(1, ruleSet.ruleCount());
        assertEquals(
            List.of("longer.rules:1:1: rule file too long: expectedMaxLength=1048576 length=1048577; " +
                "take rules or comments out"),
            messages(error));
    }

    @Test
    void shouldTakeTheLongestIdAndRefuseOneCharacterMore()
    {
        final String longest = "_" + "a".repeat(63);

        final RuleSet ruleSet = RuleSetCompiler.compile("id.rules", "rule " + longest + " review if card_present");
        final RuleSetException error = compileBroken("id.rules", "rule " + longest + "a review if card_present");

        assertEquals(longest, ruleSet.rule(0).id());
        assertEquals(List.of("id.rules:1:6: rule id too long: expectedMaxLength=64 length=65"), messages(error));
    }

    @Test
    void shouldTakeTheDeepestNestAndRefuseOneParenthesisMore()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("deep.rules", nested(100));
        final RuleSetException error = compileBroken("deep.rules", nested(101));

        assertEquals(1, ruleSet.ruleCount());
        assertEquals(
            List.of("deep.rules:1:118: parentheses nested too deep: expectedMaxDepth=100; split the rule in two"),
            messages(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "rule A review if ",
        "rule rule review if ",
        "rule A review if count(rule, rule, 1d where ",
        "rule A review if count(card, 1d before where hit(rule) and ",
        "rule A review if amount > "
    })
    void shouldRefuseTenThousandParenthesesWhereverTheyStand(final String beginning)
    {
        final String text = beginning + "(".repeat(FAR_TOO_DEEP) + "card_present" + ")".repeat(FAR_TOO_DEEP);

        final RuleSetException error = compileBroken("deep.rules", text);

        assertEquals(
            List.of("parentheses nested too deep"),
            error.diagnostics().stream().map(Diagnostic::problem).collect(Collectors.toList()));
    }

    @Test
    void shouldGoOnBehindARuleThatIsTooDeep()
    {
        final RuleSetException error =
            compileBroken("deep.rules", nested(FAR_TOO_DEEP) + "\nrule B review if amount > 5");

        assertEquals(
            List.of(
                "deep.rules:1:118: parentheses nested too deep: expectedMaxDepth=100; split the rule in two",
                "deep.rules:2:27: cannot compare money with integer: write 5.00"),
            messages(error));
    }

    @ParameterizedTest
    @ValueSource(strings = { "400d", "399d delayed 1d", "1s delayed 34559999s", "9600h before", "tumbling 400d", "session 400d" })
    void shouldTakeAWindowThatReachesFourHundredDaysBack(final String window)
    {
        final RuleSet ruleSet =
            RuleSetCompiler.compile("window.rules", "rule A review if count(card, " + window + ") > 1");

        assertEquals(34_560_000_000L, ruleSet.windows()[0].span().lengthMs() + ruleSet.windows()[0].span().delayMs());
    }

    @ParameterizedTest
    @CsvSource({
        "30, 34560001s, 34560001s",
        "30, 400d delayed 1s, 34560001s",
        "30, 1m delayed 400d, 576001m",
        "30, 9601h, 9601h",
        "30, 300d delayed 101d, 401d",
        "30, 999999999999999999d, ******************d",
        "39, tumbling 500d, 500d",
        "38, session 401d before, 401d"
    })
    void shouldRefuseAWindowLongerThanTheRetention(final int column, final String window, final String length)
    {
        final RuleSetException error =
            compileBroken("window.rules", "rule A review if count(card, " + window + ") > 1");

        assertEquals(
            List.of("window.rules:1:" + column + ": window longer than the retention: expectedMax=400d window=" + length),
            messages(error));
    }

    @Test
    void shouldTakeTheMostFiltersAndRefuseOneMore()
    {
        final RuleSet most = RuleSetCompiler.compile("most.rules", rules(64, RuleSetErrorsTest::filtered));
        final RuleSetException error = compileBroken("more.rules", rules(65, RuleSetErrorsTest::filtered));

        assertEquals(64, most.filterCount());
        assertEquals(
            List.of("more.rules:65:42: too many different filters: " +
                "expectedMaxFilters=64; use equal filters where you can"),
            messages(error));
    }

    @Test
    void shouldTakeTheMostWindowsAndRefuseOneMore()
    {
        final RuleSet most = RuleSetCompiler.compile("most.rules", rules(128, RuleSetErrorsTest::averaged));
        final RuleSetException error = compileBroken("more.rules", rules(129, RuleSetErrorsTest::averaged));

        assertEquals(256, most.windows().length);
        assertEquals(
            List.of("more.rules:129:30: too many different windows: " +
                "expectedMaxWindows=256, an avg or a ratio takes two, a stddev three; use equal windows where you can"),
            messages(error));
    }

    @Test
    void shouldTakeTheMostSessionsAndRefuseOneMore()
    {
        final RuleSet most = RuleSetCompiler.compile("most.rules", rules(64, RuleSetErrorsTest::inSessions));
        final RuleSetException error = compileBroken("more.rules", rules(65, RuleSetErrorsTest::inSessions));

        assertEquals(128, most.windows().length);
        assertEquals(
            Stream.of(21, 63).map(column -> "more.rules:65:" + column + ": too many different sessions: " +
                "expectedMaxSessions=64, each gap of each key is one, of a first_seen too; use equal gaps where you can")
                .collect(Collectors.toList()),
            messages(error));
    }

    private static String inSessions(final int index)
    {
        return String.format("rule R%03d review if count(card, session %ds) > 1 and amount > avg(amount, card, session %ds)", index, index,
            index);
    }

    private static String filtered(final int index)
    {
        return String.format("rule R%03d review if count(card, 1d where amount > %d.00) > 1", index, index);
    }

    private static String averaged(final int index)
    {
        return String.format("rule R%03d review if amount > avg(amount, card, %ds)", index, index);
    }

    private static String nested(final int depth)
    {
        return "rule A review if " + "(".repeat(depth) + "card_present" + ")".repeat(depth);
    }

    private static String rules(final int count, final IntFunction<String> rule)
    {
        return IntStream.rangeClosed(1, count).mapToObj(rule).collect(Collectors.joining("\n"));
    }

    private static List<String> messages(final RuleSetException error)
    {
        return error.diagnostics().stream().map(Diagnostic::message).collect(Collectors.toList());
    }

    private static RuleSetException compileBroken(final String name, final String text)
    {
        return assertThrows(RuleSetException.class, () -> RuleSetCompiler.compile(name, text));
    }
}
