package io.veto.perf.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break at any byte, or fall silent and stay open: every message is answered once, with the answer in the journal. */
@Tag("system")
class CutConnectionsSystemTest
{
    private static final int CUTS = 200;
    private static final int MESSAGES = 2_000;
    private static final long SILENCE_MS = 250;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir
    private Path folder;

    @Test
    @Timeout(240)
    void shouldAnswerEachMessageOnceOverConnectionsThatBreak() throws IOException
    {
        final long seed = Long.getLong("veto.seed", System.nanoTime());
        try (Rig rig = new Rig(folder, folder.resolve("data")); CutProxy proxy = new CutProxy(rig.address(), seed))
        {
            final Sender first = rig.addSender("first", proxy.address(), SILENCE_MS);
            final Sender second = rig.addSender("second", proxy.address(), SILENCE_MS);
            try
            {
                while (proxy.cuts() < CUTS)
                {
                    rig.allow(rig.answered() == rig.allowed() ? MESSAGES : 0);
                    rig.awaitAnswered(Math.min(rig.allowed(), rig.answered() + 1));
                    LockSupport.parkNanos(PAUSE_NS);
                }
                proxy.stopCutting();
                rig.awaitAll();
                assertEquals(rig.allowed(), rig.audit().compared());
                rig.end();
            }
            catch (final IOException | RuntimeException | AssertionError e)
            {
                throw new AssertionError("seed=" + seed + " cuts=" + proxy.cuts() + " answered=" + rig.answered() + "; " +
                    rig.server().said(), e);
            }
            System.out.println("seed=" + seed + " cuts=" + proxy.cuts() + " disconnects=" + (first.disconnects() + second.disconnects()) +
                " answered=" + rig.answered() + " lost=0 doubled=0");
        }
    }
}
