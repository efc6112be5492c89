package io.veto.rules.language;

import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.Measure;
import io.veto.rules.window.Span;
import io.veto.rules.window.WindowSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The windows and filters that the rules of a file read, equal ones once, numbered in the order they are first met.
 */
final class WindowTable
{
    /** There is no room for another. */
    static final int FULL = -2;
    /** There is no room for another session. */
    static final int FULL_OF_SESSIONS = -3;

    private final List<WindowSpec> windows = new ArrayList<>();
    private final Map<WindowSpec, Integer> windowIndexes = new HashMap<>();
    private final Set<WindowSpec> sessions = new HashSet<>();
    private final List<Filter> filters = new ArrayList<>();
    private final Map<String, Integer> filterIndexes = new HashMap<>();

    /**
     * Finds a window or adds it.
     *
     * @param window to find.
     * @return its index, {@link #FULL}, or {@link #FULL_OF_SESSIONS}.
     */
    int window(final WindowSpec window)
    {
        final Integer known = windowIndexes.get(window);
        if (null != known)
        {
            return known;
        }
        if (RuleSetCompiler.WINDOWS_MAX == windows.size())
        {
            return FULL;
        }
        if (Span.Kind.SESSION == window.span().kind() && !hasRoomFor(session(window)))
        {
            return FULL_OF_SESSIONS;
        }
        windowIndexes.put(window, windows.size());
        windows.add(window);
        return windows.size() - 1;
    }

    /**
     * Finds a filter or adds it.
     *
     * @param filter to find.
     * @return its index, or {@link #FULL}.
     */
    int filter(final Filter filter)
    {
        final Integer known = filterIndexes.get(filter.words());
        if (null != known)
        {
            return known;
        }
        if (RuleSetCompiler.FILTERS_MAX == filters.size())
        {
            return FULL;
        }
        filterIndexes.put(filter.words(), filters.size());
        filters.add(filter);
        return filters.size() - 1;
    }

    /**
     * The windows.
     *
     * @return in the order of their indexes.
     */
    WindowSpec[] windows()
    {
        return windows.toArray(new WindowSpec[0]);
    }

    /**
     * The filters.
     *
     * @return in the order of their indexes.
     */
    Filter[] filters()
    {
        return filters.toArray(new Filter[0]);
    }

    private boolean hasRoomFor(final WindowSpec session)
    {
        return sessions.contains(session) || sessions.size() < RuleSetCompiler.SESSIONS_MAX && sessions.add(session);
    }

    /**
     * The runs of events that a window is about, whatever it tells about them.
     */
    private static WindowSpec session(final WindowSpec window)
    {
        return new WindowSpec(window.key(), Measure.COUNT, null, window.span(), true, WindowSpec.NULL_FILTER);
    }

    /**
     * Which events a window is about, whatever it tells about them.
     *
     * @param span   times that it covers.
     * @param before whether the transaction itself is left out.
     * @param filter index of the filter, or {@link WindowSpec#NULL_FILTER}.
     */
    record Range(Span span, boolean before, int filter)
    {
        /**
         * The window that tells something about these events.
         *
         * @param key     that it is kept by.
         * @param measure that it tells.
         * @param value   field that the measure is about; null for the amount.
         * @return the window.
         */
        WindowSpec over(final Key key, final Measure measure, final KeyKind value)
        {
            return new WindowSpec(key, measure, value, span, before, filter);
        }

        /**
         * The same times, whatever the events.
         *
         * @return without a filter.
         */
        Range unfiltered()
        {
            return new Range(span, before, WindowSpec.NULL_FILTER);
        }
    }
}
