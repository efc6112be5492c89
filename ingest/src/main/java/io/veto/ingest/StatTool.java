package io.veto.ingest;

import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.ingest.stat.StatCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code veto stat}: asks a running server what it counted and what each of its rules did.
 */
@Command(name = "veto stat", mixinStandardHelpOptions = true, description = "Shows live counters, and what each rule did.")
public final class StatTool implements Callable<Integer>
{
    private static final Pattern INTERVAL = Pattern.compile("(\\d{1,5})(s|m|h)");
    private static final int EXIT_USAGE = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "data folder of a running server")
    private Path data;

    @Option(names = "--every", paramLabel = "TIME", description = "asks again and again, such as every 5s, 1m or 1h, until interrupted")
    private String every;

    @Option(names = "--json", description = "one JSON object in a line instead of a page")
    private boolean json;

    /**
     * Runs the command and exits.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args)
    {
        System.exit(run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), System.err, args));
    }

    /**
     * Runs the command.
     *
     * @param out  for the report.
     * @param err  for one line if it cannot be had.
     * @param args of the command line.
     * @return exit code: 0 done, 2 wrong usage, 3 no server could be asked.
     */
    static int run(final PrintWriter out, final PrintStream err, final String... args)
    {
        return new CommandLine(new StatTool())
            .setOut(out)
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler((e, given) ->
            {
                e.getCommandLine().getErr().println("veto stat: " + e.getMessage() + ": see veto stat --help");
                return EXIT_USAGE;
            })
            .execute(args);
    }

    @Override
    public Integer call() throws InterruptedException
    {
        final PrintWriter out = spec.commandLine().getOut();
        final long intervalMs = null == every ? 0 : intervalMs();
        OperatorAnswer answer = ask();
        while (intervalMs > 0 && OperatorAnswer.DONE == answer.exitCode())
        {
            out.print(answer.text() + (json ? "" : "\n"));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(intervalMs);
            answer = ask();
        }
        if (OperatorAnswer.DONE == answer.exitCode())
        {
            out.print(answer.text());
            out.flush();
        }
        else
        {
            spec.commandLine().getErr().println("veto stat: " + answer.text());
        }
        return answer.exitCode();
    }

    private OperatorAnswer ask()
    {
        return OperatorClient.call(
            data, StatCommand.VERB, new OperatorRequest(json ? List.of(StatCommand.JSON) : List.of(), new byte[0]), progress -> {});
    }

    private long intervalMs()
    {
        final Matcher matcher = INTERVAL.matcher(every);
        if (!matcher.matches() || 0 == Integer.parseInt(matcher.group(1)))
        {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "interval cannot be read: expected=1s..99999h every=" + every);
        }
        final TimeUnit unit = switch (matcher.group(2))
        {
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            default -> TimeUnit.HOURS;
        };
        return unit.toMillis(Integer.parseInt(matcher.group(1)));
    }
}
