package io.veto.rules.language;

import io.veto.rules.window.WindowSpec;
import java.util.List;

/**
 * Something that a rule asks for and that is not worked out of anything else: a field, what a window tells, a mean. Conditions are
 * looked through as statements about these. Two are the same if their names are.
 *
 * @param name      unique in the rule set.
 * @param isWhole   whether it is always a whole number where it is there.
 * @param range     values that it may have.
 * @param limits    why it has no others, in words; null where there is nothing to say.
 * @param presences what must be there for it to be there; empty where it is never missing. A window that is 0 over no event is there
 *                  wherever its key is.
 * @param window    that it is, where it is there whenever its key is; null for anything else.
 * @param divisor   what it was divided by, and is above 0 where this is there; null for none.
 */
record Atom(
    String name, boolean isWhole, ValueSet range, String limits, List<String> presences, WindowSpec window, Atom divisor)
    implements Comparable<Atom>
{
    @Override
    public int compareTo(final Atom other)
    {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof Atom atom && name.equals(atom.name);
    }

    @Override
    public int hashCode()
    {
        return name.hashCode();
    }
}
