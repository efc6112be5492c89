package io.veto.ingest;

import io.veto.ingest.rules.CheckReport;
import io.veto.ingest.rules.ExplainReport;
import io.veto.ingest.rules.TrialReport;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code veto rules}: what can be told of a rule file before it answers anything, and having it answer.
 */
@Command(name = "veto rules", mixinStandardHelpOptions = true, description = "Checks, tests, explains and activates a rule file.")
public final class RulesTool
{
    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_ENVIRONMENT = 3;

    private RulesTool()
    {
    }

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args)
    {
        System.exit(run(System.out, System.err, args));
    }

    /**
     * Runs the command.
     *
     * @param standardOut takes the report.
     * @param standardErr takes what is wrong: with the command in one line, with the rules in three lines for each error.
     * @param args        of the command line.
     * @return exit code.
     */
    public static int run(final PrintStream standardOut, final PrintStream standardErr, final String... args)
    {
        return new CommandLine(new RulesTool())
            .addSubcommand(new Check(standardOut, standardErr))
            .addSubcommand(new Test(standardOut, standardErr))
            .addSubcommand(new Explain(standardOut, standardErr))
            .addSubcommand(new RulesActivate(standardOut, standardErr))
            .setOut(new PrintWriter(standardOut, true))
            .setErr(new PrintWriter(standardErr, true))
            .setParameterExceptionHandler((ex, arguments) ->
            {
                standardErr.println("veto rules: " + ex.getMessage().replace('\n', ' ') + ": see veto rules --help");
                return EXIT_USAGE;
            })
            .execute(args.length > 0 ? args : new String[]{"--help"});
    }

    /**
     * A command on one rule file.
     */
    private abstract static class OnFile implements Callable<Integer>
    {
        /** Takes the report. */
        final PrintStream standardOut;
        private final PrintStream standardErr;

        @Parameters(paramLabel = "FILE", description = "rule file; what it includes is looked for beside it")
        private Path path;

        @Option(names = "--json", description = "one JSON object on standard output")
        private boolean json;

        OnFile(final PrintStream standardOut, final PrintStream standardErr)
        {
            this.standardOut = standardOut;
            this.standardErr = standardErr;
        }

        @Override
        public final Integer call()
        {
            if (!Files.isRegularFile(path))
            {
                return usage("no such rule file: file=" + path + ": name a file that is there");
            }
            try
            {
                return report(RuleFiles.compile(path));
            }
            catch (final RuleSetException e)
            {
                return broken(e);
            }
            catch (final FileSystemException e)
            {
                standardErr.println("veto rules: rule file cannot be read: file=" + e.getFile() + " cause=" + e.getClass().getSimpleName() +
                    ": give yourself the right to read it");
                return EXIT_ENVIRONMENT;
            }
            catch (final IOException e)
            {
                return usage(e.getMessage());
            }
        }

        /**
         * Reports about the rules.
         *
         * @param ruleSet of the file.
         * @return exit code.
         */
        abstract int report(RuleSet ruleSet);

        /**
         * Tells what is wrong with the rules.
         *
         * @param error with all of it.
         * @return exit code.
         */
        int broken(final RuleSetException error)
        {
            standardErr.println(error.getMessage());
            return EXIT_USAGE;
        }

        /** The file as messages name it. */
        final String file()
        {
            return path.toString();
        }

        final boolean isJson()
        {
            return json;
        }

        /**
         * Tells what is wrong with the command, in one line.
         *
         * @param message without a line break.
         * @return exit code.
         */
        final int usage(final String message)
        {
            standardErr.println("veto rules: " + message);
            return EXIT_USAGE;
        }
    }

    /**
     * {@code veto rules check FILE}.
     */
    @Command(name = "check", mixinStandardHelpOptions = true,
        description = "Says what is wrong with a rule file, or what each rule costs.",
        footer = "Exit code: 0 no error, 1 errors, 2 no such file or none that can be read.")
    private static final class Check extends OnFile
    {
        Check(final PrintStream standardOut, final PrintStream standardErr)
        {
            super(standardOut, standardErr);
        }

        @Override
        int report(final RuleSet ruleSet)
        {
            standardOut.print(isJson() ? CheckReport.json(file(), ruleSet) + '\n' : CheckReport.text(file(), ruleSet));
            return EXIT_DONE;
        }

        @Override
        int broken(final RuleSetException error)
        {
            super.broken(error);
            if (isJson())
            {
                standardOut.println(CheckReport.json(file(), error.diagnostics()));
            }
            return EXIT_FAILED;
        }
    }

    /**
     * {@code veto rules test FILE}.
     */
    @Command(name = "test", mixinStandardHelpOptions = true,
        description = "Runs the tests that stand beside the rules.",
        footer = "Exit code: 0 all pass or there is none, 1 some fail, 2 no such file or errors in it.")
    private static final class Test extends OnFile
    {
        Test(final PrintStream standardOut, final PrintStream standardErr)
        {
            super(standardOut, standardErr);
        }

        @Override
        int report(final RuleSet ruleSet)
        {
            final TrialReport report = new TrialReport(file(), ruleSet);
            standardOut.print(isJson() ? report.json() + '\n' : report.text());
            return report.isPassed() ? EXIT_DONE : EXIT_FAILED;
        }
    }

    /**
     * {@code veto rules explain FILE}.
     */
    @Command(name = "explain", mixinStandardHelpOptions = true,
        description = "Says what each rule asks for, what it reads and shares, and what that costs.",
        footer = "Exit code: 0 done, 2 no such file or rule, or errors in the file.")
    private static final class Explain extends OnFile
    {
        @Parameters(index = "1", arity = "0..1", paramLabel = "RULE", description = "id of the one rule to explain")
        private String rule;

        @Option(names = "--source", description = "adds the Java that the rule is compiled to")
        private boolean source;

        Explain(final PrintStream standardOut, final PrintStream standardErr)
        {
            super(standardOut, standardErr);
        }

        @Override
        int report(final RuleSet ruleSet)
        {
            if (null != rule && IntStream.range(0, ruleSet.ruleCount()).noneMatch(i -> ruleSet.rule(i).id().equals(rule)))
            {
                return usage("no such rule in the file: file=" + file() + " rule=" + rule + ": veto rules check " + file() +
                    " lists them");
            }
            final ExplainReport report = new ExplainReport(ruleSet, rule, source);
            standardOut.print(isJson() ? report.json(file()) + '\n' : report.text());
            return EXIT_DONE;
        }
    }
}
