package io.veto.rules.window;

/**
 * A running sum of the squares of amounts, less what was reversed, 128 bits wide in two's complement. Two cells, the lower half first.
 * With amounts below 10^12 and fewer than 2^31 events on a key it never overflows: 10^24 times 2^31 is below 2^111.
 */
final class SquaresColumn extends Column
{
    SquaresColumn(final KeyTable table, final int cell, final int filter)
    {
        super(table, cell, filter);
    }

    @Override
    boolean concerns(final Passage passage)
    {
        return passage.amountAfter(filter) != passage.amountBefore(filter);
    }

    @Override
    void enter(final long row, final Passage passage)
    {
        addSquare(row, passage.amountAfter(filter));
        subtractSquare(row, passage.amountBefore(filter));
    }

    @Override
    void leave(final long row, final Passage passage)
    {
        subtractSquare(row, passage.amountAfter(filter));
        addSquare(row, passage.amountBefore(filter));
    }

    @Override
    void reset(final long row)
    {
        table.set(row, cell, 0);
        table.set(row, cell + 1, 0);
    }

    @Override
    long stateHash(final long row)
    {
        return cellsHash(row, 2);
    }

    @Override
    boolean read(final long row, final Passage own, final boolean isOwnIn, final Reading reading)
    {
        final long amount = isOwnIn ? own.amountAfter(filter) : 0;
        final long low = get(row, 0);
        final long sum = low + amount * amount;
        return reading.set(sum, get(row, 1) + Math.multiplyHigh(amount, amount) + carry(sum, low));
    }

    private void addSquare(final long row, final long amount)
    {
        final long low = table.get(row, cell);
        final long sum = low + amount * amount;
        table.set(row, cell, sum);
        table.add(row, cell + 1, Math.multiplyHigh(amount, amount) + carry(sum, low));
    }

    private void subtractSquare(final long row, final long amount)
    {
        final long low = table.get(row, cell);
        final long square = amount * amount;
        table.set(row, cell, low - square);
        table.add(row, cell + 1, -Math.multiplyHigh(amount, amount) - (Long.compareUnsigned(low, square) < 0 ? 1 : 0));
    }

    private static int carry(final long sum, final long part)
    {
        return Long.compareUnsigned(sum, part) < 0 ? 1 : 0;
    }
}
