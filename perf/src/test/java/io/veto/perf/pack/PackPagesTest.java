package io.veto.perf.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.perf.generate.FraudKind;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.StandardRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pages about the pack and its traffic name what there is. */
class PackPagesTest
{
    private static final Path DOCS = Path.of(System.getProperty("veto.root"), "docs");
    private static final RuleSet RULES = RuleSetCompiler.compile(StandardRules.NAME, StandardRules.text());
    private static final List<String> KINDS = Arrays.stream(FraudKind.values()).filter(kind -> FraudKind.GENUINE != kind)
        .map(FraudKind::label).collect(Collectors.toList());

    @Test
    void shouldTellOfEachRuleInTheOrderOfTheFile() throws IOException
    {
        final List<String> expected =
            IntStream.range(0, RULES.ruleCount()).mapToObj(rule -> RULES.rule(rule).id()).filter(KINDS::contains)
                .collect(Collectors.toList());

        assertEquals(expected, firsts("standard-pack.md", "^\\| \\d+ \\| `(\\w+)` \\|.*"));
    }

    @Test
    void shouldGiveWhatWasFoundOfEachKind() throws IOException
    {
        assertEquals(KINDS, firsts("standard-pack.md", "^\\| `(\\w+)` (?:\\| [^|]+){10}\\|$"));
    }

    @Test
    void shouldTellOfEachKindOfFraud() throws IOException
    {
        assertEquals(KINDS, firsts("traffic.md", "^\\| `(\\w+)` (?:\\|[^|]+){2}\\|$"));
    }

    private static List<String> firsts(final String page, final String pattern) throws IOException
    {
        final Pattern row = Pattern.compile(pattern);
        return Files.readAllLines(DOCS.resolve(page)).stream().map(row::matcher).filter(matcher -> matcher.matches())
            .map(matcher -> matcher.group(1)).collect(Collectors.toList());
    }
}
