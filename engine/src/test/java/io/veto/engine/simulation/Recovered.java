package io.veto.engine.simulation;

import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.score.Scorer;

/**
 * What a process starts with.
 */
record Recovered(
    WindowRooms rooms, Scorer scorer, RuleStatistics statistics, SourceTable sources, int epoch, long lastSequence, boolean isFirst)
{
}
