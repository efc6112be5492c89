package io.veto.rules.language;

import io.veto.rules.window.KeyHash;
import io.veto.rules.window.KeyKind;

/**
 * Holds when a field of the transaction is in a list, or is not; does not hold where the field is missing.
 *
 * @param list      index of the list in the rule set.
 * @param field     to look up.
 * @param isNegated whether it must not be in the list.
 */
record ListNode(int list, KeyKind field, boolean isNegated) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        final long key = facts.key(field);
        return KeyHash.NULL_KEY != key && isNegated != facts.isListed(list, key);
    }
}
