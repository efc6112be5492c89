package io.veto.rules.window;

import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;

/**
 * How the state of windows is written down and comes back.
 */
final class WindowState
{
    private WindowState()
    {
    }

    static void save(final WindowPlan plan, final long steps, final StateWriter writer)
    {
        throw new UnsupportedOperationException();
    }

    static long load(final WindowPlan plan, final StateReader reader)
    {
        throw new UnsupportedOperationException();
    }
}
