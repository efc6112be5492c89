package io.veto.ingest.gateway;

import io.veto.engine.line.LineCounters;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.ProblemEncoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;

/**
 * Tells a sender, and the operator, why a connection is closed: one line each. Every problem is counted; at most ten a second are
 * logged, so that a storm of them costs a counter and not a disk.
 * <p>
 * <b>Note:</b> one thread, the gateway's. Allocates: nothing here is on the path of a sound message.
 */
final class Problems
{
    private static final int LOGGED_PER_SECOND = 10;
    private static final int TEXT_LENGTH_MAX = 1024;
    private static final long CLOSING_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream log;
    private final LineCounters counters;
    private final ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ProblemEncoder problem = new ProblemEncoder();
    private long windowNanoTime = System.nanoTime();
    private int logged = 0;
    private long suppressed = 0;

    Problems(final PrintStream log, final LineCounters counters)
    {
        this.log = log;
        this.counters = counters;
    }

    /**
     * Takes nothing more from the session, and sends it a Problem behind the answers that are on their way.
     *
     * @param session       to close.
     * @param messageNumber at fault; 0 for none.
     * @param text          one line; never holds anything of an account field.
     */
    void close(final Session session, final long messageNumber, final String text)
    {
        counters.problems.incrementRelease();
        log("connection closed: peer=" + session.name() + ": " + text);
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final int textLength = Math.min(bytes.length, TEXT_LENGTH_MAX);
        final int length = FrameDescriptor.MESSAGE_OFFSET + ProblemEncoder.BLOCK_LENGTH + ProblemEncoder.textHeaderLength() + textLength;
        FrameDescriptor.putHeader(frame, 0, length, 0, null == session.source ? 0 : session.source.id(), 0, header,
            ProblemEncoder.BLOCK_LENGTH, ProblemEncoder.TEMPLATE_ID);
        problem.wrap(frame, FrameDescriptor.MESSAGE_OFFSET).messageNumber(messageNumber).putText(bytes, 0, textLength);
        session.problem = new byte[length];
        frame.getBytes(0, session.problem);
        session.state = Session.State.CLOSING;
        session.deadlineNanoTime = System.nanoTime() + CLOSING_NS;
    }

    /**
     * Tells the operator that a connection could not be taken.
     *
     * @param cause why.
     */
    void refused(final IOException cause)
    {
        counters.problems.incrementRelease();
        log("connection refused: " + cause.getMessage());
    }

    private void log(final String text)
    {
        final long now = System.nanoTime();
        if (now - windowNanoTime > TimeUnit.SECONDS.toNanos(1))
        {
            if (suppressed > 0)
            {
                log.println("veto: problems not shown: " + suppressed);
            }
            windowNanoTime = now;
            logged = 0;
            suppressed = 0;
        }
        if (logged < LOGGED_PER_SECOND)
        {
            logged++;
            log.println("veto: " + text);
        }
        else
        {
            suppressed++;
        }
    }
}
