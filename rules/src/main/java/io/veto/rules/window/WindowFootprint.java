package io.veto.rules.window;

import java.util.ArrayList;
import java.util.List;

/**
 * What a set of windows takes and does, told before it sees an event: worked out from the parts that the windows would be made of.
 *
 * @param keys        what each key takes, in the order in which the windows first need them.
 * @param cursors     tails that walk over the reservoir: one for each distinct edge of a sliding window, one for each period or gap.
 * @param eventLength bytes that each event takes in the reservoir as long as some window needs it.
 */
public record WindowFootprint(List<KeyLength> keys, int cursors, int eventLength)
{
    private static final WindowLimits LEAST = new WindowLimits(1, 1, 1, 1);

    /**
     * What each live value of a key takes in memory.
     *
     * @param key          that windows are kept by.
     * @param rowLength    bytes of its row.
     * @param liveLength   bytes of its row on average, with the rows that are kept free.
     * @param besideLength bytes beside the row where a distinct count has at most {@value ValuePockets#VALUES_MAX} values and a smallest or
     *                     largest amount is not outdone; each further value takes a node more.
     */
    public record KeyLength(Key key, int rowLength, int liveLength, int besideLength)
    {
        /**
         * Everything together.
         *
         * @return bytes for a live value of the key.
         */
        public int length()
        {
            return liveLength + besideLength;
        }
    }

    /**
     * Works out what windows would take.
     *
     * @param specs     windows.
     * @param asksLabel for each filter whether its value depends on the event's label.
     * @return the footprint.
     */
    public static WindowFootprint of(final WindowSpec[] specs, final boolean[] asksLabel)
    {
        try (WindowPlan plan = new WindowPlan(specs, asksLabel, LEAST, WindowMemory.main()))
        {
            final List<KeyLength> keys = new ArrayList<>();
            for (final KeyState state : plan.states)
            {
                final int rowLength = state.table.stride();
                keys.add(new KeyLength(state.key, rowLength, (int)Math.round(rowLength * KeyTable.ROWS_PER_KEY),
                    plan.keys.get(state.key).besideLength()));
            }
            return new WindowFootprint(List.copyOf(keys), plan.edges.length + plan.sweeps.length,
                keys.isEmpty() ? 0 : Reservoir.stride(plan.layout.words()));
        }
    }

    /**
     * What a live value of a key takes.
     *
     * @param key that some window is kept by.
     * @return bytes; 0 where no window is kept by it.
     */
    public int lengthOf(final Key key)
    {
        return keys.stream().filter(length -> length.key().equals(key)).mapToInt(KeyLength::length).sum();
    }
}
