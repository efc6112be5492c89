package io.veto.rules.language;

import io.veto.rules.layout.Action;
import io.veto.rules.layout.EntryMode;

/**
 * A word of the language that is a condition by itself.
 */
enum Flag implements BooleanNode
{
    /** The card was read by chip, contactless or magnetic stripe. */
    CARD_PRESENT
    {
        @Override
        public boolean test(final Facts facts)
        {
            final int entryMode = facts.entryMode();
            return EntryMode.CHIP.value() == entryMode ||
                EntryMode.CONTACTLESS.value() == entryMode ||
                EntryMode.MAGSTRIPE.value() == entryMode;
        }
    },

    /** The event is labelled as fraud. */
    FRAUD
    {
        @Override
        public boolean test(final Facts facts)
        {
            return facts.isFraud();
        }
    },

    /** The event was answered with approve. */
    APPROVED
    {
        @Override
        public boolean test(final Facts facts)
        {
            return Action.APPROVE.value() == facts.action();
        }
    },

    /** The event was answered with decline. */
    DECLINED
    {
        @Override
        public boolean test(final Facts facts)
        {
            return Action.DECLINE.value() == facts.action();
        }
    },

    /** The event was answered with review. */
    REVIEWED
    {
        @Override
        public boolean test(final Facts facts)
        {
            return Action.REVIEW.value() == facts.action();
        }
    },

    /** The event was answered with challenge. */
    CHALLENGED
    {
        @Override
        public boolean test(final Facts facts)
        {
            return Action.CHALLENGE.value() == facts.action();
        }
    };

    /**
     * Whether the flag is known only of events that are over.
     *
     * @return false for a field of the transaction itself.
     */
    boolean isOutcome()
    {
        return CARD_PRESENT != this;
    }
}
