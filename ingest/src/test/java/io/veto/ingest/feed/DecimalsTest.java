package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decimal numbers are read exactly or not at all. */
class DecimalsTest
{
    @ParameterizedTest
    @CsvSource({
        "0, 0", "1, 100", "1.5, 150", "12.34, 1234", "-0.01, -1", "+7, 700", ".5, 50", "007.10, 710",
        "9999999999999999.99, 999999999999999999", "-9999999999999999.99, -999999999999999999"})
    void shouldReadMoneyExactly(final String text, final long minor)
    {
        assertEquals(minor, Decimals.scaled(text, 2, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "-", "+", ".", "1.", "-.", "1.234", "12,5", "1e3", "0x10", " 1", "1 ", "1..2", "1.2.3", "--1", "NaN",
        "10000000000000000.00", "\u0661", "1_000"})
    void shouldRefuseWhatIsNoMoney(final String text)
    {
        assertEquals(Decimals.INVALID, Decimals.scaled(text, 2, false));
    }

    @ParameterizedTest
    @CsvSource({
        "36.0788, 36078800", "-97.07275, -97072750", "1.0000005, 1000001", "1.0000004999, 1000000",
        "-1.0000005, -1000001", "0.9999999, 1000000"})
    void shouldRoundDegreesHalfAwayFromZero(final String text, final long micro)
    {
        assertEquals(micro, Decimals.scaled(text, 6, true));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "-5, -5", "6, -9223372036854775808", "-6, -9223372036854775808", "5.0, -9223372036854775808"})
    void shouldReadWholeNumbersWithinTheirRange(final String text, final long expected)
    {
        assertEquals(expected, Decimals.whole(text, -5, 5));
    }

    @Test
    void shouldAgreeWithBigDecimalOnRandomNumbers()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++)
        {
            final BigDecimal number =
                BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000L, random.nextInt(10));
            final long expected = number.setScale(6, RoundingMode.HALF_UP).unscaledValue().longValueExact();
            assertEquals(
                expected, Decimals.scaled(number.toPlainString(), 6, true), () -> "seed=" + seed + " " + number);
        }
    }
}
