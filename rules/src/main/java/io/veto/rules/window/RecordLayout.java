package io.veto.rules.window;

import java.util.Arrays;

/**
 * Which words of a reservoir record hold what, for one set of windows. Only what some window needs is kept.
 * <pre>
 *   fields in use, 8 bytes each | filter bits, 8 bytes for 32 filters | joined, 8 bytes if there is a session | place, 8 bytes if asked for
 * </pre>
 * Filter f has bit 2f where the event passes it as genuine and bit 2f + 1 where it passes it as fraud. joined: bit s where the event is
 * part of a run of session span s. place: see {@link Haversine}.
 */
final class RecordLayout
{
    /** The record has no such word. */
    static final int NULL_WORD = -1;

    private final int[] wordOfKind = new int[KeyKind.values().length];
    private final int[] kindOfWord;
    private final int filterWord;
    private final int filterWords;
    private final int joinedWord;
    private final int placeWord;
    private final int words;

    RecordLayout(final boolean[] kindsInUse, final int filterCount, final boolean hasSessions, final boolean hasPlaces)
    {
        int next = 0;
        final int[] kinds = new int[kindsInUse.length];
        for (int k = 0; k < kindsInUse.length; k++)
        {
            wordOfKind[k] = kindsInUse[k] ? next : NULL_WORD;
            if (kindsInUse[k])
            {
                kinds[next++] = k;
            }
        }
        kindOfWord = Arrays.copyOf(kinds, next);
        filterWord = next;
        filterWords = WindowEvent.filterWords(filterCount);
        next += filterWords;
        joinedWord = hasSessions ? next++ : NULL_WORD;
        placeWord = hasPlaces ? next++ : NULL_WORD;
        words = next;
    }

    /**
     * Number of words of a record behind its time, sequence and amount.
     */
    int words()
    {
        return words;
    }

    /**
     * Word of a field.
     */
    int word(final KeyKind kind)
    {
        return wordOfKind[kind.ordinal()];
    }

    int filterWord()
    {
        return filterWord;
    }

    int joinedWord()
    {
        return joinedWord;
    }

    int placeWord()
    {
        return placeWord;
    }

    /**
     * Writes the words of an event that has joined no session yet.
     */
    void encode(final WindowEvent event, final long[] target)
    {
        final long[] keys = event.keys();
        for (int i = 0; i < kindOfWord.length; i++)
        {
            target[i] = keys[kindOfWord[i]];
        }
        encodeFilters(event, target);
        if (NULL_WORD != joinedWord)
        {
            target[joinedWord] = 0;
        }
        if (NULL_WORD != placeWord)
        {
            target[placeWord] = event.place();
        }
    }

    /**
     * Writes which filters an event passes.
     */
    void encodeFilters(final WindowEvent event, final long[] target)
    {
        final long[] bits = event.filterBits();
        for (int i = 0; i < filterWords; i++)
        {
            target[filterWord + i] = bits[i];
        }
    }
}
