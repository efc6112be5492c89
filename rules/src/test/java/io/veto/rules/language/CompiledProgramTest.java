package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java that rules are compiled to, and what becomes of it. */
class CompiledProgramTest
{
    @Test
    void shouldWriteAComparisonOfNumbersAsWholeNumbersWithWaysOut()
    {
        assertEquals("""
                final boolean rule_0(final Facts f)
                {
                    return ((!f.isWindowMissing(1) && f.window(1) >= 5L) && rule_0_0(f));
                }

                final boolean rule_0_0(final Facts f)
                {
                    final long t0 = f.amountMinor();
                    if (f.isWindowMissing(1)) { return false; }
                    final long t1 = f.window(1);
                    if (t1 <= 0L) { return false; }
                    if (f.isWindowMissing(0)) { return false; }
                    final long t2 = f.window(0);
                    final long t3 = t2 * 3L;
                    if (Math.multiplyHigh(t2, 3L) != t3 >> 63) { return nodes[0].test(f); }
                    return Fraction.compare(t0, 1L, t3, t1) > 0;
                }

            """.indent(-4).replaceAll("(?m)^(?=.)", "    "),
            source("amount > 3 * avg(amount, card, 30d before) and count(card, 30d before) >= 5"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        count(card, 1h) > 2 and amount > 5.00   ~ ((f.amountMinor() > 500L) && (!f.isWindowMissing(0) && f.window(0) > 2L))
        count(card, 1h) > 2 or mcc = 5411       ~ ((CodeField.MCC.code(f) == 5411) || (!f.isWindowMissing(0) && f.window(0) > 2L))
        1 * 2 > 1 and card_present              ~ Flag.CARD_PRESENT.test(f)
        1 * 2 > 1 or card_present               ~ true
        1 * 2 > 2.5 and card_present            ~ false
        not (1 / 3 * 3 != 1)                    ~ true
        amount is not multiple of 100.00        ~ !(f.amountMinor() != 0L && f.amountMinor() % 10000L == 0L)
        merchant_country is missing             ~ (CodeField.MERCHANT_COUNTRY.code(f) == 0)
        """)
    void shouldPutCheapConditionsFirstAndFoldConstants(final String condition, final String expression)
    {
        assertEquals(
            "    final boolean rule_0(final Facts f)\n    {\n        return " + expression + ";\n    }\n\n", source(condition));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "amount / 3 - avg(amount, card, 1h) > 5.00 + 2 / 7 * sum(amount, card, 1h) + max(amount, card, 1h) / count(card, 1h)",
        "1 * ratio(card, 1h where mcc = 5411) > 0.5 or speed_kmh(card) > 3 or distance_km(card) / count(card, 1h) > 3.5",
        "last(mcc, card) = mcc or last(merchant_country, card) != merchant_country or since(card) > 1h or first_seen(card) < 1h",
        "avg(amount, card, 1h) is missing or stddev(amount, card, 1h) is missing or mcc is missing or local_hour is missing",
        "mcc in [5411, 7995] or merchant_country not in [\"FR\"] or card in cards or card not in cards or local_hour < 5",
        "amount is multiple of 100.00 or card_present or not (amount = 5.00) or entry_mode = \"chip\"" })
    void shouldCompileEveryKindOfConditionButDeviations(final String condition)
    {
        final String source = source(condition).replaceAll("if \\((Math.multiplyHigh|\\(\\(t|t\\d+ == Long.MIN).*", "");

        assertFalse(source.contains("nodes["), source);
    }

    @Test
    void shouldWalkTheTreeWhereSixtyFourBitsCannotHoldAConstantOrARootIsTaken()
    {
        assertTrue(source("amount > avg(amount, card, 1h) * 999999999999999999 * 999999999999999999").contains("return nodes[0].test(f);"));
        assertTrue(source("amount > sum(amount, card, 1h) / 0").contains("return nodes[0].test(f);"));
        assertTrue(source("amount > 3 * stddev(amount, card, 1h)").contains("return nodes[0].test(f);"));
    }

    @Test
    void shouldWalkTheTreeOfARuleThatHotSpotWouldNotCompile()
    {
        final String condition = String.join(" or ", IntStream.range(0, 400).mapToObj(i -> "mcc = " + (i + 1)).toList());

        final String source = source(condition);

        assertEquals("    final boolean rule_0(final Facts f)\n    {\n        return nodes[0].test(f);\n    }\n\n", source);
    }

    @Test
    void shouldPutNothingOfTheTextIntoTheSource()
    {
        final String hostile = """
            list x_System_exit : mcc = [5411]
            rule rule_0_0 "\\u0022; } static { Runtime.getRuntime().exit(1); } //" decline if amount > 5.00 and mcc in x_System_exit
                code 59 reason "*/ throw new Error(); /*"
            rule class_nodes "\\\\ + System.exit(1) + " review if count(card, 1h before where hit(rule_0_0)) > 1
            """;
        final String harmless = """
            list a : mcc = [5411]
            rule b decline if amount > 5.00 and mcc in a
            rule c review if count(card, 1h before where hit(b)) > 1
            """;

        final RuleSet ruleSet = RuleSetCompiler.compile("hostile.rules", hostile);

        assertEquals(program(RuleSetCompiler.compile("harmless.rules", harmless)), program(ruleSet));
        assertFalse(ruleSet.program().holds(0, new RandomFacts(new Random(1), ruleSet).next().wrap(new Transactions().decoder())));
    }

    @Test
    void shouldTellTheWindowsThatARuleReads()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("windows.rules", """
            rule A review if count(card, 1h) > 1 and amount > avg(amount, card, 1d)
            rule B review if amount > 3 * stddev(amount, card, 1d) or last(mcc, card) = 5411 or distance_km(card) > 1
            rule C review if not (sum(amount, card, 1d) is missing) or mcc = 5411
            """);

        assertArrayEquals(new int[]{ 0, 1, 2 }, ruleSet.windowsOf(0));
        assertArrayEquals(new int[]{ 1, 2, 3, 4, 5 }, ruleSet.windowsOf(1));
        assertArrayEquals(new int[]{ 1 }, ruleSet.windowsOf(2));
    }

    @Test
    void shouldCompileOnceAndEachRuleSetToAClassOfItsOwn()
    {
        final RuleSet one = RuleSetCompiler.compile("one.rules", "rule A review if mcc = 5411");
        final RuleSet other = RuleSetCompiler.compile("one.rules", "rule A review if mcc = 5411");

        assertSame(one.program(), one.program());
        assertNotSame(one.program().getClass(), other.program().getClass());
        assertTrue(one.program().getClass().isHidden());
    }

    @Test
    void shouldRefuseARuleOrAFilterThatIsNotThere()
    {
        final RuleProgram program = RuleSetCompiler.compile("one.rules", "rule A review if mcc = 5411").program();

        assertThrows(IllegalArgumentException.class, () -> program.holds(1, new Facts(0)));
        assertThrows(IllegalArgumentException.class, () -> program.passes(0, new Facts(0)));
    }

    private static String source(final String condition)
    {
        return RuleSetCompiler.compile("source.rules", "list cards : card\nrule A review if " + condition).source(0);
    }

    private static String program(final RuleSet ruleSet)
    {
        final List<Rule> rules = IntStream.range(0, ruleSet.ruleCount()).mapToObj(ruleSet::rule).toList();
        final List<Filter> filters = IntStream.range(0, ruleSet.filterCount()).mapToObj(ruleSet::filter).toList();
        return new ProgramWriter(rules.toArray(new Rule[0]), filters.toArray(new Filter[0])).program();
    }
}
