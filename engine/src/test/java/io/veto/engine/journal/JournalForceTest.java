package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.layout.Durability;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often what is flushed is forced, the forced write counted. */
class JournalForceTest
{
    private final RecordedForce force = new RecordedForce(() -> { });

    @TempDir
    private Path folder;

    @Test
    void shouldForceOnceForABatchOfSeveralExcerpts()
    {
        final int records = 3 * JournalQueue.BATCH_RECORDS_MAX;
        try (JournalWriter journal = force.open(folder.resolve("journal"), Durability.MACHINE))
        {
            TestRecords.appendTicks(journal, 1, records, records);

            assertEquals(List.of(1L, (long)records), List.of((long)force.forces(), journal.forcedSequence()));
        }
    }

    @Test
    void shouldForceOnceForEachFlushThatHasSomethingToFlush()
    {
        try (JournalWriter journal = force.open(folder.resolve("journal"), Durability.MACHINE))
        {
            TestRecords.appendTicks(journal, 1, 10, 2);
            journal.flush();

            assertEquals(5, force.forces());
        }
    }

    @Test
    void shouldForceARecordThatIsLongerThanABatch()
    {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[3 * JournalQueue.BATCH_LENGTH_MAX]);
        RecordDescriptor.putHeader(record, 0, record.capacity(), RecordDescriptor.TYPE_RULE_SET, 1, 1, 0);
        try (JournalWriter journal = force.open(folder.resolve("journal"), Durability.MACHINE))
        {
            journal.append(record, 0, record.capacity());
            journal.flush();

            assertEquals(List.of(1L, 1L), List.of((long)force.forces(), journal.forcedSequence()));
        }
    }

    @Test
    void shouldForceInTheNewFileBehindARoll()
    {
        try (JournalWriter journal = force.open(folder.resolve("journal"), Durability.MACHINE))
        {
            TestRecords.appendTicks(journal, 1, 3, 1);
            journal.roll();
            TestRecords.appendTicks(journal, 4, 6, 1);

            assertEquals(List.of(6L, 6L), List.of((long)force.forces(), journal.forcedSequence()));
        }
    }

    @Test
    void shouldNotForceWhereAnAnswerSurvivesTheProcessOnly()
    {
        try (JournalWriter journal = force.open(folder.resolve("journal"), Durability.PROCESS))
        {
            TestRecords.appendTicks(journal, 1, 10, 2);

            assertEquals(List.of(0L, 0L), List.of((long)force.forces(), journal.forcedSequence()));
        }
    }

    @Test
    void shouldNotCallForcedWhatCouldNotBeForced()
    {
        try (JournalWriter journal = force.open(folder.resolve("journal"), Durability.MACHINE))
        {
            TestRecords.appendTicks(journal, 1, 3, 1);
            force.fail();

            assertThrows(UncheckedIOException.class, () -> TestRecords.appendTicks(journal, 4, 4, 1));

            assertEquals(3, journal.forcedSequence());
        }
    }
}
