package io.veto.engine.activation;

import io.veto.engine.journal.JournalBase;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Handover;
import io.veto.engine.line.Joint;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.line.OperatorRecord;
import io.veto.engine.recovery.PastFeed;
import io.veto.engine.recovery.PastNeed;
import io.veto.engine.recovery.RuleSetRecord;
import io.veto.engine.recovery.ZoneRecord;
import io.veto.rules.language.RuleSet;
import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import io.veto.rules.score.Scorer;
import io.veto.rules.window.ZoneTransitions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One activation of a rule set, from the first record of the journal to the one from which on the rule set answers.
 * <p>
 * <b>Note:</b> one thread, which waits where there is nothing to do.
 */
final class Activation
{
    /** Most attempts to have the line take the scorer over. */
    static final int JOINS_MAX = 8;

    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(1);

    private final JournalBase base;
    private final Scorer scorer;
    private final PastFeed feed;
    private final Warmer warmer;
    private final Handover handover;
    private final OperatorQueue queue;
    private final Map<String, ZoneTransitions> zones;
    private final BooleanSupplier isStopped;
    private Scorer retired;
    private long toldNanoTime = System.nanoTime();

    /**
     * Begins.
     *
     * @param reader    of the journal, that has read nothing yet.
     * @param scorer    of the rule set, that has seen nothing.
     * @param handover  of the line.
     * @param queue     of operators' records.
     * @param zones     that the journal carries; those of the rule set are added.
     * @param isStopped whether to give up.
     */
    Activation(
        final JournalReader reader,
        final Scorer scorer,
        final Handover handover,
        final OperatorQueue queue,
        final Map<String, ZoneTransitions> zones,
        final BooleanSupplier isStopped)
    {
        this.scorer = scorer;
        this.handover = handover;
        this.queue = queue;
        this.zones = zones;
        this.isStopped = isStopped;
        base = reader.base();
        feed = new PastFeed(scorer, new HashMap<>());
        feed.begin(base);
        warmer = new Warmer(reader, feed, handover);
    }

    /**
     * Activates.
     *
     * @param progress told how far it has come.
     * @return what became of it.
     * @throws ActivationException if the rule set does not come to answer.
     */
    Activated run(final Consumer<String> progress) throws ActivationException
    {
        try
        {
            warm(progress);
            checkPast();
            checkLists();
            journalZones();
            while (true)
            {
                warm(progress);
                checkLists();
                final UnsafeBuffer buffer =
                    RuleSetRecord.encode(scorer.ruleSet(), warmer.warmedSequence(), warmer.warmedHash());
                final OperatorRecord record = new OperatorRecord(RecordDescriptor.TYPE_RULE_SET, buffer, buffer.capacity());
                final Joint.Outcome outcome = ask(record);
                if (null != outcome.retired())
                {
                    retired = outcome.retired();
                    return new Activated(sequence(record), scorer.ruleSet().hash(), warmer.warmedSequence(), warmer.warmedHash(),
                        scorer.ruleSet().ruleCount());
                }
                if (outcome.isFinal())
                {
                    throw new ActivationException("the rules could not be warmed, nothing has changed: " + outcome.refusal());
                }
                if (JOINS_MAX == warmer.joins())
                {
                    throw tooBusy(outcome.refusal());
                }
                warmer.leave();
            }
        }
        finally
        {
            handover.leave(warmer.joint());
        }
    }

    /**
     * The scorer that answered before.
     *
     * @return it, to be closed; null where it still answers.
     */
    Scorer retired()
    {
        return retired;
    }

    private void warm(final Consumer<String> progress) throws ActivationException
    {
        while (!warmer.isReady())
        {
            if (isStopped.getAsBoolean())
            {
                throw new ActivationException(OperatorQueue.STOPPING);
            }
            if (warmer.joins() > JOINS_MAX)
            {
                throw tooBusy("the line goes faster than the rules can be warmed");
            }
            if (0 == warmer.step())
            {
                LockSupport.parkNanos(IDLE_NS);
            }
            if (System.nanoTime() - toldNanoTime > PROGRESS_NS)
            {
                toldNanoTime = System.nanoTime();
                progress.accept(String.format(Locale.ROOT, "warming: records=%d of=%d", feed.sequence(), handover.lastScored()));
            }
        }
    }

    /**
     * Rules whose past was archived would answer otherwise than with it.
     */
    private void checkPast() throws ActivationException
    {
        final String lack = null == base ? null : PastNeed.lack(base, feed);
        if (null != lack)
        {
            throw new ActivationException("the rules could not be warmed, nothing has changed: " + lack);
        }
    }

    private static ActivationException tooBusy(final String refusal)
    {
        return new ActivationException("the line did not take the rules over, nothing has changed: attempts=" + JOINS_MAX + " last: " +
            refusal + ": try again when it is less busy");
    }

    /**
     * Puts the record on the line, and feeds what the line copies until the line has come to it.
     */
    private Joint.Outcome ask(final OperatorRecord record) throws ActivationException
    {
        offer(record);
        final Joint joint = warmer.joint();
        while (null == joint.outcome() && !record.journalled().isDone())
        {
            if (isStopped.getAsBoolean())
            {
                record.refuse(OperatorQueue.STOPPING);
            }
            if (0 == warmer.feedCopies())
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        if (null == joint.outcome())
        {
            throw new ActivationException(failure(record));
        }
        return joint.outcome();
    }

    private void journalZones() throws ActivationException
    {
        for (final ZoneTransitions zone : scorer.ruleSet().zones())
        {
            if (!zones.containsKey(zone.name()))
            {
                final UnsafeBuffer buffer = ZoneRecord.encode(zone);
                final OperatorRecord record = new OperatorRecord(RecordDescriptor.TYPE_ZONE, buffer, buffer.capacity());
                offer(record);
                sequence(record);
                zones.put(zone.name(), zone);
            }
        }
    }

    private void offer(final OperatorRecord record) throws ActivationException
    {
        while (!queue.offer(record))
        {
            if (isStopped.getAsBoolean())
            {
                throw new ActivationException(OperatorQueue.STOPPING);
            }
            LockSupport.parkNanos(IDLE_NS);
        }
    }

    private static long sequence(final OperatorRecord record) throws ActivationException
    {
        try
        {
            return record.journalled().join();
        }
        catch (final CompletionException e)
        {
            throw new ActivationException(e.getCause().getMessage(), e);
        }
    }

    private static String failure(final OperatorRecord record)
    {
        return record.journalled().handle((sequence, error) -> error.getMessage()).join();
    }

    private void checkLists() throws ActivationException
    {
        final Lists lists = scorer.lists();
        for (final ListSpec spec : scorer.ruleSet().lists())
        {
            if (lists.number(spec.name(), spec.kind()) < 0)
            {
                throw new ActivationException("too many lists: maximumLists=" + Lists.LISTS_MAX + ": use those that there are");
            }
            for (int i = 0; i < lists.count(); i++)
            {
                if (lists.name(i).equals(spec.name()) && lists.kind(i) != spec.kind() && lists.hasEntries(i))
                {
                    throw new ActivationException("a list of that name holds something else: list=" + spec.name() + " kind=" +
                        spec.kind().word() + " heldKind=" + lists.kind(i).word() + ": empty it, or declare another name");
                }
            }
        }
    }
}
