package io.veto.rules.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.layout.TransactionType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that mean harm are refused with short messages, before anything is done whose work grows faster than the file.
 */
class HostileFilesTest
{
    private static final int NEAR_FILE_LENGTH_MAX = 1_040_000;
    private static final int MESSAGE_LENGTH_MAX = 900;

    @Test
    void shouldRefuseALineOfTenMegabytes()
    {
        assertEquals(
            List.of("rule file too long: expectedMaxLength=1048576 length=10000017; take rules or comments out"),
            refused("rule A review if " + "x".repeat(10_000_000)));
    }

    @Test
    void shouldRefuseAHundredThousandRules()
    {
        assertEquals(
            List.of("rule file too long: expectedMaxLength=1048576 length=3488890; take rules or comments out"),
            refused(IntStream.range(0, 100_000).mapToObj(i -> "rule R" + i + " review if card_present\n").collect(Collectors.joining())));
    }

    @Test
    void shouldParseNoMoreRulesThanThereMayBe()
    {
        assertEquals(
            List.of("too many rules: expectedMaxRules=256; take rules out"),
            refused(IntStream.range(0, 30_000).mapToObj(i -> "rule R" + i + " review if mcc = 1\n").collect(Collectors.joining())));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "(", "not ", "- ", "[", "{", "count(", "mcc in [", "count(card, 1d where ", "((-", ") ", "] ", "and ", "or card_present ", "+ 1 ",
        "* 999999999999999999 ", "count(card, 1d) ", "= 1 ", ", ", "\"\" ", "é ", "code 59 ", "reason \"\" "
    })
    void shouldRefuseTenThousandAndAMillionOfAnything(final String part)
    {
        final String beginning = "rule A review if amount > 1.00 ";
        final String deep = beginning + part.repeat(10_000) + " card_present";
        final String full =
            beginning + part.repeat((NEAR_FILE_LENGTH_MAX - 100) / part.getBytes(UTF_8).length);

        final String expected = part.contains("(") && !part.contains(")") ?
            "parentheses nested too deep: expectedMaxDepth=100; " :
            "too many words: expectedMaxWords=4096 words=";
        assertTrue(refused(deep).get(0).startsWith(expected), () -> refused(deep).get(0));
        assertTrue(refused(full).get(0).startsWith(expected), () -> refused(full).get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "'rule ', 20", "'list ', 20", "'; ', 1", "'review ', 20", "'test ', 20", "'include ', 20", "'default ', 20", "'\" ', 1", "'{ ', 1",
        "'\0', 1", "'rule A ', 20", "'5 ', 1"
    })
    void shouldReportAFewErrorsInAMegabyteOfGarbage(final String part, final int errorsMax)
    {
        final List<String> errors = refused(part.repeat(NEAR_FILE_LENGTH_MAX / part.length()));

        assertTrue(errors.size() <= errorsMax, errors::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "rule %s review if card_present", "rule A %s if card_present", "rule A review if %s > 1.00", "rule A review if %s(card, 1d) > 1",
        "rule A review if count(%s, 1d) > 1", "rule A review if count(card, 1d before where hit(%s)) > 1",
        "rule A review if card in %s", "list %s : card rule A review if card in B", "list l : %s",
        "rule A review if currency = \"%s\"", "rule A review if amount > 1.00%s", "%s", "include \"%s\"",
        "rule A review if count(card, tumbling 1d \"%s\") > 1", "rule A challenger of %s review if card_present"
    })
    void shouldQuoteOfANameOfHalfAMegabyteItsBeginning(final String text)
    {
        final String name = "a".repeat(NEAR_FILE_LENGTH_MAX / 2);

        final List<String> errors = refused("rule " + name + " review if card_present\n" + String.format(text, "b" + name.substring(2)));

        errors.forEach(error -> assertTrue(error.length() <= MESSAGE_LENGTH_MAX, error));
    }

    @Test
    void shouldTakeTheMostWordsAndRefuseOneMore()
    {
        final String most = "rule A review if " + "not ".repeat(RuleSetCompiler.WORDS_MAX - 5) + "card_present";

        assertEquals(1, RuleSetCompiler.compile("most.rules", most).ruleCount());
        assertEquals(
            List.of("too many words: expectedMaxWords=4096 words=4097; split it, or put constants into a list"),
            refused(most.replaceFirst("not", "not not")));
    }

    @ParameterizedTest
    @CsvSource({
        "'count(card, 1d) * ', 1, 63, 4097", "'avg(amount, card, 1h) + ', 'avg(amount, card, 1h)', 30, 4102",
        "'999999999999999999 * ', 1, 68, 4141"
    })
    void shouldTakeTheLargestNumbersAndRefuseLargerOnes(final String part, final String last, final int most, final int bits)
    {
        final String ending = last + " is not missing";

        assertEquals(1, RuleSetCompiler.compile("most.rules", "rule A review if " + part.repeat(most) + ending).ruleCount());
        assertEquals(
            List.of("numbers grow too large here: expectedMaxBits=4096 bits=" + bits + "; multiply, divide or average fewer of them"),
            refused("rule A review if " + part.repeat(most + 1) + ending));
    }

    @Test
    void shouldEvaluateTheDeepestRule()
    {
        final String nested = "rule A review if " + "not (".repeat(99) + "amount - (1.00) > 0.00" + ")".repeat(99);

        final RuleSet ruleSet = RuleSetCompiler.compile("deep.rules", nested);

        assertTrue(ruleSet.rule(0).condition().test(
            new Facts(0).wrap(new Transactions().type(TransactionType.PURCHASE).amountMinor(50).decoder())));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\\u0022; System.exit(1); //", "*/ } static { System.exit(1); } /*",
        "${java.lang.Runtime}", "'); throw new Error(); ('", "\\", "\\n", "%s%n"
    })
    void shouldKeepTextThatLooksLikeCodeAsText(final String code)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile(
            "code.rules", "rule A \"" + code + "\" review if amount > 5.00 # " + code + "\nreason \"" + code + "\"");

        assertEquals(List.of(code, code), List.of(ruleSet.rule(0).title(), ruleSet.rule(0).reason()));
        assertTrue(ruleSet.program().holds(0, new Facts(0).wrap(new Transactions().amountMinor(501).decoder())));
    }

    @ParameterizedTest
    @ValueSource(strings = { "\\u0022", "A; System.exit(1)", "A\"", "A*/", "${A}", "A\0", "A'", "A\u2028" })
    void shouldTakeNoIdThatIsMoreThanAName(final String id)
    {
        assertTrue(!refused("rule " + id + " review if card_present").isEmpty());
        assertTrue(!refused("list " + id + " : card\nrule A review if card in " + id).isEmpty());
    }

    private static List<String> refused(final String text)
    {
        final RuleSetException error = assertThrows(RuleSetException.class, () -> RuleSetCompiler.compile("hostile.rules", text));
        error.diagnostics().forEach(d -> assertTrue(d.toString().length() <= 2 * MESSAGE_LENGTH_MAX, d::toString));
        return error.diagnostics().stream().map(d -> d.problem() + ": " + d.hint()).collect(Collectors.toList());
    }
}
