package io.veto.ingest;

import io.veto.ingest.client.ClientContext;
import io.veto.ingest.feed.Column;
import io.veto.ingest.feed.Feed;
import io.veto.ingest.feed.FeedConfig;
import io.veto.ingest.feed.FeedException;
import io.veto.ingest.feed.FeedPlan;
import io.veto.ingest.feed.FeedProgress;
import io.veto.ingest.feed.FeedResult;
import io.veto.ingest.feed.FeedSummary;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code veto feed}: sends a CSV file of transactions, labels and reversals to a server and writes the decisions.
 */
@Command(
    name = "veto feed",
    sortOptions = false,
    description = "Sends a CSV file of transactions to a server and collects the decisions, each exactly once.",
    footer = {
        "",
        "The whole file is checked before anything is sent. The same command again resumes an unfinished feed.",
        "Exit code: 0 done, 2 wrong usage, bad file or refused by the server, 3 environment."})
public final class FeedTool implements Callable<Integer>
{
    private static final int PORT_MAX = 65_535;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "CSV with a header line; gzip is recognised.")
    private Path file;

    @Option(names = "--help", usageHelp = true, description = "Shows this page.")
    private boolean help;

    @Option(names = "--to", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:7411",
        description = "Where the server listens; ${DEFAULT-VALUE} by default.")
    private String to;

    @Option(names = "--source", paramLabel = "NAME",
        description = "Who is sending; by default the file's name. A hash of the content is appended to it.")
    private String source;

    @Option(names = "--original-source", paramLabel = "NAME",
        description = "Whole name of the source that sent the transactions which labels and reversals of this file name by id; " +
            "the file itself by default.")
    private String originalSource;

    @Option(names = "--rate", paramLabel = "N|max", defaultValue = "max",
        description = "Rows a second on a fixed schedule; as fast as answers come by default.")
    private String rate;

    @Option(names = "--reconnect", paramLabel = "60s", converter = DurationText.class,
        description = "How long to go on trying to connect, at first and after the connection was lost; 60s by default.")
    private Duration reconnect = Duration.ofSeconds(60);

    @Option(names = "--columns", paramLabel = "NAME=COLUMN", split = ",",
        description = "Columns of the file that have other names there: card=customer_id,terminal=terminal_id; " +
            "NAME= leaves one out.")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(names = "--out", paramLabel = "FILE", description = "CSV file for the decisions, overwritten.")
    private Path out;

    @Option(names = "--latency", description = "Adds a column latency_ns to the decisions.")
    private boolean latency;

    @Option(names = "--json", description = "Prints the summary as one JSON object.")
    private boolean json;

    private final PrintStream standardOut;
    private final PrintStream standardErr;

    private FeedTool(final PrintStream standardOut, final PrintStream standardErr)
    {
        this.standardOut = standardOut;
        this.standardErr = standardErr;
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
     * @param standardOut takes the summary.
     * @param standardErr takes progress, and what went wrong in one line.
     * @param args        of the command line.
     * @return exit code.
     */
    public static int run(final PrintStream standardOut, final PrintStream standardErr, final String... args)
    {
        return new CommandLine(new FeedTool(standardOut, standardErr))
            .setOut(new PrintWriter(standardOut, true))
            .setErr(new PrintWriter(standardErr, true))
            .setParameterExceptionHandler((ex, arguments) ->
            {
                standardErr.println(ex.getMessage().replace('\n', ' ') + "; see `veto feed --help`");
                return FeedException.BAD_INPUT;
            })
            .execute(args);
    }

    /**
     * Feeds the file and prints the summary.
     *
     * @return exit code.
     */
    @Override
    public Integer call()
    {
        if (latency && out == null)
        {
            throw usage("--latency is a column of the decisions: expectedOption=--out");
        }
        try
        {
            final FeedResult result = feed(FeedConfig.of(file, address())
                .withSourceName(sourceName())
                .withOriginalSource(originalSource())
                .withColumns(mapping())
                .withRatePerSecond(ratePerSecond())
                .withOut(out, latency)
                .withTimeoutsMs(reconnect.toMillis(), ClientContext.TIMEOUT_DEFAULT_MS));
            standardOut.print(json ? FeedSummary.json(result) + "\n" : FeedSummary.text(result));
            standardOut.flush();
            return 0;
        }
        catch (final FeedException ex)
        {
            standardErr.println(ex.getMessage());
            return ex.exitCode();
        }
    }

    private FeedResult feed(final FeedConfig config) throws FeedException
    {
        try (FeedProgress progress = new FeedProgress(standardErr, FeedProgress.isStandardErrorTerminal()))
        {
            return new Feed(config, progress).run();
        }
    }

    private InetSocketAddress address() throws FeedException
    {
        final int colon = to.lastIndexOf(':');
        final int port = colon > 0 && to.substring(colon + 1).matches("\\d{1,5}") ?
            Integer.parseInt(to.substring(colon + 1)) :
            0;
        if (port < 1 || port > PORT_MAX)
        {
            throw usage("--to is not host:port: expectedPort=1..65535 to=" + to);
        }
        final InetSocketAddress address = new InetSocketAddress(to.substring(0, colon), port);
        if (address.isUnresolved())
        {
            throw new FeedException(FeedException.ENVIRONMENT, "unknown host: to=" + to);
        }
        return address;
    }

    private String sourceName()
    {
        if (source != null && !(ClientContext.isSourceName(source) && source.length() <= FeedPlan.NAME_LENGTH_MAX))
        {
            throw usage("--source is not 1 to 40 printable ASCII characters without blanks: length=" + source.length());
        }
        return source;
    }

    private String originalSource()
    {
        if (originalSource != null && !ClientContext.isSourceName(originalSource))
        {
            throw usage("--original-source is not 1 to 64 printable ASCII characters without blanks: length=" + originalSource.length());
        }
        return originalSource;
    }

    private Map<Column, String> mapping()
    {
        final Map<Column, String> mapping = new EnumMap<>(Column.class);
        for (final Map.Entry<String, String> entry : columns.entrySet())
        {
            final Column column = Column.ofName(entry.getKey());
            if (column == null)
            {
                throw usage("--columns is not NAME=COLUMN: expectedName=" + Arrays.stream(Column.values())
                    .map(Column::canonicalName)
                    .collect(Collectors.joining("|")) + " name=" + entry.getKey());
            }
            mapping.put(column, entry.getValue());
        }
        return mapping;
    }

    private long ratePerSecond()
    {
        if ("max".equals(rate))
        {
            return FeedConfig.RATE_MAX;
        }
        if (!rate.matches("[1-9]\\d{0,7}"))
        {
            throw usage("--rate is not max or a number of rows a second: expectedRate=1..99999999 rate=" + rate);
        }
        return Long.parseLong(rate);
    }

    private ParameterException usage(final String message)
    {
        return new ParameterException(spec.commandLine(), message);
    }
}
