package io.veto.ingest.feed;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.agrona.DirectBuffer;

/**
 * Reads a file once from end to end, row by row, each checked and encoded; digests the bytes of the file on the way.
 * What is compressed is told by its first two bytes, not by its name. A bad row of a damaged gzip file is blamed on the
 * damage, which its check sum shows.
 * <p>
 * <b>Note:</b> single-threaded; a row's values are valid until the next is read.
 */
final class FeedRows implements AutoCloseable
{
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int FIELD_LENGTH_MAX = 1024 * 1024;
    private static final int GZIP_MAGIC_0 = 0x1F;
    private static final int GZIP_MAGIC_1 = 0x8B;

    private final String fileName;
    private final MessageDigest sha256 = sha256();
    private final CsvRow row = new CsvRow();
    private final FieldText text = new FieldText();
    private InputStream file;
    private InputStream content;
    private boolean isGzip;
    private CloseableIterator<CsvRow> rows;
    private ColumnPlan plan;
    private TransactionRow transaction;
    private long lastLine;

    /**
     * Opens a file and reads its header.
     *
     * @param path    of the file.
     * @param mapping column of the file for each column that is mapped.
     * @throws FeedException if it cannot be read, or its header does not do.
     */
    FeedRows(final Path path, final Map<Column, String> mapping) throws FeedException
    {
        fileName = path.toString();
        try
        {
            open(path);
            if (!advance())
            {
                throw new FeedException(FeedException.BAD_INPUT,
                    fileName + ": file is empty: a header line and rows of CSV are expected");
            }
            plan = ColumnPlan.of(row, fileName, mapping);
            transaction = new TransactionRow(plan, fileName);
        }
        catch (final FeedException ex)
        {
            close();
            throw ex;
        }
    }

    /**
     * Reads and encodes the next row.
     *
     * @return false if there is none.
     * @throws FeedException if the row, or the file from there on, is bad.
     */
    boolean next() throws FeedException
    {
        if (!advance())
        {
            return false;
        }
        try
        {
            transaction.encode(row);
        }
        catch (final FeedException ex)
        {
            requireWholeGzip();
            throw ex;
        }
        lastLine = row.lineNumber();
        return true;
    }

    ColumnPlan plan()
    {
        return plan;
    }

    DirectBuffer block()
    {
        return transaction.block();
    }

    RowKind kind()
    {
        return transaction.kind();
    }

    /**
     * Whether the row is a transaction that says whether it is fraud.
     *
     * @return true if so: it takes one more message, its label.
     */
    boolean hasLabel()
    {
        return kind() == RowKind.TRANSACTION && fraud() != TransactionRow.NULL_FRAUD;
    }

    String original()
    {
        return transaction.original();
    }

    long amountMinor()
    {
        return transaction.amountMinor();
    }

    int fraud()
    {
        return transaction.fraud();
    }

    /**
     * Id of the row.
     *
     * @return as the file has it; that of the transaction which the row names where it has none of its own.
     */
    String transactionId()
    {
        final boolean hasOwn = plan.has(Column.TRANSACTION_ID) && !row.field(plan.index(Column.TRANSACTION_ID), text).isEmpty();
        return hasOwn ? text.toString() : original();
    }

    /**
     * Kind of fraud that the row names.
     *
     * @return its name; empty where it names none or there is no such column.
     */
    CharSequence fraudKind()
    {
        return plan.has(Column.FRAUD_KIND) ? row.field(plan.index(Column.FRAUD_KIND), text) : "";
    }

    /**
     * SHA-256 of the file's bytes; to be asked once, after the last row.
     *
     * @return 32 bytes.
     * @throws FeedException if what follows the last row cannot be read.
     */
    byte[] digest() throws FeedException
    {
        try
        {
            file.transferTo(OutputStream.nullOutputStream());
        }
        catch (final IOException ex)
        {
            throw unreadable(ex);
        }
        return sha256.digest();
    }

    @Override
    public void close() throws FeedException
    {
        try
        {
            if (rows != null)
            {
                rows.close();
            }
            if (file != null)
            {
                file.close();
            }
        }
        catch (final IOException ex)
        {
            throw unreadable(ex);
        }
    }

    private void open(final Path path) throws FeedException
    {
        if (Files.exists(path) && !Files.isRegularFile(path))
        {
            throw new FeedException(FeedException.BAD_INPUT, fileName +
                (Files.isDirectory(path) ? ": is a directory" : ": is not a regular file") +
                ": a CSV file is expected, it is read twice");
        }
        try
        {
            file = new BufferedInputStream(
                new DigestInputStream(Files.newInputStream(path), sha256), BUFFER_LENGTH);
            file.mark(2);
            isGzip = file.read() == GZIP_MAGIC_0 && file.read() == GZIP_MAGIC_1;
            file.reset();
            if (!isGzip && fileName.endsWith(".gz"))
            {
                throw new FeedException(FeedException.BAD_INPUT,
                    fileName + ": not in gzip format: rename it if it is plain CSV");
            }
            content = isGzip ? new GZIPInputStream(file, BUFFER_LENGTH) : file;
            rows = CsvReader.builder()
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .detectBomHeader(true)
                .maxBufferSize(FIELD_LENGTH_MAX)
                .build(row, content, StandardCharsets.UTF_8)
                .iterator();
        }
        catch (final IOException ex)
        {
            throw unreadable(ex);
        }
    }

    private boolean advance() throws FeedException
    {
        try
        {
            if (!rows.hasNext())
            {
                return false;
            }
            rows.next();
            return true;
        }
        catch (final CsvParseException ex)
        {
            if (ex.getCause() instanceof IOException cause)
            {
                throw unreadable(cause);
            }
            requireWholeGzip();
            throw new FeedException(FeedException.BAD_INPUT, fileName + ":" + row.lineNumber() + ": not CSV: " +
                CardNumberMask.shownWhole(String.valueOf(ex.getMessage())));
        }
        catch (final UncheckedIOException ex)
        {
            throw unreadable(ex.getCause());
        }
    }

    private void requireWholeGzip() throws FeedException
    {
        try
        {
            content.transferTo(OutputStream.nullOutputStream());
        }
        catch (final IOException ex)
        {
            throw unreadable(ex);
        }
    }

    private FeedException unreadable(final IOException ex)
    {
        if (ex instanceof NoSuchFileException)
        {
            return new FeedException(FeedException.BAD_INPUT, fileName + ": no such file");
        }
        if (ex instanceof AccessDeniedException)
        {
            return new FeedException(FeedException.BAD_INPUT, fileName + ": may not be read: permission denied");
        }
        if (isGzip && ex instanceof EOFException)
        {
            return new FeedException(FeedException.BAD_INPUT, fileName +
                ": gzip file is cut short: lastWholeRowAtLine=" + lastLine + "; get the whole file again");
        }
        if (isGzip && ex instanceof ZipException)
        {
            return new FeedException(FeedException.BAD_INPUT, fileName + ": gzip file is damaged: " +
                ex.getMessage() + " lastWholeRowAtLine=" + lastLine + "; get the whole file again");
        }
        return new FeedException(FeedException.ENVIRONMENT, fileName + ": cannot be read: " + ex.getMessage() +
            " lastWholeRowAtLine=" + lastLine);
    }

    private static MessageDigest sha256()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("this Java has no SHA-256", ex);
        }
    }
}
