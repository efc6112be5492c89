package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.journal.JournalEnd;
import io.veto.engine.journal.JournalScan;
import io.veto.ingest.ServeTool;
import io.veto.ingest.feed.Feed;
import io.veto.ingest.feed.FeedConfig;
import io.veto.ingest.feed.FeedException;
import io.veto.perf.generate.TrafficFile;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.process.ServerProcess;
import io.veto.replay.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verification beside a server and after it: it takes a folder of its own and leaves none. */
@Timeout(120)
class VerificationTest
{
    private static final int TRANSACTIONS = 2_000;
    private static final int FROM_END = 100_000;

    @TempDir
    private Path folder;
    private Path data;
    private final List<Object> whileServing = new ArrayList<>();

    @BeforeEach
    void verifyWhileServing() throws IOException, FeedException
    {
        data = folder.resolve("data");
        final Path sample = folder.resolve("sample.csv");
        TrafficFile.write(sample, new TrafficPlan(50, TRANSACTIONS, 7, 60), done -> { });
        try (ServerProcess server =
            ServerProcess.start(ServeTool.class, List.of("--data", data.toString(), "--clock", "event", "--port", "0")))
        {
            new Feed(FeedConfig.of(sample, server.address()).withOut(folder.resolve("out.csv"), false)).run();
            final Verification verification = Verification.of(data);
            whileServing.addAll(List.of(verification.isClean(), verification.transactions(), reservoirs(), server.errors()));
        }
    }

    @Test
    void shouldVerifyWhileAServerRunsOnTheFolder() throws IOException
    {
        assertEquals(List.of(true, (long)TRANSACTIONS, List.of("reservoir"), ""), whileServing);
        assertEquals(List.of(), reservoirs());
    }

    @Test
    void shouldLeaveNoFolderBehindWhenItFindsADifference() throws IOException
    {
        damage();

        final Verification verification = Verification.of(data);

        assertEquals(List.of(false, List.of()), List.of(verification.isClean(), reservoirs()));
    }

    @Test
    void shouldSayHowLongATornTailIs() throws IOException
    {
        final JournalEnd end = JournalScan.of(data.resolve("journal"));
        try (FileChannel journal = FileChannel.open(end.file(), StandardOpenOption.WRITE))
        {
            journal.write(ByteBuffer.wrap(new byte[]{0, 0, 0, (byte)0x80, 42}), end.goodLength());
        }

        final Verification verification = Verification.of(data);

        assertEquals(List.of(true, 8L), List.of(verification.isClean(), verification.voidLength()));
    }

    private void damage() throws IOException
    {
        final Path file;
        try (Stream<Path> files = Files.list(data.resolve("journal")))
        {
            file = files.filter(name -> name.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
        try (FileChannel journal = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final MappedByteBuffer bytes = journal.map(FileChannel.MapMode.READ_WRITE, 0, journal.size());
            int end = bytes.capacity() - 1;
            while (0 == bytes.get(end))
            {
                end--;
            }
            bytes.put(end - FROM_END, (byte)~bytes.get(end - FROM_END));
            IoUtil.unmap(bytes);
        }
    }

    private List<String> reservoirs() throws IOException
    {
        try (Stream<Path> files = Files.list(data))
        {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("reservoir")).toList();
        }
    }
}
