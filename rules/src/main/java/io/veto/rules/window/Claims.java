package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import java.util.BitSet;

/**
 * Which nodes and pockets of a state that is being loaded are taken, and by whom no more: each belongs to one row, one other node or one
 * list. That keeps a damaged reference from leading out of the memory or round in a circle.
 */
final class Claims
{
    private final long nodesTaken;
    private final long pocketsTaken;
    private final long[] nodes;
    private final long[] pockets;

    /**
     * Takes numbers from 1 on of which none is claimed.
     *
     * @param nodesTaken   highest number of a node.
     * @param pocketsTaken highest number of a pocket.
     */
    Claims(final long nodesTaken, final long pocketsTaken)
    {
        this.nodesTaken = nodesTaken;
        this.pocketsTaken = pocketsTaken;
        nodes = new long[(int)(nodesTaken / Long.SIZE) + 1];
        pockets = new long[(int)(pocketsTaken / Long.SIZE) + 1];
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
        return BitSet.valueOf(nodes);
    }

    boolean isPocketClaimed(final int pocket)
    {
        return 0 != (pockets[pocket / Long.SIZE] & 1L << pocket);
    }

    private static void claim(final String what, final long[] claimed, final long number, final long taken)
    {
        if (number < 1 || number > taken)
        {
            throw new StateDamagedException(what + " out of bounds: minimum=1 maximum=" + taken + " actual=" + number);
        }
        final int word = (int)(number / Long.SIZE);
        if (0 != (claimed[word] & 1L << number))
        {
            throw new StateDamagedException(what + " belongs to two: number=" + number);
        }
        claimed[word] |= 1L << number;
    }
}
