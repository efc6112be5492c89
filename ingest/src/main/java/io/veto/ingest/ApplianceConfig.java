package io.veto.ingest;

import io.veto.engine.line.LineConfig;
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
 */
public record ApplianceConfig(Path data, Path rules, GatewayConfig gateway, LineConfig line, ScorerConfig scorer)
{
}
