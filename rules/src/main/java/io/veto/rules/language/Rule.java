package io.veto.rules.language;

/**
 * One rule of a rule set.
 *
 * @param index             in the file, from 0; the bit of its hits.
 * @param id                unique in the file.
 * @param title             in words; empty where it has none.
 * @param effect            when it hits.
 * @param points            that it adds to the score; 0 for other effects.
 * @param isShadow          whether it is evaluated and recorded, and changes nothing.
 * @param champion          index of the rule that this one, in shadow, is measured against; {@link #NULL_RULE} for none.
 * @param code              response code to answer with, ISO 8583 field 39; empty where it has none.
 * @param reason            to answer with; empty where it has none.
 * @param expectedMaxMillionths highest share of transactions that it should hit, in millionths; over it the damage guard lets the rule
 *                          fall back to shadow. {@link #NULL_SHARE} where nothing is expected.
 * @param words             of its condition, separated by blanks: rules of equal words ask for the same.
 * @param condition         on which it hits.
 */
public record Rule(
    int index,
    String id,
    String title,
    RuleEffect effect,
    int points,
    boolean isShadow,
    int champion,
    String code,
    String reason,
    int expectedMaxMillionths,
    String words,
    BooleanNode condition)
{
    /** No rule. */
    public static final int NULL_RULE = -1;
    /** No share. */
    public static final int NULL_SHARE = -1;
}
