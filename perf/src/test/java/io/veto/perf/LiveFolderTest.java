package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.RecoveryPlan;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.ingest.ServeTool;
import io.veto.perf.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on one data folder: the first one keeps it, and the lock goes with it however it ends. */
class LiveFolderTest
{
    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void shouldRefuseEveryOtherProcessUntilTheFirstOneIsGone() throws IOException
    {
        final Path data = folder.resolve("data");
        final List<String> arguments = List.of("--data", data.toString(), "--port", "0", "--clock", "event");
        try (ServerProcess server = ServerProcess.start(ServeTool.class, arguments))
        {
            final String pid = Files.readString(data.resolve("veto.lock")).strip();
            final String inUse = "data folder is in use: folder=" + data + " pid=" + pid + ": stop that process first";

            final String second = assertThrows(IOException.class, () -> ServerProcess.start(ServeTool.class, arguments)).getMessage();
            assertTrue(second.endsWith("exitCode=3; its standard error: veto serve: " + inUse), second);
            assertEquals(inUse, assertThrows(IOException.class, () -> DataFolder.lock(data)).getMessage());
            final RecoveryPlan plan = RecoveryPlan.of(data);
            assertEquals(List.of(pid, Start.GO_ON, List.of()), List.of(plan.owner(), plan.start(), plan.decisions()));
            assertTrue(server.isAlive());
            server.kill();
        }
        assertEquals(null, RecoveryPlan.of(data).owner());
        try (ServerProcess server = ServerProcess.start(ServeTool.class, arguments))
        {
            assertEquals("", server.errors());
        }
    }

    @Test
    @Timeout(120)
    void shouldKeepTheLockWhileThisProcessLooksAtItOrTriesAgain() throws IOException
    {
        final Path data = folder.resolve("held");
        try (DataFolder held = DataFolder.lock(data))
        {
            assertThrows(IOException.class, () -> DataFolder.lock(data));
            assertEquals(Long.toString(ProcessHandle.current().pid()), DataFolder.owner(data).orElse("none"));
            final List<String> arguments = List.of("--data", data.toString());
            final String other = assertThrows(IOException.class, () -> ServerProcess.start(ServeTool.class, arguments)).getMessage();
            assertTrue(other.endsWith("data folder is in use: folder=" + held.path() + " pid=" + ProcessHandle.current().pid() +
                ": stop that process first"), other);
        }
    }
}
