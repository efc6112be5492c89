package io.veto.replay;

import io.veto.engine.report.ErrorText;
import picocli.CommandLine;

/**
 * How the commands of this module run and end: wrong usage and failures in one line on standard error.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
final class Program
{
    static final int EXIT_DONE = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_USAGE = 2;
    static final int EXIT_ENVIRONMENT = 3;

    private Program()
    {
    }

    /**
     * Runs a command.
     *
     * @param command annotated with its name.
     * @param args    of the command line.
     * @return its exit code.
     */
    static int run(final Object command, final String... args)
    {
        final CommandLine line = new CommandLine(command);
        final String name = line.getCommandName();
        return line
            .setParameterExceptionHandler((e, rest) -> end(EXIT_USAGE, name, e.getMessage() + ": see " + name + " --help"))
            .setExecutionExceptionHandler((e, failed, result) -> end(EXIT_ENVIRONMENT, name, ErrorText.of(e)))
            .execute(args);
    }

    private static int end(final int exitCode, final String name, final String text)
    {
        System.err.println(name + ": " + text);
        return exitCode;
    }
}
