package io.veto.ingest.rules;

import io.veto.engine.report.Json;
import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleWords;
import io.veto.rules.window.WindowFootprint;
import io.veto.rules.window.WindowFootprint.KeyLength;
import io.veto.rules.window.WindowSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a rule set costs, rule by rule and together: the windows and who shares them, memory, cursors and time.
 *
 * @param ruleSet   that was looked at.
 * @param rules     in file order.
 * @param footprint of all windows together.
 * @param times     measured on this machine.
 */
record RuleCosts(RuleSet ruleSet, List<RuleCost> rules, WindowFootprint footprint, RuleMeter.Times times)
{
    /**
     * What a rule costs.
     *
     * @param rule      the rule.
     * @param windows   that it reads.
     * @param footprint of its windows as if there were no others.
     * @param timeNs    of one evaluation.
     */
    record RuleCost(Rule rule, List<ReadWindow> windows, WindowFootprint footprint, double timeNs)
    {
        /**
         * How many of its windows other rules read too.
         *
         * @return 0 to the number of its windows.
         */
        int sharedWindows()
        {
            return (int)windows.stream().filter(window -> !window.sharedWith.isEmpty()).count();
        }

        /**
         * How many other rules read one of its windows.
         *
         * @return each counted once.
         */
        int sharingRules()
        {
            return (int)windows.stream().flatMap(window -> window.sharedWith.stream()).distinct().count();
        }
    }

    /**
     * A window that a rule reads.
     *
     * @param words      of it.
     * @param filter     index of its filter, or {@link WindowSpec#NULL_FILTER}.
     * @param sharedWith ids of the other rules that read it.
     */
    record ReadWindow(String words, int filter, List<String> sharedWith)
    {
    }

    /**
     * Works the costs out and measures the times.
     *
     * @param ruleSet to look at.
     * @return its costs.
     */
    static RuleCosts of(final RuleSet ruleSet)
    {
        final WindowSpec[] specs = ruleSet.windows();
        final boolean[] asksLabel = new boolean[ruleSet.filterCount()];
        for (int i = 0; i < asksLabel.length; i++)
        {
            asksLabel[i] = ruleSet.filter(i).asksLabel();
        }
        final RuleMeter.Times times = RuleMeter.measure(ruleSet);
        final List<List<String>> readers = readers(ruleSet, specs.length);
        final List<RuleCost> rules = new ArrayList<>();
        for (int i = 0; i < ruleSet.ruleCount(); i++)
        {
            final int[] read = ruleSet.windowsOf(i);
            final String id = ruleSet.rule(i).id();
            rules.add(new RuleCost(
                ruleSet.rule(i),
                Arrays.stream(read).mapToObj(window -> new ReadWindow(
                    RuleWords.window(ruleSet, window), specs[window].filter(),
                    readers.get(window).stream().filter(other -> !other.equals(id)).toList())).toList(),
                WindowFootprint.of(Arrays.stream(read).mapToObj(window -> specs[window]).toArray(WindowSpec[]::new), asksLabel),
                times.rules()[i]));
        }
        return new RuleCosts(ruleSet, List.copyOf(rules), WindowFootprint.of(specs, asksLabel), times);
    }

    /**
     * What live keys take, in words.
     *
     * @param footprint of windows.
     * @param unit      behind each figure.
     * @return such as {@code card 31, bin+merchant 95}; {@code -} where there is no window.
     */
    static String keys(final WindowFootprint footprint, final String unit)
    {
        return footprint.keys().isEmpty() ?
            "-" :
            footprint.keys().stream().map(key -> name(key) + ' ' + key.length() + unit).collect(Collectors.joining(", "));
    }

    /**
     * What live keys take, as a JSON object.
     *
     * @param footprint of windows.
     * @return bytes by key.
     */
    static String keysJson(final WindowFootprint footprint)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        footprint.keys().forEach(key -> members.put(name(key), String.valueOf(key.length())));
        return Json.object(members);
    }

    /**
     * A time with a decimal.
     *
     * @param timeNs nanoseconds.
     * @return the number.
     */
    static String number(final double timeNs)
    {
        return String.format(Locale.ROOT, "%.1f", timeNs);
    }

    /**
     * What a rule does when it hits, in words.
     *
     * @param rule the rule.
     * @return such as {@code decline}, {@code score 40} or {@code shadow review}.
     */
    static String effect(final Rule rule)
    {
        return (rule.isShadow() ? "shadow " : "") + rule.effect().word() + (0 == rule.points() ? "" : " " + rule.points());
    }

    /**
     * A rule as members of a JSON object.
     *
     * @param cost of the rule.
     * @return members that may be added to.
     */
    static Map<String, String> json(final RuleCost cost)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("id", Json.string(cost.rule.id()));
        members.put("effect", Json.string(effect(cost.rule)));
        members.put("windows", Json.array(cost.windows.stream().map(window -> Json.object(ordered(
            "window", Json.string(window.words),
            "sharedWith", Json.array(window.sharedWith.stream().map(Json::string).toList())))).toList()));
        members.put("bytesPerKey", keysJson(cost.footprint));
        members.put("cursors", String.valueOf(cost.footprint.cursors()));
        members.put("ns", number(cost.timeNs));
        return members;
    }

    /**
     * A map that keeps the order of its entries.
     *
     * @param namesAndValues in turn.
     * @return the map.
     */
    static Map<String, String> ordered(final String... namesAndValues)
    {
        final Map<String, String> ordered = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2)
        {
            ordered.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ordered;
    }

    private static String name(final KeyLength key)
    {
        return key.key().toString().toLowerCase(Locale.ROOT);
    }

    private static List<List<String>> readers(final RuleSet ruleSet, final int windowCount)
    {
        final List<List<String>> readers = new ArrayList<>();
        for (int window = 0; window < windowCount; window++)
        {
            readers.add(new ArrayList<>());
        }
        for (int rule = 0; rule < ruleSet.ruleCount(); rule++)
        {
            for (final int window : ruleSet.windowsOf(rule))
            {
                readers.get(window).add(ruleSet.rule(rule).id());
            }
        }
        return readers;
    }
}
