package io.veto.rules.language;

import io.veto.rules.layout.Action;
import java.util.Locale;

/**
 * What a rule does when it hits, weakest first: the strongest wins.
 */
public enum RuleEffect
{
    /** Adds points; what they do, the thresholds say. */
    SCORE(Action.APPROVE),
    /** Approves, which is what is done anyway. */
    APPROVE(Action.APPROVE),
    /** Asks a person to look at it. */
    REVIEW(Action.REVIEW),
    /** Asks the cardholder to prove who they are. */
    CHALLENGE(Action.CHALLENGE),
    /** Declines. */
    DECLINE(Action.DECLINE),
    /** The allow list: approves whatever the rules say. */
    ALLOW(Action.APPROVE),
    /** The deny list: declines whatever else holds. */
    DENY(Action.DECLINE);

    private final Action action;

    RuleEffect(final Action action)
    {
        this.action = action;
    }

    /**
     * The answer where this is the strongest.
     *
     * @return what the sender is told.
     */
    public Action action()
    {
        return action;
    }

    /**
     * The effect as rules write it.
     *
     * @return lower-case word.
     */
    public String word()
    {
        return (DENY == this ? DECLINE : this).name().toLowerCase(Locale.ROOT);
    }
}
