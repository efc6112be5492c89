package io.veto.replay;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.DivergenceException;
import io.veto.engine.recovery.Followed;
import io.veto.engine.recovery.Follower;
import io.veto.engine.report.ErrorText;
import io.veto.engine.report.Json;
import io.veto.engine.statistics.RuleStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code veto snapshot DIR}: takes a snapshot of a data folder from outside, while a server runs on it or not.
 */
@Command(name = "veto snapshot", mixinStandardHelpOptions = true, description = {
    "Takes a snapshot: scores the journal again from the newest one on, compares every decision, and writes what that ends with.",
    "A server that runs on the folder does not notice. Exit code 1 where a decision differs, 3 where anything is damaged."})
public final class SnapshotTool implements Callable<Integer>
{
    @Parameters(paramLabel = "DIR", description = "data folder")
    private Path data;

    @Option(names = "--json", description = "one JSON object on standard output")
    private boolean json;

    @Option(names = "--label-maturity", paramLabel = "DAYS",
        description = "as of veto serve, for the first snapshot; later ones keep it; default ${DEFAULT-VALUE}")
    private int labelMaturityDays = (int)TimeUnit.MILLISECONDS.toDays(RuleStatistics.MATURITY_MS_DEFAULT);

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
        return Program.run(new SnapshotTool(), args);
    }

    @Override
    public Integer call()
    {
        try
        {
            if (!JournalReader.exists(DataFolder.journal(data)))
            {
                throw new IOException("no journal there: folder=" + data + ": name the folder given to veto serve --data");
            }
            final Followed followed =
                new Follower(data, TimeUnit.DAYS.toMillis(labelMaturityDays), line -> System.err.println("veto snapshot: " + line)).run();
            System.out.println(json ? json(followed) : text(followed));
            return Program.EXIT_DONE;
        }
        catch (final DivergenceException e)
        {
            System.err.println("veto snapshot: " + e.getMessage());
            return Program.EXIT_FAILED;
        }
        catch (final IOException | RuntimeException | InternalError | OutOfMemoryError e)
        {
            System.err.println("veto snapshot: " + ErrorText.of(e));
            return Program.EXIT_ENVIRONMENT;
        }
    }

    private static String text(final Followed followed)
    {
        return !followed.isWritten() ? "snapshot is there: no record came behind it: sequence=" + followed.snapshot().sequence() :
            String.format(Locale.ROOT, "snapshot written: sequence=%d fromSequence=%d records=%d recordsPerSecond=%d bytes=%d seconds=%.1f",
                followed.snapshot().sequence(), followed.fromSequence(), followed.records(), followed.recordsPerSecond(),
                followed.snapshot().length(), seconds(followed));
    }

    private static String json(final Followed followed)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("sequence", Long.toString(followed.snapshot().sequence()));
        members.put("written", Boolean.toString(followed.isWritten()));
        members.put("fromSequence", Long.toString(followed.fromSequence()));
        members.put("records", Long.toString(followed.records()));
        members.put("recordsPerSecond", Long.toString(followed.recordsPerSecond()));
        members.put("bytes", Long.toString(followed.snapshot().length()));
        members.put("seconds", String.format(Locale.ROOT, "%.3f", seconds(followed)));
        members.put("stateHash", Json.string(Long.toHexString(followed.snapshot().stateHash())));
        return Json.object(members);
    }

    private static double seconds(final Followed followed)
    {
        return followed.elapsedNs() / (double)TimeUnit.SECONDS.toNanos(1);
    }
}
