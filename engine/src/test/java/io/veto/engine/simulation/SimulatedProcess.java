package io.veto.engine.simulation;

import io.veto.engine.activation.Warmer;
import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.journal.SmallJournal;
import io.veto.engine.line.Joint;
import io.veto.engine.line.Layout;
import io.veto.engine.line.LineByHand;
import io.veto.engine.line.OperatorRecord;
import io.veto.engine.line.Slot;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.PastFeed;
import io.veto.engine.recovery.RuleSetRecord;
import io.veto.engine.recovery.TokenKey;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.source.Source;
import io.veto.engine.source.SourceTable;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.InputFlagsEncoder;
import io.veto.rules.layout.TickEncoder;
import io.veto.rules.layout.SourceNameEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One process from its start to its end: what was recovered, the journal, the line, and a gateway of a few lines.
 */
final class SimulatedProcess implements AutoCloseable, LineByHand.Observer
{
    private final World world;
    private final Path journal;
    private final DataFolder folder;
    private final Traffic traffic;
    private final WindowRooms rooms;
    private final JournalWriter writer;
    private final SourceTable sources;
    private final LineByHand line;
    private final TransactionDecoder scored = new TransactionDecoder();
    private JournalReader warmReader;
    private PastFeed feed;
    private Warmer warmer;
    private Joint asked;

    SimulatedProcess(final World world, final Traffic traffic, final Recovered recovered, final Layout layout) throws IOException
    {
        this.world = world;
        this.traffic = traffic;
        journal = recovered.folder().journal();
        folder = recovered.folder();
        rooms = recovered.rooms();
        sources = recovered.sources();
        final RuleSet ruleSet = recovered.scorer().ruleSet();
        final DiskGuard guard = new DiskGuard(journal, 0, warning -> { });
        writer = Bug.CUT_NOT_WRITTEN == world.bug && null != recovered.end() ?
            SmallJournal.openWithoutCut(journal, recovered.end(), world.durability(), guard) :
            SmallJournal.open(journal, recovered.end(), world.nowNs(), world.durability(), guard);
        if (null == recovered.end())
        {
            world.history.onFirstStart(ruleSet, recovered.recovery().epoch(), world.nowNs());
        }
        final long lastSequence = begin(recovered, ruleSet);
        world.startedBehind = lastSequence;
        if (null != recovered.end() && recovered.end().isTorn())
        {
            world.cutCycles.add(recovered.end().cycle());
        }
        line = new LineByHand(recovered.scorer(), recovered.statistics(), writer, recovered.recovery().epoch(), lastSequence, layout,
            this::onJournalled, this);
    }

    private long begin(final Recovered recovered, final RuleSet ruleSet) throws IOException
    {
        try
        {
            final long lastSequence = recovered.recovery().begin(
                writer, world.settings(TokenKey.id(recovered.recovery().key())), ruleSet, world.nowNs());
            for (final Sender sender : world.senders)
            {
                final Source source = sources.find(sender.name());
                sender.resume(null == source ? 0 : source.lastMessageNumber());
            }
            return lastSequence;
        }
        catch (final IOException | RuntimeException | Error e)
        {
            writer.close();
            throw e;
        }
    }

    /** Goes on with one thing or another. */
    void step()
    {
        final int kind = world.random.nextInt(100);
        if (kind < 40)
        {
            takeIn(world.senders[world.random.nextInt(world.senders.length)]);
        }
        else if (kind < 45)
        {
            operate();
        }
        else if (kind < 90)
        {
            stage();
        }
        else
        {
            warm();
        }
    }

    /** Answers everything and ends. */
    void stop()
    {
        while (!line.isDrained())
        {
            line.score(LineByHand.RING_CAPACITY);
            line.journal(LineByHand.RING_CAPACITY);
            line.reply(LineByHand.RING_CAPACITY);
        }
        close();
    }

    /** Whether something is scored, and whether it is in the journal, that nobody was told of. */
    boolean isDrained()
    {
        return line.isDrained();
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(warmReader, writer, rooms, folder);
    }

    @Override
    public void onScored(final DirectBuffer record, final int length)
    {
        world.history.onScored(record, length);
        if (RecordDescriptor.TYPE_TRANSACTION == RecordDescriptor.type(record, 0) && scored.wrap(record,
            RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION)
            .inputFlags().duplicate())
        {
            world.add(Happening.REPEAT_RECOGNISED);
        }
    }

    @Override
    public void beforeStep(final String what)
    {
        world.disk.step(what);
    }

    @Override
    public void beforeExcerpt(final long firstSequence)
    {
        world.excerpts.add(firstSequence);
    }

    private void onJournalled(final Slot slot)
    {
        final UnsafeBuffer record = slot.record();
        final Source source = sources.find(RecordDescriptor.sourceId(record, 0));
        source.onJournalled(RecordDescriptor.messageNumber(record, 0));
        if (RecordDescriptor.isMessage(RecordDescriptor.type(record, 0)))
        {
            for (final Sender sender : world.senders)
            {
                if (sender.name().equals(source.name()))
                {
                    sender.onAnswer(record);
                }
            }
        }
    }

    private void takeIn(final Sender sender)
    {
        if (!line.intake().hasRoom())
        {
            return;
        }
        world.passTime();
        final Source known = sources.find(sender.name());
        if (null == known)
        {
            final UnsafeBuffer record = line.claim();
            RecordDescriptor.putSource(record, 0, sources.add(sender.name()).id(), 0);
            new SourceNameEncoder().wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET).sourceName(sender.name());
            publish(RecordDescriptor.TYPE_SOURCE, RecordDescriptor.SOURCE_LENGTH, false, 1);
            return;
        }
        if (sender.hasBacklog())
        {
            world.add(Happening.MESSAGE_SENT_AGAIN);
        }
        else
        {
            traffic.message(sender);
        }
        send(sender, known);
    }

    private void send(final Sender sender, final Source source)
    {
        final Sender.Message message = sender.publish();
        final UnsafeBuffer record = line.claim();
        RecordDescriptor.putSource(record, 0, source.id(), sender.published());
        record.putBytes(RecordDescriptor.SOURCED_BLOCK_OFFSET, message.block());
        boolean isOverBudget = false;
        final int length;
        if (RecordDescriptor.TYPE_TRANSACTION == message.type())
        {
            stamp(record);
            isOverBudget = world.chance(25);
            length = RecordDescriptor.TRANSACTION_LENGTH;
        }
        else
        {
            length = RecordDescriptor.TYPE_LABEL == message.type() ? RecordDescriptor.LABEL_LENGTH : RecordDescriptor.REVERSAL_LENGTH;
        }
        if (isOverBudget)
        {
            world.add(Happening.TRANSACTION_OVER_BUDGET);
        }
        source.onMessage(sender.published(), publish(message.type(), length, isOverBudget, 1));
    }

    private void stamp(final UnsafeBuffer record)
    {
        final TransactionDecoder transaction = new TransactionDecoder().wrap(
            record, RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
        final boolean isAhead = transaction.eventTimeMs() > world.nowMs() + World.CLOCK_AHEAD_MS_MAX;
        final TransactionEncoder stamped = new TransactionEncoder().wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET)
            .effectiveTimeMs(isAhead ? world.nowMs() : transaction.eventTimeMs());
        final InputFlagsEncoder flags = stamped.inputFlags();
        flags.clear().clockAhead(isAhead);
    }

    private long publish(final int type, final int length, final boolean isOverBudget, final long session)
    {
        final long sequence =
            line.intake().publish(type, length, world.nowNs(), LineByHand.ingressNanoTime(isOverBudget), session);
        if (world.trace.isOn())
        {
            world.trace("publish sequence=" + sequence + " type=" + type);
        }
        return sequence;
    }

    private void operate()
    {
        if (!line.intake().hasRoom())
        {
            return;
        }
        switch (world.random.nextInt(3))
        {
            case 0 ->
            {
                world.add(Happening.TICK);
                new TickEncoder().wrap(line.claim(), RecordDescriptor.HEADER_LENGTH).timeMs(world.nowMs() - 60_000);
                publish(RecordDescriptor.TYPE_TICK, RecordDescriptor.TICK_LENGTH, false, Slot.NULL_SESSION);
            }
            case 1 -> publish(traffic.listChange());
            default -> publish(traffic.ruleMode(line.scorer().ruleSet()));
        }
    }

    private void publish(final OperatorRecord record)
    {
        line.claim();
        final long sequence = line.intake().publish(record, world.nowNs(), LineByHand.ingressNanoTime(false));
        if (world.trace.isOn())
        {
            world.trace("publish sequence=" + sequence + " type=" + record.type());
        }
    }

    private void stage()
    {
        final int count = 1 + world.random.nextInt(12);
        switch (world.random.nextInt(3))
        {
            case 0 -> line.score(count);
            case 1 -> line.journal(count);
            default ->
            {
                if (Bug.REPLY_BEFORE_JOURNAL == world.bug)
                {
                    line.replyBeforeJournal(count);
                }
                else
                {
                    line.reply(count);
                }
            }
        }
    }

    private void warm()
    {
        if (null == warmer)
        {
            if (world.chance(20))
            {
                beginWarming();
            }
        }
        else if (null == asked)
        {
            if (warmer.isReady() && line.intake().hasRoom() && world.chance(3))
            {
                asked = warmer.joint();
                final UnsafeBuffer buffer =
                    RuleSetRecord.encode(feed.scorer().ruleSet(), warmer.warmedSequence(), warmer.warmedHash());
                publish(new OperatorRecord(RecordDescriptor.TYPE_RULE_SET, buffer, buffer.capacity()));
            }
            else
            {
                for (int i = world.random.nextInt(300); i >= 0; i--)
                {
                    warmer.step();
                }
            }
        }
        else if (null == asked.outcome())
        {
            warmer.feedCopies();
        }
        else
        {
            endWarming();
        }
    }

    private void beginWarming()
    {
        final RuleSet next = Rules.ruleSet(1 + world.random.nextInt(Rules.count() - 1));
        if (next.hash() != line.scorer().ruleSet().hash())
        {
            world.add(Happening.WARMING_BEGUN);
            feed = new PastFeed(rooms.scorer(next, World.SCORER), new HashMap<>());
            warmReader = new JournalReader(journal);
            warmer = new Warmer(warmReader, feed, line.handover());
        }
    }

    private void endWarming()
    {
        final Joint.Outcome outcome = asked.outcome();
        line.handover().leave(asked);
        warmReader.close();
        if (null == outcome.refusal())
        {
            world.add(Happening.ACTIVATED);
            rooms.close(outcome.retired());
        }
        else
        {
            world.add(Happening.ACTIVATION_GIVEN_UP);
            rooms.close(feed.scorer());
        }
        warmer = null;
        asked = null;
    }
}
