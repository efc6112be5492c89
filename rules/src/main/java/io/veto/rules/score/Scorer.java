package io.veto.rules.score;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleProgram;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.DecisionFlagsEncoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.list.Lists;
import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import io.veto.rules.window.Appended;
import io.veto.rules.window.KeyHash;
import io.veto.rules.window.WindowEvent;
import io.veto.rules.window.WindowMemory;
import io.veto.rules.window.WindowSpec;
import io.veto.rules.window.Windows;

/**
 * Answers transactions under one rule set, in three steps: <b>advance</b> engine time and expire what is due, <b>evaluate</b> all rules
 * (reads only), <b>apply</b> the event to the windows (writes; its space is reserved before).
 * <p>
 * The answer is a function of the inputs so far and nothing else: no clock, no random number, no thread. So the live line, replay,
 * back-test and tests call the same methods and get the same bytes.
 * <p>
 * All rules are always evaluated. The strongest action that hit is the answer, approve if none did. An exception in a rule's evaluation
 * and an exhausted budget are answered by the stand-in policy; either way the hits are recorded and the event is applied. A filter whose
 * evaluation throws lets the event not pass and is answered like a rule that failed; where the stand-in policy throws, the limit of the
 * settings answers. Any other exception leaves the windows in doubt and is thrown.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing per event, apart from the growth of the window state towards its highest size.
 */
public final class Scorer implements AutoCloseable
{
    private final RuleSet ruleSet;
    private ScorerConfig config;
    private final Windows windows;
    private final RuleProgram program;
    private final RuleModes modes;
    private final Lists lists = new Lists();
    private final Facts facts;
    private final EventKeys keys;
    private final EventKeys keysAhead;
    private final ListAhead listAhead;
    private final WindowEvent event;
    private final EventFilters filters;
    private final WindowEvent ahead;
    private Repeats repeats;
    private final Evaluation evaluation;
    private final StandInPolicy standInPolicy;
    private Action action;
    private boolean standIn;

    /**
     * Makes a scorer that has seen nothing.
     *
     * @param ruleSet to answer under.
     * @param config  everything else that an answer depends on.
     * @param memory  where the state behind the rules lies; closed with the scorer.
     */
    public Scorer(final RuleSet ruleSet, final ScorerConfig config, final WindowMemory memory)
    {
        this.ruleSet = ruleSet;
        this.config = config;
        final WindowSpec[] specs = ruleSet.windows();
        program = ruleSet.program();
        keys = new EventKeys(specs, true, ruleSet.listFields());
        keysAhead = new EventKeys(specs, false, ruleSet.listFields());
        event = new WindowEvent(ruleSet.filterCount());
        ahead = new WindowEvent(ruleSet.filterCount());
        repeats = new Repeats(config.repeatIds(), config.repeatWithinMs());
        facts = new Facts(specs.length).lists(lists, ruleSet.lists());
        filters = new EventFilters(ruleSet, facts, event);
        windows = new Windows(specs, filters.asksLabel(), config.windowLimits(), memory);
        listAhead = new ListAhead(lists, ruleSet.lists());
        modes = new RuleModes(ruleSet);
        evaluation = new Evaluation(ruleSet, modes);
        standInPolicy = new StandInPolicy(ruleSet);
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
    public Windows windows()
    {
        return windows;
    }

    /**
     * Goes on under other settings, as a process start in the journal says. The bounds of the windows stay what they were; of the
     * transactions that are kept to recognise repeats those that the new bounds leave no room or time for are gone for good.
     *
     * @param newConfig for everything that comes.
     */
    public void reconfigure(final ScorerConfig newConfig)
    {
        config = newConfig;
        repeats = repeats.bounded(newConfig.repeatIds(), newConfig.repeatWithinMs(), windows.engineTimeMs());
    }

    /**
     * Answers a transaction of a source and adds it to the windows. A business repeat gets the earlier transaction's decision and counts
     * nowhere: it only moves engine time.
     *
     * @param sequence    of its journal record, higher than any before.
     * @param sourceId    of its sender.
     * @param transaction tokenised, with its effective time and input flags.
     * @param decision    all 48 bytes are written.
     * @return whether it is a repeat.
     * @throws io.veto.rules.window.StateLimitException when a bound of the state is reached; nothing may be answered after it.
     */
    public boolean onTransaction(
        final long sequence, final int sourceId, final TransactionDecoder transaction, final DecisionEncoder decision)
    {
        advance(transaction);
        if (isRepeat(sequence, sourceId, transaction, decision))
        {
            return true;
        }
        evaluate(transaction);
        apply(sequence, transaction, decision);
        return false;
    }

    /**
     * Answers a transaction that nobody repeats and adds it to the windows: all three steps.
     *
     * @param sequence    of its journal record, higher than any before.
     * @param transaction tokenised, with its effective time and input flags.
     * @param decision    all 48 bytes are written.
     * @throws io.veto.rules.window.StateLimitException when a bound of the state is reached; nothing may be answered after it.
     */
    public void onTransaction(final long sequence, final TransactionDecoder transaction, final DecisionEncoder decision)
    {
        advance(transaction);
        evaluate(transaction);
        apply(sequence, transaction, decision);
    }

    /**
     * First step of {@link #onTransaction}, for those who measure the steps one by one: moves engine time to the transaction, expires
     * what is due and reserves the space that the last step needs.
     *
     * @param transaction tokenised, with its effective time.
     * @throws io.veto.rules.window.StateLimitException when a bound of the state is reached; nothing may be answered after it.
     */
    public void advance(final TransactionDecoder transaction)
    {
        windows.advance(transaction.effectiveTimeMs());
        windows.reserve();
    }

    /**
     * Between the first two steps, where repeats are recognised: whether the transaction is one. If it is, its decision is written and
     * there is nothing more to do; if not, {@link #apply} will keep it.
     *
     * @param sequence    of its journal record.
     * @param sourceId    of its sender.
     * @param transaction that {@link #advance} was called with.
     * @param decision    all 48 bytes are written if it is.
     * @return true if it is.
     */
    public boolean isRepeat(
        final long sequence, final int sourceId, final TransactionDecoder transaction, final DecisionEncoder decision)
    {
        return repeats.isRepeat(sequence, sourceId, transaction, windows.engineTimeMs(), decision);
    }

    /**
     * The transaction that counts where another repeats it, for those who correct it.
     *
     * @param sequence of any transaction's record.
     * @return sequence of the transaction that it repeats, as long as that is known; otherwise the same.
     */
    public long original(final long sequence)
    {
        return repeats.original(sequence, windows.engineTimeMs());
    }

    /**
     * Transactions that were forgotten before their time, because more were kept than the bound allows, since this scorer was made.
     *
     * @return how many.
     */
    public long forgotten()
    {
        return repeats.forgotten();
    }

    /**
     * Second step of {@link #onTransaction}: reads the windows and evaluates all rules.
     *
     * @param transaction that {@link #advance} was called with.
     */
    public void evaluate(final TransactionDecoder transaction)
    {
        read(transaction);
        readWindows();
        evaluation.evaluate(facts);
        standInPolicy.begin();
        standIn = evaluation.hasFailed() || filters.hasFailed() || transaction.inputFlags().overBudget();
        action = standIn ? standInPolicy.action(facts, transaction.amountMinor(), config) : evaluation.action();
    }

    /**
     * Answers the transaction that was evaluated last otherwise than the rules say, for tests of rules that ask for earlier answers. Its
     * hits stay what they are.
     *
     * @param forced the answer that is applied and written down.
     */
    public void answer(final Action forced)
    {
        action = forced;
    }

    /**
     * Last step of {@link #onTransaction}: adds the transaction to the windows and writes the decision down.
     *
     * @param sequence    of its journal record, higher than any before.
     * @param transaction that {@link #evaluate} was called with.
     * @param decision    all 48 bytes are written.
     */
    public void apply(final long sequence, final TransactionDecoder transaction, final DecisionEncoder decision)
    {
        final long timeMs = transaction.effectiveTimeMs();
        final boolean late = timeMs < windows.engineTimeMs() - config.allowedLatenessMs();
        facts.outcome(action.value(), evaluation.hits());
        filters.fillAfterAnswer();
        final Appended appended = windows.append(sequence);
        evaluation.encode(decision.ruleSetHash(ruleSet.hash()).action(action));
        final DecisionFlagsEncoder flags = decision.flags().clear();
        flags.late(late).clockAhead(transaction.inputFlags().clockAhead()).standIn(standIn).ruleError(evaluation.hasFailed())
            .conditionError(filters.hasFailed() || standInPolicy.hasFailed()).uncounted(Appended.UNCOUNTED == appended)
            .outsideRun(Appended.COUNTED_OUTSIDE_RUN == appended);
        repeats.remember(sequence, windows.engineTimeMs(), decision.buffer(), decision.offset());
    }

    /**
     * Takes in a transaction that was answered before this scorer's rule set was the one that answers: {@link #onTransaction} with the
     * answer that was given. Past answers never change, so its action and its hits are the recorded ones; those of rules that are new or
     * changed are worked out, where a filter may ask for them.
     *
     * @param sequence    of its journal record, higher than any before.
     * @param sourceId    of its sender.
     * @param transaction tokenised, as it was journalled; where it was recognised as a repeat it counts nowhere.
     * @param recorded    the answer that was given.
     * @param past        the rules that gave it.
     * @param isEvaluated whether all rules are evaluated even where no filter asks, so that their code is compiled; that is all it does.
     * @throws io.veto.rules.window.StateLimitException when a bound of the state is reached; the scorer is of no use after it.
     */
    public void onPast(
        final long sequence,
        final int sourceId,
        final TransactionDecoder transaction,
        final DecisionDecoder recorded,
        final PastRules past,
        final boolean isEvaluated)
    {
        advance(transaction);
        repeats.onPast(sequence, sourceId, transaction, windows.engineTimeMs(), recorded);
        if (transaction.inputFlags().duplicate())
        {
            return;
        }
        read(transaction);
        if (isEvaluated || past.asksAnew())
        {
            readWindows();
            evaluation.evaluate(facts);
        }
        else
        {
            windows.read(event);
        }
        action = recorded.action();
        past.takeOver(recorded, evaluation.hits());
        facts.outcome(action.value(), evaluation.hits());
        filters.fillAfterAnswer();
        windows.append(sequence);
    }

    /** {@return everything besides the rule set that an answer depends on} */
    public ScorerConfig config()
    {
        return config;
    }

    /**
     * Hash of everything that future answers depend on besides the rule set and the settings. Equal states hash equal on whatever way they
     * came about.
     *
     * @return the hash; takes time in proportion to the state.
     */
    public long stateHash()
    {
        return KeyHash.mix(windows.stateHash() + KeyHash.mix(lists.stateHash()) + modes.stateHash() +
            repeats.stateHash(windows.engineTimeMs()));
    }

    /**
     * Writes everything that future answers depend on down, besides the rule set and the settings. Nothing changes.
     *
     * @param writer to write to; where the store of the reservoir's segments keeps full ones by itself, only how to know them again.
     */
    public void save(final StateWriter writer)
    {
        writer.section("scorer");
        writer.putLong(ruleSet.hash());
        lists.save(writer);
        modes.save(writer);
        windows.save(writer);
        repeats.save(writer, windows.engineTimeMs());
    }

    /**
     * Takes over what {@link #save} wrote down, instead of having seen what that scorer saw.
     * <p>
     * <b>Note:</b> of a scorer that has seen nothing. After an exception it is of no use and can only be closed.
     *
     * @param reader to read from.
     * @throws io.veto.rules.state.StateDamagedException      if the state is that of another rule set or other bounds, or is damaged.
     * @throws io.veto.rules.window.StateLimitException if there is no room for it.
     */
    public void load(final StateReader reader)
    {
        reader.section("scorer");
        final long actual = reader.getLong();
        if (ruleSet.hash() != actual)
        {
            throw new StateDamagedException("state is of another rule set: expectedRuleSet=" + Long.toHexString(ruleSet.hash()) +
                " ruleSet=" + Long.toHexString(actual));
        }
        lists.load(reader);
        modes.load(reader);
        windows.load(reader);
        repeats.load(reader, windows.engineTimeMs());
    }

    /**
     * Labels an earlier transaction.
     *
     * @param sequence of the label's journal record.
     * @param label    with its target's sequence.
     * @param flags    says what became of it.
     */
    public void onLabel(final long sequence, final LabelDecoder label, final CorrectionFlagsEncoder flags)
    {
        CorrectionFlags.put(windows.label(sequence, original(label.targetSequence()), FraudLabel.FRAUD == label.fraud()), flags);
    }

    /**
     * Gives an earlier transaction back, in full or in part.
     *
     * @param sequence of the reversal's journal record.
     * @param reversal with its target's sequence.
     * @param flags    says what became of it.
     */
    public void onReversal(final long sequence, final ReversalDecoder reversal, final CorrectionFlagsEncoder flags)
    {
        CorrectionFlags.put(windows.reverse(sequence, original(reversal.targetSequence()), reversal.amountMinor()), flags);
    }

    /**
     * Lets a rule fall back to shadow, or count again. A rule that the file puts in shadow stays there.
     *
     * @param change that is journalled.
     * @return whether it is about this rule set; if not, nothing changes.
     */
    public boolean onRuleMode(final RuleModeChangeDecoder change)
    {
        return modes.onChange(change);
    }

    /**
     * Whether a rule's hits change nothing.
     *
     * @param rule its index.
     * @return true in shadow, by the rule file or by {@link #onRuleMode}.
     */
    public boolean isShadow(final int rule)
    {
        return modes.isShadow(rule);
    }

    /**
     * Evaluates a rule again on the facts of the transaction evaluated last, which must not be applied yet, for those who measure it. It
     * changes nothing.
     *
     * @param rule its index.
     * @return whether its condition holds.
     * @throws RuntimeException where its evaluation fails.
     */
    public boolean holdsAgain(final int rule)
    {
        return program.holds(rule, facts);
    }

    /**
     * Puts entries into a list or takes them out, for every transaction that follows.
     *
     * @param change to make.
     */
    public void onListChange(final ListChangeDecoder change)
    {
        lists.apply(change);
    }

    /**
     * What was put into lists, for those who keep account of it.
     *
     * @return the lists, which belong to the scoring thread.
     */
    public Lists lists()
    {
        return lists;
    }

    /**
     * Moves engine time forward, so that idle time pays for expiry.
     *
     * @param timeMs epoch milliseconds; earlier than engine time does nothing.
     */
    public void onTick(final long timeMs)
    {
        windows.tick(timeMs);
    }

    /**
     * Looks ahead to a transaction that comes soon, until {@link #touch}, which must come before the next is scored. It changes no
     * answer.
     *
     * @param transaction tokenised.
     * @return false when there is no room for another after it: time to {@link #touch}.
     */
    public boolean lookAhead(final TransactionDecoder transaction)
    {
        keysAhead.read(transaction, ahead);
        listAhead.add(ahead);
        repeats.lookAhead(transaction);
        return windows.lookAhead(ahead);
    }

    /**
     * Loads what the transactions that were looked ahead to will need into the caches, together, so that the waits for memory overlap.
     */
    public void touch()
    {
        windows.touch();
        listAhead.touch();
        repeats.touch();
    }

    @Override
    public void close()
    {
        windows.close();
        repeats.close();
    }

    private void read(final TransactionDecoder transaction)
    {
        keys.read(transaction, event);
        event.timeMs(transaction.effectiveTimeMs()).amount(transaction.amountMinor())
            .place(transaction.latitudeMicro(), transaction.longitudeMicro());
        facts.wrap(transaction).keys(event, windows.engineTimeMs());
        filters.fillBeforeAnswer();
    }

    private void readWindows()
    {
        windows.read(event);
        facts.unread(windows);
    }
}
