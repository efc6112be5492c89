package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import java.util.BitSet;

/**
 * Which nodes and pockets of a state that is being loaded are taken, and by whom no more: each belongs to one row, one other node or one
 * list. That keeps a damaged reference from leading out of the memory or round in a circle.
 */
final class Claims
{
    private final BitSet nodes = new BitSet();
    private final BitSet pockets = new BitSet();
    private long nodesTaken = 0;
    private long pocketsTaken = 0;

    /**
     * Says how many there are.
     */
    void taken(final long newNodesTaken, final long newPocketsTaken)
    {
        nodesTaken = newNodesTaken;
        pocketsTaken = newPocketsTaken;
    }

    /**
     * Claims a node of a tree.
     *
     * @param node its number.
     * @throws StateDamagedException if there is none of that number, or it is claimed already.
     */
    void node(final long node)
    {
        claim("node of a value tree", nodes, node, nodesTaken);
    }

    /**
     * Claims a pocket of values.
     *
     * @param pocket its number.
     * @throws StateDamagedException if there is none of that number, or it is claimed already.
     */
    void pocket(final long pocket)
    {
        claim("value pocket", pockets, pocket, pocketsTaken);
    }

    /**
     * The nodes that are claimed now.
     *
     * @return a copy.
     */
    BitSet claimedNodes()
    {
        return (BitSet)nodes.clone();
    }

    boolean isPocketClaimed(final int pocket)
    {
        return pockets.get(pocket);
    }

    private static void claim(final String what, final BitSet claimed, final long number, final long taken)
    {
        if (number < 1 || number > taken)
        {
            throw new StateDamagedException(what + " out of bounds: minimum=1 maximum=" + taken + " actual=" + number);
        }
        if (claimed.get((int)number))
        {
            throw new StateDamagedException(what + " belongs to two: number=" + number);
        }
        claimed.set((int)number);
    }
}
