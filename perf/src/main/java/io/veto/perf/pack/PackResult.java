package io.veto.perf.pack;

import io.veto.rules.layout.Action;
import java.util.List;

/**
 * What a rule pack found and what it took.
 *
 * @param kinds              of planted fraud.
 * @param rules              of the pack, in file order.
 * @param answers            weakest first.
 * @param transactionsBefore that only filled the windows.
 * @param speed              of the pack, in the measured days.
 * @param peersSpeed         of the peers' rules on the same transactions; null if they were left out.
 * @param accumulatorLength  memory that the pack's windows take for live keys, in bytes.
 */
public record PackResult(
    List<KindTally> kinds,
    List<RuleCount> rules,
    List<AnswerCount> answers,
    long transactionsBefore,
    ScoringSpeed speed,
    ScoringSpeed peersSpeed,
    long accumulatorLength)
{
    /**
     * Transactions of the measured days.
     *
     * @return all of them.
     */
    public long transactions()
    {
        return answers.stream().mapToLong(AnswerCount::transactions).sum();
    }

    /**
     * Frauds of the measured days.
     *
     * @return their transactions.
     */
    public long fraud()
    {
        return answers.stream().mapToLong(AnswerCount::fraud).sum();
    }

    /**
     * Frauds that came to a stop.
     *
     * @return transactions that are fraud and were not approved.
     */
    public long fraudStopped()
    {
        return answers.stream().filter(answer -> Action.APPROVE != answer.action()).mapToLong(AnswerCount::fraud).sum();
    }

    /**
     * What came to a stop.
     *
     * @return transactions that were not approved.
     */
    public long stopped()
    {
        return answers.stream().filter(answer -> Action.APPROVE != answer.action()).mapToLong(AnswerCount::transactions).sum();
    }
}
