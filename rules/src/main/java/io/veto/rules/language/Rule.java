package io.veto.rules.language;

import io.veto.rules.layout.Action;

/**
 * One rule of a rule set.
 *
 * @param index     in the file, from 0; the bit of its hits.
 * @param id        unique in the file.
 * @param title     in words; empty where it has none.
 * @param action    when it hits.
 * @param condition on which it hits.
 */
public record Rule(int index, String id, String title, Action action, BooleanNode condition)
{
}
