package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.testkit.SeededStreams;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WideTest
{
    private static final int PAIRS = 50_000;
    private static final int BITS = 128;

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, -3 })
    void shouldCalculateAsUnboundedIntegersDo(final long seed)
    {
        SeededStreams.check(
            seed,
            random -> IntStream.range(0, PAIRS).mapToObj(i -> List.of(number(random), number(random))).collect(Collectors.toList()),
            pairs -> pairs.forEach(p -> checkPair(p.get(0), p.get(1))));
    }

    private static void checkPair(final BigInteger left, final BigInteger right)
    {
        final Wide product = wide(left);
        product.multiply(wide(right));
        final Wide square = new Wide();
        square.setSquare(right.longValue());
        final Wide difference = wide(left.max(right));
        difference.subtract(wide(left.min(right)));

        assertEquals(left.multiply(right).bitLength() > BITS, product.isOutgrown(), () -> left + " * " + right);
        assertEquals(product.isOutgrown() ? product.big() : left.multiply(right), product.big(), () -> left + " * " + right);
        assertEquals(Wide.big(0, right.longValue()).pow(2), square.big(), () -> "square of the lower half of " + right);
        assertEquals(left.subtract(right).abs(), difference.big(), () -> left + " - " + right);
        assertEquals(left.compareTo(right), wide(left).compareTo(wide(right)), () -> left + " with " + right);
        assertEquals(0 == left.signum(), wide(left).isZero(), left::toString);
    }

    /**
     * Of any length, often with long runs of equal bits.
     */
    private static BigInteger number(final Random random)
    {
        final int length = random.nextInt(BITS + 1);
        final BigInteger number = new BigInteger(length, random);
        return switch (random.nextInt(3))
        {
            case 0 -> BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE).shiftRight(random.nextInt(3));
            case 1 -> number.shiftRight(length / 2).shiftLeft(length / 2);
            default -> number;
        };
    }

    private static Wide wide(final BigInteger number)
    {
        final Wide wide = new Wide();
        wide.set(number.shiftRight(Long.SIZE).longValue(), number.longValue());
        return wide;
    }
}
