package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.util.BitSet;
import org.agrona.UnsafeApi;

/**
 * The nodes of binary trees outside the heap, named by a number from 1 on, used again when their tree gives them back.
 * <pre>
 *   0        8         16         20          24
 *   +--------+---------+----------+-----------+
 *   |  key   |  value  |   left   |   right   |
 *   +--------+---------+----------+-----------+
 * </pre>
 * left, right: children, {@link #NULL_NODE} when there is none. Node 0 belongs to no tree: its children may be read and written once a node
 * has been allocated.
 * <p>
 * A tree is dropped in one step: its root joins a list, linked through the key, and its nodes are taken apart a few at each allocation.
 * Nodes that were taken apart or released are free and used first.
 * <p>
 * <b>Note:</b> one thread. Takes memory in chunks as the number of nodes grows, and never gives it back before {@link #close}.
 */
final class TreeNodes implements AutoCloseable
{
    /** No node. */
    static final int NULL_NODE = 0;
    /** Side of the child with the smaller keys. */
    static final int LEFT = 16;
    /** Side of the child with the larger keys. */
    static final int RIGHT = 20;

    private static final int KEY_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    /** Length in bytes of one. */
    static final int STRIDE = 24;
    private static final int TAKEN_APART_PER_ALLOCATION = 2;

    private final int nodesMax;
    private final Slab slab;
    private long taken = 0;
    private long free = 0;
    private long takenApart = 0;
    private int firstFree = NULL_NODE;
    private int firstDropped = NULL_NODE;

    /**
     * Makes no nodes yet.
     *
     * @param nodesMax most nodes.
     * @param advice   told of the memory.
     */
    TreeNodes(final int nodesMax, final MemoryAdvice advice)
    {
        this.nodesMax = nodesMax;
        this.slab = new Slab("value trees", STRIDE, nodesMax + 1L, advice);
    }

    /**
     * Makes room, so that the allocations that follow cannot fail.
     *
     * @param count of those allocations; each whose node is not free yet costs a step.
     * @throws StateLimitException when there is no memory for them or they are more than the limit allows.
     */
    void reserve(final int count)
    {
        while (free < count)
        {
            if (NULL_NODE != firstDropped)
            {
                takeApart();
            }
            else if (taken < nodesMax)
            {
                slab.reach(taken + 2);
                taken++;
                UnsafeApi.setMemory(slab.address(taken), STRIDE, (byte)0);
                release((int)taken);
            }
            else
            {
                throw new StateLimitException("value trees full: maximumNodes=" + nodesMax + " nodes=" + used() +
                    ": shorten the longest distinct, min or max window");
            }
        }
    }

    /**
     * Makes a node without children.
     *
     * @param key   of the node.
     * @param value of the node.
     * @return the node.
     * @throws StateLimitException when nothing is reserved and no node is to be had.
     */
    int allocate(final long key, final long value)
    {
        reserve(1);
        for (int i = 0; i < TAKEN_APART_PER_ALLOCATION && NULL_NODE != firstDropped; i++)
        {
            takeApart();
        }
        final int node = firstFree;
        final long address = slab.address(node);
        firstFree = (int)UnsafeApi.getLong(address + KEY_OFFSET);
        free--;
        UnsafeApi.putLong(address + KEY_OFFSET, key);
        UnsafeApi.putLong(address + VALUE_OFFSET, value);
        UnsafeApi.putInt(address + LEFT, NULL_NODE);
        UnsafeApi.putInt(address + RIGHT, NULL_NODE);
        return node;
    }

    /**
     * Takes back one node, not its children.
     *
     * @param node that no tree holds any more.
     */
    void release(final int node)
    {
        key(node, firstFree);
        firstFree = node;
        free++;
    }

    /**
     * Takes back a node and all below it in one step.
     *
     * @param root of a tree that nobody needs any more, or {@link #NULL_NODE}.
     */
    void drop(final int root)
    {
        if (NULL_NODE != root)
        {
            key(root, firstDropped);
            firstDropped = root;
        }
    }

    long key(final int node)
    {
        return UnsafeApi.getLong(slab.address(node) + KEY_OFFSET);
    }

    long value(final int node)
    {
        return UnsafeApi.getLong(slab.address(node) + VALUE_OFFSET);
    }

    void value(final int node, final long value)
    {
        UnsafeApi.putLong(slab.address(node) + VALUE_OFFSET, value);
    }

    int child(final int node, final int side)
    {
        return UnsafeApi.getInt(slab.address(node) + side);
    }

    void child(final int node, final int side, final int child)
    {
        UnsafeApi.putInt(slab.address(node) + side, child);
    }

    /**
     * Nodes that are not free: those of trees, and those of dropped trees that are not taken apart yet.
     *
     * @return how many.
     */
    long used()
    {
        return taken - free;
    }

    /**
     * Nodes of dropped trees that were taken apart so far.
     *
     * @return how many.
     */
    long takenApart()
    {
        return takenApart;
    }

    /**
     * Memory that the nodes take, free ones included.
     *
     * @return bytes.
     */
    long length()
    {
        return (taken + 1) * STRIDE;
    }

    /**
     * Nodes that were ever taken, free ones included.
     *
     * @return how many; the highest number of a node.
     */
    long taken()
    {
        return taken;
    }

    void save(final StateWriter writer)
    {
        writer.putLong(taken);
        writer.putLong(free);
        writer.putLong(firstFree);
        writer.putLong(firstDropped);
        slab.save(1, taken + 1, writer);
    }

    /**
     * Reads what {@link #save} wrote down into nodes of which none was taken. No reference is good before {@link #check}.
     */
    void load(final StateReader reader)
    {
        taken = reader.getLong("nodes of value trees", 0, nodesMax);
        free = reader.getLong("free nodes of value trees", 0, taken);
        firstFree = (int)reader.getLong("first free node", 0, taken);
        firstDropped = (int)reader.getLong("first dropped node", 0, taken);
        slab.load(1, taken + 1, reader);
    }

    /**
     * Claims all nodes that are free, whose tree is dropped, or that another one leads to.
     *
     * @param claims of all nodes.
     */
    void check(final Claims claims)
    {
        int node = firstFree;
        for (long i = 0; i < free; i++)
        {
            claims.node(node);
            node = (int)key(node);
        }
        if (NULL_NODE != node)
        {
            throw new StateDamagedException("more free nodes than there should be: expected=" + free + " next=" + node);
        }
        final BitSet isFree = claims.claimedNodes();
        for (node = firstDropped; NULL_NODE != node; node = (int)key(node))
        {
            claims.node(node);
        }
        for (node = isFree.nextClearBit(1); node <= taken; node = isFree.nextClearBit(node + 1))
        {
            claimChild(child(node, LEFT), claims);
            claimChild(child(node, RIGHT), claims);
        }
    }

    @Override
    public void close()
    {
        slab.close();
    }

    private static void claimChild(final int child, final Claims claims)
    {
        if (NULL_NODE != child)
        {
            claims.node(child);
        }
    }

    private void takeApart()
    {
        final int node = firstDropped;
        firstDropped = (int)key(node);
        drop(child(node, LEFT));
        drop(child(node, RIGHT));
        release(node);
        takenApart++;
    }

    private void key(final int node, final long key)
    {
        UnsafeApi.putLong(slab.address(node) + KEY_OFFSET, key);
    }
}
