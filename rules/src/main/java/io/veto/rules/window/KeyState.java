package io.veto.rules.window;

import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.agrona.collections.LongLongConsumer;

/**
 * Everything that is kept by one key: a table with one row for each live value, in which all windows of the key lie side by side, so
 * that an event costs one lookup.
 * <p>
 * <b>Note:</b> one thread.
 */
final class KeyState
{
    /** Most events that can be looked ahead to at a time. */
    static final int AHEAD_MAX = 32;

    final Key key;
    final KeyTable table;
    private final Group[] groups;
    private final SessionGroup[] sessions;
    private final Column[] atOnce;
    private final Group[] runs;
    /** Columns that keep something beside the row. */
    final Column[] beside;
    /** Offsets of the row's cache lines but the first. */
    final int[] lines;
    private final long[] ahead = new long[AHEAD_MAX];
    private final long[] aheadRows = new long[AHEAD_MAX];
    private final int firstWord;
    private final int secondWord;
    private int aheadCount = 0;
    private long sink;

    KeyState(final Key key, final KeyTable table, final Group[] groups, final SessionGroup[] sessions, final RecordLayout layout)
    {
        this.key = key;
        this.table = table;
        this.groups = groups;
        this.sessions = sessions;
        this.atOnce = Arrays.stream(groups).filter(group -> group instanceof SlidingGroup sliding && sliding.isAtOnce())
            .flatMap(group -> Arrays.stream(group.columns)).toArray(Column[]::new);
        this.runs = Arrays.stream(groups).filter(RunGroup.class::isInstance).toArray(Group[]::new);
        final Column[] columns = Arrays.stream(groups).flatMap(group -> Arrays.stream(group.columns)).toArray(Column[]::new);
        this.beside = Arrays.stream(columns).filter(Column::isBeside).toArray(Column[]::new);
        this.lines = KeyRows.lines(columns);
        this.firstWord = layout.word(key.first());
        this.secondWord = null == key.second() ? RecordLayout.NULL_WORD : layout.word(key.second());
    }

    /**
     * Value of the key for the event of a record.
     */
    long key(final long address)
    {
        final long first = Reservoir.wordAt(address, firstWord);
        return RecordLayout.NULL_WORD == secondWord ? first : KeyHash.pair(first, Reservoir.wordAt(address, secondWord));
    }

    /**
     * Remembers the key of an event that comes soon, until {@link #touch}.
     *
     * @param value of the key.
     */
    void lookAhead(final long value)
    {
        ahead[aheadCount++] = value;
    }

    /**
     * Loads the rows of the keys looked ahead to into the caches, and then what their columns keep beside the row. The loops do nothing
     * else, so that the waits for memory overlap; the second loads what a search passes over that does not end where it begins.
     *
     * @param lines  offsets in bytes from the row's start of what will be asked beyond its first cache line.
     * @param beside columns that keep something beside the row and will be asked.
     */
    void touch(final int[] lines, final Column[] beside)
    {
        final long[] keys = ahead;
        final long[] rows = aheadRows;
        final int count = aheadCount;
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += table.touch(keys[i]);
        }
        for (int i = 0; i < count; i++)
        {
            rows[i] = KeyHash.NULL_KEY == keys[i] ? KeyTable.NULL_ROW : table.find(keys[i]);
        }
        for (final int line : lines)
        {
            for (int i = 0; i < count; i++)
            {
                sum += KeyTable.NULL_ROW == rows[i] ? 0 : UnsafeApi.getLong(rows[i] + line);
            }
        }
        for (final Column column : beside)
        {
            for (int i = 0; i < count; i++)
            {
                sum += KeyTable.NULL_ROW == rows[i] ? 0 : column.touch(rows[i]);
            }
        }
        sink = sum;
        aheadCount = 0;
    }

    /**
     * Hash of what is kept for all live keys, in whatever order their rows lie.
     */
    long stateHash()
    {
        final RowHashes hashes = new RowHashes();
        table.forEach(hashes);
        return hashes.sum();
    }

    /**
     * The sessions that an event joins.
     *
     * @param row    of the key, or {@link KeyTable#NULL_ROW}.
     * @param timeMs of the event.
     * @return bits by number of session.
     */
    long joins(final long row, final long timeMs)
    {
        long joined = 0;
        for (final SessionGroup session : sessions)
        {
            joined |= session.admits(row, timeMs) ? 1L << session.number() : 0;
        }
        return joined;
    }

    /**
     * Takes in an event wherever it counts at once.
     *
     * @param value   of the key.
     * @param found   its row, or {@link KeyTable#NULL_ROW}.
     * @param passage the event.
     * @param inOrder whether its time is engine time.
     * @return whether no tumbling window and no session had no place for it.
     */
    boolean add(final long value, final long found, final Passage passage, final boolean inOrder)
    {
        long row = found;
        boolean isInside = true;
        if (inOrder)
        {
            row = addAtOnce(value, row, passage);
        }
        for (final Group group : inOrder ? runs : groups)
        {
            if (!group.admits(row, passage.timeMs()))
            {
                isInside &= !(group instanceof RunGroup);
            }
            else if (group instanceof RunGroup || KeyTable.NULL_ROW != row || group.concerns(passage))
            {
                row = KeyTable.NULL_ROW == row ? table.acquire(value) : row;
                group.add(row, passage);
            }
        }
        if (KeyTable.NULL_ROW != row)
        {
            table.settle(row);
        }
        return isInside;
    }

    private long addAtOnce(final long value, final long found, final Passage passage)
    {
        long row = found;
        for (final Column column : atOnce)
        {
            if (KeyTable.NULL_ROW != row || column.concerns(passage))
            {
                row = KeyTable.NULL_ROW == row ? table.acquire(value) : row;
                column.enter(row, passage);
            }
        }
        return row;
    }

    /**
     * Takes in what is learnt about an earlier event wherever that counts now.
     *
     * @param value   of the key.
     * @param passage what is learnt.
     */
    void correct(final long value, final Passage passage)
    {
        long row = table.find(value);
        for (final Group group : groups)
        {
            if (group.concerns(passage) && group.holds(row, passage))
            {
                row = KeyTable.NULL_ROW == row ? table.acquire(value) : row;
                for (final Column column : group.columns)
                {
                    column.enter(row, passage);
                }
            }
        }
        if (KeyTable.NULL_ROW != row)
        {
            table.settle(row);
        }
    }

    /** Adds the hashes of rows up. What lies beside them is loaded for many rows together, so that the waits for memory overlap. */
    private final class RowHashes implements LongLongConsumer
    {
        private final long[] values = new long[AHEAD_MAX];
        private final long[] rows = new long[AHEAD_MAX];
        private int count = 0;
        private long sum = 0;

        @Override
        public void accept(final long value, final long row)
        {
            values[count] = value;
            rows[count++] = row;
            if (AHEAD_MAX == count)
            {
                add();
            }
        }

        long sum()
        {
            add();
            return sum;
        }

        private void add()
        {
            long touched = 0;
            for (final Column column : beside)
            {
                for (int i = 0; i < count; i++)
                {
                    touched += column.touch(rows[i]);
                }
            }
            sink = touched;
            for (int i = 0; i < count; i++)
            {
                final long held = held(rows[i]);
                sum += 0 == held ? 0 : KeyHash.mix(KeyHash.mix(values[i]) + held);
            }
            count = 0;
        }

        private long held(final long row)
        {
            long held = 0;
            for (int i = 0; i < groups.length; i++)
            {
                final long hash = groups[i].stateHash(row);
                held += 0 == hash ? 0 : KeyHash.mix(hash + i);
            }
            return held;
        }
    }
}
