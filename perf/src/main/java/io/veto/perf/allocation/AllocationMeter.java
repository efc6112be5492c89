package io.veto.perf.allocation;

import com.sun.management.ThreadMXBean;
import io.veto.ingest.Appliance;
import io.veto.ingest.client.SessionException;
import io.veto.perf.generate.TransactionTable;
import io.veto.perf.load.AnswerCounts;
import io.veto.perf.load.ClientTarget;
import io.veto.perf.load.LatencyMeter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.concurrent.IdleStrategy;

/**
 * Measures what the threads of an appliance in this process allocate on the Java heap while it answers over TCP. The
 * sender is the calling thread, whose own allocation does not count.
 * <p>
 * Source: {@code com.sun.management.ThreadMXBean}, which counts the bytes of each thread exactly.
 * <p>
 * <b>Note:</b> one thread; one appliance in the process.
 */
public final class AllocationMeter
{
    /** Threads that a transaction passes through, in its order; a layout has some of them. */
    public static final List<String> THREADS =
        List.of("veto-gateway", "veto-line", "veto-score", "veto-journal", "veto-reply");

    private static final String SOURCE_NAME = "allocation";
    private static final long PATIENCE_MS = 10_000;

    private AllocationMeter()
    {
    }

    /**
     * Measures an appliance.
     *
     * @param appliance    in this process.
     * @param table        to take transactions from.
     * @param warmup       transactions before the measured ones.
     * @param transactions to measure over.
     * @return what was measured.
     * @throws SessionException if the appliance ends the session.
     */
    public static AllocationResult measure(
        final Appliance appliance, final TransactionTable table, final long warmup, final long transactions)
        throws SessionException
    {
        final IdleStrategy idle = LatencyMeter.idle();
        final InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), appliance.port());
        try (ClientTarget target = new ClientTarget(address, SOURCE_NAME, table, PATIENCE_MS))
        {
            target.connect(idle);
            target.sendAll(warmup, idle);
            final AnswerCounts answersBefore = target.counts();
            final Map<String, Long> before = bytesByThread();
            final long elapsedNs = target.sendAll(transactions, idle);
            final Map<String, Long> bytes = bytesByThread();
            bytes.replaceAll((thread, after) -> after - before.get(thread));
            return new AllocationResult(transactions, elapsedNs, target.counts().since(answersBefore), inOrder(bytes));
        }
    }

    private static Map<String, Long> bytesByThread()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final Map<String, Long> bytes = new TreeMap<>();
        for (final ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds()))
        {
            if (thread != null && THREADS.contains(thread.getThreadName()))
            {
                bytes.put(thread.getThreadName(), threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return bytes;
    }

    private static Map<String, Long> inOrder(final Map<String, Long> bytes)
    {
        final Map<String, Long> ordered = new LinkedHashMap<>();
        final Set<String> present = bytes.keySet();
        THREADS.stream().filter(present::contains).forEach((thread) -> ordered.put(thread, bytes.get(thread)));
        return ordered;
    }
}
