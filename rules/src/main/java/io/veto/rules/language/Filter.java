package io.veto.rules.language;

/**
 * The condition of a {@code where}: which events a window counts. Equal ones of a rule set are kept once.
 *
 * @param words      of the condition, separated by blanks: filters of the same words are equal.
 * @param condition  over an event's own fields and its outcome.
 * @param asksLabel  whether it mentions the event's label, {@code fraud}.
 * @param asksAnswer whether it mentions the event's answer: {@code approved}, {@code declined}, {@code reviewed} or
 *                   {@code hit}.
 */
public record Filter(String words, BooleanNode condition, boolean asksLabel, boolean asksAnswer)
{
}
