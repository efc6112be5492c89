package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.fault.FaultPoints;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.line.Layout;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.score.ScorerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Some messages to a server, the same each time: those before a target, the target, those behind it. Answers are told as message number,
 * sequence and content in hexadecimal digits.
 */
final class FaultScript
{
    /** Rules with every kind of state behind them. */
    static final String RULES = """
        list cards : card

        rule burst "More than three in a minute"
          decline if count(card, 1m) > 3
        rule sums "More than 700.00 in an hour before"
          review if sum(amount, card, 1h before) > 700.00
        rule spread "Three terminals in a day"
          review if distinct(terminal, card, 1d) >= 3
        rule highest "More than ever"
          review if amount > max(amount, card, 1d before)
        rule odd "Far from the mean"
          review if amount - avg(amount, card, 1d) > 2 * stddev(amount, card, 1d)
        rule delayed "A fraud at the terminal, known late"
          review if count(terminal, 1h delayed 1m where fraud) >= 1
        rule refused "Refused before"
          review if count(card, 1h before where declined) >= 1
        rule listed "On the list"
          decline if card in cards
        """;
    /** Messages before the target. */
    static final int BEFORE = 24;
    /** Messages behind the target. */
    static final int BEHIND = 4;

    private static final String SOURCE = "acquirer";
    private static final long NOON = 1_700_000_000_000L;
    private static final long MINUTE_MS = 60_000;
    private static final long WAIT_MS = 20_000;

    private FaultScript()
    {
    }

    static TestAppliance open(final Path data, final Layout layout) throws IOException
    {
        return new TestAppliance(data, RULES, ClockMode.EVENT, layout, 5_000, ScorerConfig.DEFAULT, TimeUnit.SECONDS.toNanos(100));
    }

    static RawSender connect(final TestAppliance server) throws IOException
    {
        return new RawSender(server.appliance().port());
    }

    /** Says hello; gives the last journalled message number. */
    static long greet(final RawSender sender) throws IOException
    {
        return sender.greet(SOURCE);
    }

    /**
     * The next messages, in order from where the sender stands.
     *
     * @param from   number of the first.
     * @param to     number behind the last.
     * @param isLabel whether the target is a label and not a transaction.
     * @return their frames.
     */
    static byte[] messages(final RawSender sender, final int from, final int to, final boolean isLabel)
    {
        final ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = from; i < to; i++)
        {
            final long timeMs = NOON + i * 7_000L - (3 == i % 5 ? MINUTE_MS : 0);
            if (BEFORE + 1 == i)
            {
                frames.writeBytes(isLabel ? sender.label(i - 4, FraudLabel.FRAUD) :
                    sender.transaction("card-1", "T1", FaultPoints.TARGET_AMOUNT_MINOR, timeMs + 2 * MINUTE_MS));
            }
            else if (6 == i % 8)
            {
                frames.writeBytes(sender.label(i - 1, FraudLabel.FRAUD));
            }
            else if (7 == i % 8)
            {
                frames.writeBytes(sender.reversal(i - 3, 100));
            }
            else
            {
                frames.writeBytes(sender.transaction("card-" + i % 3, "T" + i % 4, 10_000 + i * 900L % 30_000, timeMs));
            }
        }
        return frames.toByteArray();
    }

    /**
     * Reads answers until there are so many or the server has closed the connection.
     */
    static List<String> answers(final RawSender sender, final int count) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        try
        {
            while (answers.size() < count)
            {
                final UnsafeBuffer frame = sender.read();
                if (null == frame)
                {
                    return answers;
                }
                final byte[] content = new byte[frame.capacity() - FrameDescriptor.MESSAGE_OFFSET];
                frame.getBytes(FrameDescriptor.MESSAGE_OFFSET, content);
                answers.add(FrameDescriptor.messageNumber(frame, 0) + " " + HexFormat.of().formatHex(content));
            }
        }
        catch (final SocketException e)
        {
            return answers;
        }
        return answers;
    }

    /** The decision in an answer. */
    static AnswerDecoder decoded(final String answer)
    {
        final byte[] content = HexFormat.of().parseHex(answer.substring(answer.indexOf(' ') + 1));
        return new AnswerDecoder().wrap(new UnsafeBuffer(content), 0, AnswerDecoder.BLOCK_LENGTH, AnswerDecoder.SCHEMA_VERSION);
    }

    /** Waits until the appliance has failed, and ends it as {@code veto serve} does; gives what ended it. */
    static Throwable end(final TestAppliance server)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        while (null == server.appliance().failure() && System.nanoTime() < deadlineNs)
        {
            Thread.onSpinWait();
        }
        final Throwable failure = server.appliance().failure();
        server.appliance().close();
        return failure;
    }

    /**
     * Starts again on a folder and checks that what was journalled is there, and that the rest is answered as if nothing had been.
     *
     * @param data     folder of a server that has ended.
     * @param layout   of the next.
     * @param isLabel  whether the target is a label and not a transaction.
     * @param expected answers of a server that went on.
     * @param what     is being tested.
     * @return messages that were journalled.
     */
    static int goOn(final Path data, final Layout layout, final boolean isLabel, final List<String> expected, final String what)
        throws IOException
    {
        try (TestAppliance again = open(data, layout); RawSender sender = connect(again))
        {
            final int journalled = (int)greet(sender);
            sender.send(sender.fetch(1, journalled));
            assertEquals(expected.subList(0, journalled), answers(sender, journalled), what);
            sender.send(messages(sender, journalled + 1, expected.size() + 1, isLabel));
            assertEquals(expected.subList(journalled, expected.size()), answers(sender, expected.size() - journalled), what);
            return journalled;
        }
    }

    /** Scores the journal again and gives the number of its transactions; any difference is thrown. */
    static long replay(final Path data)
    {
        try (JournalReader reader = new JournalReader(DataFolder.journal(data)); WindowRooms rooms = WindowRooms.main())
        {
            final JournalReplay replay = new JournalReplay(reader, rooms);
            replay.toEnd();
            return replay.transactions();
        }
    }
}
