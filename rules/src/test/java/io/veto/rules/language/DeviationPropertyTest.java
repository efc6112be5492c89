package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.testkit.SeededStreams;
import io.veto.rules.window.WindowSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Comparisons of standard deviations against decimals of far more digits than could make a difference: two unequal values of
 * these sizes differ in the first 200.
 */
class DeviationPropertyTest
{
    private static final int RULES = 400;
    private static final MathContext DIGITS = new MathContext(400);
    private static final BigDecimal NOTHING = BigDecimal.ONE.movePointLeft(200);
    private static final long AMOUNT_MAX = 1_000_000_000_000L;
    private static final String[] SIGNS = { "=", "!=", "<", "<=", ">", ">=" };
    private static final String[] WINDOWS = { "7d", "30d" };

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 20260101, -7 })
    void shouldCompareAsLongDecimalsDo(final long seed)
    {
        SeededStreams.check(
            seed,
            random -> IntStream.range(0, RULES).mapToObj(i -> comparison(random)).collect(Collectors.toList()),
            comparisons -> comparisons.forEach(DeviationPropertyTest::checkComparison));
    }

    private static void checkComparison(final Comparison comparison)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("property.rules", "rule A review if " + comparison.text());
        final WindowSpec[] windows = ruleSet.windows();
        final Facts facts = new Facts(windows.length)
            .wrap(new Transactions().amountMinor(comparison.amountMinor()).decoder());
        for (int i = 0; i < windows.length; i++)
        {
            final boolean isWeek = 7 == windows[i].span().lengthMs() / 86_400_000;
            comparison.amounts().get(isWeek ? 0 : 1).tell(facts, i, windows[i]);
        }

        final boolean holds = ruleSet.rule(0).condition().test(facts);

        assertEquals(comparison.holds(), holds, comparison::toString);
    }

    private static Comparison comparison(final Random random)
    {
        final List<Amounts> amounts = List.of(Amounts.random(random), Amounts.random(random));
        final long amountMinor = amount(random, amounts.get(0));
        final Term deviation = deviation(random, amounts);
        final Term other = random.nextInt(3) == 0 ? deviation(random, amounts) : money(random, amounts, amountMinor);
        final String sign = SIGNS[random.nextInt(SIGNS.length)];
        return random.nextBoolean() ?
            new Comparison(deviation, sign, other, amountMinor, amounts) :
            new Comparison(other, sign, deviation, amountMinor, amounts);
    }

    /**
     * Often a whole number of deviations above the mean, or next to it.
     */
    private static long amount(final Random random, final Amounts amounts)
    {
        if (random.nextInt(4) == 0)
        {
            return amounts.someAmount(random);
        }
        final BigDecimal far = amounts.deviation().multiply(BigDecimal.valueOf(random.nextInt(7) - 3));
        return amounts.mean().add(far).longValue() + random.nextInt(3) - 1;
    }

    private static Term deviation(final Random random, final List<Amounts> amounts)
    {
        final int window = random.nextInt(WINDOWS.length);
        final int factor = random.nextInt(7);
        final int divisor = 1 + random.nextInt(5);
        final String minus = random.nextInt(3) == 0 ? "-" : "";
        final BigDecimal value = amounts.get(window).deviation()
            .multiply(BigDecimal.valueOf("-".equals(minus) ? -factor : factor)).divide(BigDecimal.valueOf(divisor), DIGITS);
        return new Term(
            minus + factor + " * stddev(amount, card, " + WINDOWS[window] + ") / " + divisor, value);
    }

    private static Term money(final Random random, final List<Amounts> amounts, final long amountMinor)
    {
        final int window = random.nextInt(WINDOWS.length);
        final BigDecimal amount = BigDecimal.valueOf(amountMinor);
        return switch (random.nextInt(5))
        {
            case 0 -> new Term("amount", amount);
            case 1 -> new Term("-amount / 3", amount.negate().divide(BigDecimal.valueOf(3), DIGITS));
            case 2 -> new Term("0.05", BigDecimal.valueOf(5));
            default -> new Term(
                "amount - avg(amount, card, " + WINDOWS[window] + ")", amount.subtract(amounts.get(window).mean()));
        };
    }

    private record Comparison(Term left, String sign, Term right, long amountMinor, List<Amounts> amounts)
    {
        String text()
        {
            return left.text() + ' ' + sign + ' ' + right.text();
        }

        boolean holds()
        {
            final BigDecimal difference = left.value().subtract(right.value());
            final int order = difference.abs().compareTo(NOTHING) < 0 ? 0 : difference.signum();
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

    private record Term(String text, BigDecimal value)
    {
    }

    /**
     * Amounts, each of them so many times.
     */
    private record Amounts(List<Long> different, long times)
    {
        static Amounts random(final Random random)
        {
            final boolean isHuge = random.nextInt(3) == 0;
            final List<Long> different = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--)
            {
                final long amount = isHuge ? AMOUNT_MAX - random.nextInt(3) : random.nextInt(random.nextBoolean() ? 5 : 1_000_000);
                different.add(amount);
                if (isHuge || random.nextBoolean())
                {
                    different.add(-amount);
                }
            }
            return new Amounts(different, 1 + random.nextInt(isHuge ? 1_000_000_000 : 3));
        }

        long someAmount(final Random random)
        {
            return different.get(random.nextInt(different.size()));
        }

        void tell(final Facts facts, final int index, final WindowSpec window)
        {
            switch (window.measure())
            {
                case COUNT -> facts.window(index, count().longValueExact());
                case SUM -> facts.window(index, sum().longValueExact());
                case SUM_OF_SQUARES -> facts.window(index, squares().longValue(), squares().shiftRight(Long.SIZE).longValueExact());
                default -> throw new IllegalArgumentException("no window of a deviation: window=" + window);
            }
        }

        BigDecimal mean()
        {
            return new BigDecimal(sum()).divide(new BigDecimal(count()), DIGITS);
        }

        BigDecimal deviation()
        {
            final BigDecimal mean = mean();
            return different.stream()
                .map(a -> BigDecimal.valueOf(a).subtract(mean))
                .map(d -> d.multiply(d))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(different.size()), DIGITS)
                .sqrt(DIGITS);
        }

        private BigInteger count()
        {
            return BigInteger.valueOf(different.size()).multiply(BigInteger.valueOf(times));
        }

        private BigInteger sum()
        {
            return different.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add)
                .multiply(BigInteger.valueOf(times));
        }

        private BigInteger squares()
        {
            return different.stream().map(BigInteger::valueOf).map(a -> a.multiply(a)).reduce(BigInteger.ZERO, BigInteger::add)
                .multiply(BigInteger.valueOf(times));
        }
    }
}
