package io.veto.perf.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that the system stops for some hundred milliseconds under load: what waited too long is answered by stand-in. */
@Tag("system")
class StoppedSystemTest
{
    private static final int STOPS_MIN = 8;
    private static final int STOPS_MAX = 60;
    private static final int MESSAGES = 4_000;
    private static final long SILENCE_MS = 60_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"one", "three"})
    @Timeout(240)
    void shouldLoseNothingAndFlagWhatWaitedTooLong(final String layout) throws IOException
    {
        final long seed = Long.getLong("veto.seed", System.nanoTime());
        final Random random = new Random(seed);
        int stops = 0;
        long overBudget = 0;
        try (Rig rig = new Rig(folder, folder.resolve("data"), "--layout", layout))
        {
            rig.addSender("first", rig.address(), SILENCE_MS);
            rig.addSender("second", rig.address(), SILENCE_MS);
            try
            {
                while (stops < STOPS_MIN || 0 == overBudget && stops < STOPS_MAX)
                {
                    rig.allow(MESSAGES);
                    rig.awaitAnswered(rig.answered() + random.nextInt(MESSAGES));
                    rig.server().signal("STOP");
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(300)));
                    rig.server().signal("CONT");
                    rig.awaitAll();
                    overBudget = rig.audit().overBudget();
                    stops++;
                }
                rig.end();
            }
            catch (final IOException | RuntimeException | AssertionError e)
            {
                throw new AssertionError("seed=" + seed + " stops=" + stops + "; " + rig.server().said(), e);
            }
        }
        System.out.println("seed=" + seed + " layout=" + layout + " stops=" + stops + " overBudget=" + overBudget + " lost=0");
        assertTrue(overBudget > 0, "nothing waited too long: seed=" + seed + " stops=" + stops);
    }
}
