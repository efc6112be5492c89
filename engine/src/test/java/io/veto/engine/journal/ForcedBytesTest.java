package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veto.rules.layout.Durability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real process asks of the system, seen by strace: the only proof that bytes are forced is the system call. */
class ForcedBytesTest
{
    private static final Path STRACE = Path.of("/usr/bin/strace");

    @TempDir
    private Path folder;

    @Test
    void shouldForceBetweenAnyTwoReplies() throws IOException, InterruptedException
    {
        assertEquals(Collections.nCopies(ForcingProcess.BATCHES, 1), forcesBeforeEachReply(Durability.MACHINE));
    }

    @Test
    void shouldForceNothingInTheSteadyStateWhereAnAnswerSurvivesTheProcessOnly() throws IOException, InterruptedException
    {
        assertEquals(Collections.nCopies(ForcingProcess.BATCHES, 0), forcesBeforeEachReply(Durability.PROCESS));
    }

    /**
     * Forced writes between each reply and the one before, by the thread that replies: what the side thread forces nobody waits for. What
     * the first file costs lies before the first.
     */
    private List<Integer> forcesBeforeEachReply(final Durability durability) throws IOException, InterruptedException
    {
        assumeTrue(Files.isExecutable(STRACE) && canTrace(), "no strace, or no leave to trace");
        final Path trace = folder.resolve("trace");
        final List<String> command = new ArrayList<>(List.of(STRACE.toString(), "-f", "-qq", "-e",
            "trace=msync,fsync,fdatasync,write", "-e", "signal=none", "-o", trace.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(word -> word.startsWith("--") || word.startsWith("-D"))
            .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForcingProcess.class.getName(),
            folder.resolve("journal").toString(), durability.name()));
        assertEquals("", run(command));
        final List<Integer> forces = new ArrayList<>();
        int count = -1;
        String thread = "";
        for (final String line : Files.readAllLines(trace))
        {
            if (line.contains("write(1, \"reply "))
            {
                if (count >= 0)
                {
                    forces.add(count);
                }
                count = 0;
                thread = line.substring(0, line.indexOf(' ') + 1);
            }
            else if (count >= 0 && line.startsWith(thread) &&
                line.matches(".*(msync|fsync|fdatasync)\\(.*") && forces.size() < ForcingProcess.BATCHES)
            {
                count++;
            }
        }
        return forces;
    }

    private boolean canTrace() throws IOException, InterruptedException
    {
        return new ProcessBuilder(STRACE.toString(), "-o", folder.resolve("try").toString(), "true")
            .redirectErrorStream(true).start().waitFor() == 0;
    }

    private String run(final List<String> command) throws IOException, InterruptedException
    {
        final Path errors = folder.resolve("errors");
        final Process process = new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile())
            .redirectError(errors.toFile()).start();
        final boolean isDone = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        return isDone && 0 == process.exitValue() ? "" : Files.readString(errors) + " isDone=" + isDone;
    }
}
