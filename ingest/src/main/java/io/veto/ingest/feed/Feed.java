package io.veto.ingest.feed;

import io.veto.ingest.client.ClientContext;
import io.veto.ingest.client.SessionException;
import io.veto.ingest.client.VetoClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Feeds one file to a server: reads and checks it as a whole, then sends it and hands each row over with its answer.
 * Run again after anything that ended it early, it goes on where the server's journal ends and fetches the answers
 * given before.
 * <p>
 * Message numbers are a function of the file alone: each row is one message, and a row that says whether it is fraud is
 * followed by one more, its label.
 * <p>
 * <b>Note:</b> runs on the caller's thread; one object runs once.
 */
public final class Feed
{
    private final FeedConfig config;
    private final List<FeedListener> listeners;

    /**
     * Prepares a feed; nothing is read or sent yet.
     *
     * @param config    what to feed, to whom and how fast.
     * @param listeners told how it goes, in this order.
     */
    public Feed(final FeedConfig config, final FeedListener... listeners)
    {
        this.config = config;
        this.listeners = List.of(listeners);
    }

    /**
     * Runs the feed to its last answer.
     *
     * @return how it went.
     * @throws FeedException if it ended before; what was answered until then is in the decisions file.
     */
    public FeedResult run() throws FeedException
    {
        requireOutIsNotFile();
        final FeedPlan plan = FeedPlan.of(config);
        for (final FeedListener listener : listeners)
        {
            listener.onPlan(plan);
        }
        try (FeedRows rows = new FeedRows(config.file(), config.columns()))
        {
            plan.requireUnchanged(config.file());
            return config.out() == null ? send(plan, rows, listeners) : sendAndWrite(plan, rows);
        }
    }

    private FeedResult sendAndWrite(final FeedPlan plan, final FeedRows rows) throws FeedException
    {
        try (DecisionsWriter writer = new DecisionsWriter(config.out(), config.latency()))
        {
            final List<FeedListener> all = new ArrayList<>();
            all.add(writer);
            all.addAll(listeners);
            return send(plan, rows, all);
        }
        catch (final UncheckedIOException ex)
        {
            throw unwritable(ex.getCause());
        }
        catch (final IOException ex)
        {
            throw unwritable(ex);
        }
    }

    private FeedResult send(final FeedPlan plan, final FeedRows rows, final List<FeedListener> all)
        throws FeedException
    {
        final ClientContext context = new ClientContext()
            .address(config.address())
            .sourceName(plan.sourceName())
            .window(config.window())
            .reconnectTimeoutMs(config.reconnectTimeoutMs())
            .silenceTimeoutMs(config.silenceTimeoutMs());
        try (VetoClient client = new VetoClient(context))
        {
            return new FeedSession(config, plan, rows, client, all).run();
        }
        catch (final SessionException ex)
        {
            throw switch (ex.reason())
            {
                case REFUSED -> new FeedException(FeedException.BAD_INPUT,
                    "refused by the server: " + CardNumberMask.shownWhole(ex.getMessage()));
                case REPLACED -> new FeedException(FeedException.ENVIRONMENT, "another feed of this source has taken its place: source=" +
                    plan.sourceName() + ": wait until that one has ended, then run the same command again: the feed resumes");
                case UNREACHABLE -> new FeedException(FeedException.ENVIRONMENT, ex.getMessage() +
                    "; start it with `veto serve` and run the same command again: the feed resumes");
                case INCONSISTENT -> new FeedException(FeedException.ENVIRONMENT, ex.getMessage());
            };
        }
    }

    private void requireOutIsNotFile() throws FeedException
    {
        final Path out = config.out();
        try
        {
            if (out != null && Files.exists(out) && Files.isSameFile(out, config.file()))
            {
                throw new FeedException(FeedException.BAD_INPUT,
                    out + ": the decisions would overwrite the file that is fed; name another file with --out");
            }
        }
        catch (final IOException ex)
        {
            throw new FeedException(FeedException.BAD_INPUT, config.file() + ": no such file");
        }
    }

    private FeedException unwritable(final IOException ex)
    {
        final String cause = ex instanceof NoSuchFileException ?
            "no such folder" :
            ex instanceof FileSystemException fault && fault.getReason() != null ? fault.getReason() : ex.getMessage();
        return new FeedException(FeedException.ENVIRONMENT,
            config.out() + ": decisions cannot be written: " + cause);
    }
}
