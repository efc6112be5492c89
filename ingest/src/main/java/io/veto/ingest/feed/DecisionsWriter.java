package io.veto.ingest.feed;

import io.veto.rules.layout.CorrectionFlagsDecoder;
import io.veto.rules.layout.DecisionFlagsDecoder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Writes the decisions as CSV (RFC 4180, lines end with a line feed): one line for each row in the order of the file,
 * flushed each second.
 * <pre>
 *   transaction_id,sequence,decision,score,rules,flags[,latency_ns]
 * </pre>
 * decision: approve, review, challenge or decline. rules: ids of the rules that hit, in the order of the rule set, separated by
 * {@code ;}. flags: late, clock_ahead, stand_in, rule_error, uncounted, outside_run, duplicate, separated by {@code ;}. latency_ns:
 * empty for an answer read back from the journal. A reversal and a label have neither decision nor score nor rules; their flags:
 * unknown_original, unknown_target, unchanged, uncounted, exceeded.
 */
final class DecisionsWriter implements FeedListener, AutoCloseable
{
    private static final int BUFFER_LENGTH = 256 * 1024;
    private static final long FLUSH_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final StringBuilder line = new StringBuilder();
    private final boolean latency;
    private final Writer writer;
    private long lastFlushNs = System.nanoTime();

    /**
     * Opens the file and writes the header.
     *
     * @param path    overwritten.
     * @param latency whether lines carry the latency.
     * @throws IOException if it cannot be written.
     */
    DecisionsWriter(final Path path, final boolean latency) throws IOException
    {
        this.latency = latency;
        writer = new BufferedWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8), BUFFER_LENGTH);
        writer.write("transaction_id,sequence,decision,score,rules,flags" + (latency ? ",latency_ns\n" : "\n"));
    }

    @Override
    public void onRow(final AnsweredRow row)
    {
        begin(row.transactionId(), row.sequence());
        line.append(',').append(row.action().name().toLowerCase(Locale.ROOT));
        line.append(',').append(row.score()).append(',');
        row.appendRules(line, ';');
        line.append(',');
        appendFlags(row.flags(), row.isDuplicate());
        end(row.latencyNs());
    }

    @Override
    public void onCorrection(final AnsweredCorrection correction)
    {
        begin(correction.transactionId(), correction.sequence());
        line.append(",,,,");
        appendFlags(correction.flags(), correction.isOriginalKnown());
        end(correction.latencyNs());
    }

    @Override
    public void onTurn()
    {
        final long nowNs = System.nanoTime();
        if (nowNs - lastFlushNs >= FLUSH_INTERVAL_NS)
        {
            lastFlushNs = nowNs;
            try
            {
                writer.flush();
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
    }

    @Override
    public void close() throws IOException
    {
        writer.close();
    }

    private void begin(final String transactionId, final long sequence)
    {
        line.setLength(0);
        appendQuoted(transactionId);
        line.append(',').append(sequence);
    }

    private void end(final long latencyNs)
    {
        if (latency)
        {
            line.append(',');
            if (latencyNs != AnsweredRow.NULL_LATENCY_NS)
            {
                line.append(latencyNs);
            }
        }
        line.append('\n');
        try
        {
            writer.append(line);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void appendQuoted(final String text)
    {
        boolean needsQuotes = false;
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            needsQuotes |= c == ',' || c == '"' || c == '\n' || c == '\r';
        }
        if (needsQuotes)
        {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
        else
        {
            line.append(text);
        }
    }

    private void appendFlags(final DecisionFlagsDecoder flags, final boolean isDuplicate)
    {
        final int begin = line.length();
        appendFlag(flags.late(), "late", begin);
        appendFlag(flags.clockAhead(), "clock_ahead", begin);
        appendFlag(flags.standIn(), "stand_in", begin);
        appendFlag(flags.ruleError(), "rule_error", begin);
        appendFlag(flags.conditionError(), "condition_error", begin);
        appendFlag(flags.uncounted(), "uncounted", begin);
        appendFlag(flags.outsideRun(), "outside_run", begin);
        appendFlag(isDuplicate, "duplicate", begin);
    }

    private void appendFlags(final CorrectionFlagsDecoder flags, final boolean isOriginalKnown)
    {
        final int begin = line.length();
        appendFlag(flags.unknownTarget(), isOriginalKnown ? "unknown_target" : "unknown_original", begin);
        appendFlag(flags.unchanged(), "unchanged", begin);
        appendFlag(flags.uncounted(), "uncounted", begin);
        appendFlag(flags.exceeded(), "exceeded", begin);
    }

    private void appendFlag(final boolean isSet, final String name, final int begin)
    {
        if (isSet)
        {
            line.append(line.length() > begin ? ";" : "").append(name);
        }
    }
}
