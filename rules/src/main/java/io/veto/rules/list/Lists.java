package io.veto.rules.list;

import io.veto.rules.window.KeyHash;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/**
 * What was put into lists and not taken out again, by the names of the lists. Entries outlive the rule set: a later one that declares the
 * same list finds them. A key is what {@link io.veto.rules.window.WindowEvent} holds for the field: a card's token, a code, a hash of an
 * identifier; it is never 0.
 * <p>
 * Each list is split into {@value #PARTS} maps, so that no single change pays for a whole list's growth.
 * <p>
 * <b>Note:</b> one thread. Asking allocates nothing.
 */
public final class Lists
{
    /** Most entries of all lists together, those whose time is up included. */
    public static final int ENTRIES_MAX = 1 << 22;
    /** Most lists, those that no rule set declares any more included. */
    public static final int LISTS_MAX = 256;
    /** The entry never expires. */
    public static final long NEVER_MS = Long.MAX_VALUE;

    static final int PARTS = 64;
    private static final long NULL_EXPIRY_MS = Long.MIN_VALUE;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final List<String> names = new ArrayList<>();
    private final List<Long2LongHashMap[]> parts = new ArrayList<>();
    private int entries = 0;

    /**
     * Finds a list or begins it.
     *
     * @param name of the list.
     * @return its number, for {@link #contains}; -1 where there are {@link #LISTS_MAX} others.
     */
    public int number(final String name)
    {
        final int known = names.indexOf(name);
        if (known >= 0 || LISTS_MAX == names.size())
        {
            return known;
        }
        final Long2LongHashMap[] maps = new Long2LongHashMap[PARTS];
        for (int i = 0; i < PARTS; i++)
        {
            maps[i] = new Long2LongHashMap(NULL_EXPIRY_MS);
        }
        names.add(name);
        parts.add(maps);
        return names.size() - 1;
    }

    /**
     * Puts a key into a list, or gives it another time to expire.
     *
     * @param list      number of the list.
     * @param key       other than 0.
     * @param expiresMs engine time in epoch milliseconds from which it is in the list no more; {@link #NEVER_MS} for never.
     * @return false where there is no room for another entry; nothing has changed then.
     */
    public boolean add(final int list, final long key, final long expiresMs)
    {
        final Long2LongHashMap map = map(list, key);
        if (!map.containsKey(key))
        {
            if (ENTRIES_MAX == entries)
            {
                return false;
            }
            entries++;
        }
        map.put(key, expiresMs);
        return true;
    }

    /**
     * Takes a key out of a list.
     *
     * @param list number of the list.
     * @param key  that may be in it.
     * @return false where it was not.
     */
    public boolean remove(final int list, final long key)
    {
        final boolean isThere = NULL_EXPIRY_MS != map(list, key).remove(key);
        entries -= isThere ? 1 : 0;
        return isThere;
    }

    /**
     * Whether a key is in a list.
     *
     * @param list   number of the list.
     * @param key    to look for.
     * @param timeMs engine time in epoch milliseconds.
     * @return true if it was put in, was not taken out, and its time is not up.
     */
    public boolean contains(final int list, final long key, final long timeMs)
    {
        return map(list, key).get(key) > timeMs;
    }

    /**
     * Number of entries of all lists.
     *
     * @return those whose time is up included.
     */
    public int entries()
    {
        return entries;
    }

    /**
     * Hash of all entries, in whatever order the lists were begun and the entries put in.
     *
     * @return 0 where there are none.
     */
    public long stateHash()
    {
        long hash = 0;
        for (int list = 0; list < names.size(); list++)
        {
            final long name = KeyHash.mix(names.get(list).hashCode());
            for (final Long2LongHashMap map : parts.get(list))
            {
                final Long2LongHashMap.EntryIterator entry = map.entrySet().iterator();
                while (entry.hasNext())
                {
                    entry.next();
                    hash += KeyHash.mix(KeyHash.mix(name + entry.getLongKey()) + entry.getLongValue());
                }
            }
        }
        return hash;
    }

    private Long2LongHashMap map(final int list, final long key)
    {
        return parts.get(list)[(int)(key * SPREAD >>> Long.SIZE - Integer.numberOfTrailingZeros(PARTS))];
    }
}
