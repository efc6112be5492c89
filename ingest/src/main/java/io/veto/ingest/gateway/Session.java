package io.veto.ingest.gateway;

import io.veto.engine.source.Source;
import io.veto.ingest.wire.FrameDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One connection: what was read and not yet taken, what was answered and not yet sent, and how far the conversation has come.
 * <p>
 * Nothing is taken from a session unless its outbound buffer has room for the answers to all its messages that are on the line, so an
 * answer always finds room. A sender that does not read its answers is thereby not read any further.
 * <p>
 * <b>Note:</b> one thread, the gateway's.
 */
final class Session
{
    /** Bytes of each direction's buffer. */
    static final int BUFFER_LENGTH = 256 * 1024;

    private static final int CONTROL_RESERVE = FrameDescriptor.OUTBOUND_LENGTH_MAX;

    /** How far the conversation has come. */
    enum State
    {
        /** Nothing was said yet. */
        CONNECTED,
        /** The Hello is taken, the Welcome must wait for the journal. */
        GREETED,
        /** Messages are taken. */
        LIVE,
        /** Answers are being read back. */
        FETCHING,
        /** Nothing more is taken; the Problem goes out behind the answers that are on their way. */
        CLOSING,
        /** Gone. */
        CLOSED
    }

    final long id;
    final SocketChannel channel;
    final String peer;
    final ByteBuffer inbound = ByteBuffer.allocateDirect(BUFFER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    final UnsafeBuffer inboundBuffer = new UnsafeBuffer(inbound);
    final ByteBuffer outbound = ByteBuffer.allocateDirect(BUFFER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    final UnsafeBuffer outboundBuffer = new UnsafeBuffer(outbound);
    State state = State.CONNECTED;
    Source source;
    int unanswered = 0;
    boolean stalled = false;
    boolean outputShut = false;
    boolean inputEnded = false;
    long ingressTimeNs;
    long ingressNanoTime;
    long deadlineNanoTime;
    boolean awaitsFrame = true;
    byte[] problem;
    int resent = 0;
    final long[] foundSequences = new long[IdLookup.BATCH_MAX];
    int lookupsAsked = 0;
    int lookupsFound = 0;
    int lookupsTaken = 0;
    long fetchNext;
    long fetchTo;
    int fetchPending = 0;
    int tableVersion = 0;
    long tableHash = 0;

    Session(final long id, final SocketChannel channel, final String peer, final long deadlineNanoTime)
    {
        this.id = id;
        this.channel = channel;
        this.peer = peer;
        this.deadlineNanoTime = deadlineNanoTime;
    }

    /**
     * Answers that the outbound buffer has room for beyond those that are on their way; room for a Problem is always left.
     *
     * @return how many messages may be taken.
     */
    int room()
    {
        return (outbound.remaining() - CONTROL_RESERVE) / AnswerFrames.LENGTH_MAX - unanswered;
    }

    /**
     * Whether the outbound buffer has room for frames beyond the answers that are on their way and a Problem.
     *
     * @param length of the frames in bytes.
     */
    boolean hasRoomFor(final int length)
    {
        return outbound.remaining() - CONTROL_RESERVE - unanswered * AnswerFrames.LENGTH_MAX >= length;
    }

    /**
     * Puts a frame behind what waits to be sent.
     */
    void send(final DirectBuffer frame, final int offset, final int length)
    {
        outboundBuffer.putBytes(outbound.position(), frame, offset, length);
        outbound.position(outbound.position() + length);
    }

    /**
     * Sends what waits, as far as the socket takes it.
     *
     * @return true if nothing waits any more.
     * @throws IOException if the connection is broken.
     */
    boolean flush() throws IOException
    {
        if (outbound.position() > 0)
        {
            outbound.flip();
            channel.write(outbound);
            outbound.compact();
        }
        return 0 == outbound.position();
    }

    /**
     * Drops the frames that were taken, and leaves no copy of what follows them behind. A frame that has begun must be whole by the
     * deadline.
     *
     * @param from             offset of the first byte that was not taken.
     * @param to               end of what was read.
     * @param deadlineNanoTime for the rest of a frame that has begun now.
     * @param progress         whether a frame was taken.
     */
    void taken(final int from, final int to, final long deadlineNanoTime, final boolean progress)
    {
        if (State.CLOSING == state || State.CLOSED == state)
        {
            wipe();
            return;
        }
        final int rest = to - from;
        if (from > 0)
        {
            inboundBuffer.putBytes(0, inboundBuffer, from, rest);
            inboundBuffer.setMemory(Math.max(from, rest), to - Math.max(from, rest), (byte)0);
            inbound.position(rest);
        }
        if (progress || 0 == rest && State.CONNECTED != state)
        {
            awaitsFrame = false;
        }
        if (rest > 0 && !stalled && !awaitsFrame && State.LIVE == state)
        {
            awaitsFrame = true;
            this.deadlineNanoTime = deadlineNanoTime;
        }
    }

    /**
     * Whether the sender says no more and has everything that it is owed.
     */
    boolean hasNothingLeft()
    {
        final boolean isIdle = State.CONNECTED == state || State.LIVE == state && !stalled && 0 == unanswered;
        return inputEnded && (State.CLOSING == state && null == problem || isIdle) && 0 == outbound.position();
    }

    /**
     * Forgets what was read.
     */
    void wipe()
    {
        inboundBuffer.setMemory(0, inbound.position(), (byte)0);
        inbound.clear();
    }

    /**
     * Says what the session is waited for.
     */
    String silence()
    {
        final int length = inbound.position();
        return State.CONNECTED == state && 0 == length ? "no Hello came in time" :
            "half a frame and then silence: expectedLength=" + (length < Integer.BYTES ? "unknown" :
            Integer.toString(FrameDescriptor.frameLength(inboundBuffer, 0))) + " length=" + length;
    }

    String name()
    {
        return null == source ? peer : peer + " source=" + source.name();
    }
}
