package io.veto.rules.language;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionType;
import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.Measure;
import io.veto.rules.window.WindowEvent;
import io.veto.rules.window.WindowSpec;
import java.math.BigInteger;
import java.util.Random;

/**
 * Facts at random: missing values, zero counts, amounts at their bounds and numbers at the bounds of 64 bits. Windows of one standard
 * deviation never contradict each other.
 */
final class RandomFacts
{
    private static final long AMOUNT_MAX = 1_000_000_000_000L;
    private static final long[] EXTREMES = {
        Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE / 2 + 1, 1L << 31, 1L << 32, -(1L << 62), 3_037_000_500L,
        AMOUNT_MAX, -AMOUNT_MAX
    };
    private static final String[] COUNTRIES = { "\0\0", "FR", "DE" };
    private static final int[] MCCS = { 0, 5411, 5412, 7995 };
    private static final int[] CURRENCIES = { 0, 978, 840 };
    private static final TransactionType[] TYPES = { TransactionType.PURCHASE, TransactionType.REFUND, TransactionType.NULL_VAL };

    private final Random random;
    private final WindowSpec[] windows;
    private final WindowEvent event = new WindowEvent(0);
    private final Facts facts;

    /**
     * Makes room for the windows of a rule set, and puts something into its lists.
     *
     * @param random  that the facts are a function of.
     * @param ruleSet that asks for the facts.
     */
    RandomFacts(final Random random, final RuleSet ruleSet)
    {
        this.random = random;
        windows = ruleSet.windows();
        final Lists lists = new Lists();
        facts = new Facts(windows.length).lists(lists, ruleSet.lists()).keys(event, 0);
        for (final ListSpec list : ruleSet.lists())
        {
            lists.add(lists.number(list.name(), list.kind()), 1, Lists.NEVER_MS);
            lists.add(lists.number(list.name(), list.kind()), MCCS[1], 0);
        }
    }

    /**
     * Draws everything anew.
     *
     * @return always the same object.
     */
    Facts next()
    {
        final int few = 1 + random.nextInt(20);
        final long[] hits = { random.nextInt(2), 0, 0, 0 };
        facts.wrap(new Transactions().amountMinor(number(few)).mcc(MCCS[random.nextInt(MCCS.length)])
            .currency(CURRENCIES[random.nextInt(CURRENCIES.length)]).merchantCountry(COUNTRIES[random.nextInt(COUNTRIES.length)])
            .cardCountry(COUNTRIES[random.nextInt(COUNTRIES.length)]).type(TYPES[random.nextInt(TYPES.length)])
            .entryMode(EntryMode.get((short)random.nextInt(EntryMode.values().length - 1)))
            .localOffsetMinutes(0 == random.nextInt(few) ? TransactionDecoder.localOffsetMinutesNullValue() : random.nextInt(1441) - 720)
            .effectiveTimeMs(random.nextLong() >>> 22).decoder());
        event.key(KeyKind.CARD, random.nextInt(3)).key(KeyKind.MCC, MCCS[random.nextInt(MCCS.length)])
            .key(KeyKind.MERCHANT_COUNTRY, country()).key(KeyKind.CARD_COUNTRY, country());
        facts.fraud(random.nextBoolean()).outcome(random.nextInt(5), hits);
        for (int i = 0; i < windows.length; i++)
        {
            facts.window(i, number(few), random.nextInt(100_000_000));
            if (0 == random.nextInt(few))
            {
                facts.windowMissing(i);
            }
        }
        for (int i = 0; i < windows.length; i++)
        {
            if (Measure.SUM_OF_SQUARES == windows[i].measure())
            {
                squares(i);
            }
        }
        return facts;
    }

    private long country()
    {
        final String country = COUNTRIES[random.nextInt(COUNTRIES.length)];
        return country.charAt(0) << Byte.SIZE | country.charAt(1);
    }

    /**
     * No less than the square of the sum over the count.
     */
    private void squares(final int index)
    {
        final BigInteger count = BigInteger.valueOf(facts.window(index(index, Measure.COUNT)));
        final BigInteger sum = BigInteger.valueOf(facts.window(index(index, Measure.SUM)));
        final BigInteger least = count.signum() <= 0 ? BigInteger.ZERO : sum.multiply(sum).divide(count).add(BigInteger.ONE);
        final BigInteger squares = least.add(new BigInteger(1 + random.nextInt(80), random));
        facts.window(index, squares.longValue(), squares.shiftRight(Long.SIZE).longValueExact());
    }

    private int index(final int squares, final Measure measure)
    {
        final WindowSpec spec = windows[squares];
        for (int i = 0; i < windows.length; i++)
        {
            if (windows[i].equals(new WindowSpec(spec.key(), measure, spec.value(), spec.span(), spec.before(), spec.filter())))
            {
                return i;
            }
        }
        throw new IllegalArgumentException("no window of the deviation: window=" + spec);
    }

    private long number(final int few)
    {
        return switch (random.nextInt(8))
        {
            case 0 -> 0 == random.nextInt(few) ? EXTREMES[random.nextInt(EXTREMES.length)] : 5;
            case 1 -> 0 == random.nextInt(few) ? random.nextLong() : 0;
            case 2 -> random.nextInt(5) - 2;
            case 3 -> random.nextLong() % AMOUNT_MAX;
            default -> random.nextInt(100_000);
        };
    }
}
