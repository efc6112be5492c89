package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionDecoder;
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
        final TransactionDecoder transaction = new Transactions()
            .amountMinor(12_34).mcc(5411).currency(978).merchantCountry("FR").cardCountry("DE")
            .entryMode(EntryMode.ECOMMERCE).decoder();
        final int windowCount = ruleSet.windows().length;
        final Facts facts = new Facts(windowCount);
        final long[] allocatedLengths = new long[ROUNDS];

        for (int i = 0; i < ROUNDS; i++)
        {
            allocatedLengths[i] = allocatedLength(ruleSet, facts, transaction, windowCount, TESTS);
        }

        assertEquals(
            0,
            Arrays.stream(allocatedLengths).min().getAsLong(),
            () -> "bytes allocated by rounds of " + TESTS + " tests: " + Arrays.toString(allocatedLengths) +
                " hits=" + hits);
    }

    private long allocatedLength(
        final RuleSet ruleSet,
        final Facts facts,
        final TransactionDecoder transaction,
        final int windowCount,
        final int times)
    {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        test(ruleSet, facts, transaction, windowCount, times);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private void test(
        final RuleSet ruleSet,
        final Facts facts,
        final TransactionDecoder transaction,
        final int windowCount,
        final int times)
    {
        for (int i = 0; i < times; i++)
        {
            facts.wrap(transaction).fraud((i & 1) == 0).outcome(i & 7, OWN_HITS);
            for (int w = 0; w < windowCount; w++)
            {
                facts.window(w, i + w);
            }
            facts.windowMissing(i % windowCount);
            for (int r = 0; r < ruleSet.ruleCount(); r++)
            {
                hits += ruleSet.rule(r).condition().test(facts) ? 1 : 0;
            }
            hits += ruleSet.filter(0).test(facts) ? 1 : 0;
        }
    }
}
