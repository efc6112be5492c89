package io.veto.rules.language;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a rule may ask of the events of a key.
 */
enum Aggregate
{
    /** Number of events. */
    COUNT(List.of(), null),
    /** Number of events, reversed ones too. */
    ATTEMPTS(List.of(), null),
    /** Sum of the amounts. */
    SUM(List.of(AggregateChecker.AMOUNT), null),
    /** Mean of the amounts. */
    AVG(List.of(AggregateChecker.AMOUNT), null),
    /** Smallest amount. */
    MIN(List.of(AggregateChecker.AMOUNT), null),
    /** Largest amount. */
    MAX(List.of(AggregateChecker.AMOUNT), null),
    /** Population standard deviation of the amounts. */
    STDDEV(List.of(AggregateChecker.AMOUNT), null),
    /** Number of different values of a field. */
    DISTINCT(WindowChecker.KEYS, null),
    /** Share of the events that pass the {@code where}. */
    RATIO(List.of(), null),
    /** Amount or field of the latest earlier event. */
    LAST(AggregateChecker.LAST_FIELDS, "the last"),
    /** Time since the latest earlier event. */
    SINCE(List.of(), "the last"),
    /** Time since the first event of a run. */
    FIRST_SEEN(List.of(), "the first"),
    /** Distance from the latest earlier event. */
    DISTANCE_KM(List.of(), "the last"),
    /** Speed since the latest earlier event. */
    SPEED_KMH(List.of(), "the last");

    /** The words for them. */
    static final List<String> NAMES = Arrays.stream(values()).map(Aggregate::word).collect(Collectors.toList());

    private final List<String> subjects;
    private final String event;

    Aggregate(final List<String> subjects, final String event)
    {
        this.subjects = subjects;
        this.event = event;
    }

    /**
     * The aggregate of a name.
     *
     * @param name one of {@link #NAMES}.
     * @return the aggregate.
     */
    static Aggregate of(final String name)
    {
        return values()[NAMES.indexOf(name)];
    }

    /**
     * What may stand before the key.
     *
     * @return the words; none where the key comes first.
     */
    List<String> subjects()
    {
        return subjects;
    }

    /**
     * Which single event the answer hangs on.
     *
     * @return the first or the last; null where it is about all of the window.
     */
    String event()
    {
        return event;
    }

    /**
     * Whether the answer is about earlier events only. The window may be left out then.
     *
     * @return true if the transaction itself is never part of it.
     */
    boolean isOfEarlier()
    {
        return null != event;
    }

    /**
     * The aggregate as a rule names it.
     *
     * @return the word.
     */
    String word()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How the aggregate is written.
     *
     * @return an outline and an example.
     */
    String usage()
    {
        final boolean isField = subjects.size() > 1;
        final String first = subjects.isEmpty() ? "" : isField ? "FIELD, " : subjects.get(0) + ", ";
        final String outline = word() + '(' + first + "KEY";
        final String example = word() + '(' + (isField ? "merchant_country, " : first) + "card";
        if (isOfEarlier())
        {
            return outline + ") or " + outline + ", WINDOW) such as " + example + ", 30d)";
        }
        return RATIO == this ?
            outline + ", WINDOW where CONDITION) such as " + example + ", 30d where amount < 10.00)" :
            outline + ", WINDOW) such as " + example + ", 30d)";
    }
}
