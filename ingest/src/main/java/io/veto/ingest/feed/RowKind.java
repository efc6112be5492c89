package io.veto.ingest.feed;

/** What a row of the file is. */
enum RowKind
{
    /** A transaction. */
    TRANSACTION,
    /** Gives an earlier transaction back. */
    REVERSAL,
    /** Says what an earlier transaction turned out to be. */
    LABEL;

    private static final String REVERSAL_TEXT = "reversal";
    private static final String LABEL_TEXT = "label";

    /**
     * The kind that the column {@code type} names.
     *
     * @param type text of the column.
     * @return the kind; a transaction where it names neither of the others.
     */
    static RowKind of(final FieldText type)
    {
        return type.isTextIgnoringCase(REVERSAL_TEXT) ? REVERSAL : type.isTextIgnoringCase(LABEL_TEXT) ? LABEL : TRANSACTION;
    }

    /**
     * Whether a row of this kind must have a value of a column.
     *
     * @param column to ask for.
     * @return true if it must.
     */
    boolean needs(final Column column)
    {
        return switch (this)
        {
            case TRANSACTION -> column.isNeeded();
            case REVERSAL -> column == Column.TRANSACTION_ID || column.isOriginal();
            case LABEL -> column == Column.FRAUD || column.isOriginal();
        };
    }
}
