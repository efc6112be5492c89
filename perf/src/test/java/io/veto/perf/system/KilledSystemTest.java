package io.veto.perf.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.list.ListBook;
import io.veto.ingest.list.ListChanges;
import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.replay.ReplayTool;
import io.veto.rules.list.Lists;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** SIGKILL of the server at random moments under load, while it starts, while rules and lists are changed. */
@Tag("system")
class KilledSystemTest
{
    private static final int KILLS = Integer.getInteger("veto.kills", 10);
    private static final int MESSAGES = 1_200;
    private static final long SILENCE_MS = 60_000;
    private static final int START_MS_MAX = 2_500;
    private static final int ACTIVATION_MS_MAX = 400;
    private static final List<String> DURABILITIES = List.of("process", "machine");
    private static final List<String> LAYOUTS = List.of("one", "three");

    @TempDir
    private Path folder;

    private enum Moment
    {
        LOAD, START, ACTIVATION, LIST
    }

    @Test
    @Timeout(1800)
    void shouldLoseNothingAndDoubleNothingHoweverOftenItIsKilled() throws IOException
    {
        final long seed = Long.getLong("veto.seed", System.nanoTime());
        final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
        long compared = 0;
        try (Rig rig = new Rig(folder, folder.resolve("data")))
        {
            final Killer killer = new Killer(rig, new Random(seed));
            rig.addSender("first", rig.address(), SILENCE_MS);
            rig.addSender("second", rig.address(), SILENCE_MS);
            try
            {
                while (killer.kills < KILLS)
                {
                    final Moment moment = Moment.values()[killer.kills % Moment.values().length];
                    rig.allow(MESSAGES);
                    killer.killAt(moment);
                    kills.merge(moment, 1, Integer::sum);
                    compared = rig.audit().compared();
                    rig.verify();
                    killer.checkList();
                    rig.restart("--durability", DURABILITIES.get(killer.kills % DURABILITIES.size()), "--layout",
                        LAYOUTS.get(killer.kills / 2 % LAYOUTS.size()));
                }
                rig.end();
                killer.verifyByProgram();
            }
            catch (final IOException | RuntimeException | AssertionError e)
            {
                throw new AssertionError("seed=" + seed +
                    " kills=" + kills + " answered=" + rig.answered() + "; " + rig.server().said(), e);
            }
        }
        System.out.println("seed=" + seed + " kills=" + kills + " lost=0 doubled=0 comparedLast=" + compared);
        assertEquals(KILLS, kills.values().stream().mapToInt(Integer::intValue).sum());
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

        private Killer(final Rig rig, final Random random)
        {
            this.rig = rig;
            this.random = random;
        }

        private void killAt(final Moment moment) throws IOException
        {
            CompletableFuture<Void> operator = CompletableFuture.completedFuture(null);
            switch (moment)
            {
                case ACTIVATION -> operator = CompletableFuture.runAsync(this::activate);
                case LIST -> operator = CompletableFuture.runAsync(this::addToList);
                default ->
                {
                }
            }
            final long open = rig.allowed() - rig.answered();
            rig.awaitAnswered(rig.answered() + random.nextLong(open));
            if (Moment.ACTIVATION == moment)
            {
                pause(random.nextInt(ACTIVATION_MS_MAX));
            }
            rig.server().kill();
            operator.join();
            kills++;
            if (Moment.START == moment)
            {
                rig.spawn();
                pause(random.nextInt(START_MS_MAX));
                rig.server().kill();
            }
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
