package io.veto.engine.reservoir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.state.StateDamagedException;
import io.veto.rules.testkit.RandomRecords;
import io.veto.rules.testkit.StateBytes;
import io.veto.rules.window.MemoryAdvice;
import io.veto.rules.window.TailListener;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.WindowMemory;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full segments that saved states share with scorers and with each other. */
class KeptSegmentsTest
{
    private static final int SEGMENT_BITS = 7;
    private static final int RECORDS = 3_000;
    private static final long SEED = 11;
    private static final ScorerConfig CONFIG = new ScorerConfig(60_000, 3_000, new WindowLimits(1 << 20, 1 << 16, 1 << 12, 1 << 16));
    private static final RuleSet RULES = RuleSetCompiler.compile("kept.rules", """
        list deny_cards : card
        rule listed score 5 if card in deny_cards
        rule often review if count(card, 20m) > 3 and distinct(device, card, 10m) > 2
        rule settled review if count(merchant, 10m delayed 5m where not fraud) > count(merchant, 1m)
        rule calm review if count(card, tumbling 30m) >= 2 and count(ip, session 20s) = 1
        """);

    @TempDir
    private Path data;

    private final List<RandomRecords.Record> records = RandomRecords.of(SEED, RECORDS, 50);

    /** A scorer with its segments in a folder. */
    private final class Room implements AutoCloseable
    {
        private final Path folder;
        private final MappedSegments segments;
        private final Scorer scorer;

        private Room(final String name)
        {
            try
            {
                folder = data.resolve(name);
                segments = new MappedSegments(folder, SEGMENT_BITS);
                scorer = new Scorer(RULES, CONFIG, new WindowMemory(segments, MemoryAdvice.NONE, TailListener.NONE));
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException(e);
            }
        }

        private Room applied(final int from, final int to)
        {
            records.subList(from, to).forEach(record -> record.apply(scorer));
            return this;
        }

        private byte[] save(final String kept) throws IOException
        {
            final StateBytes state = new StateBytes();
            segments.keepIn(Files.createDirectories(data.resolve(kept)));
            scorer.save(state);
            segments.keepIn(null);
            return state.bytes();
        }

        private Room loaded(final String kept, final byte[] saved)
        {
            segments.keepIn(data.resolve(kept));
            scorer.load(StateBytes.reader(saved));
            segments.keepIn(null);
            return this;
        }

        @Override
        public void close()
        {
            scorer.close();
        }
    }

    @Test
    void shouldGoOnOverSegmentsThatAnotherScorerKept() throws IOException
    {
        try (Room unbroken = new Room("unbroken").applied(0, 1_000))
        {
            final byte[] saved = unbroken.save("kept");
            try (Room loaded = new Room("loaded").loaded("kept", saved))
            {
                assertTrue(names("kept").size() >= 2, () -> "kept=" + names("kept"));
                assertEquals(names("kept").size(), (int)links(data.resolve("loaded")), "linked and not copied");
                assertArrayEquals(saved, loaded.save("again"));
                assertEquals(answers(unbroken.scorer, 1_000, RECORDS), answers(loaded.scorer, 1_000, RECORDS));
            }
        }
    }

    @Test
    void shouldShareSegmentsOverGenerationsAndOutliveTheFirst() throws IOException
    {
        final byte[] second;
        try (Room first = new Room("first").applied(0, 900))
        {
            final byte[] saved = first.save("kept-1");
            try (Room next = new Room("next").loaded("kept-1", saved).applied(900, 1_200))
            {
                second = next.save("kept-2");
            }
        }
        IoUtil.delete(data.resolve("kept-1").toFile(), false);

        try (Room unbroken = new Room("unbroken").applied(0, 1_200); Room third = new Room("third").loaded("kept-2", second))
        {
            assertEquals(answers(unbroken.scorer, 1_200, RECORDS), answers(third.scorer, 1_200, RECORDS));
        }
    }

    @Test
    void shouldNeverWriteIntoAKeptFileAgain() throws IOException
    {
        try (Room room = new Room("room").applied(0, 1_000))
        {
            final byte[] saved = room.save("kept");
            final List<Integer> before = hashes("kept");

            room.applied(1_000, RECORDS);

            assertEquals(before, hashes("kept"));
            try (Room loaded = new Room("loaded").loaded("kept", saved).applied(1_000, RECORDS))
            {
                assertEquals(room.scorer.stateHash(), loaded.scorer.stateHash());
            }
            assertEquals(before, hashes("kept"));
        }
    }

    @Test
    void shouldNameTheSegmentThatIsMissing() throws IOException
    {
        final byte[] saved = savedAt(1_000);
        final String name = names("kept").get(1);
        Files.delete(data.resolve("kept").resolve(name));

        final String refusal = refusal(saved);

        assertEquals("reservoir segment is missing: segment=" + segment(name) + " file=" + data.resolve("kept").resolve(name), refusal);
    }

    @Test
    void shouldNameTheSegmentThatIsTooShort() throws IOException
    {
        final byte[] saved = savedAt(1_000);
        final String name = names("kept").get(1);
        final Path file = data.resolve("kept").resolve(name);
        final long length = Files.size(file);
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw"))
        {
            cut.setLength(length - 1);
        }

        final String refusal = refusal(saved);

        assertEquals("reservoir segment has another length: segment=" + segment(name) + " file=" + file + " expectedLength=" + length +
            " length=" + (length - 1), refusal);
    }

    @Test
    void shouldFindEveryFlippedBitOfAKeptSegment() throws IOException
    {
        final byte[] saved = savedAt(1_000);
        final String name = names("kept").get(0);
        final Path file = data.resolve("kept").resolve(name);
        final byte[] good = Files.readAllBytes(file);
        for (int offset = 0; offset < good.length; offset += 1 + good.length / 60)
        {
            final byte[] bad = good.clone();
            bad[offset] ^= (byte)(1 << offset % Byte.SIZE);
            Files.write(file, bad);

            final String refusal = refusal(saved);

            assertTrue(refusal.startsWith("reservoir segment damaged: segment=" + segment(name) + " "), refusal);
        }
        Files.write(file, good);
        try (Room loaded = new Room("loaded").loaded("kept", saved))
        {
            assertArrayEquals(saved, loaded.save("again"));
        }
    }

    @Test
    void shouldNameTheFileThatCannotBeKept() throws IOException
    {
        try (Room room = new Room("room").applied(0, 1_000))
        {
            room.segments.keepIn(data.resolve("nowhere"));

            final UncheckedIOException refusal = assertThrows(UncheckedIOException.class, () -> room.scorer.save(new StateBytes()));

            assertTrue(refusal.getMessage().startsWith("reservoir segment cannot be kept: file=" + data.resolve("nowhere") + File.separator),
                refusal::getMessage);
        }
    }

    @Test
    void shouldWriteSegmentsIntoTheStateWhereNoneAreKept() throws IOException
    {
        try (Room room = new Room("room").applied(0, 1_000); Room loaded = new Room("loaded"))
        {
            final StateBytes state = new StateBytes();
            room.scorer.save(state);

            loaded.scorer.load(StateBytes.reader(state.bytes()));

            assertEquals(answers(room.scorer, 1_000, RECORDS), answers(loaded.scorer, 1_000, RECORDS));
        }
    }

    private byte[] savedAt(final int count) throws IOException
    {
        try (Room room = new Room("saved").applied(0, count))
        {
            return room.save("kept");
        }
    }

    private String refusal(final byte[] saved)
    {
        try (Room room = new Room("refusing"))
        {
            return assertThrows(StateDamagedException.class, () -> room.loaded("kept", saved)).getMessage();
        }
    }

    private List<String> answers(final Scorer scorer, final int from, final int to)
    {
        return records.subList(from, to).stream()
            .map(record -> record.apply(scorer) + (0 == scorer.windows().retainedEvents() % 64 ? " " + scorer.stateHash() : ""))
            .collect(Collectors.toList());
    }

    private List<String> names(final String folder)
    {
        final File[] files = data.resolve(folder).toFile().listFiles();
        return Arrays.stream(files).map(File::getName).sorted().collect(Collectors.toList());
    }

    private List<Integer> hashes(final String folder) throws IOException
    {
        try (Stream<Path> files = Files.list(data.resolve(folder)))
        {
            return files.sorted().map(file -> Arrays.hashCode(read(file))).collect(Collectors.toList());
        }
    }

    private static byte[] read(final Path file)
    {
        try
        {
            return Files.readAllBytes(file);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of a folder that have another name elsewhere. */
    private static long links(final Path folder) throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.filter(file -> linkCount(file) > 1).count();
        }
    }

    private static int linkCount(final Path file)
    {
        try
        {
            return (Integer)Files.getAttribute(file, "unix:nlink");
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static long segment(final String name)
    {
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }
}
