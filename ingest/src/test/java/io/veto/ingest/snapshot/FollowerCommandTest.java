package io.veto.ingest.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FollowerCommandTest
{
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void shouldRunTheSameJavaAtTheLowestPriorityWithAHeapOfTheSameBound()
    {
        final List<String> command = FollowerCommand.of(Path.of("data"), 3, launcher -> true,
            List.of("-Xms8g", "-Xmx1g", "-XX:+UseParallelGC", "-agentlib:jdwp",
                "-Dcom.sun.management.jmxremote.port=9010", "-Dchronicle.disk.monitor.disable=true"));

        assertEquals(List.of("chrt", "-i", "0", "ionice", "-c", "3", JAVA,
            "-Xmx1g", "-Dchronicle.disk.monitor.disable=true", "-Xms64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
            "io.veto.replay.SnapshotTool", "data", "--label-maturity", "3"), command);
    }

    @Test
    void shouldBeNiceWhereItCannotBeIdle()
    {
        assertEquals(List.of("nice", "-n", "19", JAVA),
            FollowerCommand.of(Path.of("data"), 7, launcher -> launcher.contains("nice"), List.of()).subList(0, 4));
    }

    @Test
    void shouldRunWithoutThemWhereTheSystemHasNoPriorities()
    {
        assertEquals(JAVA, FollowerCommand.of(Path.of("data"), 7, launcher -> false, List.of()).get(0));
    }

    @Test
    void shouldTakeOnlyALauncherThatCanStartAProgram()
    {
        assertEquals(List.of(true, false, false),
            Stream.of("env", "false", "no-such-launcher").map(launcher -> FollowerCommand.works(List.of(launcher))).toList());
    }
}
