package io.veto.rules.score;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.AccountDecoder;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.DecisionFlagsEncoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelFlagsEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.window.KeyHash;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.SlidingWindows;
import io.veto.rules.window.WindowSpec;
import java.util.Arrays;

/**
 * Answers transactions under one rule set, in three steps: <b>advance</b> engine time and expire what is due, <b>evaluate</b> all rules
 * (reads only), <b>apply</b> the event to the windows (writes; its space is reserved before).
 * <p>
 * The answer is a function of the inputs so far and nothing else: no clock, no random number, no thread. So the live line, replay,
 * back-test and tests call the same methods and get the same bytes.
 * <p>
 * All rules are always evaluated. The strongest action that hit is the answer, approve if none did. An exception in a rule's evaluation
 * and an exhausted budget are answered by the stand-in policy; either way the hits are recorded and the event is applied.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing per event, apart from the growth of the window state towards its highest size.
 */
public final class Scorer
{
    private static final int FILTERS_PER_WORD = 32;

    private final RuleSet ruleSet;
    private ScorerConfig config;
    private final SlidingWindows windows;
    private final int windowCount;
    private final int filterCount;
    private final Facts facts;
    private final AccountDecoder account = new AccountDecoder();
    private final long[] keys = new long[KeyKind.values().length];
    private final long[] filterBits;
    private final long[] hits = new long[DecisionEncoder.hitsLength()];
    private int action;
    private int errorRule;

    /**
     * Makes a scorer that has seen nothing.
     *
     * @param ruleSet to answer under.
     * @param config  everything else that an answer depends on.
     */
    public Scorer(final RuleSet ruleSet, final ScorerConfig config)
    {
        this.ruleSet = ruleSet;
        this.config = config;
        final WindowSpec[] specs = ruleSet.windows();
        windowCount = specs.length;
        filterCount = ruleSet.filterCount();
        filterBits = new long[(filterCount + FILTERS_PER_WORD - 1) / FILTERS_PER_WORD];
        final boolean[] asksLabel = new boolean[filterCount];
        for (int i = 0; i < filterCount; i++)
        {
            asksLabel[i] = ruleSet.filter(i).asksLabel();
        }
        windows = new SlidingWindows(specs, asksLabel, config.windowLimits());
        facts = new Facts(windowCount);
    }

    /**
     * The rule set of every answer.
     *
     * @return the rule set.
     */
    public RuleSet ruleSet()
    {
        return ruleSet;
    }

    /**
     * The state behind the rules, for counters.
     *
     * @return the windows.
     */
    public SlidingWindows windows()
    {
        return windows;
    }

    /**
     * Goes on under other settings, as a process start in the journal says. The bounds of the state stay what they were.
     *
     * @param newConfig for everything that comes.
     */
    public void reconfigure(final ScorerConfig newConfig)
    {
        config = newConfig;
    }

    /**
     * Answers a transaction and adds it to the windows.
     *
     * @param sequence    of its journal record, higher than any before.
     * @param transaction tokenised, with its effective time and input flags.
     * @param decision    all 48 bytes are written.
     * @throws io.veto.rules.window.StateLimitException when a bound of the state is reached; nothing may be answered after it.
     */
    public void onTransaction(final long sequence, final TransactionDecoder transaction, final DecisionEncoder decision)
    {
        final long timeMs = transaction.effectiveTimeMs();
        final long amount = transaction.amountMinor();
        windows.advance(timeMs);
        windows.reserve();
        readKeys(transaction);
        facts.wrap(transaction);
        Arrays.fill(filterBits, 0);
        fillFilterBits(false);
        evaluate(timeMs, amount);
        final boolean standIn = errorRule >= 0 || transaction.inputFlags().overBudget();
        if (standIn)
        {
            action = (amount <= config.standInApproveUpToMinor() ? Action.APPROVE : Action.DECLINE).value();
        }
        final boolean late = timeMs < windows.engineTimeMs() - config.allowedLatenessMs();
        fillFilterBits(true);
        final boolean counted = windows.append(sequence, timeMs, amount, keys, filterBits);
        decision.ruleSetHash(ruleSet.hash()).score(0).errorRule((short)Math.max(0, errorRule)).action(Action.get((short)action));
        for (int i = 0; i < hits.length; i++)
        {
            decision.hits(i, hits[i]);
        }
        final DecisionFlagsEncoder flags = decision.flags().clear();
        flags.late(late).clockAhead(transaction.inputFlags().clockAhead()).standIn(standIn).ruleError(errorRule >= 0)
            .uncounted(!counted);
    }

    /**
     * Labels an earlier transaction.
     *
     * @param sequence of the label's journal record.
     * @param label    with its target's sequence.
     * @param flags    says what became of it.
     */
    public void onLabel(final long sequence, final LabelDecoder label, final LabelFlagsEncoder flags)
    {
        final SlidingWindows.LabelOutcome outcome = windows.label(sequence, label.targetSequence(), FraudLabel.FRAUD == label.fraud());
        flags.clear()
            .unknownTarget(SlidingWindows.LabelOutcome.UNKNOWN_TARGET == outcome)
            .unchanged(SlidingWindows.LabelOutcome.UNCHANGED == outcome)
            .uncounted(SlidingWindows.LabelOutcome.UNCOUNTED == outcome);
    }

    /**
     * Moves engine time forward, so that idle time pays for expiry.
     *
     * @param timeMs epoch milliseconds; earlier than engine time does nothing.
     */
    public void onTick(final long timeMs)
    {
        windows.advance(timeMs);
    }

    private void readKeys(final TransactionDecoder transaction)
    {
        account.wrap(transaction.buffer(), transaction.offset() + TransactionDecoder.accountEncodingOffset());
        keys[KeyKind.CARD.ordinal()] = account.cardToken();
        keys[KeyKind.TERMINAL.ordinal()] =
            KeyHash.of(transaction.buffer(), transaction.offset() + TransactionDecoder.terminalEncodingOffset());
        keys[KeyKind.MERCHANT.ordinal()] =
            KeyHash.of(transaction.buffer(), transaction.offset() + TransactionDecoder.merchantEncodingOffset());
    }

    private void evaluate(final long timeMs, final long amount)
    {
        windows.read(keys, timeMs, amount, filterBits);
        for (int i = 0; i < windowCount; i++)
        {
            if (windows.isMissing(i))
            {
                facts.windowMissing(i);
            }
            else
            {
                facts.window(i, windows.value(i));
            }
        }
        Arrays.fill(hits, 0);
        action = Action.APPROVE.value();
        errorRule = -1;
        final int ruleCount = ruleSet.ruleCount();
        for (int i = 0; i < ruleCount; i++)
        {
            if (evaluateRule(i))
            {
                hits[i >>> 6] |= 1L << i;
                action = Math.max(action, ruleSet.rule(i).action().value());
            }
        }
    }

    private boolean evaluateRule(final int rule)
    {
        try
        {
            return ruleSet.rule(rule).condition().test(facts);
        }
        catch (final RuntimeException e)
        {
            errorRule = errorRule < 0 ? rule : errorRule;
            return false;
        }
    }

    /**
     * Fills in the filters that need no answer before the rules run, and those that need it after: an event whose own answer is not known
     * yet passes no filter that asks for it.
     */
    private void fillFilterBits(final boolean asksAnswer)
    {
        if (asksAnswer)
        {
            facts.outcome(action, hits);
        }
        for (int i = 0; i < filterCount; i++)
        {
            if (ruleSet.filter(i).asksAnswer() == asksAnswer)
            {
                facts.fraud(false);
                final long genuine = ruleSet.filter(i).test(facts) ? 1 : 0;
                facts.fraud(true);
                final long fraud = ruleSet.filter(i).test(facts) ? 2 : 0;
                filterBits[i / FILTERS_PER_WORD] |= (genuine | fraud) << (i % FILTERS_PER_WORD << 1);
            }
        }
    }
}
