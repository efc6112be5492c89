package io.veto.perf.journal;

import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.ProcessSettings;
import io.veto.engine.recovery.Recovery;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.token.Tokeniser;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.Durability;
import io.veto.rules.layout.SourceNameEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes a data folder as a server that is sent transactions on one connection would, but scores and journals them in process, as fast as
 * that goes. It has the folder locked as a server has.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class JournalMaker implements AutoCloseable
{
    private static final int BATCH = 32;
    private static final int LENGTH = RecordDescriptor.TRANSACTION_LENGTH;
    private static final int SOURCE_ID = 1;
    private static final String SOURCE_NAME = "made";

    private final DataFolder folder;
    private final WindowRooms rooms;
    private final JournalWriter journal;
    private final Scorer scorer;
    private final JournalTraffic traffic;
    private final int epoch;
    private final UnsafeBuffer records = new UnsafeBuffer(ByteBuffer.allocateDirect(BATCH * LENGTH));
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final DecisionEncoder decision = new DecisionEncoder();
    private long sequence;
    private long messageNumber = 0;
    private long lastTimeMs = 0;

    /**
     * Begins a data folder.
     *
     * @param data    the folder, which is not there or empty.
     * @param ruleSet to answer under.
     * @param traffic to answer.
     * @throws IOException if it cannot be made, or is in use.
     */
    public JournalMaker(final Path data, final RuleSet ruleSet, final JournalTraffic traffic) throws IOException
    {
        this.traffic = traffic;
        folder = DataFolder.lock(data);
        rooms = new WindowRooms(folder::reservoir, JournalMaker::onError);
        final Recovery recovery = new Recovery(folder, plan -> { });
        if (null != recovery.replay(rooms, RuleStatistics.MATURITY_MS_DEFAULT))
        {
            CloseHelper.closeAll(rooms, folder);
            throw new IOException("data folder is not empty: folder=" + data + ": name one that is not there");
        }
        final long nowNs = nowNs();
        journal = recovery.journal(Durability.PROCESS, new DiskGuard(folder.journal(), 0, warning -> { }), nowNs);
        journal.startAhead(JournalMaker::onError);
        epoch = recovery.epoch();
        scorer = rooms.scorer(ruleSet, ScorerConfig.DEFAULT);
        sequence = recovery.begin(journal, new ProcessSettings(
            ScorerConfig.DEFAULT, ClockMode.EVENT, 0, 0, 0, new Tokeniser(recovery.key()).keyId()), ruleSet, nowNs);
        appendSource();
    }

    /**
     * Answers more of the traffic and journals it.
     *
     * @param transactions how many.
     * @return how long it took, in nanoseconds.
     */
    public long write(final long transactions)
    {
        final long beginNs = System.nanoTime();
        for (long left = transactions; left > 0; left -= BATCH)
        {
            writeBatch((int)Math.min(BATCH, left));
        }
        journal.flush();
        return System.nanoTime() - beginNs;
    }

    /**
     * The last record.
     *
     * @return its sequence.
     */
    public long lastSequence()
    {
        return sequence;
    }

    /**
     * Effective time of the last transaction.
     *
     * @return epoch milliseconds.
     */
    public long lastTimeMs()
    {
        return lastTimeMs;
    }

    /**
     * Cards that some window still knows.
     *
     * @return how many.
     */
    public int liveCards()
    {
        return scorer.windows().liveKeys(Key.of(KeyKind.CARD));
    }

    /** Ends as a server that takes no snapshot at its end. */
    @Override
    public void close()
    {
        journal.mark();
        CloseHelper.closeAll(journal, rooms, folder);
    }

    private void appendSource()
    {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.SOURCE_LENGTH]);
        RecordDescriptor.putHeader(record, 0, record.capacity(), RecordDescriptor.TYPE_SOURCE, epoch, ++sequence, nowNs());
        RecordDescriptor.putSource(record, 0, SOURCE_ID, 0);
        new SourceNameEncoder().wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET).sourceName(SOURCE_NAME);
        journal.append(record, 0, record.capacity());
        journal.flush();
    }

    private void writeBatch(final int count)
    {
        final long nowNs = nowNs();
        for (int i = 0; i < count; i++)
        {
            final int offset = i * LENGTH;
            RecordDescriptor.putHeader(records, offset, LENGTH, RecordDescriptor.TYPE_TRANSACTION, epoch, ++sequence, nowNs);
            RecordDescriptor.putSource(records, offset, SOURCE_ID, ++messageNumber);
            traffic.next(records, offset + RecordDescriptor.SOURCED_BLOCK_OFFSET);
            scorer.lookAhead(transaction(offset));
        }
        scorer.touch();
        for (int i = 0; i < count; i++)
        {
            final int offset = i * LENGTH;
            decision.wrap(records, offset + RecordDescriptor.DECISION_OFFSET);
            scorer.onTransaction(RecordDescriptor.sequence(records, offset), SOURCE_ID, transaction(offset), decision);
            journal.append(records, offset, LENGTH);
        }
        lastTimeMs = records.getLong((count - 1) * LENGTH + RecordDescriptor.SOURCED_BLOCK_OFFSET +
            TransactionEncoder.effectiveTimeMsEncodingOffset(), TransactionEncoder.BYTE_ORDER);
    }

    private TransactionDecoder transaction(final int offset)
    {
        return transaction.wrap(records, offset + RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH,
            TransactionDecoder.SCHEMA_VERSION);
    }

    private static long nowNs()
    {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    private static void onError(final Throwable error)
    {
        System.err.println("veto perf: a side thread failed: " + error);
    }
}
