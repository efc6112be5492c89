package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowEvent;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.WindowMemory;
import io.veto.rules.window.Windows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows that are loaded when a condition first asks for them. */
class FactsTest
{
    private static final long TIME_MS = 1_000_000;

    private final RuleSet ruleSet = RuleSetCompiler.compile("facts.rules", """
        rule big review if count(card, 1h) >= 2 and amount > 10.00
        rule sum review if sum(amount, card, 1h) >= 30.00
        """);
    private final TransactionDecoder small = new Transactions().amountMinor(5_00).decoder();
    private final WindowEvent event = new WindowEvent(0).timeMs(TIME_MS).amount(20_00).key(KeyKind.CARD, 7);
    private final Facts facts = new Facts(ruleSet.windows().length).wrap(small);
    private Windows windows;

    @BeforeEach
    void read()
    {
        windows = new Windows(ruleSet.windows(), new boolean[0], WindowLimits.DEFAULT, WindowMemory.main());
        windows.advance(TIME_MS);
        windows.reserve();
        windows.read(event);
    }

    @AfterEach
    void close()
    {
        windows.close();
    }

    @Test
    void shouldLoadAWindowWhenItIsFirstAskedForAndNeverAgain()
    {
        facts.unread(windows);
        final boolean isCountMissing = facts.isWindowMissing(0);
        windows.append(1);
        windows.reserve();
        windows.read(event);

        final boolean isCountMissingStill = facts.isWindowMissing(0);
        final boolean isSumMissing = facts.isWindowMissing(1);

        assertFalse(isCountMissing || isCountMissingStill || isSumMissing);
        assertEquals(1, facts.window(0));
        assertEquals(40_00, facts.window(1));
    }

    @Test
    void shouldForgetWhatAnEarlierTransactionLoaded()
    {
        facts.unread(windows).isWindowMissing(0);
        windows.append(1);
        windows.reserve();
        windows.read(event);

        final boolean isMissing = facts.unread(windows).isWindowMissing(0);

        assertFalse(isMissing);
        assertEquals(2, facts.window(0));
    }

    @Test
    void shouldLoadNoWindowOfAConditionThatTheAmountDecides()
    {
        final Facts broken = new Facts(ruleSet.windows().length).wrap(small).unread(null);

        final boolean isBig = ruleSet.program().holds(0, broken);

        assertFalse(isBig);
    }

    @Test
    void shouldLetTheRuleThatAskedFailWhereAWindowCannotBeLoaded()
    {
        final Facts broken = new Facts(ruleSet.windows().length).wrap(small).unread(null);

        assertThrows(RuntimeException.class, () -> ruleSet.program().holds(1, broken));
        assertThrows(RuntimeException.class, () -> ruleSet.treeProgram().holds(1, broken));
    }

    @Test
    void shouldSayThatAWindowIsMissingWhereTheTransactionHasNoSuchKey()
    {
        windows.read(event.key(KeyKind.CARD, 0));

        final boolean isMissing = facts.unread(windows).isWindowMissing(0);

        assertTrue(isMissing);
    }
}
