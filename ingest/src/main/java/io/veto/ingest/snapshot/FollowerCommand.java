package io.veto.ingest.snapshot;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
    private static final List<String> IDLE = List.of("chrt", "-i", "0");
    private static final List<String> NICE = List.of("nice", "-n", "19");
    private static final List<String> IDLE_IO = List.of("ionice", "-c", "3");
    private static final long TRY_MS = 2_000;
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
        return of(data, labelMaturityDays, FollowerCommand::works, ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    static List<String> of(
        final Path data, final int labelMaturityDays, final Predicate<List<String>> works, final List<String> options)
    {
        final List<String> command = new ArrayList<>();
        Stream.of(IDLE, NICE).filter(works).findFirst().ifPresent(command::addAll);
        Stream.of(IDLE_IO).filter(works).forEach(command::addAll);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.stream().filter(option -> !NOT_INHERITED.matcher(option).matches()).forEach(command::add);
        command.addAll(OWN);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TOOL, data.toString(), "--label-maturity",
            Integer.toString(labelMaturityDays)));
        return command;
    }

    /**
     * Tries it: a system may have the program and forbid the call.
     */
    static boolean works(final List<String> launcher)
    {
        final List<String> command = new ArrayList<>(launcher);
        command.add("true");
        try
        {
            final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            final boolean isDone = process.waitFor(TRY_MS, TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            return isDone && 0 == process.exitValue();
        }
        catch (final IOException e)
        {
            return false;
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
