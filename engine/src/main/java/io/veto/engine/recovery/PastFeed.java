package io.veto.engine.recovery;

import io.veto.engine.journal.JournalBase;
import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.TickDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.score.PastRules;
import io.veto.rules.score.Scorer;
import io.veto.rules.window.ZoneTransitions;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Feeds a scorer with what happened before its rule set is the one that answers: every record of the journal in order, from the first
 * on, with the answers that were given. Where the journal begins behind archived files, {@link #begin} comes first: see {@link PastNeed}.
 * <p>
 * Records that tell a rule to fall back to shadow are not fed: a rule set begins as its text says, though it may have answered before.
 * <p>
 * <b>Note:</b> one thread at a time. Allocates nothing for a record but that of a rule set or a zone.
 */
public final class PastFeed
{
    private final Scorer scorer;
    private final Map<Long, RuleSet> ruleSets;
    private final Map<String, ZoneTransitions> zones = new HashMap<>();
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final DecisionDecoder decision = new DecisionDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final ReversalDecoder reversal = new ReversalDecoder();
    private final TickDecoder tick = new TickDecoder();
    private final ListChangeDecoder listChange = new ListChangeDecoder();
    private final CorrectionFlagsEncoder flags = new CorrectionFlagsEncoder().wrap(new UnsafeBuffer(new byte[Short.BYTES]), 0);
    private PastRules past;
    private long pastHash;
    private long sequence = RecordDescriptor.NULL_SEQUENCE;
    private boolean isEvaluating = false;
    private boolean hasAskedAnew = false;

    /**
     * Begins before the journal's first record.
     *
     * @param scorer   that has seen nothing.
     * @param ruleSets by hash, those that were compiled before, so that no text is compiled for every activation behind it; the ones that
     *                 are met are added.
     */
    public PastFeed(final Scorer scorer, final Map<Long, RuleSet> ruleSets)
    {
        this.scorer = scorer;
        this.ruleSets = ruleSets;
    }

    /**
     * Begins behind archived files.
     *
     * @param base what the journal begins behind; null where it is whole.
     */
    public void begin(final JournalBase base)
    {
        if (null != base)
        {
            base.forEach(this::onBaseRecord);
            if (Long.MIN_VALUE != base.engineTimeMs())
            {
                scorer.onTick(base.engineTimeMs());
            }
            sequence = base.sequence();
        }
    }

    /**
     * Whether hits had to be worked out that the windows count, from those of earlier windows.
     *
     * @return true if what is fed may depend on everything before.
     */
    public boolean hasAskedAnew()
    {
        return hasAskedAnew;
    }

    /**
     * The scorer that is fed.
     *
     * @return the scorer.
     */
    public Scorer scorer()
    {
        return scorer;
    }

    /**
     * Sequence of the last record that was fed.
     *
     * @return the sequence; {@link RecordDescriptor#NULL_SEQUENCE} before the first.
     */
    public long sequence()
    {
        return sequence;
    }

    /**
     * Says whether all rules are evaluated on the transactions to come, though nobody asks, so that their code is compiled.
     *
     * @param newIsEvaluating true to evaluate them.
     */
    public void isEvaluating(final boolean newIsEvaluating)
    {
        isEvaluating = newIsEvaluating;
    }

    /**
     * Feeds a record. One that was fed already, and one that takes no number, do nothing.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @throws JournalDamagedException if it is not the next one, or was answered under rules that are not in the journal.
     * @throws io.veto.rules.window.StateLimitException if a bound of the state is reached.
     */
    public void onRecord(final DirectBuffer buffer, final int offset)
    {
        final long next = RecordDescriptor.sequence(buffer, offset);
        final int type = RecordDescriptor.type(buffer, offset);
        if (next <= sequence || RecordDescriptor.takesNoNumber(type))
        {
            return;
        }
        if (next != sequence + 1)
        {
            throw new JournalDamagedException(
                "journal damaged: past is not contiguous: expectedSequence=" + (sequence + 1) + " sequence=" + next);
        }
        switch (type)
        {
            case RecordDescriptor.TYPE_TRANSACTION -> onTransaction(buffer, offset, next);
            case RecordDescriptor.TYPE_LABEL -> scorer.onLabel(next, label.wrap(buffer,
                offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION), flags);
            case RecordDescriptor.TYPE_REVERSAL -> scorer.onReversal(next, reversal.wrap(buffer,
                offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, ReversalDecoder.BLOCK_LENGTH, ReversalDecoder.SCHEMA_VERSION), flags);
            case RecordDescriptor.TYPE_TICK -> scorer.onTick(tick.wrap(buffer,
                offset + RecordDescriptor.HEADER_LENGTH, TickDecoder.BLOCK_LENGTH, TickDecoder.SCHEMA_VERSION).timeMs());
            case RecordDescriptor.TYPE_LIST -> scorer.onListChange(listChange.wrap(buffer,
                offset + RecordDescriptor.HEADER_LENGTH, ListChangeDecoder.BLOCK_LENGTH, ListChangeDecoder.SCHEMA_VERSION));
            case RecordDescriptor.TYPE_ZONE -> onZone(ZoneRecord.decode(buffer, offset));
            case RecordDescriptor.TYPE_RULE_SET -> onRuleSet(buffer, offset, next);
            default ->
            {
            }
        }
        sequence = next;
    }

    private void onBaseRecord(final DirectBuffer buffer, final int offset)
    {
        final int type = RecordDescriptor.type(buffer, offset);
        if (!RecordDescriptor.takesNoNumber(type))
        {
            sequence = RecordDescriptor.sequence(buffer, offset) - 1;
            onRecord(buffer, offset);
        }
    }

    private void onTransaction(final DirectBuffer buffer, final int offset, final long next)
    {
        decision.wrap(buffer, offset + RecordDescriptor.DECISION_OFFSET);
        transaction.wrap(buffer, offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH,
            TransactionDecoder.SCHEMA_VERSION);
        final boolean isAnswered = !transaction.inputFlags().duplicate();
        if (null == past || isAnswered && decision.ruleSetHash() != pastHash)
        {
            throw new JournalDamagedException("journal damaged: answered under rules that are not in force: sequence=" + next +
                " expectedHash=" + Long.toHexString(pastHash) + " hash=" + Long.toHexString(decision.ruleSetHash()));
        }
        scorer.onPast(next, RecordDescriptor.sourceId(buffer, offset), transaction, decision, past, isEvaluating);
    }

    private void onZone(final ZoneTransitions zone)
    {
        zones.put(zone.name(), zone);
    }

    private void onRuleSet(final DirectBuffer buffer, final int offset, final long next)
    {
        if (!RuleSetRecord.isGivenUp(buffer, offset))
        {
            pastHash = RuleSetRecord.ruleSetHash(buffer, offset);
            final RuleSet earlier = ruleSets.computeIfAbsent(pastHash, hash ->
                RuleSetCompiler.compile("journal:" + next, RuleSetRecord.decode(buffer, offset).text(), zones::get));
            past = PastRules.of(scorer.ruleSet(), earlier);
            hasAskedAnew |= past.asksAnew();
        }
    }
}
