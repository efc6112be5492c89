package io.veto.ingest.stat;

import io.veto.engine.line.LineCounters;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorCommand;
import io.veto.ingest.operator.OperatorRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers {@code stat}: counters of the line and statistics of the rules in force, as a page or, with the argument {@value #JSON}, as one
 * JSON object. It asks nothing of the line: everything is read where it is counted.
 */
public final class StatCommand implements OperatorCommand
{
    /** Verb of the command. */
    public static final String VERB = "stat";
    /** Argument that asks for JSON. */
    public static final String JSON = "json";

    private final LineCounters counters;
    private final Supplier<RuleStatistics> statistics;

    /**
     * Makes the command.
     *
     * @param counters   of the line.
     * @param statistics of the rules in force.
     */
    public StatCommand(final LineCounters counters, final Supplier<RuleStatistics> statistics)
    {
        this.counters = counters;
        this.statistics = statistics;
    }

    @Override
    public OperatorAnswer run(final OperatorRequest request, final Consumer<String> progress)
    {
        final boolean isJson = List.of(JSON).equals(request.arguments());
        if (!isJson && !request.arguments().isEmpty())
        {
            return new OperatorAnswer(
                OperatorAnswer.USAGE, "stat takes one argument or none: expectedArguments=" + JSON + " arguments=" + request.arguments());
        }
        final StatReport report = new StatReport(counters.values(), statistics.get());
        return new OperatorAnswer(OperatorAnswer.DONE, isJson ? report.json() + "\n" : report.text());
    }
}
