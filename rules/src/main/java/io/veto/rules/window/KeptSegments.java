package io.veto.rules.window;

import io.veto.rules.state.StateReader;

/**
 * What a saved state says of the segments that are kept beside it, for those who check them and load nothing.
 */
public final class KeptSegments
{
    /** Name of the section that says which segments are kept, and what their checksums are. */
    public static final String SECTION = "reservoir";

    private KeptSegments()
    {
    }

    /**
     * Checks every block of each segment that is kept beside a state.
     *
     * @param reader at the beginning of {@link #SECTION}, which need not be read to its end.
     * @param store  asked to adopt one segment after the other; given each back before the next.
     * @throws io.veto.rules.state.StateDamagedException if one is missing, or is not what was kept.
     */
    public static void check(final StateReader reader, final SegmentStore store)
    {
        Reservoir.check(reader, store);
    }
}
