package io.veto.perf.pack;

import io.veto.rules.layout.Action;

/**
 * How often an answer was given.
 *
 * @param action       that was answered.
 * @param transactions that got it.
 * @param fraud        of these, fraud.
 */
public record AnswerCount(Action action, long transactions, long fraud)
{
}
