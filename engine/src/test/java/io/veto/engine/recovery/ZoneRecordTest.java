package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.window.ZoneTransitions;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneRecordTest
{
    @TempDir
    private Path data;
    private Path folder;

    @BeforeEach
    void name()
    {
        folder = data.resolve("journal");
    }

    @Test
    void shouldCarryEveryZoneOfThisRuntimeThroughTheJournal()
    {
        final JvmZones jvmZones = new JvmZones();
        final List<ZoneTransitions> zones =
            ZoneId.getAvailableZoneIds().stream().sorted().map(jvmZones::find).toList();

        assertEquals(zones, throughTheJournal(zones));
    }

    @Test
    void shouldCarryAZoneThatIsNotAsThisRuntimeHasIt()
    {
        final List<ZoneTransitions> zones = List.of(
            new ZoneTransitions("Europe/Paris", new long[]{Long.MIN_VALUE, 1_700_000_000_000L}, new long[]{-86_399_999, 86_399_999}),
            new ZoneTransitions("a".repeat(64), new long[]{Long.MIN_VALUE}, new long[]{1}));

        assertEquals(zones, throughTheJournal(zones));
    }

    private List<ZoneTransitions> throughTheJournal(final List<ZoneTransitions> zones)
    {
        try (JournalWriter journal = new JournalWriter(folder, 0))
        {
            for (int i = 0; i < zones.size(); i++)
            {
                final UnsafeBuffer record = ZoneRecord.encode(zones.get(i));
                RecordDescriptor.putHeader(record, 0, record.capacity(), RecordDescriptor.TYPE_ZONE, 0, i + 1, 0);
                journal.append(record, 0, record.capacity());
            }
            journal.flush();
        }
        final List<ZoneTransitions> read = new ArrayList<>();
        try (JournalReader reader = new JournalReader(folder))
        {
            while (reader.next())
            {
                read.add(ZoneRecord.decode(reader.buffer(), reader.offset()));
            }
        }
        return read;
    }
}
