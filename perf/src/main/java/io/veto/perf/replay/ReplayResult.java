package io.veto.perf.replay;

import io.veto.perf.report.Medians;
import java.util.List;

/**
 * What one journal was measured at.
 *
 * @param rules   that answered.
 * @param records of the journal, whatever their type.
 * @param made    time to score and journal them, in nanoseconds.
 * @param runs    one or more.
 */
record ReplayResult(String rules, long records, long made, List<Run> runs)
{
    private static final double SECOND_NS = 1e9;

    /**
     * One turn, in nanoseconds.
     *
     * @param read     every record read and its checksum compared.
     * @param replayed every record scored again and its decision compared.
     * @param cpu      of the processor, for the second, on a machine where others want it too.
     */
    record Run(long read, long replayed, long cpu)
    {
    }

    double madePerSecond()
    {
        return records * SECOND_NS / made;
    }

    double readPerSecond()
    {
        return records * SECOND_NS / Medians.of(runs, Run::read);
    }

    double replayedPerSecond()
    {
        return records * SECOND_NS / Medians.of(runs, Run::replayed);
    }

    double replayedPerCpuSecond()
    {
        return records * SECOND_NS / Medians.of(runs, Run::cpu);
    }
}
