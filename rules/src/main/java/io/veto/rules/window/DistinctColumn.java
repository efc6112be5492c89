package io.veto.rules.window;

/**
 * How many different values of a field there are, each with its count: a few in a pocket, more in a tree. One cell: the number of values in
 * the upper half; in the lower the root of the tree, or the number of the pocket with a minus sign. A tree stays one until it is empty.
 */
final class DistinctColumn extends Column
{
    /** Tree nodes that one more value may need: the pocket's and its own. */
    static final int NODES_PER_VALUE = ValuePockets.VALUES_MAX + 1;

    private final OrderedTrees trees;
    private final ValuePockets pockets;
    private final int word;

    /**
     * Counts values.
     *
     * @param trees   for many values.
     * @param pockets for few.
     * @param word    of the record that holds the field.
     */
    DistinctColumn(
        final KeyTable table,
        final int cell,
        final int filter,
        final OrderedTrees trees,
        final ValuePockets pockets,
        final int word)
    {
        super(table, cell, filter);
        this.trees = trees;
        this.pockets = pockets;
        this.word = word;
    }

    @Override
    boolean concerns(final Passage passage)
    {
        return KeyHash.NULL_KEY != passage.word(word) && 0 != passage.count(filter);
    }

    @Override
    void enter(final long row, final Passage passage)
    {
        if (concerns(passage))
        {
            add(row, passage.word(word), passage.count(filter));
        }
    }

    @Override
    void leave(final long row, final Passage passage)
    {
        if (concerns(passage))
        {
            add(row, passage.word(word), -passage.count(filter));
        }
    }

    @Override
    void reset(final long row)
    {
        final int handle = (int)table.get(row, cell);
        if (handle < 0)
        {
            pockets.release(-handle);
        }
        else
        {
            trees.drop(handle);
        }
        table.set(row, cell, 0);
    }

    @Override
    long stateHash(final long row)
    {
        final int handle = (int)get(row, 0);
        if (handle >= 0)
        {
            return trees.stateHash(handle);
        }
        long hash = 0;
        for (int i = 0; i < pockets.size(-handle); i++)
        {
            hash += OrderedTrees.entryHash(pockets.value(-handle, i), pockets.count(-handle, i));
        }
        return hash;
    }

    @Override
    boolean read(final long row, final Passage own, final boolean isOwnIn, final Reading reading)
    {
        final long held = get(row, 0);
        final boolean isNew = isOwnIn && concerns(own) && !contains((int)held, own.word(word));
        return reading.set((held >>> Integer.SIZE) + (isNew ? 1 : 0));
    }

    @Override
    boolean isBeside()
    {
        return true;
    }

    @Override
    long touch(final long row)
    {
        final int handle = (int)table.get(row, cell);
        return handle < 0 ? pockets.touch(-handle) : trees.touch(handle);
    }

    @Override
    void claim(final long row, final Claims claims)
    {
        final int handle = (int)table.get(row, cell);
        if (handle > 0)
        {
            claims.node(handle);
        }
        else if (handle < 0)
        {
            claims.pocket(-(long)handle);
        }
    }

    private boolean contains(final int handle, final long value)
    {
        return handle < 0 ? pockets.contains(-handle, value) : trees.contains(handle, value);
    }

    private void add(final long row, final long value, final int weight)
    {
        final long held = table.get(row, cell);
        final int handle = (int)held;
        final long values = held >>> Integer.SIZE;
        if (handle > 0)
        {
            set(row, trees.add(handle, value, weight), values + trees.lastChange());
            return;
        }
        final int pocket = 0 == handle ? pockets.allocate() : -handle;
        final int change = pockets.add(pocket, value, weight);
        if (ValuePockets.FULL == change)
        {
            set(row, trees.add(treeOf(pocket), value, weight), values + 1);
        }
        else if (0 == values + change)
        {
            pockets.release(pocket);
            set(row, 0, 0);
        }
        else
        {
            set(row, -pocket, values + change);
        }
    }

    private int treeOf(final int pocket)
    {
        int root = OrderedTrees.NULL_ROOT;
        for (int i = 0; i < pockets.size(pocket); i++)
        {
            root = trees.add(root, pockets.value(pocket, i), pockets.count(pocket, i));
        }
        pockets.release(pocket);
        return root;
    }

    private void set(final long row, final int handle, final long values)
    {
        table.set(row, cell, values << Integer.SIZE | handle & 0xFFFF_FFFFL);
    }
}
