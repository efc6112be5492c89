package io.veto.perf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code veto perf jmh}: the benchmarks of single parts, run by JMH under the JVM options of this process.
 */
@Command(
    name = "jmh",
    description = "Runs the JMH benchmarks of single parts. All options are JMH's own: -l lists the benchmarks, -h the options.")
final class JmhTool implements Callable<Integer>
{
    @Unmatched
    private final List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws IOException
    {
        Main.main(options.toArray(new String[0]));
        return CommandLine.ExitCode.OK;
    }
}
