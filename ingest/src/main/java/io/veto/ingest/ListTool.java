package io.veto.ingest;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.ingest.feed.CardNumberMask;
import io.veto.ingest.feed.FeedProgress;
import io.veto.ingest.list.ListBook;
import io.veto.ingest.list.ListChanges;
import io.veto.ingest.list.ListFile;
import io.veto.ingest.list.ListReport;
import io.veto.ingest.list.ListTimes;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.rules.language.NearestName;
import io.veto.rules.list.Lists;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code veto list}: fills the lists that rules ask, and shows them.
 */
@Command(name = "veto list", mixinStandardHelpOptions = true,
    description = "Puts entries into the lists of the rules, takes them out, shows them.",
    subcommands = {ListTool.Add.class, ListTool.Remove.class, ListTool.Show.class, ListTool.Import.class})
public final class ListTool
{
    private static final String VALUES = "An entry: a card number, a merchant, a terminal, a device, an IP address, the first six digits " +
        "of cards, a country or a merchant category, as the list is declared. - reads entries from standard input, one a line: do so " +
        "with card numbers, other users of the machine can see a command line.";

    private ListTool()
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
     * @return exit code.
     */
    static int run(final String... args)
    {
        return new CommandLine(new ListTool())
            .setParameterExceptionHandler((e, arguments) -> failed(e.getCommandLine(), OperatorAnswer.USAGE,
                CardNumberMask.shownWhole(e.getMessage()) + ": see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help"))
            .setExecutionExceptionHandler((e, command, result) -> failed(command,
                e instanceof IllegalArgumentException ? OperatorAnswer.USAGE : OperatorAnswer.ENVIRONMENT,
                null == e.getMessage() ? e.toString() : e.getMessage()))
            .execute(args.length > 0 ? args : new String[]{"--help"});
    }

    private static int failed(final CommandLine command, final int exitCode, final String text)
    {
        System.err.println(command.getCommandSpec().qualifiedName() + ": " + text);
        return exitCode;
    }

    private static int end(final ListChanges changes, final String command)
    {
        final OperatorAnswer failure = changes.failure();
        if (null != failure)
        {
            System.err.println("veto list " + command + ": " + failure.text() +
                (changes.isJournalled() ? ": before that: " + changes.summary() : ""));
            return failure.exitCode();
        }
        System.out.println(changes.summary());
        return OperatorAnswer.DONE;
    }

    private static int change(final ListChanges changes, final String command, final List<String> values, final Stay stay)
        throws IOException
    {
        final long expiresMs = stay.expiresMs();
        for (final String value : values)
        {
            if ("-".equals(value))
            {
                final BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                String line = lines.readLine();
                while (null != line)
                {
                    if (!line.isBlank())
                    {
                        changes.add(0, line.strip().getBytes(StandardCharsets.UTF_8), expiresMs, stay.reason);
                    }
                    line = lines.readLine();
                }
            }
            else
            {
                changes.add(0, value.getBytes(StandardCharsets.UTF_8), expiresMs, stay.reason);
            }
        }
        return end(changes.flush(), command);
    }

    /** How long entries stay, and why. */
    static final class Stay
    {
        @Option(names = "--until", paramLabel = "TIME",
            description = "last day of the entries in UTC, such as 2027-01-31, or the moment they end, such as 2027-01-31T12:00:00Z")
        private String until = "";

        @Option(names = "--for", paramLabel = "TIME", converter = DurationText.class,
            description = "how long they stay from now on, such as 90m, 12h or 30d")
        private Duration duration;

        @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever looks at the list later")
        private String reason = "";

        private long expiresMs()
        {
            if (!until.isEmpty() && null != duration)
            {
                throw new IllegalArgumentException("--until and --for exclude each other: name one of them");
            }
            if (null != duration && duration.isZero())
            {
                throw new IllegalArgumentException("--for is none: expected=a duration such as 90m, 12h or 30d actual=0");
            }
            try
            {
                return null == duration ? ListTimes.until(until) : Clock.systemUTC().millis() + duration.toMillis();
            }
            catch (final IllegalArgumentException e)
            {
                throw new IllegalArgumentException("--until is none: " + e.getMessage() + " actual=" + CardNumberMask.shown(until), e);
            }
        }
    }

    /** {@code veto list add NAME VALUE…}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Puts entries into a list. One that is there gets the new time.")
    static final class Add implements Callable<Integer>
    {
        @Parameters(index = "0", paramLabel = "NAME", description = "of the list, as the active rules declare it")
        private String name;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "VALUE", description = VALUES)
        private List<String> values;

        @Option(names = "--data", required = true, paramLabel = "DIR", description = "data folder of the server")
        private Path data;

        @Mixin
        private Stay stay;

        @Override
        public Integer call() throws IOException
        {
            return change(new ListChanges(data, "add", name), "add", values, stay);
        }
    }

    /** {@code veto list remove NAME VALUE…}. */
    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes entries out of a list.")
    static final class Remove implements Callable<Integer>
    {
        @Parameters(index = "0", paramLabel = "NAME", description = "of the list; one that no rules declare any more may be named too")
        private String name;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "VALUE", description = VALUES)
        private List<String> values;

        @Option(names = "--data", required = true, paramLabel = "DIR", description = "data folder of the server")
        private Path data;

        @Override
        public Integer call() throws IOException
        {
            return change(new ListChanges(data, "remove", name), "remove", values, new Stay());
        }
    }

    /** {@code veto list import NAME FILE}. */
    @Command(name = "import", mixinStandardHelpOptions = true,
        description = "Puts the rows of a CSV file into a list: value[,until][,reason]. The whole file is checked before anything changes.")
    static final class Import implements Callable<Integer>
    {
        @Parameters(index = "0", paramLabel = "NAME", description = "of the list, as the active rules declare it")
        private String name;

        @Parameters(index = "1", paramLabel = "FILE", description = "CSV, read twice; gzip is recognised; a header line is not needed")
        private Path file;

        @Option(names = "--data", required = true, paramLabel = "DIR", description = "data folder of the server")
        private Path data;

        @Mixin
        private Stay stay;

        @Override
        public Integer call() throws IOException
        {
            final ListFile rows = new ListFile(file, stay.expiresMs(), stay.reason);
            final ListChanges check = new ListChanges(data, "check", name);
            final long beginNs = System.nanoTime();
            final long count = rows.send(check, read -> progress("rows checked: %,d", read));
            endProgress();
            if (null != check.failure())
            {
                return end(check, "import: " + file);
            }
            if (check.added() > check.room())
            {
                System.err.println("veto list import: lists would be too full, nothing is changed: maximumEntries=" + Lists.ENTRIES_MAX +
                    " room=" + check.room() + " newEntries=" + check.added() +
                    ": take out entries with veto list remove, or split " + file);
                return OperatorAnswer.ENVIRONMENT;
            }
            final ListChanges changes = new ListChanges(data, "add", name);
            rows.send(changes, read -> progress("rows imported: %,d of " + String.format(Locale.ROOT, "%,d", count), read));
            endProgress();
            final int exitCode = end(changes, "import: " + file);
            if (OperatorAnswer.DONE == exitCode)
            {
                System.out.printf(Locale.ROOT, "%,d rows in %.1f s%n", count,
                    (System.nanoTime() - beginNs) / (double)TimeUnit.SECONDS.toNanos(1));
            }
            return exitCode;
        }

        private static void progress(final String format, final long rows)
        {
            if (FeedProgress.isStandardErrorTerminal())
            {
                System.err.printf(Locale.ROOT, "\r" + format, rows);
            }
        }

        private static void endProgress()
        {
            if (FeedProgress.isStandardErrorTerminal())
            {
                System.err.println();
            }
        }
    }

    /** {@code veto list show}. */
    @Command(name = "show", mixinStandardHelpOptions = true,
        description = "Shows what is in the lists, from the journal; a server may be running or not. Card numbers are masked.")
    static final class Show implements Callable<Integer>
    {
        @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a list with its entries; default: all, counted")
        private String name;

        @Option(names = "--data", required = true, paramLabel = "DIR", description = "data folder")
        private Path data;

        @Option(names = "--json", description = "one JSON object on standard output")
        private boolean json;

        @Override
        public Integer call() throws IOException
        {
            if (!JournalReader.exists(DataFolder.journal(data)))
            {
                System.err.println("veto list show: no journal there: folder=" + data + ": name the folder given to veto serve --data");
                return OperatorAnswer.ENVIRONMENT;
            }
            final ListBook book = new ListBook(data);
            final PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, StandardCharsets.UTF_8);
            final ListReport report = new ListReport(book, out);
            final List<Integer> numbers = report.numbers(name);
            if (null != name && numbers.isEmpty())
            {
                final List<String> known = report.numbers(null).stream().map(book.lists()::name).toList();
                System.err.println("veto list show: no such list: list=" + CardNumberMask.shown(name) + ": " +
                    (known.isEmpty() ? "the active rules declare none" : NearestName.hint(name, known)));
                return OperatorAnswer.USAGE;
            }
            if (json)
            {
                report.json(numbers, null != name);
            }
            else
            {
                report.text(numbers, null != name);
            }
            out.flush();
            return OperatorAnswer.DONE;
        }
    }
}
