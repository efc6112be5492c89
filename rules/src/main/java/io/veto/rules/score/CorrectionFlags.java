package io.veto.rules.score;

import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.window.Correction;

/**
 * Says in a record what became of a label or a reversal.
 * <p>
 * <b>Note:</b> stateless.
 */
final class CorrectionFlags
{
    private CorrectionFlags()
    {
    }

    /**
     * Writes the flags.
     *
     * @param correction what became of it.
     * @param flags      of the record, all written.
     */
    static void put(final Correction correction, final CorrectionFlagsEncoder flags)
    {
        flags.clear()
            .unknownTarget(Correction.UNKNOWN_TARGET == correction)
            .unchanged(Correction.UNCHANGED == correction)
            .uncounted(Correction.UNCOUNTED == correction)
            .exceeded(Correction.EXCEEDED == correction);
    }
}
