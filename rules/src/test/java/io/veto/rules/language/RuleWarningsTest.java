package io.veto.rules.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleWarningsTest
{
    private static final Path WARNED_FILES =
        Path.of(System.getProperty("veto.root"), "rules/src/test/resources/io/veto/rules/language/warned");

    static List<Path> warnedFiles() throws IOException
    {
        try (Stream<Path> files = Files.list(WARNED_FILES))
        {
            return files.filter(f -> f.toString().endsWith(".rules")).sorted().collect(Collectors.toList());
        }
    }

    @ParameterizedTest
    @MethodSource("warnedFiles")
    void shouldSayExactlyWhatIsSurelyNotMeant(final Path file) throws IOException
    {
        final String name = file.getFileName().toString();

        final List<Diagnostic> warnings = RuleSetCompiler.compile(name, Files.readString(file, UTF_8)).warnings();

        assertEquals(
            Files.readString(file.resolveSibling(name.replace(".rules", ".expected")), UTF_8),
            warnings.stream().map(w -> w + "\n").collect(Collectors.joining()));
    }

    @Test
    void shouldShowAWarningOnThePageAsItIs() throws IOException
    {
        final List<Diagnostic> warnings =
            RuleSetCompiler.compile("my.rules", "rule small review if amount > 5.00 and amount < 3.00").warnings();

        assertTrue(
            Files.readString(Path.of(System.getProperty("veto.root"), "docs/rules.md")).contains("```\n" + warnings.get(0) + "\n```"),
            warnings::toString);
    }

    @Test
    void shouldGiveTheFirstTwentyWarningsWhenThereAreMore()
    {
        final String text = rules(30, i -> "rule R" + i + " review if count(card, " + i + "m) < 0");

        final List<Integer> lines = RuleSetCompiler.compile("many.rules", text).warnings().stream()
            .map(Diagnostic::line).collect(Collectors.toList());

        assertEquals(IntStream.rangeClosed(1, 20).boxed().collect(Collectors.toList()), lines);
    }

    @Test
    void shouldLookAtConditionsOfThirtyTwoAlternativesAndNoMore()
    {
        final IntFunction<String> never = count -> "rule A review if count(card, 1d) < 0 and (" +
            IntStream.range(0, count).mapToObj(i -> "amount = " + i + ".00").collect(Collectors.joining(" or ")) + ")";

        assertEquals(1, RuleSetCompiler.compile("most.rules", never.apply(32)).warnings().size());
        assertEquals(List.of(), RuleSetCompiler.compile("more.rules", never.apply(33)).warnings());
    }

    /**
     * The last two rules ask the same in other words; what would find it out has no step left where the others use them up.
     */
    @ParameterizedTest
    @ValueSource(ints = { 2, 60 })
    void shouldStopLookingWhenItsStepsAreUsedUp(final int count)
    {
        final String text = rules(count, RuleWarningsTest::ofAHundredWindows) +
            "\nrule X review if amount > 7.00 and mcc = 1\nrule Y review if mcc = 1 and amount > 7.00";

        final List<Diagnostic> warnings = RuleSetCompiler.compile("many.rules", text).warnings();

        assertEquals(2 == count, warnings.stream().anyMatch(w -> w.problem().equals("rule 'Y' asks the same as 'X'")));
    }

    private static String ofAHundredWindows(final int index)
    {
        return "rule R" + index + " review if " + IntStream.rangeClosed(1, 100)
            .mapToObj(j -> "count(card, " + j + "m) > " + (index ^ j)).collect(Collectors.joining(" and "));
    }

    private static String rules(final int count, final IntFunction<String> rule)
    {
        return IntStream.rangeClosed(1, count).mapToObj(rule).collect(Collectors.joining("\n"));
    }
}
