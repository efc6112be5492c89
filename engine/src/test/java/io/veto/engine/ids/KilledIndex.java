package io.veto.engine.ids;

import java.io.IOException;
import java.nio.file.Path;

/** A process that opens an index and ends at once, with nothing put in order. */
final class KilledIndex
{
    static final int EXIT = 9;

    private KilledIndex()
    {
    }

    public static void main(final String[] args) throws IOException
    {
        new IdIndex(Path.of(args[0]), 1).clear();
        Runtime.getRuntime().halt(EXIT);
    }
}
