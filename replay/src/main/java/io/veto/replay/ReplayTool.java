package io.veto.replay;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code veto replay}: what the journal is good for.
 */
@Command(name = "veto replay", mixinStandardHelpOptions = true, description = "Reads a journal again.",
    subcommands = ReplayTool.Verify.class)
public final class ReplayTool
{
    private ReplayTool()
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
        return Program.run(new ReplayTool(), args.length > 0 ? args : new String[]{"--help"});
    }

    /**
     * {@code veto replay verify DIR}.
     */
    @Command(name = "verify", mixinStandardHelpOptions = true,
        description = "Scores the journal again from the start and compares every decision bit by bit.")
    static final class Verify implements Callable<Integer>
    {
        @Parameters(paramLabel = "DIR", description = "data folder; a server may be running on it")
        private Path data;

        @Option(names = "--json", description = "one JSON object on standard output")
        private boolean json;

        @Override
        public Integer call() throws IOException
        {
            if (!JournalReader.exists(DataFolder.journal(data)))
            {
                System.err.println("veto replay verify: no journal there: folder=" + data + ": name the folder given to veto serve --data");
                return Program.EXIT_ENVIRONMENT;
            }
            final Verification verification = Verification.of(data);
            System.out.println(json ? json(verification) : text(verification));
            if (!verification.isClean())
            {
                System.err.println("veto replay verify: " + verification.difference());
                return Program.EXIT_FAILED;
            }
            return Program.EXIT_DONE;
        }

        private static String text(final Verification verification)
        {
            return String.format(Locale.ROOT, "%s: %,d records%s, %,d decisions compared bit by bit, %.1f s, %,d records/s%s",
                verification.isClean() ? "clean" : "NOT CLEAN", verification.records(),
                0 == verification.fromSequence() ? "" : " behind the snapshot of sequence " + verification.fromSequence() +
                ", what came before is archived", verification.transactions(),
                verification.elapsedNs() / (double)TimeUnit.SECONDS.toNanos(1), verification.recordsPerSecond(),
                0 == verification.voidLength() ? "" : String.format(Locale.ROOT, ", then a torn tail of %,d bytes that the next start cuts",
                verification.voidLength()));
        }

        private static String json(final Verification verification)
        {
            return String.format(Locale.ROOT,
                "{\"clean\":%b,\"fromSequence\":%d,\"records\":%d,\"transactions\":%d,\"elapsedNs\":%d,\"recordsPerSecond\":%d," +
                "\"voidLength\":%d,\"difference\":%s}",
                verification.isClean(), verification.fromSequence(), verification.records(), verification.transactions(),
                verification.elapsedNs(), verification.recordsPerSecond(), verification.voidLength(),
                verification.isClean() ? "null" : '"' + verification.difference().replace("\"", "\\\"") + '"');
        }
    }
}
