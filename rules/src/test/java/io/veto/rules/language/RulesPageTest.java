package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesPageTest
{
    private static final Path PAGE = Path.of(System.getProperty("veto.root"), "docs/rules.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```rules\\n(.*?)^```$");

    static List<String> blocks() throws IOException
    {
        final List<String> blocks = new ArrayList<>();
        final Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
        while (matcher.find())
        {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void shouldCompileEveryExample(final String block)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("docs/rules.md", block, TestZones.PARIS_AND_TOKYO, RulesPageTest::included);

        assertTrue(ruleSet.ruleCount() > 0);
    }

    @Test
    void shouldFindEveryBlockThatIsMarkedAsRules() throws IOException
    {
        final long marked = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("```rules")).count();

        assertEquals(marked, blocks().size());
        assertFalse(blocks().isEmpty());
    }

    @Test
    void shouldHaveAnExampleOfEveryWordOfTheLanguage() throws IOException
    {
        final String examples = String.join("\n", blocks());
        final List<String> words = new ArrayList<>(Aggregate.NAMES);
        words.addAll(WindowChecker.KEYS);
        words.addAll(AggregateChecker.LAST_FIELDS);
        words.addAll(EffectChecker.WORDS);
        words.addAll(ListChecker.KINDS);
        words.addAll(List.of("amount", "hit", "local_hour"));
        for (final Enum<?>[] constants : List.<Enum<?>[]>of(CodeField.values(), Flag.values()))
        {
            for (final Enum<?> constant : constants)
            {
                words.add(constant.name().toLowerCase(Locale.ROOT));
            }
        }
        IntStream.rangeClosed(VetoRulesLexer.RULE, VetoRulesLexer.PERCENT)
            .mapToObj(VetoRulesLexer.VOCABULARY::getLiteralName)
            .forEach(literal -> words.add(literal.substring(1, literal.length() - 1)));

        final List<String> lacking = words.stream()
            .filter(w -> !isIn(w, examples))
            .collect(Collectors.toList());

        assertEquals(List.of(), lacking);
    }

    @Test
    void shouldTellEveryWordOfTheLanguageInItsTable() throws IOException
    {
        final String page = Files.readString(PAGE);
        final String table = page.substring(page.indexOf("## All words"));

        final List<String> lacking = IntStream.rangeClosed(VetoRulesLexer.RULE, VetoRulesLexer.MULTIPLE)
            .mapToObj(VetoRulesLexer.VOCABULARY::getLiteralName)
            .map(literal -> literal.replace('\'', '`'))
            .filter(word -> !table.contains(word))
            .collect(Collectors.toList());

        assertEquals(List.of(), lacking);
    }

    @Test
    void shouldShowAnErrorAsItIs() throws IOException
    {
        final RuleSetException error = assertThrows(
            RuleSetException.class, () -> RuleSetCompiler.compile("my.rules", "rule A review if amuont > 220.00"));

        assertTrue(Files.readString(PAGE).contains("```\n" + error.getMessage() + "\n```"), error.getMessage());
    }

    /** Finds the block that begins with a comment of the file's name. */
    private static RuleFile included(final String from, final String name) throws IOException
    {
        return blocks().stream().filter(b -> b.startsWith("# " + name + '\n')).findFirst().map(b -> new RuleFile(name, b)).orElse(null);
    }

    private static boolean isIn(final String word, final String examples)
    {
        return word.matches("[a-z_]+") ?
            Pattern.compile("(?<![a-z_])" + word + "(?![a-z_])").matcher(examples).find() :
            examples.contains(word);
    }
}
