package io.veto.ingest.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowerCommandTest
{
    @Test
    void shouldRunTheSameJavaAtTheLowestPriorityWithAHeapOfTheSameBound()
    {
        final List<String> command = FollowerCommand.of(Path.of("data"), 3, program -> true,
            List.of("-Xms8g", "-Xmx1g", "-XX:+UseParallelGC", "-agentlib:jdwp",
                "-Dcom.sun.management.jmxremote.port=9010", "-Dchronicle.disk.monitor.disable=true"));

        assertEquals(List.of("chrt", "-i", "0", "ionice", "-t", "-c", "3",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g", "-Dchronicle.disk.monitor.disable=true", "-Xms64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
            "io.veto.replay.SnapshotTool", "data", "--label-maturity", "3"), command);
    }

    @Test
    void shouldBeNiceWhereItCannotBeIdle()
    {
        assertEquals(List.of("nice", "-n", "19", Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            FollowerCommand.of(Path.of("data"), 7, "nice"::equals, List.of()).subList(0, 4));
    }

    @Test
    void shouldRunWithoutThemWhereTheSystemHasNoPriorities()
    {
        assertEquals(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            FollowerCommand.of(Path.of("data"), 7, program -> false, List.of()).get(0));
    }
}
