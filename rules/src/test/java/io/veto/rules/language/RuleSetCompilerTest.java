package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.window.KeyKind;
import io.veto.rules.window.Key;
import io.veto.rules.window.Measure;
import io.veto.rules.window.Span;
import io.veto.rules.window.WindowSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleSetCompilerTest
{
    private static final long DAY_MS = 86_400_000;
    private static final Key CARD = Key.of(KeyKind.CARD);
    private static final Key TERMINAL = Key.of(KeyKind.TERMINAL);
    private static final Key MERCHANT = Key.of(KeyKind.MERCHANT);
    private static final String FOUR_RULES = """
        # Four rules.
        rule A "Above a limit"
          review if amount > 220.00

        rule B "Frauds on the terminal, known late"
          decline if count(terminal, 7d delayed 7d where fraud) >= 2

        rule C
          approve if count(card, 30d before) >= 5
                and amount > 3 * avg(amount, card, 30d before)

        rule Cr "As C, alerted rows kept out"
          review if count(card, 30d before where not hit(Cr)) >= 5
                and amount > 3 * avg(amount, card, 30d before where not hit(Cr))
        """;

    @Test
    void shouldKeepIndexIdTitleAndActionOfEachRule()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("four.rules", FOUR_RULES);

        assertEquals(
            List.of(
                "0 A 'Above a limit' REVIEW",
                "1 B 'Frauds on the terminal, known late' DECLINE",
                "2 C '' APPROVE",
                "3 Cr 'As C, alerted rows kept out' REVIEW"),
            IntStream.range(0, ruleSet.ruleCount()).mapToObj(ruleSet::rule)
                .map(r -> r.index() + " " + r.id() + " '" + r.title() + "' " + r.effect())
                .collect(Collectors.toList()));
    }

    @Test
    void shouldKeepEqualWindowsOnceAndSplitAMeanInTwo()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("four.rules", FOUR_RULES);

        assertEquals(
            List.of(
                new WindowSpec(TERMINAL, Measure.COUNT, null, Span.delayed(7 * DAY_MS, 7 * DAY_MS), false, 0),
                new WindowSpec(CARD, Measure.COUNT, null, Span.sliding(30 * DAY_MS), true, WindowSpec.NULL_FILTER),
                new WindowSpec(CARD, Measure.SUM, null, Span.sliding(30 * DAY_MS), true, WindowSpec.NULL_FILTER),
                new WindowSpec(CARD, Measure.COUNT, null, Span.sliding(30 * DAY_MS), true, 1),
                new WindowSpec(CARD, Measure.SUM, null, Span.sliding(30 * DAY_MS), true, 1)),
            List.of(ruleSet.windows()));
    }

    @Test
    void shouldSayWhatEachFilterAsks()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("filters.rules", """
            rule A review if count(card, 1d before where fraud) > 1
            rule B review if count(card, 1d before where declined or hit ( B )) > 1
            rule C review if count(card, 2d before where declined # the same filter
                or hit(B)) > 1
            rule D review if count(card, 1d where amount > 1.00) > 1
            rule E review if count(merchant, 1d delayed 1h before where not fraud and reviewed) > 1
            """);

        assertEquals(
            List.of("true false", "false true", "false false", "true true"),
            IntStream.range(0, ruleSet.filterCount()).mapToObj(ruleSet::filter)
                .map(f -> f.asksLabel() + " " + f.asksAnswer())
                .collect(Collectors.toList()));
        assertEquals(
            List.of(0, 1, 1, 2, 3),
            List.of(ruleSet.windows()).stream().map(WindowSpec::filter).collect(Collectors.toList()));
    }

    @Test
    void shouldReadEveryUnitKeyAndEdge()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("windows.rules", """
            rule A review if count(card, 30s) + count(terminal, 15m before) + count(merchant, 24h delayed 7d) > 1
                or sum(amount, card, 7d delayed 1d before) > 1.00
            """);

        assertEquals(
            List.of(
                new WindowSpec(CARD, Measure.COUNT, null, Span.sliding(30_000), false, -1),
                new WindowSpec(TERMINAL, Measure.COUNT, null, Span.sliding(900_000), true, -1),
                new WindowSpec(MERCHANT, Measure.COUNT, null, Span.delayed(DAY_MS, 7 * DAY_MS), false, -1),
                new WindowSpec(CARD, Measure.SUM, null, Span.delayed(7 * DAY_MS, DAY_MS), true, -1)),
            List.of(ruleSet.windows()));
    }

    @Test
    void shouldTakeWordsOfTheLanguageAsRuleIds()
    {
        final List<String> words = words();
        final String text = words.stream()
            .map(w -> "rule " + w + " review if count(card, 1d before where hit(" + w + ")) > 1")
            .collect(Collectors.joining("\n"));

        final RuleSet ruleSet = RuleSetCompiler.compile("words.rules", text);

        assertEquals(words, ids(ruleSet));
    }

    @Test
    void shouldTakeWordsOfTheLanguageAsNamesOfListsRulesAndFields()
    {
        for (final String word : words())
        {
            final RuleSet ruleSet = RuleSetCompiler.compile("words.rules", """
                list ~ : card list other : card list third : card
                rule ~ score 4 if card in other or card not in ~ or count(card, 1d before where hit(~) and card in ~) > 1
                rule dark challenger of ~ review if card in ~
                decline if count(card, 1d where card in third and card_present) > 1 or card in ~
                allow if card in other review at 4, decline at 5
                default on late: decline if card in ~ else approve
                test "t" given ~ in ~ given 5 x { card: ~ } when { card: ~, amount: 5.00 } then decline by ~, ~ without ~, ~
                rule end review if card_present
                """.replace("~", word));

            assertEquals(List.of(word, "dark", "third", "other", "end"), ids(ruleSet));
        }
    }

    private static List<String> ids(final RuleSet ruleSet)
    {
        return IntStream.range(0, ruleSet.ruleCount()).mapToObj(i -> ruleSet.rule(i).id()).collect(Collectors.toList());
    }

    private static List<String> words()
    {
        return Stream.concat(
            IntStream.rangeClosed(VetoRulesLexer.RULE, VetoRulesLexer.MULTIPLE)
                .mapToObj(VetoRulesLexer.VOCABULARY::getLiteralName)
                .map(w -> w.substring(1, w.length() - 1)),
            Stream.of("amount", "count", "last", "card", "hit", "fraud", "s", "A", "a")).collect(Collectors.toList());
    }

    @Test
    void shouldHashTheTextAsItWasGiven()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("hash.rules", "rule A \"é\" review if card_present");

        assertEquals("rule A \"é\" review if card_present", ruleSet.text());
        assertEquals("c1d7a33551acae3b", Long.toHexString(ruleSet.hash()));
    }

    @Test
    void shouldReadAFileWithAMarkAtItsBeginningAndWindowsLineEnds()
    {
        final RuleSet ruleSet =
            RuleSetCompiler.compile("bom.rules", "\uFEFFrule A\r\n  review if\tcard_present\r\n# end");

        assertEquals("A", ruleSet.rule(0).id());
    }

    @Test
    void shouldCompileAndTestLongListsWithoutDeepRecursion()
    {
        final int length = 600;
        final String text = "rule A review if " + "not ".repeat(length) + "card_present" +
            " and card_present".repeat(length) + " or card_present".repeat(length) +
            "\nrule B review if " + "- ".repeat(length) + "1" + " + 1".repeat(length) + " = 1" + " * 1".repeat(length) +
            "+ " + length;

        final RuleSet ruleSet = RuleSetCompiler.compile("long.rules", text);

        assertTrue(ruleSet.rule(1).condition().test(new Facts(0)));
    }

    @Test
    void shouldGiveACopyOfTheWindows()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("four.rules", FOUR_RULES);

        ruleSet.windows()[0] = null;

        assertEquals(TERMINAL, ruleSet.windows()[0].key());
        assertEquals(RuleEffect.DECLINE, ruleSet.rule(1).effect());
    }
}
