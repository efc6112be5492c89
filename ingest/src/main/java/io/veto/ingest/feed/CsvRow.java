package io.veto.ingest.feed;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;

/**
 * The row of a CSV file that was read last: its fields' characters side by side, and where it began.
 * <p>
 * <b>Note:</b> one object for all rows; it grows to the longest row.
 */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow>
{
    private char[] chars = new char[1024];
    private int[] ends = new int[64];
    private int fields;

    /**
     * Line of the file on which the row begins, empty lines counted.
     *
     * @return line number from 1.
     */
    long lineNumber()
    {
        return getStartingLineNumber();
    }

    int fields()
    {
        return fields;
    }

    FieldText field(final int index, final FieldText text)
    {
        final int begin = index == 0 ? 0 : ends[index - 1];
        return text.wrap(chars, begin, ends[index] - begin);
    }

    @Override
    protected void handleBegin(final long startingLineNumber)
    {
        fields = 0;
    }

    @Override
    protected void handleField(
        final int fieldIdx, final char[] buf, final int offset, final int len, final boolean quoted)
    {
        if (fieldIdx == ends.length)
        {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        final int begin = fieldIdx == 0 ? 0 : ends[fieldIdx - 1];
        if (begin + len > chars.length)
        {
            chars = Arrays.copyOf(chars, Math.max(2 * chars.length, begin + len));
        }
        System.arraycopy(buf, offset, chars, begin, len);
        ends[fieldIdx] = begin + len;
        fields = fieldIdx + 1;
    }

    @Override
    protected CsvRow buildRecord()
    {
        return this;
    }
}
