package io.veto.engine.simulation;

import io.veto.engine.journal.JournalEnd;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.Recovery;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.score.Scorer;

/**
 * What a process starts with.
 *
 * @param end of the journal; null where a new one begins.
 */
record Recovered(
    DataFolder folder,
    Recovery recovery,
    JournalEnd end,
    WindowRooms rooms,
    Scorer scorer,
    RuleStatistics statistics,
    SourceTable sources)
{
}
