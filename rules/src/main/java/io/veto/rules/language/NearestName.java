package io.veto.rules.language;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Guesses which known name a wrong one was meant to be: the one with the fewest letters to insert, drop, replace or
 * swap with their neighbour.
 * <p>
 * Source: V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", 1966; with
 * swaps, in its restricted form, F. J. Damerau, 1964.
 */
public final class NearestName
{
    private static final int LISTED_MAX = 10;

    private NearestName()
    {
    }

    /**
     * How to mend a wrong name.
     *
     * @param wrong name.
     * @param known names.
     * @return the nearest of them, or the list of them where none is near.
     */
    public static String hint(final String wrong, final Collection<String> known)
    {
        final String nearest = nearest(wrong, known);
        if (null != nearest)
        {
            return "did you mean " + nearest + '?';
        }
        return "expected one of " + known.stream().limit(LISTED_MAX).collect(Collectors.joining(", ")) +
            (known.size() > LISTED_MAX ? ", …" : "");
    }

    /**
     * The known name that is nearest to a wrong one; the first of them where several are. Case does not count.
     *
     * @param wrong name.
     * @param known names.
     * @return the nearest; null where none is near, and for a name that is too long to be one.
     */
    static String nearest(final String wrong, final Collection<String> known)
    {
        if (wrong.length() > RuleSetCompiler.ID_LENGTH_MAX)
        {
            return null;
        }
        final int distanceMax = Math.max(1, wrong.length() / 2);
        String nearest = null;
        int nearestDistance = distanceMax + 1;
        for (final String name : known)
        {
            if (Math.abs(name.length() - wrong.length()) < nearestDistance)
            {
                final int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
                if (distance < nearestDistance)
                {
                    nearest = name;
                    nearestDistance = distance;
                }
            }
        }
        return nearest;
    }

    private static int distance(final String left, final String right)
    {
        int[] beforePrevious = new int[right.length() + 1];
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++)
        {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++)
            {
                final int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 &&
                    left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1))
                {
                    current[j] = Math.min(current[j], 1 + beforePrevious[j - 2]);
                }
            }
            final int[] spare = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = spare;
        }
        return previous[right.length()];
    }
}
