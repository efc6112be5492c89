package io.veto.rules.score;

import io.veto.rules.window.WindowLimits;

/**
 * Everything besides the rules that an answer depends on. It is journalled at each process start; replay uses the journalled one.
 *
 * @param allowedLatenessMs       how far behind engine time an event is still ordinary; further behind it is flagged late.
 * @param standInApproveUpToMinor the stand-in policy: approve up to this amount in minor units, decline above.
 * @param windowLimits            bounds of the window state.
 * @param repeatWithinMs          engine time for which a transaction is kept to recognise business repeats; 0 for no recognition.
 * @param repeatIds               most transactions that are kept for that; over it the oldest gives way.
 */
public record ScorerConfig(
    long allowedLatenessMs, long standInApproveUpToMinor, WindowLimits windowLimits, long repeatWithinMs, int repeatIds)
{
    /** A quarter of an hour. */
    public static final long REPEAT_WITHIN_MS_DEFAULT = 900_000;
    /** 1 Mi transactions: 88 MiB when they are all kept. */
    public static final int REPEAT_IDS_DEFAULT = 1 << 20;
    /** Most transactions that may be kept. */
    public static final int REPEAT_IDS_MAX = 1 << 26;
    /** One minute of lateness; the stand-in approves up to 30.00; repeats are recognised within a quarter of an hour. */
    public static final ScorerConfig DEFAULT = new ScorerConfig(60_000, 3_000, WindowLimits.DEFAULT);

    /**
     * Checks the bounds of repeats.
     */
    public ScorerConfig
    {
        if (repeatWithinMs < 0 || repeatIds < 1 || repeatIds > REPEAT_IDS_MAX)
        {
            throw new IllegalArgumentException("repeats out of bounds: minimumWithinMs=0 withinMs=" + repeatWithinMs +
                " minimumIds=1 maximumIds=" + REPEAT_IDS_MAX + " ids=" + repeatIds);
        }
    }

    /**
     * Everything but what is kept to recognise repeats, which is the default.
     *
     * @param allowedLatenessMs       how far behind engine time an event is still ordinary.
     * @param standInApproveUpToMinor the stand-in policy.
     * @param windowLimits            bounds of the window state.
     */
    public ScorerConfig(final long allowedLatenessMs, final long standInApproveUpToMinor, final WindowLimits windowLimits)
    {
        this(allowedLatenessMs, standInApproveUpToMinor, windowLimits, REPEAT_WITHIN_MS_DEFAULT, REPEAT_IDS_DEFAULT);
    }
}
