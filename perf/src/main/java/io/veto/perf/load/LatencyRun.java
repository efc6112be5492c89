package io.veto.perf.load;

import io.veto.ingest.client.RuleTable;

/**
 * One measurement of latency over TCP.
 *
 * @param load      what was measured.
 * @param answers   what was answered in the measured part.
 * @param ruleTable rules that answered.
 */
public record LatencyRun(LoadResult load, AnswerCounts answers, RuleTable ruleTable)
{
    /**
     * Why the run does not count.
     *
     * @return one line; null if it kept its plan on one connection.
     */
    public String fault()
    {
        return answers.disconnects() == 0 ?
            load.fault() :
            "the connection broke: expectedDisconnects=0 disconnects=" + answers.disconnects();
    }
}
