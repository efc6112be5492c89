package io.veto.ingest.feed;

import io.veto.ingest.client.ClientHandler;
import io.veto.ingest.client.MessageById;
import io.veto.ingest.client.RuleTable;
import io.veto.ingest.client.SessionException;
import io.veto.ingest.client.VetoClient;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.FraudLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The loop of a feed: offers rows while there is room and they are due, polls the client, hands answered rows over.
 * <p>
 * With a rate, row {@code n} of those that this run sends is due {@code n / rate} seconds after the first, whatever the
 * answers do; rows that the journal has already are not sent and not paced.
 * <p>
 * <b>Note:</b> single-threaded.
 */
final class FeedSession implements ClientHandler
{
    private static final long NULL_MESSAGE_NUMBER = 0;
    private static final int ROWS_PER_TURN = 64;
    private static final long PARK_MIN_NS = 1_000;
    private static final long PARK_MAX_NS = 100_000;
    private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final IdleStrategy idleStrategy = new BackoffIdleStrategy(0, 10, PARK_MIN_NS, PARK_MAX_NS);
    private final Map<Long, RuleTable> ruleTables = new HashMap<>();
    private final Map<String, String> fraudKinds = new HashMap<>();
    private final MessageById messageById = new MessageById();
    private final FeedTally tally = new FeedTally();
    private final AnsweredRow answeredRow;
    private final AnsweredCorrection answeredCorrection;
    private final Originals originals;
    private final FeedConfig config;
    private final FeedPlan plan;
    private final FeedRows rows;
    private final VetoClient client;
    private final FeedListener[] listeners;
    private RuleTable ruleTable = RuleTable.unknown(0);
    private boolean hasRow;
    private boolean hasLabel;
    private boolean isAtEnd;
    private long rowMessageNumber = NULL_MESSAGE_NUMBER;
    private long scheduleBeginNs;
    private long rowsScheduled;

    FeedSession(
        final FeedConfig config,
        final FeedPlan plan,
        final FeedRows rows,
        final VetoClient client,
        final List<FeedListener> listeners)
    {
        this.config = config;
        this.plan = plan;
        this.rows = rows;
        this.client = client;
        this.listeners = Stream.concat(Stream.of(tally), listeners.stream()).toArray(FeedListener[]::new);
        answeredRow = new AnsweredRow(BitUtil.findNextPositivePowerOfTwo(config.window()));
        answeredCorrection = new AnsweredCorrection(BitUtil.findNextPositivePowerOfTwo(config.window()));
        originals = new Originals(plan.originals());
    }

    /**
     * Runs to the last answer.
     *
     * @return how it went.
     * @throws FeedException    if the file turns out to have changed.
     * @throws SessionException if the session with the server is over.
     */
    FeedResult run() throws FeedException, SessionException
    {
        final long beginNs = System.nanoTime();
        while (!isDone())
        {
            int work = client.poll(this);
            work += client.isReady() ? offerRows() : 0;
            for (final FeedListener listener : listeners)
            {
                listener.onTurn();
            }
            idleStrategy.idle(work);
        }
        return tally.result(plan, client.connections(), System.nanoTime() - beginNs);
    }

    @Override
    public void onRuleTable(final RuleTable table)
    {
        ruleTable = table;
        ruleTables.put(table.ruleSetHash(), table);
        tally.onRuleTable(table);
    }

    @Override
    public void onAnswer(
        final long messageNumber, final boolean replayed, final boolean duplicate, final AnswerDecoder answer)
    {
        final long ruleSetHash = answer.decision().ruleSetHash();
        if (ruleSetHash != ruleTable.ruleSetHash())
        {
            ruleTable = ruleTables.computeIfAbsent(ruleSetHash, RuleTable::unknown);
        }
        answeredRow.onAnswered(messageNumber, replayed, duplicate, answer, ruleTable);
        originals.onAnswered(answeredRow.transactionId(), messageNumber, answer.sequence());
        for (final FeedListener listener : listeners)
        {
            listener.onRow(answeredRow);
        }
    }

    @Override
    public void onAcknowledgement(
        final long messageNumber, final boolean replayed, final AcknowledgementDecoder acknowledgement)
    {
        if (answeredCorrection.onAnswered(messageNumber, replayed, acknowledgement))
        {
            for (final FeedListener listener : listeners)
            {
                listener.onCorrection(answeredCorrection);
            }
        }
    }

    @Override
    public void onDisconnect(final String cause)
    {
        for (final FeedListener listener : listeners)
        {
            listener.onDisconnect(cause);
        }
    }

    private boolean isDone() throws FeedException
    {
        if (client.lastJournalled() > plan.messages())
        {
            throw new FeedException(FeedException.ENVIRONMENT,
                "the server holds more of this source than the file: source=" + plan.sourceName() +
                " expectedLastMessageNumber<=" + plan.messages() + " lastMessageNumber=" + client.lastJournalled() +
                "; give the file another name with --source");
        }
        return isAtEnd && client.lastAnswered() == plan.messages();
    }

    private int offerRows() throws FeedException
    {
        int offered = 0;
        while (offered < ROWS_PER_TURN && (hasRow || readRow()) && isOffered())
        {
            offered++;
        }
        return offered;
    }

    private boolean readRow() throws FeedException
    {
        if (isAtEnd)
        {
            return false;
        }
        try
        {
            hasRow = rows.next();
        }
        catch (final FeedException ex)
        {
            if (ex.exitCode() == FeedException.ENVIRONMENT)
            {
                throw ex;
            }
            throw FeedPlan.changed(config.file());
        }
        if (!hasRow)
        {
            isAtEnd = true;
            plan.requireDigest(config.file(), rows.digest());
        }
        hasLabel = hasRow && rows.hasLabel();
        return hasRow;
    }

    private boolean isOffered() throws FeedException
    {
        if (rowMessageNumber == NULL_MESSAGE_NUMBER && !isRowOffered())
        {
            return false;
        }
        if (hasLabel && client.offerLabel(rowMessageNumber, fraudLabel()) < 0)
        {
            return false;
        }
        if (client.lastOffered() > plan.messages())
        {
            throw FeedPlan.changed(config.file());
        }
        rowMessageNumber = NULL_MESSAGE_NUMBER;
        hasRow = false;
        return true;
    }

    private boolean isRowOffered()
    {
        final long nowNs = System.nanoTime();
        final boolean isPaced =
            config.ratePerSecond() != FeedConfig.RATE_MAX && client.lastOffered() >= client.lastJournalled();
        final long sendTimeNs = isPaced ? dueTimeNs(nowNs) : nowNs;
        if (sendTimeNs - nowNs > 0)
        {
            return false;
        }
        final long messageNumber = rows.kind() == RowKind.TRANSACTION ? offerTransaction(sendTimeNs) : offerCorrection(sendTimeNs);
        if (messageNumber < 0)
        {
            return false;
        }
        rowsScheduled += isPaced ? 1 : 0;
        rowMessageNumber = messageNumber;
        return true;
    }

    private long offerTransaction(final long sendTimeNs)
    {
        final long messageNumber = client.offer(rows.block(), 0);
        if (messageNumber > 0)
        {
            final String transactionId = rows.transactionId();
            answeredRow.onOffered(messageNumber, transactionId, rows.fraud(), fraudKind(), sendTimeNs);
            originals.onOffered(transactionId, messageNumber);
        }
        return messageNumber;
    }

    /**
     * A reversal of an earlier row names it by sequence, so it waits until that is answered. Everything else is named by id, but a
     * reversal of no row of a file that has all there is.
     */
    private long offerCorrection(final long sendTimeNs)
    {
        final boolean isLabel = rows.kind() == RowKind.LABEL;
        final long target = isLabel ? Originals.NULL_SEQUENCE : originals.sequence(rows.original());
        if (target == Originals.PENDING)
        {
            return VetoClient.BACK_PRESSURED;
        }
        final boolean isOfFile = target != Originals.NULL_SEQUENCE;
        final boolean isById = isLabel || !isOfFile && config.originalSource() != null;
        final long messageNumber =
            isById ? client.offer(byId(isLabel)) : client.offerReversalOfSequence(target, rows.amountMinor());
        if (messageNumber > 0)
        {
            answeredCorrection.onOffered(messageNumber, rows.transactionId(), isLabel, isOfFile, sendTimeNs);
        }
        return messageNumber;
    }

    private MessageById byId(final boolean isLabel)
    {
        final String source = config.originalSource() == null ? MessageById.OWN_SOURCE : config.originalSource();
        return isLabel ?
            messageById.label(source, rows.original(), fraudLabel()) :
            messageById.reversal(source, rows.original(), rows.amountMinor());
    }

    private FraudLabel fraudLabel()
    {
        return rows.fraud() == 1 ? FraudLabel.FRAUD : FraudLabel.GENUINE;
    }

    private long dueTimeNs(final long nowNs)
    {
        if (rowsScheduled == 0)
        {
            scheduleBeginNs = nowNs;
        }
        return scheduleBeginNs + (long)(rowsScheduled * (SECOND_NS / config.ratePerSecond()));
    }

    private String fraudKind()
    {
        final CharSequence kind = rows.fraudKind();
        return kind.isEmpty() ? "" : fraudKinds.computeIfAbsent(kind.toString(), (name) -> name);
    }
}
