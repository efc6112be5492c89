package io.veto.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The list of benchmarks that JMH's annotation processor writes: from JDK 23 on a processor that nobody names does not run. */
class BenchmarkListTest
{
    @Test
    void shouldNameEveryBenchmark()
    {
        final OutputFormat format = OutputFormatFactory.createFormatInstance(
            new PrintStream(PrintStream.nullOutputStream()), VerboseMode.SILENT);

        final List<String> benchmarks = BenchmarkList.defaultList().getAll(format, List.of()).stream()
            .map(BenchmarkListEntry::getUsername).toList();

        assertEquals(
            List.of(
                "io.veto.perf.bench.RuleWatchBenchmark.transaction",
                "io.veto.perf.bench.RulesBenchmark.rules",
                "io.veto.perf.bench.RulesBenchmark.secondStep",
                "io.veto.perf.bench.ScoringBenchmark.transaction"),
            benchmarks);
    }
}
