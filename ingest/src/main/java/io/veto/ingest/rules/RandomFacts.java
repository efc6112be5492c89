package io.veto.ingest.rules;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.layout.TransactionType;
import io.veto.rules.list.Lists;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.Measure;
import io.veto.rules.window.WindowEvent;
import io.veto.rules.window.WindowSpec;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Facts of random transactions, each with windows of its own, so that conditions take now this turn and now that. A function of the rule
 * set and the seed.
 */
final class RandomFacts
{
    private static final String[] COUNTRIES = {"FR", "DE", "GB", "US", "BR", "NG"};
    private static final int[] CATEGORIES = {0, 4829, 5411, 5812, 5999, 6011, 7995};
    private static final int[] CURRENCIES = {0, 978, 840};
    private static final int AMOUNT_MAX = 600_00;
    /** No less than the square of any sum, as no standard deviation is of a negative number. */
    private static final long SQUARES_MIN = (long)AMOUNT_MAX * AMOUNT_MAX;
    private static final int COUNT_MAX = 12;
    private static final int MS_OF_DAY = 86_400_000;
    private static final int MINUTES_OF_HOUR = 60;
    private static final long NOON_MS = 1_704_110_400_000L;

    private final SplittableRandom random;
    private final RuleSet ruleSet;
    private final WindowSpec[] windows;
    private final Lists lists = new Lists();
    private final long[] hits = new long[4];

    private RandomFacts(final RuleSet ruleSet, final long seed)
    {
        this.ruleSet = ruleSet;
        windows = ruleSet.windows();
        random = new SplittableRandom(seed);
    }

    /**
     * Makes facts.
     *
     * @param ruleSet that is evaluated over them.
     * @param count   of transactions.
     * @param seed    of the random numbers.
     * @return the facts of each.
     */
    static Facts[] of(final RuleSet ruleSet, final int count, final long seed)
    {
        final RandomFacts source = new RandomFacts(ruleSet, seed);
        final Facts[] facts = new Facts[count];
        for (int i = 0; i < count; i++)
        {
            facts[i] = source.next();
        }
        return facts;
    }

    private Facts next()
    {
        final WindowEvent event = new WindowEvent(ruleSet.filterCount());
        for (final KeyKind kind : KeyKind.values())
        {
            event.key(kind, random.nextInt(1 << 16));
        }
        final Facts facts = new Facts(windows.length).lists(lists, ruleSet.lists()).wrap(transaction()).keys(event, NOON_MS);
        for (int i = 0; i < windows.length; i++)
        {
            if (isSeldom())
            {
                facts.windowMissing(i);
            }
            else
            {
                facts.window(i, value(windows[i].measure()));
            }
        }
        hits[0] = random.nextLong();
        return facts.outcome(1 + random.nextInt(Action.DECLINE.value()), hits).fraud(isSeldom());
    }

    private long value(final Measure measure)
    {
        final long value = random.nextBoolean() ? random.nextInt(COUNT_MAX) : random.nextInt(AMOUNT_MAX);
        return Measure.SUM_OF_SQUARES == measure ? SQUARES_MIN + value : value;
    }

    private TransactionDecoder transaction()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
        new TransactionEncoder().wrap(buffer, 0)
            .effectiveTimeMs(NOON_MS + random.nextInt(MS_OF_DAY))
            .amountMinor(random.nextInt(AMOUNT_MAX))
            .currency(CURRENCIES[random.nextInt(CURRENCIES.length)])
            .mcc(CATEGORIES[random.nextInt(CATEGORIES.length)])
            .merchantCountry(COUNTRIES[random.nextInt(COUNTRIES.length)])
            .cardCountry(COUNTRIES[random.nextInt(COUNTRIES.length)])
            .entryMode(EntryMode.get((short)random.nextInt(1 + EntryMode.ECOMMERCE.value())))
            .transactionType(TransactionType.get((short)random.nextInt(1 + TransactionType.PROFILE_CHANGE.value())))
            .localOffsetMinutes((short)(MINUTES_OF_HOUR * random.nextInt(COUNT_MAX)));
        return new TransactionDecoder().wrap(buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }

    private boolean isSeldom()
    {
        return 0 == random.nextInt(8);
    }
}
