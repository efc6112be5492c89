package io.veto.rules.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.RuleTest;
import io.veto.rules.language.TestField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tests that stand on the page about the language. */
class RulesPageTrialTest
{
    private static final Path PAGE = Path.of(System.getProperty("veto.root"), "docs/rules.md");
    private static final Pattern BLOCK_WITH_TESTS = Pattern.compile("(?ms)^```rules\\n((?:(?!^```).)*?^test .*?)^```$");

    @Test
    void shouldPassEveryTestOfThePage() throws IOException
    {
        final List<String> failed = new ArrayList<>();
        int count = 0;
        for (final String block : blocks())
        {
            final RuleSet ruleSet = RuleSetCompiler.compile("docs/rules.md", block);
            for (final RuleTest test : ruleSet.tests())
            {
                final TrialResult result = RuleTrial.run(ruleSet, test);
                count++;
                if (!result.isPassed())
                {
                    failed.add(test.title() + ": " + result.actual());
                }
            }
        }

        assertEquals(List.of(), failed);
        assertEquals(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("test ")).count(), count);
    }

    @Test
    void shouldHaveEveryFieldOnThePage() throws IOException
    {
        final String page = Files.readString(PAGE);

        final List<String> lacking = Arrays.stream(TestField.values()).map(TestField::word)
            .filter(word -> !page.contains("`" + word + "`")).toList();

        assertEquals(List.of(), lacking);
    }

    private static List<String> blocks() throws IOException
    {
        final List<String> blocks = new ArrayList<>();
        final Matcher matcher = BLOCK_WITH_TESTS.matcher(Files.readString(PAGE));
        while (matcher.find())
        {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
