package io.veto.rules.score;

import io.veto.rules.window.WindowLimits;

/**
 * Everything besides the rules that an answer depends on. It is journalled at each process start; replay uses the journalled one.
 *
 * @param allowedLatenessMs       how far behind engine time an event is still ordinary; further behind it is flagged late.
 * @param standInApproveUpToMinor the stand-in policy: approve up to this amount in minor units, decline above.
 * @param windowLimits            bounds of the window state.
 */
public record ScorerConfig(long allowedLatenessMs, long standInApproveUpToMinor, WindowLimits windowLimits)
{
    /** One minute of lateness; the stand-in approves up to 30.00. */
    public static final ScorerConfig DEFAULT = new ScorerConfig(60_000, 3_000, WindowLimits.DEFAULT);
}
