package io.veto.engine.recovery;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.source.Source;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ProcessStartDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.layout.RuleSetTextDecoder;
import io.veto.rules.layout.SourceNameDecoder;
import io.veto.rules.layout.TickDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.list.ListKind;
import io.veto.rules.score.Scorer;
import io.veto.rules.window.ZoneTransitions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Scores the journal again from the start, under the settings, rules and time zones that it carries, and compares every decision, and
 * what became of every label and reversal, bit by bit with what was sent. What it ends with is the state of the line behind the
 * journal's last record: verification and recovery are the same.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class JournalReplay
{
    private final JournalReader reader;
    private final ReplayAhead ahead;
    private final ReplayPast past;
    private final WindowRooms rooms;
    private final long labelMaturityMs;
    private SourceTable sources = new SourceTable();
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final ReversalDecoder reversal = new ReversalDecoder();
    private final TickDecoder tick = new TickDecoder();
    private final RuleModeChangeDecoder ruleMode = new RuleModeChangeDecoder();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
    private final DecisionEncoder decision = new DecisionEncoder().wrap(scratch, 0);
    private final DecisionDecoder decided = new DecisionDecoder().wrap(scratch, 0);
    private final CorrectionFlagsEncoder correctionFlags = new CorrectionFlagsEncoder();
    private final Map<String, ZoneTransitions> zones = new HashMap<>();
    private ProcessSettings settings;
    private long settingsRuleSetHash;
    private Scorer scorer;
    private RuleStatistics statistics;
    private long records = 0;
    private long transactions = 0;
    private int cuts = 0;

    /**
     * Begins before the journal's first record.
     *
     * @param reader that has read nothing yet.
     * @param rooms  for the scorers; the one that is left at the end is to be closed there.
     */
    public JournalReplay(final JournalReader reader, final WindowRooms rooms)
    {
        this(reader, rooms, RuleStatistics.MATURITY_MS_DEFAULT);
    }

    /**
     * Begins before the journal's first record.
     *
     * @param reader          that has read nothing yet.
     * @param rooms           for the scorers; the one that is left at the end is to be closed there.
     * @param labelMaturityMs of the statistics, in milliseconds of engine time.
     */
    public JournalReplay(final JournalReader reader, final WindowRooms rooms, final long labelMaturityMs)
    {
        this.rooms = rooms;
        this.reader = reader;
        ahead = new ReplayAhead(reader);
        past = new ReplayPast(reader, rooms);
        this.labelMaturityMs = labelMaturityMs;
    }

    /**
     * Begins behind a snapshot.
     *
     * @param snapshot        of the same data folder.
     * @param reader          of the journal.
     * @param rooms           for the scorers; the one that is left at the end is to be closed there.
     * @param labelMaturityMs of the statistics, in milliseconds of engine time; {@link RuleStatistics#MATURITY_MS_AS_SAVED} for the one
     *                        that they were saved under.
     * @return the replay, whose next record is the first one that the snapshot has not seen.
     * @throws io.veto.rules.state.StateDamagedException if the snapshot is damaged or not of this journal: begin with another one.
     * @throws JournalDamagedException                   if the journal does not say what was written.
     */
    public static JournalReplay from(
        final Snapshot snapshot, final JournalReader reader, final WindowRooms rooms, final long labelMaturityMs)
    {
        SnapshotSeek.behind(reader, snapshot);
        final LineState state = LineState.load(snapshot, rooms, labelMaturityMs);
        final JournalReplay replay = new JournalReplay(reader, rooms, state.statistics().maturityMs());
        replay.settings = state.settings();
        state.zones().forEach(zone -> replay.zones.put(zone.name(), zone));
        replay.sources = state.sources();
        replay.statistics = state.statistics();
        replay.scorer = state.scorer();
        replay.past.add(replay.scorer.ruleSet());
        return replay;
    }

    /**
     * What the line goes on from behind the last record replayed.
     *
     * @return the state; its parts go on changing.
     */
    public LineState state()
    {
        return new LineState(settings, zones.values(), sources, statistics, scorer);
    }

    /**
     * Replays the next record.
     *
     * @return false at the end of the journal.
     * @throws JournalDamagedException if the journal does not say what was written.
     * @throws DivergenceException     if a decision differs from the one that was sent.
     */
    public boolean next()
    {
        if (null == settings && null != reader.base())
        {
            throw new JournalDamagedException(reader.base().needed());
        }
        if (!reader.next())
        {
            return false;
        }
        records++;
        ahead.onRecord(scorer);
        final DirectBuffer buffer = reader.buffer();
        final int offset = reader.offset();
        switch (reader.type())
        {
            case RecordDescriptor.TYPE_PROCESS_START -> onProcessStart(buffer, offset);
            case RecordDescriptor.TYPE_RULE_SET -> onRuleSet(buffer, offset);
            case RecordDescriptor.TYPE_SOURCE -> onSource(buffer, offset);
            case RecordDescriptor.TYPE_TRANSACTION -> onTransaction(buffer, offset);
            case RecordDescriptor.TYPE_LABEL -> onLabel(buffer, offset);
            case RecordDescriptor.TYPE_REVERSAL -> onReversal(buffer, offset);
            case RecordDescriptor.TYPE_ZONE -> onZone(buffer, offset);
            case RecordDescriptor.TYPE_TICK -> onTick(buffer, offset);
            case RecordDescriptor.TYPE_LIST -> onListChange(buffer, offset);
            case RecordDescriptor.TYPE_RULE_MODE -> onRuleMode(buffer, offset);
            case RecordDescriptor.TYPE_CUT -> cuts++;
            default -> throw new JournalDamagedException("journal damaged: unknown record type: sequence=" + reader.sequence() +
                " type=" + reader.type() + ": read it with the version of Veto that wrote it");
        }
        return true;
    }

    /**
     * Replays everything that is left, and checks that it is the end.
     *
     * @throws JournalDamagedException if the journal does not say what was written.
     * @throws DivergenceException     if a decision differs from the one that was sent.
     */
    public void toEnd()
    {
        do
        {
            boolean more = next();
            while (more)
            {
                more = next();
            }
        }
        while (!reader.isAtEnd());
    }

    /**
     * The scorer behind the last record replayed.
     *
     * @return the scorer, or null before the first rule set.
     */
    public Scorer scorer()
    {
        return scorer;
    }

    /**
     * What the rules of the scorer did since it was activated.
     *
     * @return the statistics, or null before the first rule set.
     */
    public RuleStatistics statistics()
    {
        return statistics;
    }

    /**
     * The senders and their last message numbers.
     *
     * @return the table.
     */
    public SourceTable sources()
    {
        return sources;
    }

    /**
     * The time zones that the journal carries.
     *
     * @return each name once.
     */
    public ZoneTransitions[] zones()
    {
        return zones.values().toArray(new ZoneTransitions[0]);
    }

    /**
     * The settings of the last process start.
     *
     * @return the settings, or null before the first.
     */
    public ProcessSettings settings()
    {
        return settings;
    }

    /**
     * Records replayed.
     *
     * @return how many.
     */
    public long records()
    {
        return records;
    }

    /**
     * Decisions compared.
     *
     * @return how many.
     */
    public long transactions()
    {
        return transactions;
    }

    /**
     * Torn tails that were declared void.
     *
     * @return how many CUT records were replayed.
     */
    public int cuts()
    {
        return cuts;
    }

    /**
     * Sequence of the last record.
     *
     * @return the sequence.
     */
    public long lastSequence()
    {
        return reader.sequence();
    }

    /**
     * Epoch of the last record.
     *
     * @return number of process starts, modulo 65,536.
     */
    public int epoch()
    {
        return reader.epoch();
    }

    private void onProcessStart(final DirectBuffer buffer, final int offset)
    {
        final ProcessStartDecoder start = new ProcessStartDecoder().wrap(
            buffer, offset + RecordDescriptor.HEADER_LENGTH, ProcessStartDecoder.BLOCK_LENGTH, ProcessStartDecoder.SCHEMA_VERSION);
        settings = ProcessSettings.decode(start);
        settingsRuleSetHash = start.ruleSetHash();
        if (null != scorer)
        {
            checkRuleSet(scorer.ruleSet());
            scorer.reconfigure(settings.scorer());
        }
    }

    private void onRuleSet(final DirectBuffer buffer, final int offset)
    {
        if (RuleSetRecord.isGivenUp(buffer, offset))
        {
            return;
        }
        final RuleSetTextDecoder record = RuleSetRecord.decode(buffer, offset);
        final long recordedHash = record.ruleSetHash();
        final RuleSet ruleSet = RuleSetCompiler.compile("journal:" + reader.sequence(), record.text(), zones::get);
        if (null == scorer)
        {
            checkRuleSet(ruleSet);
            scorer = rooms.scorer(ruleSet, settings.scorer());
        }
        else if (recordedHash != ruleSet.hash())
        {
            throw new JournalDamagedException("journal damaged: rule set differs from its hash: sequence=" + reader.sequence() +
                " expectedHash=" + Long.toHexString(recordedHash) + " hash=" + Long.toHexString(ruleSet.hash()));
        }
        else
        {
            final Scorer answering = scorer;
            scorer = past.warmed(ruleSet, settings.scorer(), record.warmedSequence(), record.warmedHash());
            rooms.close(answering);
        }
        past.add(ruleSet);
        statistics = new RuleStatistics(ruleSet, labelMaturityMs);
    }

    private void checkRuleSet(final RuleSet ruleSet)
    {
        if (settingsRuleSetHash != ruleSet.hash())
        {
            throw new JournalDamagedException("journal damaged: rule set differs from its process start's: sequence=" + reader.sequence() +
                " expectedHash=" + Long.toHexString(settingsRuleSetHash) + " hash=" + Long.toHexString(ruleSet.hash()));
        }
    }

    private void onSource(final DirectBuffer buffer, final int offset)
    {
        final SourceNameDecoder name = new SourceNameDecoder().wrap(
            buffer, offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, SourceNameDecoder.BLOCK_LENGTH, SourceNameDecoder.SCHEMA_VERSION);
        final Source source = sources.add(name.sourceName());
        if (source.id() != RecordDescriptor.sourceId(buffer, offset))
        {
            throw new JournalDamagedException("journal damaged: source out of order: sequence=" + reader.sequence() +
                " expectedSourceId=" + source.id() + " sourceId=" + RecordDescriptor.sourceId(buffer, offset));
        }
        source.onJournalled(0);
    }

    private void onTransaction(final DirectBuffer buffer, final int offset)
    {
        onMessage(buffer, offset);
        transaction.wrap(buffer, offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH,
            TransactionDecoder.SCHEMA_VERSION);
        final boolean isRepeat =
            scorer.onTransaction(reader.sequence(), RecordDescriptor.sourceId(buffer, offset), transaction, decision);
        transactions++;
        if (isRepeat != transaction.inputFlags().duplicate())
        {
            throw new DivergenceException("replay differs: sequence=" + reader.sequence() + " expectedDuplicate=" + !isRepeat +
                " duplicate=" + isRepeat);
        }
        if (!isRepeat)
        {
            statistics.onTransaction(reader.sequence(), scorer.windows().engineTimeMs(), decided);
        }
        for (int i = 0; i < DecisionEncoder.ENCODED_LENGTH; i += Long.BYTES)
        {
            if (scratch.getLong(i) != buffer.getLong(offset + RecordDescriptor.DECISION_OFFSET + i))
            {
                throw new DivergenceException("replay differs: sequence=" + reader.sequence() + " expected=" +
                    describe(buffer, offset + RecordDescriptor.DECISION_OFFSET) + " actual=" + describe(scratch, 0));
            }
        }
    }

    private void onLabel(final DirectBuffer buffer, final int offset)
    {
        onMessage(buffer, offset);
        final int block = offset + RecordDescriptor.SOURCED_BLOCK_OFFSET;
        label.wrap(buffer, block, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION);
        scorer.onLabel(reader.sequence(), label, correctionFlags.wrap(scratch, 0));
        statistics.onLabel(scorer.original(label.targetSequence()), FraudLabel.FRAUD == label.fraud());
        compareFlags("Label", buffer, block + LabelDecoder.flagsEncodingOffset());
    }

    private void onReversal(final DirectBuffer buffer, final int offset)
    {
        onMessage(buffer, offset);
        final int block = offset + RecordDescriptor.SOURCED_BLOCK_OFFSET;
        reversal.wrap(buffer, block, ReversalDecoder.BLOCK_LENGTH, ReversalDecoder.SCHEMA_VERSION);
        scorer.onReversal(reader.sequence(), reversal, correctionFlags.wrap(scratch, 0));
        compareFlags("Reversal", buffer, block + ReversalDecoder.flagsEncodingOffset());
    }

    private void compareFlags(final String kind, final DirectBuffer buffer, final int flagsOffset)
    {
        final int expected = buffer.getShort(flagsOffset);
        final int actual = scratch.getShort(0);
        if (expected != actual)
        {
            throw new DivergenceException("replay differs: sequence=" + reader.sequence() + " expected" + kind + "Flags=" + expected +
                " " + kind.toLowerCase(Locale.ROOT) + "Flags=" + actual);
        }
    }

    private void onZone(final DirectBuffer buffer, final int offset)
    {
        final ZoneTransitions zone = ZoneRecord.decode(buffer, offset);
        zones.put(zone.name(), zone);
    }

    private void onTick(final DirectBuffer buffer, final int offset)
    {
        tick.wrap(buffer, offset + RecordDescriptor.HEADER_LENGTH, TickDecoder.BLOCK_LENGTH, TickDecoder.SCHEMA_VERSION);
        scorer.onTick(tick.timeMs());
        statistics.onTick(scorer.windows().engineTimeMs());
    }

    private void onListChange(final DirectBuffer buffer, final int offset)
    {
        final ListChangeDecoder change = new ListChangeDecoder().wrap(
            buffer, offset + RecordDescriptor.HEADER_LENGTH, ListChangeDecoder.BLOCK_LENGTH, ListChangeDecoder.SCHEMA_VERSION);
        if (change.kind() >= ListKind.values().length)
        {
            throw new JournalDamagedException("journal damaged: unknown kind of list: sequence=" + reader.sequence() + " kind=" +
                change.kind() + ": read it with the version of Veto that wrote it");
        }
        scorer.onListChange(change);
    }

    private void onRuleMode(final DirectBuffer buffer, final int offset)
    {
        ruleMode.wrap(
            buffer, offset + RecordDescriptor.HEADER_LENGTH, RuleModeChangeDecoder.BLOCK_LENGTH, RuleModeChangeDecoder.SCHEMA_VERSION);
        if (scorer.onRuleMode(ruleMode))
        {
            statistics.onMode(ruleMode.rule(), scorer.isShadow(ruleMode.rule()));
        }
    }

    private void onMessage(final DirectBuffer buffer, final int offset)
    {
        final Source source = sources.find(RecordDescriptor.sourceId(buffer, offset));
        final long messageNumber = RecordDescriptor.messageNumber(buffer, offset);
        if (null == source || messageNumber != source.lastMessageNumber() + 1)
        {
            throw new JournalDamagedException("journal damaged: message out of order: sequence=" + reader.sequence() + " sourceId=" +
                RecordDescriptor.sourceId(buffer, offset) + " expectedMessageNumber=" +
                (null == source ? "none" : source.lastMessageNumber() + 1) + " messageNumber=" + messageNumber);
        }
        source.onMessage(messageNumber, reader.sequence());
        source.onJournalled(messageNumber);
    }

    private static String describe(final DirectBuffer buffer, final int offset)
    {
        final DecisionDecoder decision = new DecisionDecoder().wrap(buffer, offset);
        final StringBuilder text = new StringBuilder();
        decision.appendTo(text);
        return text.toString();
    }
}
