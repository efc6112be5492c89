package io.veto.engine.journal;

import io.veto.rules.layout.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Forces and counts, or fails, where a test wants it.
 */
public final class RecordedForce extends JournalForce
{
    private final Runnable onForce;
    private volatile int forces = 0;
    private volatile boolean fails = false;

    public RecordedForce(final Runnable onForce)
    {
        this.onForce = onForce;
    }

    /**
     * Opens a journal that is forced through this.
     */
    public JournalWriter open(final Path folder, final Durability durability)
    {
        return new JournalWriter(
            folder, 0, durability, new DiskGuard(folder, 0, warning -> { }), JournalQueue.BLOCK_LENGTH, this);
    }

    public int forces()
    {
        return forces;
    }

    public void fail()
    {
        fails = true;
    }

    @Override
    void force()
    {
        if (fails)
        {
            throw new UncheckedIOException(new IOException("planted"));
        }
        super.force();
        onForce.run();
        forces++;
    }
}
