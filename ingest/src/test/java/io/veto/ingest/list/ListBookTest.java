package io.veto.ingest.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.journal.JournalWriter;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.ProcessSettings;
import io.veto.engine.recovery.StartRecords;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.list.ListKind;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.ZoneTransitions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListBookTest
{
    private static final ProcessSettings SETTINGS = new ProcessSettings(ScorerConfig.DEFAULT, ClockMode.EVENT, 0, 0, 0, 0);

    @TempDir
    private Path folder;

    @Test
    void shouldKnowTheTimeZonesOfTheJournalAlone()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("a.rules", """
            list known : card
            rule daily review if card not in known and count(card, tumbling 1d "Moon/Tranquility") > 3
            """, name -> new ZoneTransitions(name, new long[]{Long.MIN_VALUE}, new long[]{3_600_000}));
        try (JournalWriter writer = new JournalWriter(DataFolder.journal(folder), 0))
        {
            StartRecords.append(writer, SETTINGS, ruleSet, 1, 0, true, 0);
        }

        final ListBook book = new ListBook(folder);

        assertEquals(List.of("known", ListKind.CARD), List.of(book.declared(0).name(), book.declared(0).kind()));
    }
}
