package io.veto.engine.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * How often each thing happened.
 * <p>
 * <b>Note:</b> one thread; add those of several up.
 */
final class Coverage
{
    private final long[] counts = new long[Happening.values().length];

    void add(final Happening happening)
    {
        counts[happening.ordinal()]++;
    }

    void add(final Coverage other)
    {
        Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
    }

    Set<Happening> missing()
    {
        final Set<Happening> missing = EnumSet.noneOf(Happening.class);
        for (final Happening happening : Happening.values())
        {
            if (0 == counts[happening.ordinal()])
            {
                missing.add(happening);
            }
        }
        return missing;
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        for (final Happening happening : Happening.values())
        {
            text.append(happening).append('=').append(counts[happening.ordinal()]).append(' ');
        }
        return text.toString();
    }
}
