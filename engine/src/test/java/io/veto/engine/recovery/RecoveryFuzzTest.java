package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of one file of a data folder: a plan says something, and a start goes on rightly or refuses in one line. */
class RecoveryFuzzTest
{
    private static final int RECORDS = 17;

    @TempDir
    private Path folder;

    @Test
    @Timeout(240)
    void shouldGoOnRightOrRefuseWhateverBecomesOfAFile() throws IOException
    {
        fuzz(20261126, 25);
    }

    @Test
    @Tag("slow")
    @Timeout(1800)
    void shouldGoOnRightOrRefuseHoweverOftenAFileIsBroken() throws IOException
    {
        fuzz(System.nanoTime(), 600);
    }

    private void fuzz(final long seed, final int rounds) throws IOException
    {
        System.out.println("seed=" + seed);
        final CaseFolder whole = new CaseFolder(folder.resolve("whole"));
        whole.serve(5);
        whole.takeSnapshot();
        whole.serve(5);
        whole.takeSnapshot();
        whole.serve(5);
        final long hash = whole.stateHash();
        final Random random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            final CaseFolder broken = whole.copy(folder.resolve("round-" + round));
            final String what = breakOne(broken.data(), random);
            check(broken, hash, "round " + round + ": " + what);
        }
    }

    private static void check(final CaseFolder broken, final long hash, final String what) throws IOException
    {
        final RecoveryPlan plan = broken.plan();
        final String json = plan.json();
        assertTrue(json.startsWith("{") && !plan.text().contains("Exception") && !json.contains("Exception"), what + "\n" + plan.text());
        try
        {
            broken.serve(0);
            final boolean isCut = plan.end().sequence() < RECORDS;
            assertTrue(!isCut || plan.end().isTorn(), what + "\n" + plan.text());
            assertTrue(isCut || hash == broken.stateHash(), what + ": expectedHash=" + hash + " hash=" + broken.stateHash());
        }
        catch (final IOException e)
        {
            assertEquals(1, e.getMessage().lines().count(), what + "\n" + e.getMessage());
            assertEquals(RecoveryPlan.Start.REFUSE, plan.start(), what + "\n" + e.getMessage());
        }
    }

    private static String breakOne(final Path data, final Random random) throws IOException
    {
        final List<Path> files = CaseFolder.files(data).stream().filter(file -> !file.endsWith("veto.lock")).toList();
        final Path file = files.get(random.nextInt(files.size()));
        final long length = Math.min(Files.size(file), 80_000);
        final long position = length < 1 ? 0 : random.nextLong(length);
        final String what = data.relativize(file) + " position " + position + " ";
        switch (random.nextInt(4))
        {
            case 0 -> Files.delete(file);
            case 1 -> CaseFolder.flip(file, position);
            case 2 -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int)position));
            default ->
            {
                final byte[] bytes = new byte[1 + random.nextInt(64)];
                random.nextBytes(bytes);
                CaseFolder.write(file, position, bytes);
            }
        }
        return what + (Files.exists(file) ? Files.size(file) : "deleted");
    }
}
