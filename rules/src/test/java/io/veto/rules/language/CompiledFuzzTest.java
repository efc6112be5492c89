package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.testkit.SeededStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.codehaus.janino.util.ClassFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever rule set the checker accepts, its program can be compiled, and HotSpot compiles each of its methods.
 */
class CompiledFuzzTest
{
    private static final int HUGE_METHOD_LENGTH = 8_000;
    private static final int RULE_SETS = 3;

    @ParameterizedTest
    @ValueSource(longs = 31)
    void shouldCompileAnyRules(final long seed)
    {
        SeededStreams.check(
            seed,
            random -> IntStream.range(0, RULE_SETS).mapToObj(i -> new RandomRules(random).text(RuleSetCompiler.RULES_MAX, i + 1))
                .filter(text -> text.length() <= RuleSetCompiler.FILE_LENGTH_MAX).collect(Collectors.toList()),
            texts -> texts.forEach(text -> checkMethods(RuleSetCompiler.compile("fuzz.rules", text))));
    }

    static List<String> largestFiles()
    {
        return List.of(
            filled("amount * ", 1, " > 1.00 and "),
            filled("mcc != ", 1_000, " or "),
            filled("amount > 9999999999", 10_000, ".07 and not "),
            filled("amount != count(card, 1h) / ", 100_000, " * sum(amount, terminal, 1d) / count(card, 1h) or "),
            filled("merchant_country not in [\"FR\", \"DE\"] or card_present or local_hour < ", 1, " and "),
            filled("(amount + 1.00) / count(card, 1h) > amount * ", 1, " and "));
    }

    @ParameterizedTest
    @MethodSource("largestFiles")
    void shouldCompileTheLargestFiles(final String text)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("largest.rules", text);

        checkMethods(ruleSet);
    }

    /**
     * Rules of equal length, as many and as long as a file may hold.
     */
    private static String filled(final String before, final int firstNumber, final String after)
    {
        final int ruleLength = RuleSetCompiler.FILE_LENGTH_MAX / RuleSetCompiler.RULES_MAX - 64;
        final StringBuilder text = new StringBuilder();
        int number = firstNumber;
        for (int i = 0; i < RuleSetCompiler.RULES_MAX; i++)
        {
            final int end = text.length() + ruleLength;
            text.append("rule rule_").append(i).append(" review if ");
            while (text.length() < end)
            {
                text.append(before).append(1 + number++ % 9_999).append(after);
            }
            text.append("mcc = 5411\n");
        }
        return text.toString();
    }

    private static void checkMethods(final RuleSet ruleSet)
    {
        final Rule[] rules = IntStream.range(0, ruleSet.ruleCount()).mapToObj(ruleSet::rule).toArray(Rule[]::new);
        final Filter[] filters = IntStream.range(0, ruleSet.filterCount()).mapToObj(ruleSet::filter).toArray(Filter[]::new);
        final ProgramWriter writer = new ProgramWriter(rules, filters);
        final byte[] bytes = ProgramCompiler.bytes(writer.program());
        final List<String> tooLong = methods(bytes).stream()
            .filter(m -> codeLength(m) > HUGE_METHOD_LENGTH).map(ClassFile.MethodInfo::getName).collect(Collectors.toList());

        assertEquals(List.of(), tooLong);
        final RuleProgram program = ProgramCompiler.load(bytes, writer.nodes());
        final Facts facts = new RandomFacts(new Random(1), ruleSet).next();
        for (int i = 0; i < rules.length; i++)
        {
            assertEquals(rules[i].condition().test(facts), program.holds(i, facts), rules[i].id());
        }
    }

    private static List<ClassFile.MethodInfo> methods(final byte[] bytes)
    {
        try
        {
            return new ClassFile(new ByteArrayInputStream(bytes)).methodInfos;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static int codeLength(final ClassFile.MethodInfo method)
    {
        for (final ClassFile.AttributeInfo attribute : method.getAttributes())
        {
            if (attribute instanceof ClassFile.CodeAttribute code)
            {
                return code.code.length;
            }
        }
        throw new IllegalStateException("method without code: method=" + method.getName());
    }
}
