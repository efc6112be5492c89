package io.veto.ingest.gateway;

import io.veto.engine.line.Intake;
import io.veto.engine.source.Source;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.engine.statistics.RuleWatch;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.FetchAnswersDecoder;
import io.veto.rules.layout.HelloDecoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.WelcomeEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The part of a conversation that is not messages: Hello and Welcome, and answers read back.
 * <p>
 * A Welcome waits until everything of that source that is on the line is in the journal, so that the number it carries is the last
 * journalled one whatever became of an earlier connection.
 * <p>
 * <b>Note:</b> one thread, the gateway's.
 */
final class Greeter
{
    private final SourceTable sources;
    private final Intake intake;
    private final RuleWatch watch;
    private final Door door;
    private final Problems problems;
    private final OneToOneRingBuffer historyRequests;
    private final ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final WelcomeEncoder welcome = new WelcomeEncoder();
    private final RuleTableFrames ruleTable = new RuleTableFrames();
    private final HelloDecoder hello = new HelloDecoder();
    private final FetchAnswersDecoder fetch = new FetchAnswersDecoder();
    private int tableVersion = 0;
    private int tableLength = 0;

    Greeter(
        final SourceTable sources,
        final Intake intake,
        final RuleWatch watch,
        final Door door,
        final Problems problems,
        final OneToOneRingBuffer historyRequests)
    {
        this.sources = sources;
        this.intake = intake;
        this.watch = watch;
        this.door = door;
        this.problems = problems;
        this.historyRequests = historyRequests;
    }

    /**
     * Takes a Hello. The ring must have room.
     *
     * @param session  that sent it.
     * @param offset   of its frame in the inbound buffer.
     * @param sessions all sessions, one of which may have the source already.
     */
    void onHello(final Session session, final int offset, final Iterable<Session> sessions)
    {
        hello.wrap(session.inboundBuffer, offset + FrameDescriptor.MESSAGE_OFFSET, HelloDecoder.BLOCK_LENGTH, HelloDecoder.SCHEMA_VERSION);
        final String name = hello.sourceName();
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127))
        {
            problems.close(session, 0, "hello refused: the source name must be 1 to 64 printable ASCII characters without blanks: length=" +
                name.length());
            return;
        }
        final Source known = sources.find(name);
        if (null == known && sources.isFull())
        {
            problems.close(session, 0, "hello refused: too many sources: maximumSources=" + SourceTable.SOURCES_MAX +
                ": use the name of an earlier source, or a new data folder");
            return;
        }
        for (final Session other : sessions)
        {
            if (other != session && null != known && other.source == known && Session.State.CLOSING != other.state)
            {
                problems.close(other, 0, FrameDescriptor.CONNECTED_AGAIN + session.peer);
            }
        }
        session.source = null == known ? sources.add(name) : known;
        session.state = Session.State.GREETED;
        if (null == known)
        {
            door.onNewSource(session);
        }
    }

    /**
     * Sends the Welcome if everything of the source is in the journal.
     *
     * @param session that is greeted.
     */
    void welcomeWhenSettled(final Session session)
    {
        if (!session.source.isSettled())
        {
            return;
        }
        final int length = FrameDescriptor.MESSAGE_OFFSET + WelcomeEncoder.BLOCK_LENGTH;
        FrameDescriptor.putHeader(frame, 0, length, 0, session.source.id(), 0, header, WelcomeEncoder.BLOCK_LENGTH,
            WelcomeEncoder.TEMPLATE_ID);
        welcome.wrap(frame, FrameDescriptor.MESSAGE_OFFSET)
            .lastMessageNumber(session.source.lastJournalledNumber())
            .lastSequence(intake.lastSequence())
            .ruleSetHash(watch.statistics().ruleSetHash())
            .sourceId(session.source.id())
            .epoch(intake.epoch());
        session.send(frame, 0, length);
        session.state = Session.State.LIVE;
        sendRuleTable(session);
    }

    /**
     * Whether a session knows less than the rules in force and their modes.
     *
     * @param session that is live.
     * @return true if it needs another rule table.
     */
    boolean isRuleTableOld(final Session session)
    {
        return session.tableVersion != watch.version();
    }

    /**
     * Sends the rules in force. A table whose length is known is encoded only where there is room for it, however often this is asked.
     *
     * @param session that is live.
     * @return false where there is no room: nothing is sent.
     */
    boolean sendRuleTable(final Session session)
    {
        final int version = watch.version();
        if (version == tableVersion && !session.hasRoomFor(tableLength))
        {
            return false;
        }
        final RuleStatistics rules = watch.statistics();
        tableLength = ruleTable.encode(rules, session.source.id());
        tableVersion = version;
        if (!session.hasRoomFor(tableLength))
        {
            return false;
        }
        session.send(ruleTable.buffer(), 0, tableLength);
        session.tableVersion = version;
        session.tableHash = rules.ruleSetHash();
        return true;
    }

    /**
     * Takes a request for answers.
     *
     * @param session that sent it, live.
     * @param offset  of its frame in the inbound buffer.
     */
    void onFetch(final Session session, final int offset)
    {
        fetch.wrap(session.inboundBuffer, offset + FrameDescriptor.MESSAGE_OFFSET, FetchAnswersDecoder.BLOCK_LENGTH,
            FetchAnswersDecoder.SCHEMA_VERSION);
        final long from = fetch.fromMessageNumber();
        final long to = fetch.toMessageNumber();
        if (from < 1 || to < from || to > session.source.lastMessageNumber())
        {
            problems.close(session, 0, "fetch refused: minimumFrom=1 maximumTo=" + session.source.lastMessageNumber() + " from=" + from +
                " to=" + to);
            return;
        }
        session.fetchNext = from;
        session.fetchTo = to;
        session.state = Session.State.FETCHING;
    }

    /**
     * Asks for the next stretch of answers if none is on its way, everything of the source is in the journal, and there is room for them.
     *
     * @param session that is fetching.
     * @return true if something was asked for.
     */
    boolean fetchMore(final Session session)
    {
        final int count = (int)Math.min(Math.min(HistoryAgent.COUNT_MAX, session.room()), session.fetchTo - session.fetchNext + 1);
        if (session.fetchPending > 0 || count <= 0 || !session.source.isSettled())
        {
            return false;
        }
        final int index = historyRequests.tryClaim(HistoryAgent.TYPE_REQUEST, HistoryAgent.REQUEST_LENGTH);
        if (index < 0)
        {
            return false;
        }
        final AtomicBuffer buffer = historyRequests.buffer();
        buffer.putLong(index, session.id);
        buffer.putInt(index + HistoryAgent.SOURCE_ID_OFFSET, session.source.id());
        buffer.putInt(index + HistoryAgent.COUNT_OFFSET, count);
        buffer.putLong(index + HistoryAgent.FROM_OFFSET, session.fetchNext);
        buffer.putLong(index + HistoryAgent.SEQUENCE_OFFSET, session.source.sequenceAtOrBefore(session.fetchNext));
        historyRequests.commit(index);
        session.fetchPending = count;
        session.unanswered += count;
        return true;
    }

    /**
     * Says that the history has no answer for a session, and why.
     *
     * @param session that asked.
     * @param type    {@link HistoryAgent#TYPE_OTHER_BYTES}, {@link HistoryAgent#TYPE_GONE} or {@link HistoryAgent#TYPE_DAMAGED}.
     * @param number  of the message.
     */
    void onLacking(final Session session, final int type, final long number)
    {
        if (Session.State.CLOSING != session.state)
        {
            final String message = ": source=" + session.source.name() + " messageNumber=" + number;
            problems.close(session, number, switch (type)
            {
                case HistoryAgent.TYPE_GONE -> "message is in the journal no longer" + message;
                case HistoryAgent.TYPE_DAMAGED -> "message cannot be read, the journal is damaged" + message + ": veto replay verify";
                default -> "message number sent again with other bytes" + message + ": connect again and go on from the Welcome";
            });
        }
    }

    /**
     * Notes an answer that was read back.
     *
     * @param session that asked for it.
     * @return false if the session was closed meanwhile and takes no more of them.
     */
    boolean isAwaited(final Session session)
    {
        if (Session.State.FETCHING == session.state)
        {
            onFetched(session);
        }
        else if (session.resent > 0)
        {
            session.resent--;
        }
        return Session.State.CLOSING != session.state;
    }

    private static void onFetched(final Session session)
    {
        session.fetchNext++;
        session.fetchPending--;
        if (session.fetchNext > session.fetchTo)
        {
            session.state = Session.State.LIVE;
        }
    }
}
