package io.veto.perf.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalEnd;
import io.veto.engine.journal.JournalScan;
import io.veto.engine.recovery.DataFolder;
import io.veto.ingest.list.ListBook;
import io.veto.ingest.list.ListChanges;
import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.replay.ReplayTool;
import io.veto.replay.SnapshotTool;
import io.veto.rules.list.Lists;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the server at random moments under load, while it starts, while rules and lists are changed, while a snapshot is taken
 * beside it and while it stops; and with half an excerpt behind the journal's end, as a loss of power leaves it.
 */
@Tag("system")
class KilledSystemTest
{
    private static final int KILLS = Integer.getInteger("veto.kills", 10);
    private static final int MESSAGES = 1_200;
    private static final long SILENCE_MS = 60_000;
    private static final int START_MS_MAX = 2_500;
    private static final int ACTIVATION_MS_MAX = 400;
    private static final int SNAPSHOT_MS_MAX = 1_500;
    private static final int STOP_MS_MAX = 150;
    private static final int TORN_LENGTH_MAX = 300;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final List<String> DURABILITIES = List.of("process", "machine");
    private static final List<String> LAYOUTS = List.of("one", "three");

    @TempDir
    private Path folder;

    private enum Moment
    {
        LOAD, START, ACTIVATION, LIST, SNAPSHOT, STOP, TORN
    }

    @Test
    @Timeout(1800)
    void shouldLoseNothingAndDoubleNothingHoweverOftenItIsKilled() throws IOException
    {
        final long seed = Long.getLong("veto.seed", System.nanoTime());
        final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
        JournalAudit audit = null;
        int verifies = 0;
        try (Rig rig = new Rig(folder, folder.resolve("data")))
        {
            final Killer killer = new Killer(rig, new Random(seed));
            rig.addSender("first", rig.address(), SILENCE_MS);
            rig.addSender("second", rig.address(), SILENCE_MS);
            try
            {
                while (killer.kills < KILLS)
                {
                    final Moment moment = Moment.values()[verifies % Moment.values().length];
                    rig.allow(MESSAGES);
                    final int before = killer.kills;
                    killer.killAt(moment);
                    kills.merge(moment, killer.kills - before, Integer::sum);
                    audit = rig.audit();
                    rig.verify();
                    verifies++;
                    killer.checkList();
                    rig.restart("--durability", DURABILITIES.get(verifies % DURABILITIES.size()), "--layout",
                        LAYOUTS.get(verifies / 2 % LAYOUTS.size()));
                }
                rig.end();
                killer.verifyByProgram();
                audit = rig.audit();
            }
            catch (final IOException | RuntimeException | AssertionError e)
            {
                throw new AssertionError("seed=" + seed +
                    " kills=" + kills + " answered=" + rig.answered() + "; " + rig.server().said(), e);
            }
            System.out.println("SIGKILL: kills=" + killer.kills + " moments=" + kills + " answered=" + rig.answered() + " compared=" +
                audit.compared() + " lost=0 doubled=0 tornTails=" + killer.torn + " cut=" + audit.cuts() + " verifiesClean=" + verifies +
                " seed=" + seed);
            assertTrue(killer.kills >= KILLS && audit.cuts() >= killer.torn, "kills=" + killer.kills + " torn=" + killer.torn);
            assertEquals(rig.answered(), audit.compared());
        }
    }

    /** Kills the server at the moments asked for, and knows what operators were told. */
    private static final class Killer
    {
        private final Rig rig;
        private final Random random;
        private final AtomicInteger acknowledged = new AtomicInteger();
        private int asked = 0;
        private int activations = 0;
        private int kills = 0;
        private int torn = 0;

        private Killer(final Rig rig, final Random random)
        {
            this.rig = rig;
            this.random = random;
        }

        private void killAt(final Moment moment) throws IOException
        {
            CompletableFuture<Void> operator = CompletableFuture.completedFuture(null);
            VetoProcess follower = null;
            switch (moment)
            {
                case ACTIVATION -> operator = CompletableFuture.runAsync(this::activate);
                case LIST -> operator = CompletableFuture.runAsync(this::addToList);
                case SNAPSHOT -> follower = follow();
                default ->
                {
                }
            }
            final long open = rig.allowed() - rig.answered();
            rig.awaitAnswered(rig.answered() + random.nextLong(open));
            switch (moment)
            {
                case ACTIVATION -> pause(random.nextInt(ACTIVATION_MS_MAX));
                case SNAPSHOT -> killOrAwait(follower);
                case STOP ->
                {
                    rig.server().askToStop();
                    pause(random.nextInt(STOP_MS_MAX));
                }
                default ->
                {
                }
            }
            rig.server().kill();
            operator.join();
            kills++;
            if (Moment.START == moment)
            {
                rig.spawn();
                pause(random.nextInt(START_MS_MAX));
                rig.server().kill();
                kills++;
            }
            else if (Moment.TORN == moment)
            {
                tear();
            }
        }

        private VetoProcess follow() throws IOException
        {
            return VetoProcess.start(rig.logs(), SnapshotTool.class, List.of(), List.of(rig.data().toString()));
        }

        /** Ends a follower alone while it works, or lets it take its snapshot, which the next start loads. */
        private void killOrAwait(final VetoProcess follower) throws IOException
        {
            if (random.nextBoolean())
            {
                pause(random.nextInt(SNAPSHOT_MS_MAX));
                follower.kill();
                kills++;
                return;
            }
            assertEquals(0, follower.exitCode(), follower.said());
        }

        /** Puts half an excerpt behind the end of the journal, where the kill has not left one. */
        private void tear() throws IOException
        {
            final JournalEnd end = JournalScan.of(DataFolder.journal(rig.data()));
            if (JournalEnd.State.WHOLE == end.state())
            {
                final byte[] half = new byte[4 + random.nextInt(TORN_LENGTH_MAX)];
                random.nextBytes(half);
                final ByteBuffer bytes = ByteBuffer.wrap(half).order(ByteOrder.LITTLE_ENDIAN).putInt(0, NOT_COMPLETE);
                try (FileChannel file = FileChannel.open(end.file(), StandardOpenOption.WRITE))
                {
                    file.write(bytes, end.goodLength());
                }
            }
            torn++;
        }

        private void activate()
        {
            final String text = 0 == activations++ % 2 ? Rig.OTHER_RULES : Rig.RULES;
            OperatorClient.call(rig.data(), ActivateCommand.VERB,
                new OperatorRequest(List.of("next.rules"), text.getBytes(StandardCharsets.UTF_8)), line -> { });
        }

        /** Adds entry after entry until the server is gone. */
        private void addToList()
        {
            OperatorAnswer failure = null;
            while (null == failure)
            {
                final ListChanges changes = new ListChanges(rig.data(), "add", "terminals");
                changes.add(0, ("L" + asked++).getBytes(StandardCharsets.UTF_8), Lists.NEVER_MS, "");
                failure = changes.flush().failure();
                if (null == failure)
                {
                    acknowledged.incrementAndGet();
                }
            }
        }

        /** Every entry that was acknowledged is there; of those that were not, each is there or not. */
        private void checkList() throws IOException
        {
            final int entries = new ListBook(rig.data()).entries(0);
            assertTrue(acknowledged.get() <= entries && entries <= asked,
                "acknowledged=" + acknowledged + " entries=" + entries + " asked=" + asked);
        }

        private void verifyByProgram() throws IOException
        {
            try (VetoProcess replay = VetoProcess.start(
                rig.logs(), ReplayTool.class, List.of(), List.of("verify", rig.data().toString())))
            {
                assertEquals(0, replay.exitCode(), replay.said());
            }
        }

        private static void pause(final long ms)
        {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
        }
    }
}
