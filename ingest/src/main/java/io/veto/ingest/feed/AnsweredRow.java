package io.veto.ingest.feed;

import io.veto.ingest.client.RuleTable;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionFlagsDecoder;

/**
 * A row of the file with its answer.
 * <p>
 * <b>Note:</b> one object for all rows: valid only until the listener returns.
 */
public final class AnsweredRow
{
    /** The row was not sent by this run: it has no latency. */
    public static final long NULL_LATENCY_NS = -1;

    private static final int WORDS_OF_HITS = 4;

    private final String[] transactionIds;
    private final String[] fraudKinds;
    private final byte[] frauds;
    private final long[] sendTimesNs;
    private final int mask;
    private int index;
    private long messageNumber;
    private boolean replayed;
    private boolean duplicate;
    private long latencyNs;
    private AnswerDecoder answer;
    private DecisionDecoder decision;
    private RuleTable ruleTable;

    AnsweredRow(final int capacity)
    {
        transactionIds = new String[capacity];
        fraudKinds = new String[capacity];
        frauds = new byte[capacity];
        sendTimesNs = new long[capacity];
        mask = capacity - 1;
    }

    void onOffered(
        final long messageNumber,
        final String transactionId,
        final int fraud,
        final String fraudKind,
        final long sendTimeNs)
    {
        final int slot = (int)messageNumber & mask;
        transactionIds[slot] = transactionId;
        frauds[slot] = (byte)fraud;
        fraudKinds[slot] = fraudKind;
        sendTimesNs[slot] = sendTimeNs;
    }

    AnsweredRow onAnswered(
        final long messageNumber,
        final boolean replayed,
        final boolean duplicate,
        final AnswerDecoder answer,
        final RuleTable ruleTable)
    {
        this.messageNumber = messageNumber;
        this.replayed = replayed;
        this.duplicate = duplicate;
        this.answer = answer;
        this.ruleTable = ruleTable;
        decision = answer.decision();
        index = (int)messageNumber & mask;
        latencyNs = replayed ? NULL_LATENCY_NS : System.nanoTime() - sendTimesNs[index];
        return this;
    }

    /**
     * Id of the transaction as the file has it.
     *
     * @return the id.
     */
    public String transactionId()
    {
        return transactionIds[index];
    }

    /**
     * Number of the message that carried the transaction.
     *
     * @return message number of the source, from 1.
     */
    public long messageNumber()
    {
        return messageNumber;
    }

    /**
     * Number of the journal record that holds transaction and decision.
     *
     * @return the sequence.
     */
    public long sequence()
    {
        return answer.sequence();
    }

    /**
     * What was decided.
     *
     * @return the action.
     */
    public Action action()
    {
        return decision.action();
    }

    /**
     * Sum of the scores of the rules that hit.
     *
     * @return the score.
     */
    public int score()
    {
        return decision.score();
    }

    /**
     * Flags of the decision.
     *
     * @return flyweight over them.
     */
    public DecisionFlagsDecoder flags()
    {
        return decision.flags();
    }

    /**
     * Rules that hit, 64 of the 256 at a time.
     *
     * @param word 0 to 3.
     * @return bit {@code i} is set when rule {@code 64 * word + i} hit.
     */
    public long hits(final int word)
    {
        return decision.hits(word);
    }

    /**
     * Names the bits of {@link #hits(int)}.
     *
     * @return rule ids of the rule set that decided.
     */
    public RuleTable ruleTable()
    {
        return ruleTable;
    }

    /**
     * Appends the ids of the rules that hit, in the order of the rule set.
     *
     * @param builder   to append to.
     * @param separator between two ids.
     */
    public void appendRules(final StringBuilder builder, final char separator)
    {
        final int begin = builder.length();
        for (int word = 0; word < WORDS_OF_HITS; word++)
        {
            long hits = decision.hits(word);
            while (hits != 0)
            {
                if (builder.length() > begin)
                {
                    builder.append(separator);
                }
                builder.append(ruleTable.ruleId(Long.SIZE * word + Long.numberOfTrailingZeros(hits)));
                hits &= hits - 1;
            }
        }
    }

    /**
     * Whether the file says if the row is fraud.
     *
     * @return true if it says so, either way.
     */
    public boolean isLabelled()
    {
        return frauds[index] != TransactionRow.NULL_FRAUD;
    }

    /**
     * Whether the file says that the row is fraud.
     *
     * @return true if it does.
     */
    public boolean isFraud()
    {
        return frauds[index] == 1;
    }

    /**
     * Kind of fraud that the file names in a column {@code fraud_kind}.
     *
     * @return its name; empty where there is none.
     */
    public String fraudKind()
    {
        return fraudKinds[index];
    }

    /**
     * Whether the answer was read back from the journal.
     *
     * @return true if it was.
     */
    public boolean isReplayed()
    {
        return replayed;
    }

    /**
     * Whether the transaction repeats an earlier one, whose decision it got; it counts nowhere.
     *
     * @return true if it does.
     */
    public boolean isDuplicate()
    {
        return duplicate;
    }

    /**
     * Time to the answer: from the intended send time where there is a rate, otherwise from the send.
     *
     * @return in nanoseconds; {@link #NULL_LATENCY_NS} for an answer read back from the journal.
     */
    public long latencyNs()
    {
        return latencyNs;
    }
}
