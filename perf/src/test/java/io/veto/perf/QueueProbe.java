package io.veto.perf;

import io.veto.engine.reservoir.WindowRoom;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import net.openhft.affinity.Affinity;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.IoUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A program that touches each library which needs the JVM's leave: Chronicle Queue, Agrona, OpenHFT affinity, JNA
 * (huge pages) and JLine (the terminal under the progress bar). Started by {@link JvmOptionsTest} in a process of its
 * own on every Java found.
 */
final class QueueProbe
{
    private static final long VALUE = 0x5645544FL;
    private static final int MAPPED_LENGTH = 4096;
    private static final int ADVISED_LENGTH = 1 << 22;

    private QueueProbe()
    {
    }

    /**
     * Writes a value to a queue, forces it, reads it back and prints it.
     *
     * @param args the folder to work in, which exists and is empty.
     * @throws Exception when a library cannot do its work.
     */
    public static void main(final String[] args) throws Exception
    {
        final Path folder = Path.of(args[0]);
        Affinity.setAffinity(Affinity.getAffinity());
        try (Terminal terminal = TerminalBuilder.builder().dumb(true).build())
        {
            terminal.getWidth();
        }
        final MappedByteBuffer mapped = IoUtil.mapNewFile(folder.resolve("mapped").toFile(), MAPPED_LENGTH);
        new UnsafeBuffer(mapped).putLongOrdered(0, VALUE);
        final long value = new UnsafeBuffer(mapped).getLongVolatile(0);
        IoUtil.unmap(mapped);
        adviseMemory(folder.resolve("room"));
        System.out.printf("read=%x%n", readBack(folder.resolve("queue"), value));
    }

    private static void adviseMemory(final Path folder) throws Exception
    {
        final long address = UnsafeApi.allocateMemory(ADVISED_LENGTH);
        final WindowRoom room = new WindowRoom(folder, Throwable::printStackTrace);
        room.memory().segments().acquire(0, MAPPED_LENGTH);
        room.memory().advice().onAllocated(address + ADVISED_LENGTH / 2 & -ADVISED_LENGTH / 2, ADVISED_LENGTH / 2, true);
        room.closeAndDelete(folder);
        UnsafeApi.freeMemory(address);
    }

    private static long readBack(final Path folder, final long value)
    {
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(folder)
            .rollCycle(LargeRollCycles.LARGE_DAILY)
            .syncMode(SyncMode.SYNC)
            .build();
            ExcerptAppender appender = queue.createAppender();
            ExcerptTailer tailer = queue.createTailer())
        {
            final UnsafeBuffer record = new UnsafeBuffer(ByteBuffer.allocateDirect(Long.BYTES));
            record.putLong(0, value);
            try (DocumentContext context = appender.writingDocument())
            {
                context.wire().bytes().write(Bytes.wrapForRead(record.byteBuffer()));
            }
            appender.sync();
            try (DocumentContext context = tailer.readingDocument())
            {
                return context.wire().bytes().readLong();
            }
        }
    }
}
