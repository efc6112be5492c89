package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalFiles;
import io.veto.ingest.TestAppliance;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are to be read back from a part of the journal that is damaged. */
@Timeout(60)
class DamagedAnswersTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final String DAMAGED = "DAMAGED";
    private static final int LOOKED_AT_LENGTH = 1 << 20;

    @TempDir
    private Path data;

    @Test
    void shouldTellTheSenderAndServeTheOthers() throws IOException
    {
        try (TestAppliance server = new TestAppliance(data))
        {
            final int port = server.appliance().port();
            try (RawSender sender = new RawSender(port))
            {
                sender.greet("acquirer");
                sender.send(sender.transaction("card", "T1", 100, NOON));
                sender.send(sender.transaction("card", DAMAGED, 100, NOON));
                sender.send(sender.transaction("card", "T1", 100, NOON));
                read(sender, 3);
            }
            damage();
            assertEquals(fetched(), fetch(port));
            assertEquals(fetched(), fetch(port));
            try (RawSender other = new RawSender(port))
            {
                other.greet("other");
                other.send(other.transaction("another", "T2", 100, NOON));
                assertEquals(List.of("1 APPROVE{}"), read(other, 1));
            }
            assertEquals(1, server.log().lines().filter(line -> line.startsWith("veto: answers cannot be read back: journal damaged: "))
                .count(), server.log());
            assertTrue(null == server.appliance().failure());
        }
    }

    private static List<String> fetched()
    {
        return List.of("1 APPROVE{} replayed",
            "message cannot be read, the journal is damaged: source=acquirer messageNumber=2: veto replay verify", "closed");
    }

    private static List<String> fetch(final int port) throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.fetch(1, 3));
            return read(sender, 3);
        }
    }

    private void damage() throws IOException
    {
        final Path file = JournalFiles.list(data.resolve("journal")).get(0).path();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, LOOKED_AT_LENGTH);
            final int at = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString().indexOf(DAMAGED);
            bytes.put(at, (byte)~bytes.get(at));
        }
    }

    private static List<String> read(final RawSender sender, final int count) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            answers.add(sender.readShort());
        }
        return answers;
    }
}
