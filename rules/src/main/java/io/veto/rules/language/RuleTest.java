package io.veto.rules.language;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A test that stands beside the rules: what is given, an event, and how it must be answered.
 *
 * @param title    in words, without digits that could be a card number.
 * @param line     of the file, from 1.
 * @param given    entries of lists and earlier events, in their order.
 * @param question the event that is asked about.
 * @param expected answer to it.
 */
public record RuleTest(String title, int line, List<Step> given, Event question, Expectation expected)
{
    /** Most tests in a file. */
    public static final int TESTS_MAX = 200;
    /** Most events of a test, the one in question included. */
    public static final int EVENTS_MAX = 10_000;
    /** Most events of all tests of a file. */
    public static final int FILE_EVENTS_MAX = 100_000;
    /** Longest name in a test, in characters. */
    public static final int NAME_LENGTH_MAX = 16;
    /** The name that stands for another one in every event. */
    public static final String NEW = "new";
    /** Amount of an event that says none, in minor units. */
    public static final long AMOUNT_DEFAULT = 10_00;
    /** Card of an event that says none. */
    public static final String CARD_DEFAULT = "A";
    /** Currency of an event that says none: EUR, by its ISO 4217 number. */
    public static final int CURRENCY_DEFAULT = 978;
    /** Milliseconds between events that say nothing else. */
    public static final long STEP_MS_DEFAULT = 1_000;

    /** Something that is given. */
    public sealed interface Step permits Event, Entry
    {
    }

    /**
     * One event or several equal ones.
     *
     * @param times   how often it happens.
     * @param names   fields that are names.
     * @param numbers fields that are numbers; {@link TestField} tells their units.
     */
    public record Event(int times, Map<TestField, String> names, Map<TestField, Long> numbers) implements Step
    {
        /**
         * A field that is a number.
         *
         * @param field       to look for.
         * @param otherwise   what is meant where the event does not say.
         * @return its value.
         */
        public long number(final TestField field, final long otherwise)
        {
            return numbers.getOrDefault(field, otherwise);
        }
    }

    /**
     * An entry of a list.
     *
     * @param list   index of the list in the rule set.
     * @param field  a field that such entries are looked up by.
     * @param name   of the entry; null where it is a number.
     * @param number of the entry; 0 where it is a name.
     */
    public record Entry(int list, TestField field, String name, long number) implements Step
    {
    }

    /**
     * How the event in question must be answered.
     *
     * @param effect whose action is the answer; {@link RuleEffect#SCORE} where the score is asked for instead.
     * @param score  that must come out; 0 where it is not asked for.
     * @param hits   indexes of rules that must hit.
     * @param misses indexes of rules that must not.
     */
    public record Expectation(RuleEffect effect, int score, int[] hits, int[] misses)
    {
        /**
         * The expectation in words.
         *
         * @param ruleSet whose rules are meant.
         * @return what may stand behind {@code then}.
         */
        public String words(final RuleSet ruleSet)
        {
            return effect.word() + (RuleEffect.SCORE == effect ? " " + score : "") +
                (0 == hits.length ? "" : " by " + ids(ruleSet, hits)) +
                (0 == misses.length ? "" : " without " + ids(ruleSet, misses));
        }

        private static String ids(final RuleSet ruleSet, final int[] rules)
        {
            return Arrays.stream(rules).mapToObj(rule -> ruleSet.rule(rule).id()).collect(Collectors.joining(", "));
        }
    }

    /**
     * Number of events, the one in question included.
     *
     * @return 1 to {@link #EVENTS_MAX} in a test without errors.
     */
    public int events()
    {
        final long events = 1 + given.stream().mapToLong(step -> step instanceof Event event ? event.times() : 0).sum();
        return (int)Math.min(Integer.MAX_VALUE, events);
    }
}
