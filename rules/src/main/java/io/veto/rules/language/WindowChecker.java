package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ArgumentContext;
import io.veto.rules.language.VetoRulesParser.ConditionContext;
import io.veto.rules.language.VetoRulesParser.SpanContext;
import io.veto.rules.language.VetoRulesParser.WindowContext;
import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.Span;
import io.veto.rules.window.WindowSpec;
import io.veto.rules.window.ZoneTransitions;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/**
 * Checks what an aggregate is kept by and which events it is about. Each answer is null where an error was reported.
 */
final class WindowChecker
{
    /** What an aggregate may be kept by. */
    static final List<String> KEYS =
        Arrays.stream(KeyKind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).collect(Collectors.toList());

    private static final long DEFAULT_LENGTH_MS = TimeUnit.DAYS.toMillis(90);

    private final Diagnostics diagnostics;
    private final Literals literals;
    private final WindowTable table;
    private final ConditionChecker conditions;
    private final Zones zones;

    /**
     * Checks the windows of one file.
     *
     * @param diagnostics to report to.
     * @param literals    reader of durations.
     * @param table       to enter filters into.
     * @param conditions  checker of what stands behind {@code where}.
     * @param zones       that a window may name.
     */
    WindowChecker(
        final Diagnostics diagnostics,
        final Literals literals,
        final WindowTable table,
        final ConditionChecker conditions,
        final Zones zones)
    {
        this.diagnostics = diagnostics;
        this.literals = literals;
        this.table = table;
        this.conditions = conditions;
        this.zones = zones;
    }

    /**
     * Checks a key.
     *
     * @param argument one word, or a pair.
     * @return the key.
     */
    Key key(final ArgumentContext argument)
    {
        final KeyKind first = kind(argument.name().getStart());
        if (null == argument.second)
        {
            return null == first ? null : Key.of(first);
        }
        final KeyKind second = kind(argument.second);
        if (null != first && first == second)
        {
            diagnostics.report(
                argument.second,
                "a pair of the same key twice",
                "write " + argument.second.getText() + " alone, or two different keys such as card+merchant");
            return null;
        }
        return null == first || null == second ? null : Key.of(first, second);
    }

    /**
     * Checks a window.
     *
     * @param aggregate that it belongs to.
     * @param window    as it is written.
     * @return the events that it is about.
     */
    WindowTable.Range range(final Aggregate aggregate, final WindowContext window)
    {
        final Span span = span(window);
        final boolean isKind = isKind(aggregate, window);
        final boolean isBefore = null != window.BEFORE() || aggregate.isOfEarlier();
        final int filter = null == window.condition() ?
            WindowSpec.NULL_FILTER :
            filter(
                window.condition(),
                new FilterScope(isBefore || null != window.delay, labelRefusal(aggregate, window), null != window.delay));
        if (null == span || !isKind || filter < WindowSpec.NULL_FILTER)
        {
            return null;
        }
        return new WindowTable.Range(
            Aggregate.FIRST_SEEN == aggregate ? Span.session(span.lengthMs()) : span, isBefore, filter);
    }

    /**
     * The events that an aggregate is about where no window is written.
     *
     * @param aggregate of earlier events.
     * @return the last 90 days; for {@code first_seen}, a run with gaps of 90 days at most.
     */
    static WindowTable.Range defaultRange(final Aggregate aggregate)
    {
        final Span span =
            Aggregate.FIRST_SEEN == aggregate ? Span.session(DEFAULT_LENGTH_MS) : Span.sliding(DEFAULT_LENGTH_MS);
        return new WindowTable.Range(span, true, WindowSpec.NULL_FILTER);
    }

    private KeyKind kind(final Token word)
    {
        final int index = KEYS.indexOf(word.getText());
        if (index < 0)
        {
            diagnostics.report(
                word, "unknown key " + Diagnostics.quote(word.getText()), NearestName.hint(word.getText(), KEYS));
            return null;
        }
        return KeyKind.values()[index];
    }

    private Span span(final WindowContext window)
    {
        final SpanContext span = window.span();
        final boolean isSliding = isSliding(span);
        if (!isSliding && null != window.delay)
        {
            diagnostics.report(
                window.DELAYED().getSymbol(),
                "delayed does not go with " + span.getStart().getText(),
                "write 7d delayed 7d, or leave delayed out");
        }
        final BigDecimal lengthMs = literals.durationMs(span.length);
        final BigDecimal delayMs = null == window.delay ? BigDecimal.ZERO : literals.durationMs(window.delay);
        final ZoneTransitions zone = null == span.zone ? null : zone(span.zone);
        if (null == lengthMs || null == delayMs || null == zone && null != span.zone ||
            !isInBounds(window, lengthMs, delayMs) || !isSliding && null != window.delay)
        {
            return null;
        }
        if (isSliding)
        {
            return Span.delayed(lengthMs.longValueExact(), delayMs.longValueExact());
        }
        return null == span.SESSION() ?
            Span.tumbling(lengthMs.longValueExact(), zone) :
            Span.session(lengthMs.longValueExact());
    }

    private ZoneTransitions zone(final Token word)
    {
        final String name = Literals.text(word);
        final ZoneTransitions zone = zones.find(name);
        if (Zones.NONE == zones)
        {
            diagnostics.report(word, "zones are not known here", "leave the zone out for UTC");
        }
        else if (null == zone)
        {
            diagnostics.report(
                word,
                "unknown zone " + Diagnostics.quote(name),
                "write a name of the IANA time zone database such as \"Europe/Paris\"");
        }
        return zone;
    }

    private boolean isInBounds(final WindowContext window, final BigDecimal lengthMs, final BigDecimal delayMs)
    {
        final SpanContext span = window.span();
        if (0 == lengthMs.signum() || null != window.delay && 0 == delayMs.signum())
        {
            diagnostics.report(
                0 == lengthMs.signum() ? span.length : window.delay,
                isSliding(span) ?
                    "a window's length and delay must be above 0" :
                    "a window's " + (null == span.SESSION() ? "period" : "gap") + " must be above 0",
                isSliding(span) ? "write at least 1s, or leave delayed out" : "write at least 1s");
            return false;
        }
        final BigDecimal maxMs = BigDecimal.valueOf(TimeUnit.DAYS.toMillis(RuleSetCompiler.WINDOW_DAYS_MAX));
        final BigDecimal windowMs = lengthMs.add(delayMs);
        final boolean isInBounds = windowMs.compareTo(maxMs) <= 0;
        if (!isInBounds)
        {
            diagnostics.report(
                span.length,
                "window longer than the retention",
                "expectedMax=" + Literals.duration(maxMs) + " window=" + Literals.duration(windowMs));
        }
        return isInBounds;
    }

    private boolean isKind(final Aggregate aggregate, final WindowContext window)
    {
        final boolean isKind = !aggregate.isOfEarlier() || isSliding(window.span()) && null == window.delay;
        if (!isKind)
        {
            diagnostics.report(
                isSliding(window.span()) ? window.DELAYED().getSymbol() : window.getStart(),
                "wrong window of " + aggregate.word(),
                "write a length alone, such as 90d, with a where if need be");
        }
        return isKind;
    }

    private static boolean isSliding(final SpanContext span)
    {
        return null == span.TUMBLING() && null == span.SESSION();
    }

    private static String labelRefusal(final Aggregate aggregate, final WindowContext window)
    {
        if (aggregate.isOfEarlier())
        {
            return "a label may change which event is " + aggregate.event() +
                "; count frauds in a window such as 7d delayed 7d";
        }
        return null == window.span().SESSION() ?
            null :
            "a label may come when the session is over; use a window such as 7d delayed 7d";
    }

    private int filter(final ConditionContext where, final FilterScope scope)
    {
        final Filter filter = conditions.filter(where, scope);
        if (null == filter)
        {
            return WindowTable.FULL;
        }
        final int index = table.filter(filter);
        if (WindowTable.FULL == index)
        {
            diagnostics.report(
                where.getStart(),
                "too many different filters",
                "expectedMaxFilters=" + RuleSetCompiler.FILTERS_MAX + "; use equal filters where you can");
        }
        return index;
    }
}
