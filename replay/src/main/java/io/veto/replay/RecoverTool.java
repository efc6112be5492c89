package io.veto.replay;

import io.veto.engine.recovery.RecoveryPlan;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.engine.report.ErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code veto recover}: what a start would do with a data folder, and what a person must decide before it.
 */
@Command(name = "veto recover", mixinStandardHelpOptions = true,
    description = "Tells what a start would do with a data folder, and mends what a person must decide.",
    subcommands = RecoverTool.Plan.class)
public final class RecoverTool
{
    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_ENVIRONMENT = 3;

    private RecoverTool()
    {
    }

    /**
     * Runs the command and exits.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args)
    {
        System.exit(run(args));
    }

    /**
     * Runs the command.
     *
     * @param args of the command line.
     * @return its exit code.
     */
    static int run(final String... args)
    {
        return new CommandLine(new RecoverTool())
            .setParameterExceptionHandler(RecoverTool::usage)
            .setExecutionExceptionHandler(RecoverTool::failed)
            .execute(args.length > 0 ? args : new String[]{"--help"});
    }

    private static int usage(final CommandLine.ParameterException e, final String[] args)
    {
        System.err.println("veto recover: " + e.getMessage() + ": see veto recover --help");
        return EXIT_USAGE;
    }

    private static int failed(final Exception e, final CommandLine command, final CommandLine.ParseResult result)
    {
        System.err.println("veto recover: " + ErrorText.of(e));
        return EXIT_ENVIRONMENT;
    }

    private static void checkFolder(final Path data) throws IOException
    {
        if (!Files.isDirectory(data))
        {
            throw new IOException("no data folder there: folder=" + data + ": name the folder given to veto serve --data");
        }
    }

    /**
     * {@code veto recover plan DIR}.
     */
    @Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Tells what a start would do. Looks only. Exit code 1 where it would be refused.")
    static final class Plan implements Callable<Integer>
    {
        @Parameters(paramLabel = "DIR", description = "data folder; a server may be running on it")
        private Path data;

        @Option(names = "--json", description = "one JSON object on standard output")
        private boolean json;

        @Override
        public Integer call() throws IOException
        {
            checkFolder(data);
            final RecoveryPlan plan = RecoveryPlan.of(data);
            System.out.println(json ? plan.json() : plan.text());
            return Start.REFUSE == plan.start() ? EXIT_FAILED : EXIT_DONE;
        }
    }
}
