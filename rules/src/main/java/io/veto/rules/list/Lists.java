package io.veto.rules.list;

import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ListChangeDecoder.EntriesDecoder;
import io.veto.rules.layout.ListOperation;
import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import io.veto.rules.window.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What was put into lists and not taken out again, by the names and kinds of the lists. Entries outlive the rule set: a later one that
 * declares the same list of the same kind finds them. A key is what {@link io.veto.rules.window.WindowEvent} holds for the field: a card's
 * token, a code, a hash of an identifier; it is never 0.
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
    private static final int NAME_LENGTH_MAX = 256;
    private static final long NULL_EXPIRY_MS = Long.MIN_VALUE;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final ListKind[] KINDS = ListKind.values();

    private final List<String> names = new ArrayList<>();
    private final List<ListKind> kinds = new ArrayList<>();
    private final List<Long2LongHashMap[]> parts = new ArrayList<>();
    private final int[] listEntries = new int[LISTS_MAX];
    private int entries = 0;

    /**
     * Makes lists without entries.
     */
    public Lists()
    {
    }

    /**
     * Copies lists.
     *
     * @param other to copy, which nobody changes meanwhile.
     */
    public Lists(final Lists other)
    {
        for (int i = 0; i < other.count(); i++)
        {
            final int list = number(other.name(i), other.kind(i));
            for (final Long2LongHashMap map : other.parts.get(i))
            {
                map.forEachLong((key, expiresMs) -> add(list, key, expiresMs));
            }
        }
    }

    /**
     * Finds a list or begins it.
     *
     * @param name of the list.
     * @param kind of its entries.
     * @return its number, for {@link #contains}; -1 where there are {@link #LISTS_MAX} others.
     */
    public int number(final String name, final ListKind kind)
    {
        for (int i = 0; i < names.size(); i++)
        {
            if (kinds.get(i) == kind && names.get(i).equals(name))
            {
                return i;
            }
        }
        if (LISTS_MAX == names.size())
        {
            return -1;
        }
        final Long2LongHashMap[] maps = new Long2LongHashMap[PARTS];
        for (int i = 0; i < PARTS; i++)
        {
            maps[i] = new Long2LongHashMap(NULL_EXPIRY_MS);
        }
        names.add(name);
        kinds.add(kind);
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
            listEntries[list]++;
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
        listEntries[list] -= isThere ? 1 : 0;
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
     * Makes a journalled change. An entry that finds no room is left out, here as in every replay; commands see to it that none is.
     *
     * @param change wrapped over its message.
     */
    public void apply(final ListChangeDecoder change)
    {
        final int list = number(change.listName(), KINDS[change.kind()]);
        if (list < 0)
        {
            return;
        }
        for (final EntriesDecoder entry : change.entries())
        {
            if (ListOperation.ADD == entry.operation())
            {
                add(list, entry.key(), entry.expiresMs());
            }
            else
            {
                remove(list, entry.key());
            }
            entry.skipReason();
        }
    }

    /**
     * Whether a key was put in and not taken out, be its time up or not.
     *
     * @param list number of the list.
     * @param key  to look for.
     * @return true if there is an entry.
     */
    public boolean hasEntry(final int list, final long key)
    {
        return map(list, key).containsKey(key);
    }

    /**
     * Number of lists.
     *
     * @return 0 to {@link #LISTS_MAX}.
     */
    public int count()
    {
        return names.size();
    }

    /**
     * Whether anything was put into a list and not taken out, be its time up or not.
     *
     * @param list number of the list.
     * @return true if there is an entry.
     */
    public boolean hasEntries(final int list)
    {
        for (final Long2LongHashMap map : parts.get(list))
        {
            if (!map.isEmpty())
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Name of a list.
     *
     * @param list number of the list.
     * @return as rules write it.
     */
    public String name(final int list)
    {
        return names.get(list);
    }

    /**
     * What the entries of a list are.
     *
     * @param list number of the list.
     * @return the kind.
     */
    public ListKind kind(final int list)
    {
        return kinds.get(list);
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
            final long name = KeyHash.mix(KeyHash.mix(names.get(list).hashCode()) + kinds.get(list).ordinal());
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

    /**
     * Number of entries of a list.
     *
     * @param list number of the list; none of a list has none.
     * @return those whose time is up included.
     */
    public int entries(final int list)
    {
        return list < 0 ? 0 : listEntries[list];
    }

    /**
     * Writes all lists with their entries down. Equal lists that were begun in the same order are written alike.
     *
     * @param writer to write to.
     */
    public void save(final StateWriter writer)
    {
        writer.section("lists");
        writer.putLong(names.size());
        for (int list = 0; list < names.size(); list++)
        {
            final UnsafeBuffer name = new UnsafeBuffer(names.get(list).getBytes(StandardCharsets.UTF_8));
            writer.putLong(kinds.get(list).ordinal());
            writer.putLong(name.capacity());
            writer.putBytes(name, 0, name.capacity());
            writer.putLong(listEntries[list]);
            for (final Long2LongHashMap map : parts.get(list))
            {
                final long[] keys = map.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
                for (final long key : keys)
                {
                    writer.putLong(key);
                    writer.putLong(map.get(key));
                }
            }
        }
    }

    /**
     * Takes over what {@link #save} wrote down.
     * <p>
     * <b>Note:</b> of lists without entries; those that are begun must be the first of those that were written, in the same order.
     *
     * @param reader to read from.
     * @throws StateDamagedException if there are other lists, or what is read is none.
     */
    public void load(final StateReader reader)
    {
        reader.section("lists");
        final int count = (int)reader.getLong("number of lists", names.size(), LISTS_MAX);
        for (int list = 0; list < count; list++)
        {
            final ListKind kind = KINDS[(int)reader.getLong("kind of list " + list, 0, KINDS.length - 1)];
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[(int)reader.getLong("length of a list's name", 1, NAME_LENGTH_MAX)]);
            reader.getBytes(bytes, 0, bytes.capacity());
            final String name = new String(bytes.byteArray(), StandardCharsets.UTF_8);
            if (list != number(name, kind))
            {
                throw new StateDamagedException("list is another: list=" + list + " expected=" +
                    (list < names.size() ? names.get(list) : "a new one") + " actual=" + name);
            }
            loadEntries(list, (int)reader.getLong("entries of list " + name, 0, ENTRIES_MAX - entries), reader);
        }
    }

    private void loadEntries(final int list, final int count, final StateReader reader)
    {
        for (int i = 0; i < count; i++)
        {
            final long key = reader.getLong();
            add(list, key, reader.getLong("when an entry expires", NULL_EXPIRY_MS + 1, NEVER_MS));
        }
        if (listEntries[list] != count)
        {
            throw new StateDamagedException("list has an entry twice: list=" + names.get(list) + " expectedEntries=" + count + " entries=" +
                listEntries[list]);
        }
    }

    private Long2LongHashMap map(final int list, final long key)
    {
        return parts.get(list)[(int)(key * SPREAD >>> Long.SIZE - Integer.numberOfTrailingZeros(PARTS))];
    }
}
