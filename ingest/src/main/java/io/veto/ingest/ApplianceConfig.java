package io.veto.ingest;

import io.veto.engine.journal.JournalConfig;
import io.veto.engine.line.LineConfig;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.gateway.GatewayConfig;
import io.veto.rules.score.ScorerConfig;
import java.nio.file.Path;

/**
 * Everything that an appliance is started with.
 *
 * @param data    folder that holds everything it knows.
 * @param rules   rule file; null for those of the journal, or the default ones where it has none.
 * @param gateway how it listens.
 * @param line    how its line runs.
 * @param scorer  settings that an answer depends on.
 * @param labelMaturityMs how old a hit is, in milliseconds of engine time, before it counts towards its rule's precision.
 * @param journal how its journal is written.
 */
public record ApplianceConfig(
    Path data, Path rules, GatewayConfig gateway, LineConfig line, ScorerConfig scorer, long labelMaturityMs, JournalConfig journal)
{
    /**
     * Everything but the label maturity and the journal's, which are the default ones.
     *
     * @param data    folder that holds everything it knows.
     * @param rules   rule file; null for those of the journal, or the default ones where it has none.
     * @param gateway how it listens.
     * @param line    how its line runs.
     * @param scorer  settings that an answer depends on.
     */
    public ApplianceConfig(
        final Path data, final Path rules, final GatewayConfig gateway, final LineConfig line, final ScorerConfig scorer)
    {
        this(data, rules, gateway, line, scorer, RuleStatistics.MATURITY_MS_DEFAULT, JournalConfig.DEFAULT);
    }
}
