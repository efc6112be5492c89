package io.veto.ingest.feed;

import io.veto.ingest.client.ClientContext;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/**
 * What to feed, to whom and how fast.
 *
 * @param file               CSV file, gzip or not.
 * @param address            where the server listens.
 * @param sourceName         who is sending; null for the file's name. A hash of the content is appended to either.
 * @param originalSource     name of the source that sent the transactions which labels, and reversals of no earlier row, name by their ids;
 *                           null for the file itself.
 * @param columns            column of the file for each column that has another name there; an empty name leaves
 *                           the column out.
 * @param ratePerSecond      rows a second, sent on a fixed schedule; {@link #RATE_MAX} for as fast as answers come.
 * @param out                file for the decisions; null for none.
 * @param latency            whether the decisions carry their latency.
 * @param reconnectTimeoutMs how long to go on trying to connect.
 * @param silenceTimeoutMs   how long the server may be silent with answers outstanding.
 * @param window             messages that may be unanswered at a time.
 */
public record FeedConfig(
    Path file,
    InetSocketAddress address,
    String sourceName,
    String originalSource,
    Map<Column, String> columns,
    long ratePerSecond,
    Path out,
    boolean latency,
    long reconnectTimeoutMs,
    long silenceTimeoutMs,
    int window)
{
    /** As fast as answers come. */
    public static final long RATE_MAX = 0;

    /**
     * Keeps an own copy of the mapping.
     *
     * @param file               CSV file.
     * @param address            where the server listens.
     * @param sourceName         who is sending, or null.
     * @param originalSource     who sent what labels and reversals name, or null.
     * @param columns            mapping of columns.
     * @param ratePerSecond      rows a second, or {@link #RATE_MAX}.
     * @param out                file for the decisions, or null.
     * @param latency            whether the decisions carry their latency.
     * @param reconnectTimeoutMs in milliseconds.
     * @param silenceTimeoutMs   in milliseconds.
     * @param window             in messages.
     */
    public FeedConfig
    {
        columns = Map.copyOf(columns);
    }

    /**
     * Feeds a file as fast as answers come, with no decisions file.
     *
     * @param file    CSV file.
     * @param address where the server listens.
     * @return a configuration with defaults for everything else.
     */
    public static FeedConfig of(final Path file, final InetSocketAddress address)
    {
        return new FeedConfig(
            file,
            address,
            null,
            null,
            Map.of(),
            RATE_MAX,
            null,
            false,
            ClientContext.TIMEOUT_DEFAULT_MS,
            ClientContext.TIMEOUT_DEFAULT_MS,
            ClientContext.WINDOW_DEFAULT);
    }

    /**
     * The same with a mapping of columns.
     *
     * @param columns column of the file for each column that has another name there; an empty name leaves it out.
     * @return a configuration.
     */
    public FeedConfig withColumns(final Map<Column, String> columns)
    {
        return new FeedConfig(file, address, sourceName, originalSource, columns, ratePerSecond, out, latency, reconnectTimeoutMs,
            silenceTimeoutMs, window);
    }

    /**
     * The same under another name.
     *
     * @param sourceName who is sending, at most 40 characters; null for the file's name.
     * @return a configuration.
     */
    public FeedConfig withSourceName(final String sourceName)
    {
        return new FeedConfig(file, address, sourceName, originalSource, columns, ratePerSecond, out, latency, reconnectTimeoutMs,
            silenceTimeoutMs, window);
    }

    /**
     * The same for labels and reversals of what another source sent.
     *
     * @param originalSource its whole name; null for the file itself.
     * @return a configuration.
     */
    public FeedConfig withOriginalSource(final String originalSource)
    {
        return new FeedConfig(file, address, sourceName, originalSource, columns, ratePerSecond, out, latency, reconnectTimeoutMs,
            silenceTimeoutMs, window);
    }

    /**
     * The same at a rate.
     *
     * @param ratePerSecond rows a second, or {@link #RATE_MAX}.
     * @return a configuration.
     */
    public FeedConfig withRatePerSecond(final long ratePerSecond)
    {
        return new FeedConfig(file, address, sourceName, originalSource, columns, ratePerSecond, out, latency, reconnectTimeoutMs,
            silenceTimeoutMs, window);
    }

    /**
     * The same with a file for the decisions.
     *
     * @param out     file, overwritten; null for none.
     * @param latency whether the decisions carry their latency.
     * @return a configuration.
     */
    public FeedConfig withOut(final Path out, final boolean latency)
    {
        return new FeedConfig(file, address, sourceName, originalSource, columns, ratePerSecond, out, latency, reconnectTimeoutMs,
            silenceTimeoutMs, window);
    }

    /**
     * The same with another patience.
     *
     * @param reconnectTimeoutMs how long to go on trying to connect.
     * @param silenceTimeoutMs   how long the server may be silent with answers outstanding.
     * @return a configuration.
     */
    public FeedConfig withTimeoutsMs(final long reconnectTimeoutMs, final long silenceTimeoutMs)
    {
        return new FeedConfig(file, address, sourceName, originalSource, columns, ratePerSecond, out, latency, reconnectTimeoutMs,
            silenceTimeoutMs, window);
    }

    /**
     * The same with another window.
     *
     * @param window messages that may be unanswered at a time.
     * @return a configuration.
     */
    public FeedConfig withWindow(final int window)
    {
        return new FeedConfig(file, address, sourceName, originalSource, columns, ratePerSecond, out, latency, reconnectTimeoutMs,
            silenceTimeoutMs, window);
    }
}
