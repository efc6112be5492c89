package io.veto.ingest;

import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.ingest.stat.ModeCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code veto mode}: lets a rule of a running server count again after it fell back, or puts it in shadow.
 */
@Command(name = "veto mode", mixinStandardHelpOptions = true, description = "Lets a rule count again, or puts it in shadow.")
public final class ModeTool implements Callable<Integer>
{
    private static final int EXIT_USAGE = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "data folder of a running server")
    private Path data;

    @Parameters(index = "1", paramLabel = "RULE", description = "id of the rule")
    private String rule;

    @Parameters(index = "2", paramLabel = "live|shadow", description = "what it shall be until other rules are activated")
    private String mode;

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
     * @param out  for what was done.
     * @param err  for one line if it cannot be done.
     * @param args of the command line.
     * @return exit code: 0 done, 1 refused, 2 wrong usage, 3 no server could be asked.
     */
    static int run(final PrintWriter out, final PrintStream err, final String... args)
    {
        return new CommandLine(new ModeTool())
            .setOut(out)
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler((e, given) ->
            {
                e.getCommandLine().getErr().println("veto mode: " + e.getMessage() + ": see veto mode --help");
                return EXIT_USAGE;
            })
            .execute(args);
    }

    @Override
    public Integer call()
    {
        final OperatorAnswer answer = OperatorClient.call(
            data, ModeCommand.VERB, new OperatorRequest(List.of(rule, mode), new byte[0]), progress -> {});
        if (OperatorAnswer.DONE == answer.exitCode())
        {
            spec.commandLine().getOut().print(answer.text());
            spec.commandLine().getOut().flush();
        }
        else
        {
            spec.commandLine().getErr().println("veto mode: " + answer.text());
        }
        return answer.exitCode();
    }
}
