package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.testkit.SeededStreams;
import io.veto.rules.window.Measure;
import io.veto.rules.window.WindowSpec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers and comparisons of random rules against exact fractions of unbounded integers, worked out beside the text of
 * the rule while it is made up.
 */
class ArithmeticPropertyTest
{
    private static final int RULES = 4_000;
    private static final int WINDOWS = 6;
    private static final long[] EXTREMES = {
        0, 1, -1, 2, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 1L << 31, 1L << 32, -(1L << 62), 3_037_000_500L
    };
    private static final String[] SIGNS = { "=", "!=", "<", "<=", ">", ">=" };

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 20260101, -7 })
    void shouldCalculateAndCompareAsExactFractionsDo(final long seed)
    {
        SeededStreams.check(
            seed,
            random -> IntStream.range(0, RULES).mapToObj(i -> comparison(random)).collect(Collectors.toList()),
            comparisons -> comparisons.forEach(ArithmeticPropertyTest::checkComparison));
    }

    private static void checkComparison(final Comparison comparison)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("property.rules", "rule A review if " + comparison.text());
        final Facts facts = new Facts(2 * WINDOWS)
            .wrap(new Transactions().amountMinor(comparison.values().amountMinor()).decoder());
        final WindowSpec[] windows = ruleSet.windows();
        for (int i = 0; i < windows.length; i++)
        {
            final Long value = comparison.values().of(windows[i]);
            if (null == value)
            {
                facts.windowMissing(i);
            }
            else
            {
                facts.window(i, value);
            }
        }
        final BooleanNode condition = ruleSet.rule(0).condition();

        final boolean holds = condition.test(facts);

        if (condition instanceof NumberComparisonNode node)
        {
            assertEquals(comparison.left().value().text(), reduced(node.left().value()), comparison.left().text());
            assertEquals(comparison.right().value().text(), reduced(node.right().value()), comparison.right().text());
        }
        assertEquals(comparison.holds(), holds, comparison.text());
    }

    private static String reduced(final Fraction fraction)
    {
        if (fraction.isMissing())
        {
            return Exact.MISSING.text();
        }
        final String[] parts = fraction.toString().split("/");
        return Exact.of(new BigInteger(parts[0]), new BigInteger(parts[1])).text();
    }

    private static Comparison comparison(final Random random)
    {
        final Values values = Values.random(random);
        final boolean isMoney = random.nextBoolean();
        final Term left = isMoney ? moneyForSure(random, values, 4) : plain(random, values, 4);
        final Term right = isMoney ? money(random, values, 4) : plain(random, values, 4);
        final String sign = SIGNS[random.nextInt(SIGNS.length)];
        return random.nextBoolean() ?
            new Comparison(left, sign, right, values) :
            new Comparison(right, sign, left, values);
    }

    private static Term money(final Random random, final Values values, final int depth)
    {
        switch (random.nextInt(depth > 0 ? 7 : 4))
        {
            case 0:
                return new Term("amount", Exact.of(values.amountMinor()));
            case 1:
                final int minor = random.nextInt(1_000_000);
                return new Term(minor / 100 + String.format(".%02d", minor % 100), Exact.of(minor));
            case 2:
                return values.sum(random.nextInt(WINDOWS));
            case 3:
                return values.avg(random.nextInt(WINDOWS));
            case 4:
                return product(random, values, depth, moneyForSure(random, values, depth - 1));
            default:
                return sum(random, depth, () -> money(random, values, depth - 1));
        }
    }

    /**
     * Decimals among themselves are money only where they meet money.
     */
    private static Term moneyForSure(final Random random, final Values values, final int depth)
    {
        final Term term = money(random, values, depth).inParentheses();
        return new Term(term.text() + " + amount", term.value().add(Exact.of(values.amountMinor())));
    }

    private static Term plain(final Random random, final Values values, final int depth)
    {
        switch (random.nextInt(depth > 0 ? 6 : 3))
        {
            case 0:
                final int number = random.nextInt(1_000);
                return new Term(Integer.toString(number), Exact.of(number));
            case 1:
                final int thousandths = random.nextInt(1_000_000);
                return new Term(
                    thousandths / 1000 + String.format(".%03d", thousandths % 1000) + " * 1",
                    Exact.of(BigInteger.valueOf(thousandths), BigInteger.valueOf(1000))).inParentheses();
            case 2:
                return values.count(random.nextInt(WINDOWS));
            case 3:
                return product(random, values, depth, plain(random, values, depth - 1));
            case 4:
                final Term dividend = money(random, values, depth - 1).inParentheses();
                final Term divisor = moneyForSure(random, values, depth - 1).inParentheses();
                return new Term(
                    dividend.text() + " / " + divisor.text(), dividend.value().divide(divisor.value())).inParentheses();
            default:
                return sum(random, depth, () -> plain(random, values, depth - 1));
        }
    }

    private static Term product(final Random random, final Values values, final int depth, final Term first)
    {
        Term product = first.inParentheses();
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            final Term factor = plain(random, values, depth - 2).inParentheses();
            product = random.nextBoolean() ?
                new Term(product.text() + " * " + factor.text(), product.value().multiply(factor.value())) :
                new Term(product.text() + " / " + factor.text(), product.value().divide(factor.value()));
        }
        return product;
    }

    private static Term sum(final Random random, final int depth, final Supplier<Term> terms)
    {
        final Term first = terms.get().inParentheses();
        Term sum = random.nextInt(4) == 0 ? new Term('-' + first.text(), first.value().negate()) : first;
        for (int i = random.nextInt(depth + 1); i >= 0; i--)
        {
            final Term term = terms.get().inParentheses();
            sum = random.nextBoolean() ?
                new Term(sum.text() + " + " + term.text(), sum.value().add(term.value())) :
                new Term(sum.text() + " - " + term.text(), sum.value().add(term.value().negate()));
        }
        return sum;
    }

    private static long value(final Random random)
    {
        switch (random.nextInt(6))
        {
            case 0:
                return EXTREMES[random.nextInt(EXTREMES.length)];
            case 1:
                return random.nextLong();
            default:
                return random.nextInt(100_000);
        }
    }

    private record Comparison(Term left, String sign, Term right, Values values)
    {
        String text()
        {
            return left.text() + ' ' + sign + ' ' + right.text();
        }

        boolean holds()
        {
            if (left.value().isMissing() || right.value().isMissing())
            {
                return false;
            }
            final int order = left.value().add(right.value().negate()).numerator().signum();
            return switch (sign)
            {
                case "=" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        }
    }

    private record Term(String text, Exact value)
    {
        Term inParentheses()
        {
            return new Term('(' + text + ')', value);
        }
    }

    private record Values(long amountMinor, List<Long> counts, List<Long> sums)
    {
        static Values random(final Random random)
        {
            final List<Long> counts = new ArrayList<>();
            final List<Long> sums = new ArrayList<>();
            for (int i = 0; i < WINDOWS; i++)
            {
                final boolean isMissing = random.nextInt(20) == 0;
                counts.add(isMissing ? null : Long.valueOf(Math.max(0, value(random))));
                sums.add(isMissing ? null : Long.valueOf(value(random)));
            }
            return new Values(value(random), counts, sums);
        }

        Term count(final int window)
        {
            return new Term("count(card, " + (window + 1) + "s)", Exact.of(counts.get(window)));
        }

        Term sum(final int window)
        {
            return new Term("sum(amount, card, " + (window + 1) + "s)", Exact.of(sums.get(window)));
        }

        Term avg(final int window)
        {
            return new Term(
                "avg(amount, card, " + (window + 1) + "s)",
                Exact.of(sums.get(window)).divide(Exact.of(counts.get(window))));
        }

        Long of(final WindowSpec window)
        {
            final int index = (int)(window.span().lengthMs() / 1000) - 1;
            return (Measure.COUNT == window.measure() ? counts : sums).get(index);
        }
    }

    private record Exact(BigInteger numerator, BigInteger denominator)
    {
        private static final Exact MISSING = new Exact(null, null);

        static Exact of(final Number number)
        {
            return null == number ? MISSING : of(BigInteger.valueOf(number.longValue()), BigInteger.ONE);
        }

        static Exact of(final BigInteger numerator, final BigInteger denominator)
        {
            final BigInteger divisor = numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
            return new Exact(numerator.divide(divisor), denominator.divide(divisor));
        }

        boolean isMissing()
        {
            return null == numerator;
        }

        Exact add(final Exact other)
        {
            return isMissing() || other.isMissing() ? MISSING : of(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
        }

        Exact negate()
        {
            return isMissing() ? MISSING : new Exact(numerator.negate(), denominator);
        }

        Exact multiply(final Exact other)
        {
            return isMissing() || other.isMissing() ? MISSING :
                of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
        }

        Exact divide(final Exact other)
        {
            return isMissing() || other.isMissing() || other.numerator.signum() == 0 ? MISSING :
                of(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
        }

        String text()
        {
            return isMissing() ? "missing" : numerator + "/" + denominator;
        }
    }
}
