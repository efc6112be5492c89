package io.veto.perf.swap;

import io.veto.perf.load.LoadResult;

/**
 * One second of a run.
 *
 * @param load      what was measured.
 * @param isWarming whether an activation was under way when it began.
 * @param isSwap    whether the rules changed in it.
 */
record SwapSecond(LoadResult load, boolean isWarming, boolean isSwap)
{
}
