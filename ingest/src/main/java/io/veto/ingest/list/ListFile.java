package io.veto.ingest.list;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.veto.ingest.feed.CardNumberMask;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file of entries: {@code value[,until][,reason]}, gzip or not, which its first bytes tell. A first row whose first field is
 * {@code value} is a header.
 * <p>
 * <b>Note:</b> one thread; may be sent several times.
 */
public final class ListFile
{
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int FIELD_LENGTH_MAX = 64 * 1024;
    private static final int FIELDS_MAX = 3;
    private static final int GZIP_MAGIC_0 = 0x1F;
    private static final int GZIP_MAGIC_1 = 0x8B;

    private final Path file;
    private final long expiresMs;
    private final String reason;

    /**
     * Names a file.
     *
     * @param file      to read.
     * @param expiresMs of rows without a time, epoch milliseconds.
     * @param reason    of rows without one.
     */
    public ListFile(final Path file, final long expiresMs, final String reason)
    {
        this.file = file;
        this.expiresMs = expiresMs;
        this.reason = reason;
    }

    /**
     * Sends all rows.
     *
     * @param changes to send them with; look at its failure afterwards.
     * @param onRows  told now and then how many rows were read so far.
     * @return rows of the file.
     * @throws IllegalArgumentException if a row is wrong, in one line.
     * @throws IOException              if the file cannot be read, in one line.
     */
    public long send(final ListChanges changes, final LongConsumer onRows) throws IOException
    {
        long rows = 0;
        long line = 0;
        try (InputStream bytes = open(); CloseableIterator<CsvRecord> records = CsvReader.builder().allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(FIELD_LENGTH_MAX).detectBomHeader(true).ofCsvRecord(bytes, StandardCharsets.UTF_8).iterator())
        {
            boolean goesOn = true;
            while (goesOn && records.hasNext())
            {
                final CsvRecord row = records.next();
                line = row.getStartingLineNumber();
                if (rows > 0 || line > 1 || !"value".equals(row.getField(0)))
                {
                    goesOn = send(changes, row);
                    rows++;
                }
                if (0 == rows % ListRows.ROWS_MAX)
                {
                    onRows.accept(rows);
                }
            }
            changes.flush();
            onRows.accept(rows);
            return rows;
        }
        catch (final CsvParseException e)
        {
            throw new IllegalArgumentException(file + ": not CSV: line=" + (line + 1) + " cause=" +
                CardNumberMask.shownWhole(String.valueOf(e.getMessage())), e);
        }
        catch (final UncheckedIOException e)
        {
            throw unreadable(e.getCause());
        }
        catch (final IOException e)
        {
            throw unreadable(e);
        }
    }

    private boolean send(final ListChanges changes, final CsvRecord row)
    {
        try
        {
            final int fields = row.getFieldCount();
            if (fields > FIELDS_MAX)
            {
                throw new IllegalArgumentException("expected=value[,until][,reason] actualFields=" + fields);
            }
            final boolean hasTime = fields > 1 && !row.getField(1).isEmpty();
            return changes.add((int)row.getStartingLineNumber(), row.getField(0).getBytes(StandardCharsets.UTF_8),
                hasTime ? time(row.getField(1)) : expiresMs, fields > 2 && !row.getField(2).isEmpty() ? row.getField(2) : reason);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(file + ": bad row: line=" + row.getStartingLineNumber() + ' ' + e.getMessage(), e);
        }
    }

    private static long time(final String text)
    {
        try
        {
            return ListTimes.until(text);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException("column=until " + e.getMessage() + " actual=" + CardNumberMask.shown(text), e);
        }
    }

    private InputStream open() throws IOException
    {
        if (Files.exists(file) && !Files.isRegularFile(file))
        {
            throw new IOException("it is not a regular file, and is read twice");
        }
        final InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_LENGTH);
        bytes.mark(2);
        final boolean isGzip = GZIP_MAGIC_0 == bytes.read() && GZIP_MAGIC_1 == bytes.read();
        bytes.reset();
        return isGzip ? new GZIPInputStream(bytes, BUFFER_LENGTH) : bytes;
    }

    private IOException unreadable(final IOException cause)
    {
        final String why = cause instanceof NoSuchFileException ? "no such file" :
            cause instanceof AccessDeniedException ? "permission denied" :
                cause instanceof EOFException ? "gzip file is cut short, get the whole file again" : cause.getMessage();
        return new IOException(file + ": cannot be read: " + why, cause);
    }
}
