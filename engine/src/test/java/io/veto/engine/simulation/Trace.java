package io.veto.engine.simulation;

import java.util.ArrayDeque;

/**
 * The last steps of a simulated run.
 */
final class Trace
{
    private static final int LINES_MAX = 400;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final boolean isOn = Boolean.getBoolean("veto.trace");
    private long steps = 0;

    boolean isOn()
    {
        return isOn;
    }

    void add(final String line)
    {
        steps++;
        if (isOn)
        {
            if (LINES_MAX == lines.size())
            {
                lines.removeFirst();
            }
            lines.addLast(steps + " " + line);
        }
    }

    @Override
    public String toString()
    {
        return isOn ? String.join("\n", lines) : "steps=" + steps + ": see them with -Dveto.trace=true";
    }
}
