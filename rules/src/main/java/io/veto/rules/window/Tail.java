package io.veto.rules.window;

/**
 * What a cursor over the reservoir does when it comes to another block: it checks the block, once it is full and before anything in it is
 * believed, and says where it is.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Tail
{
    private final int number;
    private final Reservoir reservoir;
    private final TailListener listener;
    private long checkedTo = 0;

    /**
     * Makes a tail at the beginning.
     *
     * @param number    from 0.
     * @param reservoir that it walks over.
     * @param listener  to tell.
     */
    Tail(final int number, final Reservoir reservoir, final TailListener listener)
    {
        this.number = number;
        this.reservoir = reservoir;
        this.listener = listener;
    }

    /**
     * Looks at an event that it may not have come to yet.
     *
     * @param position of the event.
     * @throws ReservoirDamagedException when its block is full and not what was written.
     */
    void look(final long position)
    {
        if (position >= checkedTo)
        {
            reservoir.verify(position);
        }
    }

    /**
     * Comes to an event.
     *
     * @param position of the event, at or behind that of the call before.
     * @throws ReservoirDamagedException when its block is full and not what was written.
     */
    void arrive(final long position)
    {
        final long blockEnd = (position | Reservoir.BLOCK_EVENTS - 1) + 1;
        if (position >= checkedTo && blockEnd <= reservoir.end())
        {
            reservoir.verify(position);
            reservoir.tell(listener, number, position);
            checkedTo = blockEnd;
        }
    }
}
