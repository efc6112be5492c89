package io.veto.rules.score;

import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import io.veto.rules.window.KeyHash;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowEvent;

/**
 * Loads the entries of long lists that the next transactions will ask for into the caches: keys are collected first and looked up
 * together, so that the waits for memory overlap. It changes no answer.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
final class ListAhead
{
    private static final int KEYS_MAX = 1_024;
    private static final int ENTRIES_MIN = 4_096;

    private final Lists lists;
    private final int[] numbers;
    private final KeyKind[] fields;
    private final long[] keys = new long[KEYS_MAX];
    private final int[] keyNumbers = new int[KEYS_MAX];
    private int count = 0;
    private int found = 0;

    /**
     * Prepares for the lists of a rule set.
     *
     * @param lists that are asked.
     * @param specs of the rule set.
     */
    ListAhead(final Lists lists, final ListSpec[] specs)
    {
        this.lists = lists;
        int pairs = 0;
        for (final ListSpec spec : specs)
        {
            pairs += spec.kind().fields().size();
        }
        numbers = new int[pairs];
        fields = new KeyKind[pairs];
        int pair = 0;
        for (final ListSpec spec : specs)
        {
            for (final KeyKind field : spec.kind().fields())
            {
                numbers[pair] = lists.number(spec.name(), spec.kind());
                fields[pair++] = field;
            }
        }
    }

    /**
     * Collects the keys of a transaction that comes soon. Where there is no room for them they are looked up when it comes.
     *
     * @param event with its fields.
     */
    void add(final WindowEvent event)
    {
        for (int i = 0; i < numbers.length; i++)
        {
            if (lists.entries(numbers[i]) >= ENTRIES_MIN && count < KEYS_MAX)
            {
                final long key = event.key(fields[i]);
                if (KeyHash.NULL_KEY != key)
                {
                    keys[count] = key;
                    keyNumbers[count++] = numbers[i];
                }
            }
        }
    }

    /**
     * Looks up what was collected.
     */
    void touch()
    {
        int hits = 0;
        for (int i = 0; i < count; i++)
        {
            hits += lists.hasEntry(keyNumbers[i], keys[i]) ? 1 : 0;
        }
        found = hits;
        count = 0;
    }

    /**
     * Entries that the last {@link #touch} found.
     *
     * @return how many.
     */
    int found()
    {
        return found;
    }
}
