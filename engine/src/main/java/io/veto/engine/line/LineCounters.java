package io.veto.engine.line;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counts what the line did, one counter for each case that is not ordinary.
 * <p>
 * <b>Note:</b> each counter has one writing thread; any thread may read.
 */
public final class LineCounters
{
    private static final int COUNTERS_MAX = 32;

    /** Transactions scored. */
    public final AtomicCounter transactions;
    /** Business repeats, answered like the transaction that they repeat and counted nowhere. */
    public final AtomicCounter repeats;
    /** Transactions that can no longer be recognised when they are repeated, since more came within the time than are kept. */
    public final AtomicCounter idsForgotten;
    /** Labels scored. */
    public final AtomicCounter labels;
    /** Labels whose target no window needs. */
    public final AtomicCounter labelsUnknown;
    /** Reversals scored. */
    public final AtomicCounter reversals;
    /** Reversals whose target no window needs. */
    public final AtomicCounter reversalsUnknown;
    /** Reversals of more than was left. */
    public final AtomicCounter reversalsExceeded;
    /** Labels and reversals without effect because a side-entry heap was full. */
    public final AtomicCounter correctionsUncounted;
    /** Ticks. */
    public final AtomicCounter ticks;
    /** Records of list changes. */
    public final AtomicCounter listChanges;
    /** Rule sets activated. */
    public final AtomicCounter activations;
    /** Times a rule fell back to shadow, or came back. */
    public final AtomicCounter ruleModeChanges;
    /** Transactions flagged late. */
    public final AtomicCounter late;
    /** Transactions flagged clock-ahead. */
    public final AtomicCounter clockAhead;
    /** Answers by the stand-in policy. */
    public final AtomicCounter standIns;
    /** Transactions in which a rule's evaluation failed. */
    public final AtomicCounter ruleErrors;
    /** Transactions counted in no window because a side-entry heap was full. */
    public final AtomicCounter uncounted;
    /** Transactions behind an earlier bucket or a closed session of some window. */
    public final AtomicCounter outsideRun;
    /** Transactions older than the budget when scoring began. */
    public final AtomicCounter overBudget;
    /** Answers that left the line after the budget. */
    public final AtomicCounter repliesOverBudget;
    /** Times the gateway stopped reading because the ring was full. */
    public final AtomicCounter ringFull;
    /** Connections closed with a problem. */
    public final AtomicCounter problems;
    /** Times the space on the journal's disk fell under the limit of the warning. */
    public final AtomicCounter diskWarnings;

    private final CountersManager manager = new CountersManager(
        new UnsafeBuffer(ByteBuffer.allocateDirect(COUNTERS_MAX * CountersReader.METADATA_LENGTH)),
        new UnsafeBuffer(ByteBuffer.allocateDirect(COUNTERS_MAX * CountersReader.COUNTER_LENGTH)));

    /**
     * Makes all counters, at zero.
     */
    public LineCounters()
    {
        transactions = manager.newCounter("transactions");
        repeats = manager.newCounter("repeats");
        idsForgotten = manager.newCounter("transaction ids forgotten early");
        labels = manager.newCounter("labels");
        labelsUnknown = manager.newCounter("labels of unknown target");
        reversals = manager.newCounter("reversals");
        reversalsUnknown = manager.newCounter("reversals of unknown target");
        reversalsExceeded = manager.newCounter("reversals exceeded");
        correctionsUncounted = manager.newCounter("labels and reversals uncounted");
        ticks = manager.newCounter("ticks");
        listChanges = manager.newCounter("list changes");
        activations = manager.newCounter("activations");
        ruleModeChanges = manager.newCounter("rule mode changes");
        late = manager.newCounter("late");
        clockAhead = manager.newCounter("clock ahead");
        standIns = manager.newCounter("stand-in answers");
        ruleErrors = manager.newCounter("rule errors");
        uncounted = manager.newCounter("uncounted");
        outsideRun = manager.newCounter("outside run");
        overBudget = manager.newCounter("over budget before scoring");
        repliesOverBudget = manager.newCounter("replies over budget");
        ringFull = manager.newCounter("ring full");
        problems = manager.newCounter("connections closed with a problem");
        diskWarnings = manager.newCounter("disk space warnings");
    }

    /**
     * All counters.
     *
     * @return values by name, in the order of this class.
     */
    public Map<String, Long> values()
    {
        final Map<String, Long> values = new LinkedHashMap<>();
        manager.forEach((id, label) -> values.put(label, manager.getCounterValue(id)));
        return values;
    }

    /**
     * One line: every counter that is not zero.
     *
     * @return names and values.
     */
    @Override
    public String toString()
    {
        return values().entrySet().stream().filter(counter -> 0 != counter.getValue())
            .map(counter -> counter.getKey() + " " + counter.getValue()).collect(Collectors.joining(", "));
    }
}
