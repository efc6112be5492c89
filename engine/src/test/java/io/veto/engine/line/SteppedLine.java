package io.veto.engine.line;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.ProcessSettings;
import io.veto.engine.recovery.RuleSetRecord;
import io.veto.engine.recovery.StartRecords;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.engine.statistics.RuleWatch;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.ListChangeEncoder;
import io.veto.rules.layout.ListOperation;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleModeChangeEncoder;
import io.veto.rules.layout.SourceNameEncoder;
import io.veto.rules.layout.TickEncoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.Lists;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowLimits;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A line without threads: records are scored as they are put in, and journalled when the test says so. One source.
 */
public final class SteppedLine implements AutoCloseable
{
    /** Settings under which few transactions are kept to recognise repeats, and not for long. */
    public static final ScorerConfig CONFIG = new ScorerConfig(60_000, 3_000, WindowLimits.DEFAULT, 120_000, 30);

    private static final int RING_CAPACITY = 1024;
    private static final int SOURCE = 1;
    private static final ProcessSettings SETTINGS = new ProcessSettings(CONFIG, ClockMode.EVENT, 0, 0, 0, 0);

    private final Path folder;
    private final WindowRooms rooms = WindowRooms.main();
    private final RingBuffer<Slot> ring = RingBuffer.createSingleProducer(
        () -> new Slot(new UnsafeBuffer(new byte[RecordDescriptor.TRANSACTION_LENGTH])), RING_CAPACITY, new SleepingWaitStrategy());
    private final JournalWriter writer;
    private final JournalHandler journal;
    private final Handover handover;
    private final ScoreHandler score;
    private final Intake intake;
    private long scored = -1;
    private long journalled = -1;
    private long messages = 0;

    public SteppedLine(final Path folder, final RuleSet ruleSet, final int copiesLength)
    {
        this.folder = folder;
        writer = new JournalWriter(folder, 0);
        final long lastSequence = StartRecords.append(writer, SETTINGS, ruleSet, 1, 0, true, 0);
        journal = new JournalHandler(writer);
        handover = new Handover(lastSequence, copiesLength);
        final Scorer scorer = rooms.scorer(ruleSet, CONFIG);
        score = new ScoreHandler(scorer, handover,
            new RuleWatch(scorer, new RuleStatistics(ruleSet, TimeUnit.DAYS.toMillis(1)), (rules, rule, hits, transactions) -> true),
            new LineCounters(), Long.MAX_VALUE, new DueTimes(), ring);
        intake = new Intake(ring, 1, lastSequence);
        final UnsafeBuffer record = claim();
        RecordDescriptor.putSource(record, 0, SOURCE, 0);
        new SourceNameEncoder().wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET).sourceName("test");
        publish(RecordDescriptor.TYPE_SOURCE, RecordDescriptor.SOURCE_LENGTH);
    }

    @Override
    public void close()
    {
        writer.close();
        rooms.close();
    }

    public Handover handover()
    {
        return handover;
    }

    public WindowRooms rooms()
    {
        return rooms;
    }

    public Scorer scorer()
    {
        return score.scorer();
    }

    public JournalReader reader()
    {
        return new JournalReader(folder);
    }

    public long lastSequence()
    {
        return intake.lastSequence();
    }

    public void transaction(final long timeMs, final long card, final long amountMinor)
    {
        transaction(timeMs, card, amountMinor, "");
    }

    public void transaction(final long timeMs, final long card, final long amountMinor, final String id)
    {
        final UnsafeBuffer record = message();
        final TransactionEncoder transaction = new TransactionEncoder().wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET)
            .effectiveTimeMs(timeMs).amountMinor(amountMinor).terminal("T" + card % 3).transactionId(id);
        transaction.account().cardToken(card);
        publish(RecordDescriptor.TYPE_TRANSACTION, RecordDescriptor.TRANSACTION_LENGTH);
    }

    public void label(final long targetSequence, final FraudLabel fraud)
    {
        new LabelEncoder().wrap(message(), RecordDescriptor.SOURCED_BLOCK_OFFSET).targetSequence(targetSequence)
            .targetMessageNumber(0).fraud(fraud);
        publish(RecordDescriptor.TYPE_LABEL, RecordDescriptor.LABEL_LENGTH);
    }

    public void reversal(final long targetSequence, final long amountMinor)
    {
        new ReversalEncoder().wrap(message(), RecordDescriptor.SOURCED_BLOCK_OFFSET).targetSequence(targetSequence)
            .targetMessageNumber(0).amountMinor(amountMinor);
        publish(RecordDescriptor.TYPE_REVERSAL, RecordDescriptor.REVERSAL_LENGTH);
    }

    public void tick(final long timeMs)
    {
        new TickEncoder().wrap(claim(), RecordDescriptor.HEADER_LENGTH).timeMs(timeMs);
        publish(RecordDescriptor.TYPE_TICK, RecordDescriptor.TICK_LENGTH);
    }

    public void listChange(final long card, final boolean isAdded)
    {
        listChange(card, isAdded, "");
    }

    /**
     * Puts a list change on the line that is as long as its reason makes it.
     */
    public void listChange(final long card, final boolean isAdded, final String reason)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512 + reason.length()]);
        final ListChangeEncoder change = new ListChangeEncoder().wrap(buffer, RecordDescriptor.HEADER_LENGTH)
            .listName("known").kind((short)ListKind.CARD.ordinal());
        change.entriesCount(1).next().key(card).expiresMs(Lists.NEVER_MS)
            .operation(isAdded ? ListOperation.ADD : ListOperation.REMOVE).shown("x").reason(reason);
        operator(new OperatorRecord(RecordDescriptor.TYPE_LIST, buffer, RecordDescriptor.recordLength(change.limit())));
    }

    /**
     * Puts an activation on the line.
     */
    void activate(final RuleSet ruleSet, final long warmedSequence, final long warmedHash)
    {
        final UnsafeBuffer buffer = RuleSetRecord.encode(ruleSet, warmedSequence, warmedHash);
        operator(new OperatorRecord(RecordDescriptor.TYPE_RULE_SET, buffer, buffer.capacity()));
    }

    /**
     * Lets a rule fall back to shadow, or count again.
     */
    void ruleMode(final RuleSet ruleSet, final int rule, final RuleMode mode)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RecordDescriptor.recordLength(
            RecordDescriptor.HEADER_LENGTH + RuleModeChangeEncoder.BLOCK_LENGTH)]);
        new RuleModeChangeEncoder().wrap(buffer, RecordDescriptor.HEADER_LENGTH)
            .ruleSetHash(ruleSet.hash()).rule((short)rule).mode(mode);
        operator(new OperatorRecord(RecordDescriptor.TYPE_RULE_MODE, buffer, buffer.capacity()));
    }

    /**
     * Journals records that are not journalled yet.
     *
     * @param count most of them.
     */
    public void journal(final int count)
    {
        for (int i = 0; i < count && journalled < scored; i++)
        {
            final Slot slot = ring.get(++journalled);
            journal.onEvent(slot, journalled, i == count - 1 || journalled == scored);
            if (null != slot.operatorRecord())
            {
                slot.operatorRecord().onJournalled();
                slot.operatorRecord(null);
            }
        }
    }

    private UnsafeBuffer claim()
    {
        if (scored - journalled >= RING_CAPACITY - 1)
        {
            journal(RING_CAPACITY);
        }
        final UnsafeBuffer record = intake.claim().record();
        record.setMemory(0, record.capacity(), (byte)0);
        return record;
    }

    private UnsafeBuffer message()
    {
        final UnsafeBuffer record = claim();
        RecordDescriptor.putSource(record, 0, SOURCE, ++messages);
        return record;
    }

    /**
     * Puts an operator's record on the line.
     */
    public void operator(final OperatorRecord record)
    {
        claim();
        intake.publish(record, 0, 0);
        score();
    }

    private void publish(final int type, final int length)
    {
        intake.publish(type, length, 0, 0, Slot.NULL_SESSION);
        score();
    }

    private void score()
    {
        scored++;
        score.onBatchStart(1, 1);
        score.onEvent(ring.get(scored), scored, true);
    }
}
