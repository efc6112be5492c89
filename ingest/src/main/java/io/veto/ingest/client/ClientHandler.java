package io.veto.ingest.client;

import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;

/**
 * Receives what the server says, in message order, each message once.
 * <p>
 * <b>Note:</b> called inside {@link VetoClient#poll(ClientHandler)} on its thread. Decoders are reused: they are valid
 * only until the call returns.
 */
public interface ClientHandler
{
    /**
     * The rule ids behind the bits of the decisions: after each connect and whenever the rule set changes.
     *
     * @param ruleTable rule ids in bit order.
     */
    void onRuleTable(RuleTable ruleTable);

    /**
     * A transaction is answered and in the journal.
     *
     * @param messageNumber of the transaction.
     * @param replayed      whether the answer was read back from the journal.
     * @param duplicate     whether the transaction repeats an earlier one, whose decision it gets; it counts nowhere.
     * @param answer        of the server.
     */
    void onAnswer(long messageNumber, boolean replayed, boolean duplicate, AnswerDecoder answer);

    /**
     * A label or a reversal is in the journal.
     *
     * @param messageNumber   of the label or the reversal.
     * @param replayed        whether the acknowledgement was read back from the journal.
     * @param acknowledgement of the server.
     */
    void onAcknowledgement(long messageNumber, boolean replayed, AcknowledgementDecoder acknowledgement);

    /**
     * The connection broke or could not be made; the client goes on trying by itself.
     *
     * @param cause address and why, in one line.
     */
    void onDisconnect(String cause);
}
