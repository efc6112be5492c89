package io.veto.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.reservoir.MappedSegments;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.testkit.RandomRecords;
import io.veto.rules.window.MemoryAdvice;
import io.veto.rules.window.TailListener;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.WindowMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of a scorer whose reservoir has full segments. */
class SnapshotSegmentsTest
{
    private static final int SEGMENT_BITS = 7;
    private static final ScorerConfig CONFIG = new ScorerConfig(60_000, 3_000, new WindowLimits(1 << 20, 1 << 16, 1 << 12, 1 << 16));
    private static final RuleSet RULES = RuleSetCompiler.compile("segments.rules", "rule often review if count(card, 20m) > 3\n");

    @TempDir
    private Path data;

    private final List<RandomRecords.Record> records = RandomRecords.of(11, 1_200, 50);
    private MappedSegments mapped;
    private Scorer scorer;

    @BeforeEach
    void open() throws IOException
    {
        mapped = new MappedSegments(data.resolve("reservoir"), SEGMENT_BITS);
        scorer = new Scorer(RULES, CONFIG, new WindowMemory(mapped, MemoryAdvice.NONE, TailListener.NONE));
    }

    @AfterEach
    void close()
    {
        scorer.close();
    }

    @Test
    void shouldNameTheSegmentThatIsMissing() throws IOException
    {
        final Snapshot snapshot = write(900);
        assertEquals(snapshot, check(snapshot));
        final List<String> found = new ArrayList<>();
        final List<String> expected = new ArrayList<>();

        for (final Path file : segments(snapshot))
        {
            final Path away = data.resolve("away");
            Files.move(file, away);
            found.add(check(snapshot).whyNot());
            expected.add(damaged(snapshot) + "reservoir segment is missing: segment=" + number(file) + " file=" + file);
            Files.move(away, file);
        }

        assertTrue(found.size() > 1, "segments=" + found.size());
        assertEquals(expected, found);
    }

    @Test
    void shouldNameTheSegmentThatHasAnotherLength() throws IOException
    {
        final Snapshot snapshot = write(900);
        final Path file = segments(snapshot).get(1);
        final byte[] whole = Files.readAllBytes(file);
        replace(file, Arrays.copyOf(whole, whole.length - 1));

        assertEquals(damaged(snapshot) + "reservoir segment has another length: segment=" + number(file) + " file=" + file +
            " expectedLength=" + whole.length + " length=" + (whole.length - 1), check(snapshot).whyNot());
    }

    @Test
    void shouldFindAFlippedBitInEachByteOfASegment() throws IOException
    {
        final Snapshot snapshot = write(600);
        final Path file = segments(snapshot).get(0);
        final byte[] whole = Files.readAllBytes(file);
        final List<Integer> missed = new ArrayList<>();
        for (int i = 0; i < whole.length; i++)
        {
            final byte[] damaged = whole.clone();
            damaged[i] ^= (byte)(1 << (i & 7));
            replace(file, damaged);
            final String whyNot = check(snapshot).whyNot();
            if (null == whyNot || !whyNot.startsWith(damaged(snapshot) + "reservoir segment damaged: segment=" + number(file) + " "))
            {
                missed.add(i);
            }
        }

        assertEquals(List.of(), missed);
        replace(file, whole);
        assertEquals(snapshot, check(snapshot));
    }

    @Test
    void shouldDeleteNoSnapshotThatIsNeededBecauseALaterOneLacksASegment() throws IOException
    {
        write(600);
        final Snapshot second = write(800);
        Files.delete(segments(second).get(0));
        write(1_000);

        assertEquals(List.of(1_000L, 800L, 600L), new SnapshotStore(data).list().stream().map(Snapshot::sequence).toList());

        write(1_200);

        assertEquals(List.of(1_200L, 1_000L, 800L), new SnapshotStore(data).list().stream().map(Snapshot::sequence).toList());
    }

    private static String damaged(final Snapshot snapshot)
    {
        return "snapshot damaged: sequence=" + snapshot.sequence() + " folder=" + snapshot.segments().getFileName() + ": ";
    }

    /** Scores so many records in all and takes a snapshot that is called by their number. */
    private Snapshot write(final int count) throws IOException
    {
        final int from = new SnapshotStore(data).list().stream().mapToInt(snapshot -> (int)snapshot.sequence()).max().orElse(0);
        records.subList(from, count).forEach(record -> record.apply(scorer));
        try (SnapshotLock lock = SnapshotLock.of(data))
        {
            return new SnapshotStore(data).write(lock, count, 1, 1, 1_000, scorer.stateHash(), (writer, segments) ->
            {
                mapped.keepIn(segments);
                scorer.save(writer);
                mapped.keepIn(null);
            }, (sequence, epoch) -> { }, snapshot -> true);
        }
    }

    private Snapshot check(final Snapshot snapshot)
    {
        return new SnapshotStore(data).check(snapshot);
    }

    private static List<Path> segments(final Snapshot snapshot) throws IOException
    {
        try (Stream<Path> files = Files.list(snapshot.segments()))
        {
            return files.sorted().toList();
        }
    }

    private static long number(final Path segment)
    {
        return Long.parseLong(segment.getFileName().toString().replace(".segment", ""));
    }

    /** Another file of that name: the one that was there has other names. */
    private static void replace(final Path file, final byte[] bytes) throws IOException
    {
        Files.delete(file);
        Files.write(file, bytes);
    }
}
