package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.layout.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The space on the disk stood in for. */
class DiskGuardTest
{
    private static final long WARN = 1000L << 20;
    private static final String FULL = "disk is nearly full: minimumUsable=67108864 usable=67108863: make room in the file system of the " +
        "data folder and start again";

    private final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
    private final List<String> warnings = new ArrayList<>();
    private final DiskGuard guard = new DiskGuard(usable::get, WARN, warnings::add);

    @TempDir
    private Path data;
    private Path folder;

    @BeforeEach
    void name()
    {
        folder = data.resolve("journal");
    }

    @Test
    void shouldNotWarnAtTheLimit()
    {
        look(WARN);

        assertEquals(List.of(), warnings);
    }

    @Test
    void shouldWarnOnceUnderTheLimitAndAgainOnlyWhenItHasRecovered()
    {
        for (final long length : new long[]{WARN - 1, WARN - 2, WARN - 1, WARN, WARN - 3})
        {
            look(length);
        }

        assertEquals(List.of(
            "disk is filling up: warnUsable=1048576000 usable=1048575999 stopUsable=67108864: make room in the file system of the data " +
                "folder before the server stops",
            "disk is filling up: warnUsable=1048576000 usable=1048575997 stopUsable=67108864: make room in the file system of the data " +
                "folder before the server stops"), warnings);
    }

    @Test
    void shouldWriteWhereTheLeastSpaceIsLeft()
    {
        try (JournalWriter journal = open())
        {
            look(DiskGuard.USABLE_LENGTH_MIN);
            TestRecords.appendTicks(journal, 1, 10, 2);
        }

        assertEquals(10, lastSequence());
    }

    @Test
    void shouldStopBetweenRecordsAsSoonAsTheSideThreadHasSeenTooLittleSpace()
    {
        try (JournalWriter journal = open())
        {
            TestRecords.appendTicks(journal, 1, 10, 2);
            look(DiskGuard.USABLE_LENGTH_MIN - 1);

            final IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> TestRecords.appendTicks(journal, 11, 11, 1));

            assertEquals(FULL, e.getMessage());
        }
        assertEquals(10, lastSequence());
    }

    @Test
    void shouldLookItselfAfterSixteenMebibytesWhereNoSideThreadLooks()
    {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[16 << 20]);
        RecordDescriptor.putHeader(record, 0, record.capacity(), RecordDescriptor.TYPE_RULE_SET, 1, 2, 0);
        try (JournalWriter journal = open())
        {
            TestRecords.appendTicks(journal, 1, 1, 1);
            usable.set(DiskGuard.USABLE_LENGTH_MIN - 1);

            final IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> journal.append(record, 0, record.capacity()));

            assertEquals(FULL, e.getMessage());
        }
        assertEquals(1, lastSequence());
    }

    @Test
    void shouldNotOpenAJournalOnAFullDisk()
    {
        usable.set(DiskGuard.USABLE_LENGTH_MIN - 1);

        final IllegalStateException e =
            assertThrows(IllegalStateException.class, () -> new JournalWriter(folder, 0, Durability.PROCESS, guard));

        assertEquals(FULL, e.getMessage());
    }

    private JournalWriter open()
    {
        final JournalWriter journal = new JournalWriter(folder, 0, Durability.PROCESS, guard);
        final UnsafeBuffer start = TestRecords.start(1, 0);
        journal.append(start, 0, start.capacity());
        return journal;
    }

    private void look(final long length)
    {
        usable.set(length);
        guard.check();
    }

    private long lastSequence()
    {
        try (JournalReader reader = new JournalReader(folder))
        {
            boolean more = reader.next();
            while (more)
            {
                more = reader.next();
            }
            return reader.sequence();
        }
    }
}
