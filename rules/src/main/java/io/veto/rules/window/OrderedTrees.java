package io.veto.rules.window;

import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import org.agrona.collections.IntArrayList;

/**
 * Many ordered maps from long to long outside the heap, most of them small. A map is named by the root of its tree, which its owner keeps
 * and replaces by what each change answers; {@link #NULL_ROOT} is the empty map. A map serves as one of two things:
 * <ul>
 * <li>a multiset of values, key the value, value its count: {@link #add} and what reads it. Distinct counts; smallest and largest value
 * where any event may be taken out;</li>
 * <li>a skyline, key the time, value the value at that time, later ones strictly smaller: {@link #push}, {@link #expire}, {@link #best}.
 * The largest value of a sliding window, whose events may come in any order; for the smallest the owner negates.</li>
 * </ul>
 * <p>
 * A tree is a treap: a heap by the priority of its nodes, which is a mix of the key and differs where keys differ. So its shape is a
 * function of the keys in it, however they came there, and each operation takes a number of steps that is logarithmic as it is in a tree
 * of random shape. Nothing is recursive.
 * <p>
 * Source: R. Seidel, C. R. Aragon, "Randomized Search Trees", Algorithmica 16, 1996.
 * <p>
 * <b>Note:</b> one thread. Memory grows with the highest number of entries so far and stays until {@link #close}.
 */
final class OrderedTrees implements AutoCloseable
{
    /** Root of the empty tree. */
    static final int NULL_ROOT = 0;

    private static final long SALT = 0xD1B54A32D192ED03L;

    private final TreeNodes nodes;
    private int lastChange = 0;
    private long steps = 0;

    /**
     * Makes a pool without trees.
     *
     * @param nodesMax most entries of all trees together.
     * @param advice   told of the memory.
     */
    OrderedTrees(final int nodesMax, final MemoryAdvice advice)
    {
        nodes = new TreeNodes(nodesMax, advice);
    }

    /**
     * Makes room, so that the inserts that follow cannot fail. A call of {@link #add} or {@link #push} inserts at most one.
     *
     * @param count of those inserts; each whose node is not free yet costs a step.
     * @throws StateLimitException when there is no memory for them or they are more than the limit allows.
     */
    void reserve(final int count)
    {
        nodes.reserve(count);
    }

    /**
     * Adds to the count of a value. A value is in the tree while its count is not 0.
     *
     * @param root   of the multiset.
     * @param value  to count.
     * @param weight what its count changes by, up or down.
     * @return the new root.
     * @throws StateLimitException when nothing is reserved and no node is to be had; the tree is as before.
     */
    int add(final int root, final long value, final long weight)
    {
        lastChange = 0;
        int parent = NULL_ROOT;
        int side = TreeNodes.LEFT;
        int node = root;
        while (NULL_ROOT != node)
        {
            steps++;
            final long key = nodes.key(node);
            if (value == key)
            {
                final long count = nodes.value(node) + weight;
                nodes.value(node, count);
                return 0 == count ? remove(root, parent, side, node) : root;
            }
            parent = node;
            side = value < key ? TreeNodes.LEFT : TreeNodes.RIGHT;
            node = nodes.child(node, side);
        }
        return 0 == weight ? root : insert(root, value, weight);
    }

    /**
     * What the last {@link #add} did to the number of values in its tree.
     *
     * @return 1 when its value appeared, -1 when it disappeared, 0 otherwise.
     */
    int lastChange()
    {
        return lastChange;
    }

    /**
     * Whether a value is in the tree.
     *
     * @param root  of the multiset.
     * @param value to look for.
     * @return whether its count is not 0.
     */
    boolean contains(final int root, final long value)
    {
        return 0 != count(root, value);
    }

    /**
     * Count of a value.
     *
     * @param root  of the multiset.
     * @param value to look for.
     * @return its count, 0 when it is not there.
     */
    long count(final int root, final long value)
    {
        int node = root;
        while (NULL_ROOT != node)
        {
            steps++;
            final long key = nodes.key(node);
            if (value == key)
            {
                return nodes.value(node);
            }
            node = nodes.child(node, value < key ? TreeNodes.LEFT : TreeNodes.RIGHT);
        }
        return 0;
    }

    /**
     * Smallest key.
     *
     * @param root of a tree that is not empty.
     * @return the key.
     */
    long firstKey(final int root)
    {
        return nodes.key(outermost(root, TreeNodes.LEFT));
    }

    /**
     * Largest key.
     *
     * @param root of a tree that is not empty.
     * @return the key.
     */
    long lastKey(final int root)
    {
        return nodes.key(outermost(root, TreeNodes.RIGHT));
    }

    /**
     * Puts a value in, unless one of the same or a later time is at least as large. Those of the same or an earlier time that are not
     * larger go: none of them can be the largest any more.
     *
     * @param root   of the skyline.
     * @param timeMs of the value.
     * @param value  the value.
     * @return the new root.
     * @throws StateLimitException when nothing is reserved and no node is to be had; the tree is as before.
     */
    int push(final int root, final long timeMs, final long value)
    {
        final int covering = ceiling(root, timeMs);
        if (NULL_ROOT != covering && nodes.value(covering) >= value)
        {
            return root;
        }
        final int node = nodes.allocate(timeMs, value);
        split(root, false, timeMs);
        final int earlier = nodes.child(NULL_ROOT, TreeNodes.LEFT);
        final int later = nodes.child(NULL_ROOT, TreeNodes.RIGHT);
        split(earlier, true, value);
        final int larger = nodes.child(NULL_ROOT, TreeNodes.LEFT);
        drop(nodes.child(NULL_ROOT, TreeNodes.RIGHT));
        return merge(merge(larger, node), later);
    }

    /**
     * Takes out all entries up to a time.
     *
     * @param root   of the skyline.
     * @param upToMs last time that goes.
     * @return the new root.
     */
    int expire(final int root, final long upToMs)
    {
        if (NULL_ROOT == root || firstKey(root) > upToMs)
        {
            return root;
        }
        split(root, false, upToMs);
        drop(nodes.child(NULL_ROOT, TreeNodes.LEFT));
        return nodes.child(NULL_ROOT, TreeNodes.RIGHT);
    }

    /**
     * Largest value.
     *
     * @param root of a skyline that is not empty.
     * @return the value of its first entry.
     */
    long best(final int root)
    {
        return nodes.value(outermost(root, TreeNodes.LEFT));
    }

    /**
     * Gives up a whole tree in one step, however large.
     *
     * @param root of the tree.
     * @return {@link #NULL_ROOT}.
     */
    int drop(final int root)
    {
        nodes.drop(root);
        return NULL_ROOT;
    }

    /**
     * Hash of a tree's entries, whatever its shape.
     *
     * @param root of any tree.
     * @return the sum of the hashes of its entries; 0 where it is empty.
     */
    long stateHash(final int root)
    {
        long hash = 0;
        final IntArrayList rest = new IntArrayList();
        rest.addInt(root);
        while (!rest.isEmpty())
        {
            final int node = rest.popInt();
            if (NULL_ROOT != node)
            {
                hash += entryHash(nodes.key(node), nodes.value(node));
                rest.addInt(nodes.child(node, TreeNodes.LEFT));
                rest.addInt(nodes.child(node, TreeNodes.RIGHT));
            }
        }
        return hash;
    }

    /**
     * Hash of an entry.
     *
     * @param key   of the entry.
     * @param value of the entry.
     * @return the hash.
     */
    static long entryHash(final long key, final long value)
    {
        return KeyHash.mix(KeyHash.mix(key + SALT) + value);
    }

    /**
     * Reads the root ahead of its use, so that several reads from memory overlap.
     *
     * @param root of any tree.
     * @return something that depends on the read.
     */
    long touch(final int root)
    {
        return NULL_ROOT == root ? 0 : nodes.key(root);
    }

    /**
     * Nodes that are not free: those of the trees, and those of dropped trees that no insert has taken apart yet.
     *
     * @return how many; exactly those of the trees after a {@link #reserve} of all others.
     */
    long nodes()
    {
        return nodes.used();
    }

    /**
     * Memory taken from the system.
     *
     * @return bytes, touched or not.
     */
    long length()
    {
        return nodes.length();
    }

    /**
     * What the operations cost so far.
     *
     * @return nodes that they visited.
     */
    long steps()
    {
        return steps + nodes.takenApart();
    }

    /**
     * Nodes that were ever taken.
     *
     * @return the highest number of a node.
     */
    long nodesTaken()
    {
        return nodes.taken();
    }

    /**
     * Writes all nodes down, those of dropped trees and free ones too.
     */
    void save(final StateWriter writer)
    {
        nodes.save(writer);
    }

    /**
     * Reads what {@link #save} wrote down into a pool without trees. No root is good before {@link #check}.
     */
    void load(final StateReader reader)
    {
        nodes.load(reader);
    }

    /**
     * As {@link TreeNodes#check}: the roots are left to be claimed.
     */
    void check(final Claims claims)
    {
        nodes.check(claims);
    }

    @Override
    public void close()
    {
        nodes.close();
    }

    private int insert(final int root, final long value, final long weight)
    {
        final int inserted = nodes.allocate(value, weight);
        final long priority = KeyHash.mix(value + SALT);
        int parent = NULL_ROOT;
        int side = TreeNodes.LEFT;
        int node = root;
        while (NULL_ROOT != node && priority(node) > priority)
        {
            steps++;
            parent = node;
            side = value < nodes.key(node) ? TreeNodes.LEFT : TreeNodes.RIGHT;
            node = nodes.child(node, side);
        }
        split(node, false, value);
        nodes.child(inserted, TreeNodes.LEFT, nodes.child(NULL_ROOT, TreeNodes.LEFT));
        nodes.child(inserted, TreeNodes.RIGHT, nodes.child(NULL_ROOT, TreeNodes.RIGHT));
        lastChange = 1;
        return replace(root, parent, side, inserted);
    }

    private int remove(final int root, final int parent, final int side, final int node)
    {
        final int merged = merge(nodes.child(node, TreeNodes.LEFT), nodes.child(node, TreeNodes.RIGHT));
        nodes.release(node);
        lastChange = -1;
        return replace(root, parent, side, merged);
    }

    private int replace(final int root, final int parent, final int side, final int node)
    {
        if (NULL_ROOT == parent)
        {
            return node;
        }
        nodes.child(parent, side, node);
        return root;
    }

    /**
     * Splits a tree into the left and the right child of node 0. By key, keys up to the bound go left; by value, which falls from left to
     * right, values above it.
     */
    private void split(final int root, final boolean isByValue, final long bound)
    {
        int leftParent = NULL_ROOT;
        int leftSide = TreeNodes.LEFT;
        int rightParent = NULL_ROOT;
        int rightSide = TreeNodes.RIGHT;
        int node = root;
        while (NULL_ROOT != node)
        {
            steps++;
            if (isByValue ? nodes.value(node) > bound : nodes.key(node) <= bound)
            {
                nodes.child(leftParent, leftSide, node);
                leftParent = node;
                leftSide = TreeNodes.RIGHT;
                node = nodes.child(node, TreeNodes.RIGHT);
            }
            else
            {
                nodes.child(rightParent, rightSide, node);
                rightParent = node;
                rightSide = TreeNodes.LEFT;
                node = nodes.child(node, TreeNodes.LEFT);
            }
        }
        nodes.child(leftParent, leftSide, NULL_ROOT);
        nodes.child(rightParent, rightSide, NULL_ROOT);
    }

    private int merge(final int leftRoot, final int rightRoot)
    {
        int parent = NULL_ROOT;
        int side = TreeNodes.LEFT;
        int left = leftRoot;
        int right = rightRoot;
        while (NULL_ROOT != left && NULL_ROOT != right)
        {
            steps++;
            if (priority(left) > priority(right))
            {
                nodes.child(parent, side, left);
                parent = left;
                side = TreeNodes.RIGHT;
                left = nodes.child(left, TreeNodes.RIGHT);
            }
            else
            {
                nodes.child(parent, side, right);
                parent = right;
                side = TreeNodes.LEFT;
                right = nodes.child(right, TreeNodes.LEFT);
            }
        }
        nodes.child(parent, side, NULL_ROOT == left ? right : left);
        return nodes.child(NULL_ROOT, TreeNodes.LEFT);
    }

    private int ceiling(final int root, final long bound)
    {
        int ceiling = NULL_ROOT;
        int node = root;
        while (NULL_ROOT != node)
        {
            steps++;
            final boolean isBelow = nodes.key(node) < bound;
            ceiling = isBelow ? ceiling : node;
            node = nodes.child(node, isBelow ? TreeNodes.RIGHT : TreeNodes.LEFT);
        }
        return ceiling;
    }

    private int outermost(final int root, final int side)
    {
        int node = root;
        int next = nodes.child(node, side);
        steps++;
        while (NULL_ROOT != next)
        {
            node = next;
            next = nodes.child(node, side);
            steps++;
        }
        return node;
    }

    private long priority(final int node)
    {
        return KeyHash.mix(nodes.key(node) + SALT);
    }
}
