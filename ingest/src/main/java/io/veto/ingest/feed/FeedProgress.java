package io.veto.ingest.feed;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows on standard error how a feed goes: a progress bar where that is a terminal, otherwise nothing until it is done;
 * columns that are skipped and broken connections in one line each.
 */
public final class FeedProgress implements FeedListener, AutoCloseable
{
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final int UPDATE_INTERVAL_MS = 200;
    private static final int ROWS_PER_STEP = 1024;
    private static final int WIDTH = 100;

    private final Unknown labels = new Unknown("labels");
    private final Unknown reversals = new Unknown("reversals");
    private final PrintStream err;
    private final boolean isTerminal;
    private ProgressBar bar;
    private boolean isUnderWay;
    private long rows;
    private String lastCause = "";

    /** Rows of one kind that name a transaction which nobody knows. */
    private static final class Unknown
    {
        private final String kind;
        private long all;
        private long unknown;
        private String firstId;

        private Unknown(final String kind)
        {
            this.kind = kind;
        }

        private void onCorrection(final AnsweredCorrection correction)
        {
            all++;
            if (!correction.isOriginalKnown() && unknown++ == 0)
            {
                firstId = correction.transactionId();
            }
        }

        private void print(final PrintStream err)
        {
            if (unknown > 0)
            {
                err.println(kind + " of unknown transactions: " + unknown + "; they have no effect, the first is " +
                    CardNumberMask.shown(firstId));
            }
        }
    }

    /**
     * Shows progress.
     *
     * @param err        standard error.
     * @param isTerminal whether somebody looks at it as it is written, see {@link #isStandardErrorTerminal()}.
     */
    public FeedProgress(final PrintStream err, final boolean isTerminal)
    {
        this.err = err;
        this.isTerminal = isTerminal;
    }

    /**
     * Whether standard error is a terminal. {@code System.console()} does not tell: it looks at other streams, and from
     * Java 22 on is never null.
     *
     * @return true if it is; false also where there is no {@code /proc}.
     */
    public static boolean isStandardErrorTerminal()
    {
        try
        {
            final String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            return false;
        }
    }

    @Override
    public void onPlan(final FeedPlan plan)
    {
        isUnderWay = true;
        if (!plan.skippedColumns().isEmpty())
        {
            err.println("columns skipped: " + String.join(",", plan.skippedColumns()) +
                "; use one with --columns NAME=COLUMN");
        }
        if (isTerminal)
        {
            bar = new ProgressBarBuilder()
                .setTaskName("feed")
                .setInitialMax(plan.rows())
                .setUpdateIntervalMillis(UPDATE_INTERVAL_MS)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" rows", 1)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                .showSpeed()
                .build();
        }
    }

    @Override
    public void onRow(final AnsweredRow row)
    {
        step();
    }

    @Override
    public void onCorrection(final AnsweredCorrection correction)
    {
        step();
        (correction.isLabel() ? labels : reversals).onCorrection(correction);
    }

    @Override
    public void onDisconnect(final String cause)
    {
        if (!cause.equals(lastCause))
        {
            lastCause = cause;
            err.println((bar == null ? "" : "\n") + "no connection: " + CardNumberMask.shownWhole(cause) +
                "; trying again");
        }
    }

    /** Leaves the last state of the bar, or one line that says how many rows were answered; and how many named nothing. */
    @Override
    public void close()
    {
        if (bar != null)
        {
            bar.stepTo(rows);
            bar.close();
        }
        else if (isUnderWay)
        {
            err.println("rows answered: " + rows);
        }
        reversals.print(err);
        labels.print(err);
        final long corrections = reversals.all + labels.all;
        if (corrections > 0 && reversals.unknown + labels.unknown == corrections)
        {
            err.println("not one is known: name the source that sent the transactions, as the summary of its feed shows it: " +
                "--original-source NAME");
        }
    }

    private void step()
    {
        rows++;
        if (bar != null && rows % ROWS_PER_STEP == 0)
        {
            bar.stepTo(rows);
        }
    }
}
