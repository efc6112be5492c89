package io.veto.ingest;

import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code veto rules activate FILE}: has a running server answer under the rules of a file. The file, with all that it includes, is checked
 * here first.
 */
@Command(name = "activate", mixinStandardHelpOptions = true,
    description = "Changes the rules of a running server, between two transactions.",
    footer = "Exit code: 0 the rules answer, 1 errors in them or the server refuses them, 2 no such file, 3 no server.")
final class RulesActivate implements Callable<Integer>
{
    private final PrintStream standardOut;
    private final PrintStream standardErr;

    @Parameters(paramLabel = "FILE", description = "rule file; what it includes is looked for beside it")
    private Path path;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "data folder of the server")
    private Path data;

    /**
     * Makes the command.
     *
     * @param standardOut takes how it ended.
     * @param standardErr takes progress, and what is wrong.
     */
    RulesActivate(final PrintStream standardOut, final PrintStream standardErr)
    {
        this.standardOut = standardOut;
        this.standardErr = standardErr;
    }

    @Override
    public Integer call()
    {
        if (!Files.isRegularFile(path))
        {
            return refuse(OperatorAnswer.USAGE, "no such rule file: file=" + path + ": name a file that is there");
        }
        try
        {
            final RuleSet ruleSet = RuleFiles.compile(path);
            final OperatorAnswer answer = OperatorClient.call(data, ActivateCommand.VERB,
                new OperatorRequest(List.of(path.toString()), ruleSet.text().getBytes(StandardCharsets.UTF_8)),
                standardErr::println);
            if (OperatorAnswer.DONE != answer.exitCode())
            {
                return refuse(answer.exitCode(), answer.text());
            }
            standardOut.println(answer.text());
            return OperatorAnswer.DONE;
        }
        catch (final RuleSetException e)
        {
            standardErr.println(e.getMessage());
            return OperatorAnswer.FAILED;
        }
        catch (final IOException e)
        {
            return refuse(OperatorAnswer.USAGE, "rule file cannot be read: " + e.getMessage());
        }
    }

    private int refuse(final int exitCode, final String message)
    {
        standardErr.println("veto rules activate: " + message);
        return exitCode;
    }
}
