package io.veto.ingest.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SnapshotScheduleTest
{
    private static final Duration EVERY = Duration.ofMillis(20);

    @TempDir
    private Path folder;
    private final AtomicLong sequence = new AtomicLong();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream log = new PrintStream(told, true, StandardCharsets.UTF_8);

    @Test
    void shouldLogWhatEachProgramSaysAndRunNoneWhereNoRecordCame() throws Exception
    {
        try (SnapshotSchedule schedule = schedule("echo run >> runs; echo first; echo written"))
        {
            await(schedule, 0);
            sequence.set(1);
            await(schedule, 1);
            sequence.set(2);
            await(schedule, 2);
        }

        assertEquals(List.of("veto: written", "veto: written"), lines());
        assertEquals(2, Files.readAllLines(folder.resolve("runs")).size());
    }

    @Test
    void shouldLogAFailureOnceAndTryAgain() throws Exception
    {
        try (SnapshotSchedule schedule = schedule("echo run >> runs; echo 'disk is full' >&2; exit 3"))
        {
            sequence.set(1);
            while (!Files.exists(folder.resolve("runs")) || Files.readAllLines(folder.resolve("runs")).size() < 3)
            {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertEquals(0, schedule.taken());
        }

        assertEquals(List.of("veto: no snapshot was taken, the next try is in 0 s: exitCode=3: disk is full"), lines());
    }

    @Test
    void shouldEndAProgramThatIsUnderWay() throws Exception
    {
        final SnapshotSchedule schedule = schedule("echo $$ > pid; exec sleep 1000");
        sequence.set(1);
        while (!Files.exists(folder.resolve("pid")) || 0 == Files.size(folder.resolve("pid")))
        {
            TimeUnit.MILLISECONDS.sleep(1);
        }

        schedule.close();

        final long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        assertEquals(List.of(), lines());
    }

    private SnapshotSchedule schedule(final String script)
    {
        return new SnapshotSchedule(List.of("sh", "-c", "cd " + folder + "; " + script), EVERY, sequence::get, log);
    }

    private static void await(final SnapshotSchedule schedule, final int taken) throws InterruptedException
    {
        while (schedule.taken() < taken)
        {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private List<String> lines()
    {
        return told.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
