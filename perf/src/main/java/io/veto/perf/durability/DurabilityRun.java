package io.veto.perf.durability;

import io.veto.perf.load.LatencyRun;
import org.HdrHistogram.Histogram;

/**
 * One turn of everything that is compared.
 *
 * @param written bare writes, each forced, in nanoseconds.
 * @param mapped  bare stores into a mapping, each forced, in nanoseconds.
 * @param process server whose answers survive its end.
 * @param machine server whose answers survive the loss of power.
 */
record DurabilityRun(Histogram written, Histogram mapped, OfServer process, OfServer machine)
{
    /**
     * What one server did.
     *
     * @param latency    at the fixed rate.
     * @param throughput as fast as answers came.
     */
    record OfServer(LatencyRun latency, LatencyRun throughput)
    {
        /**
         * Why it does not count.
         *
         * @return one line; null if it kept its plan.
         */
        String fault()
        {
            final boolean isWhole = throughput.answers().disconnects() == 0 &&
                throughput.load().answered() == throughput.load().plan().count();
            return isWhole ? latency.fault() : "answers are missing: expectedAnswers=" + throughput.load().plan().count() + " answers=" +
                throughput.load().answered();
        }
    }
}
