package io.veto.ingest.snapshot;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The command line of {@code veto snapshot} as a child of this process: the same Java, class path and options, at the lowest priority that
 * the system has. Its heap has the same bound, as lists and alerts lie in it; it begins small, and its collector takes one thread.
 * What makes the server traced, or listen to a debugger or to JMX, is left out: the child would find the port taken, and end.
 * <p>
 * Source: sched(7), SCHED_IDLE, which runs where nobody else would; chrt(1), nice(1), ionice(1).
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class FollowerCommand
{
    private static final String TOOL = "io.veto.replay.SnapshotTool";
    private static final Pattern NOT_INHERITED = Pattern.compile(
        "-Xms.*|-Xlog.*|-XX:\\+Use\\w+GC|-XX:\\+AlwaysPreTouch|-XX:StartFlightRecording.*|-agentlib.*|-agentpath.*|-javaagent.*|-Xrun.*|" +
            "-Dcom\\.sun\\.management\\.jmxremote.*");
    private static final List<String> OWN = List.of("-Xms64m", "-XX:+UseSerialGC");

    private FollowerCommand()
    {
    }

    /**
     * Makes the command.
     *
     * @param data              the data folder.
     * @param labelMaturityDays as of the server.
     * @return program and arguments.
     */
    public static List<String> of(final Path data, final int labelMaturityDays)
    {
        return of(data, labelMaturityDays, FollowerCommand::isOnPath, ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    static List<String> of(
        final Path data, final int labelMaturityDays, final Predicate<String> isThere, final List<String> options)
    {
        final List<String> command = new ArrayList<>();
        if (isThere.test("chrt"))
        {
            command.addAll(List.of("chrt", "-i", "0"));
        }
        else if (isThere.test("nice"))
        {
            command.addAll(List.of("nice", "-n", "19"));
        }
        if (isThere.test("ionice"))
        {
            command.addAll(List.of("ionice", "-t", "-c", "3"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.stream().filter(option -> !NOT_INHERITED.matcher(option).matches()).forEach(command::add);
        command.addAll(OWN);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TOOL, data.toString(), "--label-maturity",
            Integer.toString(labelMaturityDays)));
        return command;
    }

    private static boolean isOnPath(final String program)
    {
        final String path = System.getenv("PATH");
        return null != path && List.of(path.split(File.pathSeparator)).stream()
            .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
    }
}
