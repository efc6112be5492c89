package io.veto.ingest.feed;

/**
 * The text of one field of the row that was read last: a view of the row's characters.
 * <p>
 * <b>Note:</b> reused by every row; {@link #toString()} makes a copy that stays.
 */
final class FieldText implements CharSequence
{
    private char[] chars;
    private int begin;
    private int length;

    FieldText wrap(final char[] chars, final int begin, final int length)
    {
        this.chars = chars;
        this.begin = begin;
        this.length = length;
        return this;
    }

    @Override
    public int length()
    {
        return length;
    }

    @Override
    public char charAt(final int index)
    {
        return chars[begin + index];
    }

    @Override
    public CharSequence subSequence(final int start, final int end)
    {
        return new String(chars, begin + start, end - start);
    }

    @Override
    public String toString()
    {
        return new String(chars, begin, length);
    }

    /**
     * Whether the text is this one.
     *
     * @param text to compare with.
     * @return true if every character is equal.
     */
    boolean isText(final String text)
    {
        if (text.length() != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (text.charAt(i) != chars[begin + i])
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the text is this one, whatever the case of its letters.
     *
     * @param text to compare with.
     * @return true if every character is equal.
     */
    boolean isTextIgnoringCase(final String text)
    {
        return text.length() == length && text.equalsIgnoreCase(toString());
    }
}
