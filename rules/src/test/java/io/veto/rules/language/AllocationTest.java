package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.window.Measure;
import io.veto.rules.window.WindowSpec;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Counts the bytes that one thread allocates while it tests conditions. Every round has the same input, so what the
 * conditions allocate shows in each of them; what the virtual machine adds of its own while it compiles shows in the
 * first ones only.
 */
class AllocationTest
{
    private static final int ROUNDS = 6;
    private static final int TESTS = 200_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final long[] OWN_HITS = { 5, 0, 0, 0 };

    private long hits;

    @Test
    void shouldAllocateNothingWhileNumbersFitSixtyFourBits()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("allocation.rules", """
            rule A review if amount > 3 * avg(amount, card, 30d before) and count(card, 30d before) >= 5
            rule B review if sum(amount, card, 1d) / count(card, 1d) - amount / 2.5 > -1.00
                or amount + 5.00 < 2 * amount
            rule C review if (merchant_country != card_country or mcc = 5411) and not card_present
            rule D review if currency = "EUR" and type = "purchase" and entry_mode != "chip" and mcc is not missing
            rule E review if count(terminal, 7d delayed 7d where fraud or declined or hit(A)) / 7 > 0.25
            rule F review if avg(amount, terminal, 1h) is missing or amount > avg(amount, terminal, 1h)
            """);

        assertAllocatesNothing(ruleSet, ruleSet.treeProgram());
        assertAllocatesNothing(ruleSet, ruleSet.program());
    }

    @Test
    void shouldAllocateNothingWhileSquaresFitTwiceThat()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("squares.rules", """
            rule A review if amount - avg(amount, card, 30d before) >= 3 * stddev(amount, card, 30d before)
            rule B review if stddev(amount, card, 7d) / 2.5 > stddev(amount, card, 30d before) or stddev(amount, card, 7d) > 100.00
            rule C review if distinct(merchant_country, card, 1h) >= 3 and distinct(card, bin+merchant, 10m) >= 6
            rule D review if speed_kmh(card) >= 1000 and distance_km(card) >= 500 and since(card) <= 48h
            rule E review if ratio(terminal, 28d delayed 7d where fraud) > 0.01 or first_seen(card) < 1d
            rule F review if last(merchant_country, card) != merchant_country and amount > 3 * max(amount, card, session 1h before)
            """);

        assertAllocatesNothing(ruleSet, ruleSet.treeProgram());
        assertAllocatesNothing(ruleSet, ruleSet.program());
    }

    private void assertAllocatesNothing(final RuleSet ruleSet, final RuleProgram program)
    {
        final TransactionDecoder transaction = new Transactions()
            .amountMinor(12_34).mcc(5411).currency(978).merchantCountry("FR").cardCountry("DE")
            .entryMode(EntryMode.ECOMMERCE).decoder();
        final WindowSpec[] windows = ruleSet.windows();
        final Facts facts = new Facts(windows.length);
        final long[] allocatedLengths = new long[ROUNDS];

        for (int i = 0; i < ROUNDS; i++)
        {
            allocatedLengths[i] = allocatedLength(ruleSet, program, facts, transaction, windows, TESTS);
        }

        assertEquals(
            0,
            Arrays.stream(allocatedLengths).min().getAsLong(),
            () -> "bytes allocated by rounds of " + TESTS + " tests: " + Arrays.toString(allocatedLengths) +
                " program=" + program + " hits=" + hits);
    }

    private long allocatedLength(
        final RuleSet ruleSet,
        final RuleProgram program,
        final Facts facts,
        final TransactionDecoder transaction,
        final WindowSpec[] windows,
        final int times)
    {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        test(ruleSet, program, facts, transaction, windows, times);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private void test(
        final RuleSet ruleSet,
        final RuleProgram program,
        final Facts facts,
        final TransactionDecoder transaction,
        final WindowSpec[] windows,
        final int times)
    {
        for (int i = 0; i < times; i++)
        {
            facts.wrap(transaction).fraud((i & 1) == 0).outcome(i & 7, OWN_HITS);
            for (int w = 0; w < windows.length; w++)
            {
                window(facts, w, windows[w].measure(), i);
            }
            facts.windowMissing(i % windows.length);
            for (int r = 0; r < ruleSet.ruleCount(); r++)
            {
                hits += program.holds(r, facts) ? 1 : 0;
            }
            hits += program.passes(0, facts) ? 1 : 0;
        }
    }

    /**
     * As many amounts of about 50.00 as there are events.
     */
    private static void window(final Facts facts, final int index, final Measure measure, final int i)
    {
        final long count = 5 + i % 100;
        switch (measure)
        {
            case SUM -> facts.window(index, 50_00 * count + i % 7);
            case SUM_OF_SQUARES -> facts.window(index, (50_00 * 50_00 + 1_000_000) * count, 0);
            case DISTANCE -> facts.window(index, i, 10L * i);
            default -> facts.window(index, count + index);
        }
    }
}
