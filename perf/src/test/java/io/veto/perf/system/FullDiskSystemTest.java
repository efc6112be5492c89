package io.veto.perf.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system that fills up under the server: it stops in order, nothing that was answered is lost, and with room it goes on. */
@Tag("system")
class FullDiskSystemTest
{
    private static final int EXIT_ENVIRONMENT = 3;
    private static final String WARNING = "(veto: disk is filling up: .*\\n)?";
    private static final int SIZE = 112;
    private static final int SIZE_AFTER = 400;
    private static final int SIZE_SHARED = 320;
    private static final long SILENCE_MS = 60_000;
    private static final long MESSAGES = 400_000;
    private static final long MESSAGES_BEFORE = 20_000;
    private static final long MESSAGES_AFTER = 5_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"one", "three"})
    @Timeout(240)
    void shouldStopBeforeTheDiskIsFullAndGoOnWithRoom(final String layout) throws IOException
    {
        try (SmallDisk disk = new SmallDisk(folder.resolve("disk"), SIZE);
            Rig rig = new Rig(folder, disk.folder().resolve("data"), "--layout", layout))
        {
            final Sender sender = rig.addSender("first", rig.address(), SILENCE_MS);
            sender.allow(MESSAGES);
            assertStopped(rig, "veto serve: stopped, nothing unjournalled was answered: disk is nearly full: .*start again");
            disk.resize(SIZE_AFTER);
            sender.allow(sender.answered() + MESSAGES_AFTER);
            rig.restart();
            rig.end();
        }
    }

    @Test
    @Timeout(240)
    void shouldRefuseToStartWhereTooLittleIsLeft() throws IOException
    {
        try (SmallDisk disk = new SmallDisk(folder.resolve("disk"), SIZE);
            Rig rig = new Rig(folder, disk.folder().resolve("data")))
        {
            rig.addSender("first", rig.address(), SILENCE_MS);
            rig.allow(MESSAGES_AFTER);
            rig.awaitAll();
            rig.stop();
            disk.fill(0);
            final VetoProcess refused = rig.spawn();
            assertEquals(EXIT_ENVIRONMENT, refused.exitCode(), refused.said());
            assertTrue(refused.errors().matches(WARNING + "veto serve: (disk is nearly full|reservoir segment cannot be had): .*"),
                refused.errors());
            disk.clear();
            rig.restart();
            rig.end();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 12, 1 << 16, 1 << 18, 1 << 20, 3 << 20, 11 << 20, 40 << 20})
    @Timeout(240)
    void shouldStopWhenAnotherProcessFillsTheDisk(final long left) throws IOException
    {
        try (SmallDisk disk = new SmallDisk(folder.resolve("disk"), SIZE_SHARED);
            Rig rig = new Rig(folder, disk.folder().resolve("data")))
        {
            final Sender sender = rig.addSender("first", rig.address(), SILENCE_MS);
            sender.allow(MESSAGES);
            sender.await(MESSAGES_BEFORE);
            disk.fill(left);
            assertStopped(rig, "veto serve: stopped, nothing unjournalled was answered: .*start again");
            disk.clear();
            sender.allow(sender.answered() + MESSAGES_AFTER);
            rig.restart();
            rig.end();
        }
    }

    private static void assertStopped(final Rig rig, final String line) throws IOException
    {
        assertEquals(EXIT_ENVIRONMENT, rig.server().exitCode(), rig.server().said());
        assertTrue(rig.server().errors().matches(WARNING + line), rig.server().errors());
        System.out.println("answered=" + rig.answered() + " found=" + rig.audit().compared() + " lost=0: " + rig.server().errors());
    }
}
