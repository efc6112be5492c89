package io.veto.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.language.RuleEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When the damage guard stops a rule, and how seldom it is wrong. */
class DamageGuardTest
{
    private static final int TWO_PERCENT = 20_000;

    @Test
    void shouldAllowWhatChanceExplains()
    {
        assertEquals(20 + 27 + 6, DamageGuard.limit(1_000, TWO_PERCENT));
        assertEquals(200 + 85 + 6, DamageGuard.limit(10_000, TWO_PERCENT));
        assertEquals(2_000 + 269 + 6, DamageGuard.limit(100_000, TWO_PERCENT));
        assertEquals(6, DamageGuard.limit(1_000, 0));
        assertEquals(1_000 + 190 + 6, DamageGuard.limit(1_000, 1_000_000));
    }

    @Test
    void shouldStopARuleThatHitsEverythingWithinDozens()
    {
        assertEquals(54, transactionsUntilStopped(TWO_PERCENT, 1_000_000, 7, 1_000));
    }

    @Test
    void shouldStopARuleAtFourTimesItsShareWithinAThousand()
    {
        assertTrue(transactionsUntilStopped(TWO_PERCENT, 4 * TWO_PERCENT, 7, 1_000) < 1_000);
    }

    @Test
    void shouldStopARuleAFifthAboveItsShareWithinTwoHundredThousand()
    {
        assertTrue(transactionsUntilStopped(TWO_PERCENT, TWO_PERCENT * 6 / 5, 7, 200_000) < 200_000);
    }

    @Test
    void shouldLetARuleRunThatHitsJustAsOftenAsItMay()
    {
        final List<String> stopped = new ArrayList<>();
        final int[] shares = {0, 10, 1_000, TWO_PERCENT, 300_000};
        for (final int share : shares)
        {
            final int transactions = transactionsUntilStopped(share, share, 20_260_101 + share, 4_000_000);
            if (transactions < 4_000_000)
            {
                stopped.add("seed=" + (20_260_101 + share) + " share=" + share + " stopped after " + transactions);
            }
        }
        assertEquals(List.of(), stopped);
    }

    @Test
    void shouldWatchNoRuleThatExpectsNothing()
    {
        final DamageGuard guard = new DamageGuard(new TestRules().add(RuleEffect.DECLINE).rules());
        int stops = 0;
        for (int i = 0; i < 200_000; i++)
        {
            guard.onTransaction();
            stops += guard.onHit(0) >= 0 ? 1 : 0;
        }

        assertFalse(guard.hasGuarded());
        assertEquals(0, stops);
    }

    @Test
    void shouldBeginEachBlockAfresh()
    {
        final DamageGuard guard = new DamageGuard(new TestRules().guarded(TWO_PERCENT).rules());
        final List<Integer> stops = new ArrayList<>();
        for (int i = 0; i < 2_000; i++)
        {
            guard.onTransaction();
            if (i >= 950 && i < 1_050 && guard.onHit(0) >= 0)
            {
                stops.add(i);
            }
        }

        assertEquals(List.of(), stops);
        assertEquals(50, guard.hits(0, 0));
        assertEquals(100, guard.hits(1, 0));
        assertEquals(1_000, guard.transactions(0));
        assertEquals(2_000, guard.transactions(1));
    }

    @Test
    void shouldForgetTheHitsOfARuleThatComesBack()
    {
        final DamageGuard guard = new DamageGuard(new TestRules().guarded(0).rules());
        final List<Integer> exceeded = new ArrayList<>();
        for (int i = 0; i < 14; i++)
        {
            guard.onTransaction();
            exceeded.add(guard.onHit(0));
            if (i == 6)
            {
                guard.begin(0);
            }
        }

        assertEquals(List.of(-1, -1, -1, -1, -1, -1, 0, -1, -1, -1, -1, -1, -1, 0), exceeded);
    }

    private static int transactionsUntilStopped(final int expected, final int actual, final long seed, final int max)
    {
        final DamageGuard guard = new DamageGuard(new TestRules().guarded(expected).rules());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 1; i <= max; i++)
        {
            guard.onTransaction();
            if (random.nextInt(1_000_000) < actual && guard.onHit(0) >= 0)
            {
                return i;
            }
        }
        return max;
    }
}
