package io.veto.ingest.gateway;

import io.veto.engine.line.Intake;
import io.veto.engine.line.Line;
import io.veto.engine.line.LineCounters;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.line.OperatorRecord;
import io.veto.engine.source.Source;
import io.veto.engine.source.SourceTable;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.ClockMode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The one thread that owns the sockets. Each duty cycle: accept, hand out answers, take messages, send, and now and then look after
 * silence and ticks. It never waits for the line: when the ring has no room, or a sender does not read its answers, it stops reading
 * and TCP pushes back.
 * <p>
 * <b>Note:</b> an agent with a thread of its own. Allocates nothing per sound message.
 */
public final class Gateway implements Agent
{
    private static final int SOCKET_BUFFER_LENGTH = 256 * 1024;
    private static final int ACCEPTS_PER_CYCLE = 64;
    private static final int REFUSED_SESSIONS_MAX = 16;
    private static final int REPLIES_PER_CYCLE = 1024;
    private static final long CARE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long TICK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final GatewayConfig config;
    private final Line line;
    private final Intake intake;
    private final LineCounters counters;
    private final EpochNanoClock clock;
    private final SourceTable sources;
    private final Door door;
    private final Greeter greeter;
    private final FrameReader frameReader;
    private final Problems problems;
    private final OneToOneRingBuffer replies;
    private final OneToOneRingBuffer historyReplies;
    private final OperatorQueue operatorQueue;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final MessageHandler onReply = this::onReply;
    private final MessageHandler onHistoryReply = this::onHistoryReply;
    private final Long2ObjectHashMap<Session> sessionsById = new Long2ObjectHashMap<>();
    private final List<Session> sessions = new ArrayList<>();
    private OperatorRecord operatorRecord;
    private long lastSessionId = 0;
    private long nowNs;
    private long nanoTime;
    private long nextCareNanoTime = System.nanoTime();
    private long lastTakenNanoTime = System.nanoTime();
    private int taken;
    private volatile boolean intakeClosed = false;
    private volatile boolean intakeQuiet = false;

    Gateway(
        final GatewayConfig config,
        final Line line,
        final LineCounters counters,
        final EpochNanoClock clock,
        final SourceTable sources,
        final Door door,
        final Resent resent,
        final Greeter greeter,
        final Problems problems,
        final OneToOneRingBuffer replies,
        final OneToOneRingBuffer historyReplies,
        final OperatorQueue operatorQueue,
        final ServerSocketChannel server) throws IOException
    {
        this.config = config;
        this.line = line;
        this.intake = line.intake();
        this.counters = counters;
        this.clock = clock;
        this.sources = sources;
        this.door = door;
        this.greeter = greeter;
        this.problems = problems;
        this.replies = replies;
        this.historyReplies = historyReplies;
        this.operatorQueue = operatorQueue;
        this.frameReader = new FrameReader(intake, door, resent, greeter, problems, counters);
        this.server = server;
        this.selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Opens the port; nobody is answered before a gateway runs on it.
     *
     * @param config address and port.
     * @return the bound channel.
     * @throws IOException if the port cannot be had; the message names it.
     */
    public static ServerSocketChannel bind(final GatewayConfig config) throws IOException
    {
        final ServerSocketChannel server = ServerSocketChannel.open();
        try
        {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_LENGTH);
            server.bind(new InetSocketAddress(config.host(), config.port()));
            server.configureBlocking(false);
            return server;
        }
        catch (final IOException | UnresolvedAddressException e)
        {
            CloseHelper.quietClose(server);
            throw new IOException("port cannot be opened: address=" + config.host() + ":" + config.port() + " cause=" +
                (e instanceof UnresolvedAddressException ? "unknown host" : e.getMessage()) +
                ": stop what listens there, or choose another with --port", e);
        }
    }

    /**
     * Where the gateway listens.
     *
     * @return the port.
     */
    public int port()
    {
        return server.socket().getLocalPort();
    }

    /**
     * Takes nothing more from any session; answers still go out. Any thread may call.
     */
    public void closeIntake()
    {
        intakeClosed = true;
    }

    /**
     * Whether nothing more will be put on the line. Any thread may ask.
     *
     * @return true once {@link #closeIntake} has taken effect.
     */
    public boolean isIntakeQuiet()
    {
        return intakeQuiet;
    }

    @Override
    public String roleName()
    {
        return "veto-gateway";
    }

    @Override
    public int doWork() throws IOException
    {
        nowNs = clock.nanoTime();
        nanoTime = System.nanoTime();
        taken = 0;
        int work = replies.read(onReply, REPLIES_PER_CYCLE) + historyReplies.read(onHistoryReply, REPLIES_PER_CYCLE);
        if (null != line.failure())
        {
            intakeClosed = true;
        }
        work += selector.selectNow(onReady);
        for (int i = sessions.size() - 1; i >= 0; i--)
        {
            work += serve(sessions.get(i));
        }
        taken += takeOperatorRecord();
        if (taken > 0)
        {
            lastTakenNanoTime = nanoTime;
        }
        intakeQuiet = intakeClosed;
        if (nanoTime - nextCareNanoTime >= 0)
        {
            nextCareNanoTime = nanoTime + CARE_INTERVAL_NS;
            care();
        }
        return work + taken;
    }

    @Override
    public void onClose()
    {
        operatorQueue.close();
        for (final Session session : sessions)
        {
            CloseHelper.quietClose(session.channel);
        }
        CloseHelper.quietCloseAll(server, selector);
    }

    private void onReady(final SelectionKey key)
    {
        if (key.attachment() instanceof Session session)
        {
            read(session);
        }
        else
        {
            accept();
        }
    }

    private void accept()
    {
        boolean more = true;
        for (int i = 0; more && i < ACCEPTS_PER_CYCLE; i++)
        {
            SocketChannel channel = null;
            try
            {
                channel = server.accept();
                more = null != channel;
                if (more && sessions.size() >= config.sessionsMax() + REFUSED_SESSIONS_MAX)
                {
                    channel.close();
                }
                else if (more)
                {
                    welcome(channel);
                }
            }
            catch (final IOException e)
            {
                CloseHelper.quietClose(channel);
                problems.refused(e);
                more = false;
            }
        }
    }

    private void welcome(final SocketChannel channel) throws IOException
    {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_LENGTH);
        final Session session = new Session(++lastSessionId, channel, String.valueOf(channel.getRemoteAddress()),
            nanoTime + TimeUnit.MILLISECONDS.toNanos(config.silenceMs()));
        channel.register(selector, SelectionKey.OP_READ, session);
        sessions.add(session);
        sessionsById.put(session.id, session);
        if (sessions.size() > config.sessionsMax())
        {
            problems.close(session, 0, "too many connections: maximumSessions=" + config.sessionsMax());
        }
    }

    private void read(final Session session)
    {
        final boolean isClosing = Session.State.CLOSING == session.state;
        final boolean waits = session.stalled || Session.State.GREETED == session.state || Session.State.FETCHING == session.state;
        if (!isClosing && (waits || intakeClosed || session.inputEnded))
        {
            return;
        }
        try
        {
            final int length = session.channel.read(session.inbound);
            if (length < 0)
            {
                session.inputEnded = true;
                return;
            }
            session.ingressTimeNs = nowNs;
            session.ingressNanoTime = nanoTime;
            if (isClosing)
            {
                session.wipe();
            }
        }
        catch (final IOException e)
        {
            close(session);
        }
    }

    private int serve(final Session session)
    {
        int work = 0;
        if (Session.State.GREETED == session.state)
        {
            greeter.welcomeWhenSettled(session);
        }
        else if (Session.State.FETCHING == session.state && greeter.fetchMore(session) ||
            Session.State.LIVE == session.state && greeter.isRuleTableOld(session) && greeter.sendRuleTable(session))
        {
            work++;
        }
        if (!intakeClosed)
        {
            taken += frameReader.take(session, sessions, nanoTime, TimeUnit.MILLISECONDS.toNanos(config.silenceMs()));
        }
        if (null != session.problem && 0 == session.unanswered)
        {
            session.send(new UnsafeBuffer(session.problem), 0, session.problem.length);
            session.problem = null;
        }
        if (session.outbound.position() > 0 || Session.State.CLOSING == session.state)
        {
            send(session);
        }
        if (session.hasNothingLeft())
        {
            close(session);
        }
        return work;
    }

    /**
     * At most one is on the line at a time, so that no transaction waits for the work of several.
     */
    private int takeOperatorRecord()
    {
        if (intakeClosed)
        {
            operatorQueue.close();
            return 0;
        }
        final boolean isOneOnTheLine = null != operatorRecord && !operatorRecord.journalled().isDone();
        if (isOneOnTheLine || !intake.hasRoom())
        {
            return 0;
        }
        operatorRecord = operatorQueue.poll();
        if (null == operatorRecord)
        {
            return 0;
        }
        intake.publish(operatorRecord, nowNs, nanoTime);
        return 1;
    }

    private void send(final Session session)
    {
        try
        {
            final boolean empty = session.flush();
            if (empty && Session.State.CLOSING == session.state && null == session.problem && !session.outputShut)
            {
                session.outputShut = true;
                session.channel.shutdownOutput();
            }
        }
        catch (final IOException e)
        {
            close(session);
        }
    }

    private void care()
    {
        for (int i = sessions.size() - 1; i >= 0; i--)
        {
            final Session session = sessions.get(i);
            if (Session.State.CLOSING == session.state)
            {
                if (nanoTime - session.deadlineNanoTime > 0)
                {
                    close(session);
                }
            }
            else if (session.awaitsFrame && !session.stalled && nanoTime - session.deadlineNanoTime > 0)
            {
                problems.close(session, 0, session.silence());
            }
        }
        if (ClockMode.INGEST == config.clockMode() && !intakeClosed && nanoTime - lastTakenNanoTime >= TICK_INTERVAL_NS)
        {
            final long tickMs = Math.min(TimeUnit.NANOSECONDS.toMillis(nowNs) - config.allowedLatenessMs(), line.reachableMs());
            if (tickMs >= line.nextDueMs() && intake.hasRoom())
            {
                lastTakenNanoTime = nanoTime;
                door.onTick(tickMs, nowNs, nanoTime);
            }
        }
    }

    private void close(final Session session)
    {
        if (Session.State.CLOSED != session.state)
        {
            session.state = Session.State.CLOSED;
            session.wipe();
            sessions.remove(session);
            sessionsById.remove(session.id);
            CloseHelper.quietClose(session.channel);
        }
    }

    private void onReply(final int type, final MutableDirectBuffer buffer, final int index, final int length)
    {
        final int frame = index + ReplyPublisher.FRAME_OFFSET;
        if (ReplyPublisher.TYPE_SOURCE == type)
        {
            sources.find(buffer.getInt(frame)).onJournalled(0);
            return;
        }
        final Source source = sources.find(FrameDescriptor.sourceId(buffer, frame));
        source.onJournalled(FrameDescriptor.messageNumber(buffer, frame));
        final Session session = sessionsById.get(buffer.getLong(index));
        if (null == session || !isBehind(session, buffer, frame))
        {
            deliver(session, buffer, frame, length - ReplyPublisher.FRAME_OFFSET);
        }
    }

    /**
     * Sends a rule table before the first answer under other rules. Where there is no room for it the connection is closed: the sender
     * connects again, gets the table and fetches its answers.
     */
    private boolean isBehind(final Session session, final DirectBuffer buffer, final int frame)
    {
        if (Session.State.LIVE == session.state && greeter.isRuleTableOld(session) && !greeter.sendRuleTable(session) &&
            AnswerFrames.isOfOtherRules(buffer, frame, session.tableHash))
        {
            close(session);
            return true;
        }
        return false;
    }

    private void onHistoryReply(final int type, final MutableDirectBuffer buffer, final int index, final int length)
    {
        final Session session = sessionsById.get(buffer.getLong(index));
        final int frame = index + ReplyPublisher.FRAME_OFFSET;
        if (null != session && ReplyPublisher.TYPE_FRAME != type)
        {
            session.unanswered -= buffer.getInt(frame + HistoryAgent.LACKING_OFFSET);
            greeter.onLacking(session, type, buffer.getLong(frame));
            return;
        }
        if (null != session && !greeter.isAwaited(session))
        {
            session.unanswered--;
            return;
        }
        deliver(session, buffer, frame, length - ReplyPublisher.FRAME_OFFSET);
    }

    private static void deliver(final Session session, final MutableDirectBuffer buffer, final int frame, final int length)
    {
        if (null != session)
        {
            session.unanswered--;
            session.send(buffer, frame, length);
        }
    }
}
