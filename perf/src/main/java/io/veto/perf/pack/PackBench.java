package io.veto.perf.pack;

import io.veto.engine.recovery.JvmZones;
import io.veto.perf.generate.LabelledTraffic;
import io.veto.perf.windows.PeersRules;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;

/**
 * Lets a rule pack answer labelled traffic in process, and counts over the last days what it found. Labels come a week late. Making the
 * traffic is not part of the time that is measured.
 * <p>
 * <b>Note:</b> one thread; for one run.
 */
public final class PackBench
{
    private final PackPlan plan;
    private final PackBlock block = new PackBlock();

    /**
     * Prepares a run.
     *
     * @param plan of it.
     */
    public PackBench(final PackPlan plan)
    {
        this.plan = plan;
    }

    /**
     * Lets the pack answer.
     *
     * @return what came of it.
     */
    public PackResult run()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile(plan.rulesName(), plan.rulesText(), new JvmZones());
        try (PackScorer pack = new PackScorer(ruleSet);
            PackScorer peers = plan.besidePeers() ?
                new PackScorer(RuleSetCompiler.compile(PeersRules.NAME, PeersRules.TEXT)) : null)
        {
            final PackTally tally = new PackTally(ruleSet);
            final LabelledTraffic traffic = new LabelledTraffic(plan.traffic());
            final long measuredFromMs = LabelledTraffic.BEGIN_MS + plan.measuredFromMs();
            long before = 0;
            while (block.fill(traffic))
            {
                if (block.timeMs(0) < measuredFromMs)
                {
                    resetTimes(pack, peers);
                }
                pack.score(block);
                before += count(tally, measuredFromMs);
                if (null != peers)
                {
                    peers.score(block);
                }
            }
            return new PackResult(tally.kinds(), tally.rules(), tally.answers(), before, pack.speed(),
                null == peers ? null : peers.speed(), pack.accumulatorLength());
        }
    }

    private int count(final PackTally tally, final long measuredFromMs)
    {
        int before = 0;
        for (int i = 0; i < block.count(); i++)
        {
            if (block.timeMs(i) < measuredFromMs)
            {
                before++;
            }
            else
            {
                tally.onAnswer(block, i);
            }
        }
        return before;
    }

    private static void resetTimes(final PackScorer pack, final PackScorer peers)
    {
        pack.resetTimes();
        if (null != peers)
        {
            peers.resetTimes();
        }
    }
}
