package io.veto.perf.system;

import io.veto.ingest.client.ClientContext;
import io.veto.ingest.client.ClientHandler;
import io.veto.ingest.client.MessageById;
import io.veto.ingest.client.RuleTable;
import io.veto.ingest.client.VetoClient;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.TransactionEncoder;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A sender on a thread of its own that sends as many messages as it may, transactions with repeats of earlier ones, labels and reversals
 * among them, every other of these by the transaction's id, over as many connections as it takes, and keeps what it was told.
 */
final class Sender implements ClientHandler, AutoCloseable
{
    private static final int WINDOW = 512;
    private static final int PERIOD = 16;
    private static final int LABEL = 7;
    private static final int REVERSAL = 11;
    private static final int REPEAT = 13;
    private static final int LABEL_BEHIND = 3;
    private static final int REVERSAL_BEHIND = 2;
    private static final int REPEAT_BEHIND = 5;
    private static final long RECONNECT_MS = 120_000;
    private static final long PAUSE_NS = 50_000;

    private final String name;
    private final VetoClient client;
    private final Map<Long, Told> told = new ConcurrentHashMap<>();
    private final UnsafeBuffer block = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder transaction = new TransactionEncoder();
    private final MessageById byId = new MessageById();
    private final Thread thread;
    private volatile long allowed = 0;
    private volatile long answered = 0;
    private volatile int disconnects = 0;
    private volatile boolean isEnded = false;
    private volatile Throwable failure;

    Sender(final String name, final InetSocketAddress address, final long silenceMs)
    {
        this.name = name;
        client = new VetoClient(new ClientContext().address(address).sourceName(name).window(WINDOW).offersFromFirst(true)
            .reconnectTimeoutMs(RECONNECT_MS).silenceTimeoutMs(silenceMs).backoffMs(5, 50));
        thread = new Thread(this::run, "sender-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Amount of a transaction, by which it is known again.
     */
    static long amountMinor(final long messageNumber)
    {
        return 100 + original(messageNumber) * 37 % 100_000;
    }

    /**
     * The transaction that a message is about: the earlier one that it repeats, labels or reverses, or itself.
     */
    static long original(final long messageNumber)
    {
        return messageNumber - switch ((int)(messageNumber % PERIOD))
        {
            case LABEL -> LABEL_BEHIND;
            case REVERSAL -> REVERSAL_BEHIND;
            case REPEAT -> REPEAT_BEHIND;
            default -> 0;
        };
    }

    static boolean isTransaction(final long messageNumber)
    {
        return LABEL != messageNumber % PERIOD && REVERSAL != messageNumber % PERIOD;
    }

    String name()
    {
        return name;
    }

    /** Lets it send up to this message number. */
    void allow(final long messageNumber)
    {
        allowed = messageNumber;
    }

    long allowed()
    {
        return allowed;
    }

    long answered()
    {
        return answered;
    }

    int disconnects()
    {
        return disconnects;
    }

    /** What it was told about a message; null if nothing yet. */
    Told told(final long messageNumber)
    {
        return told.get(messageNumber);
    }

    /** What ended it before it was done. */
    Throwable failure()
    {
        return failure;
    }

    /** Waits until it was told about this message. */
    void await(final long messageNumber)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RECONNECT_MS);
        while (answered < messageNumber)
        {
            if (null != failure)
            {
                throw new IllegalStateException("sender ended: name=" + name + " answered=" + answered, failure);
            }
            if (System.nanoTime() > deadlineNs)
            {
                throw new IllegalStateException("no answer: name=" + name + " expectedAnswered=" + messageNumber + " answered=" + answered);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void onRuleTable(final RuleTable ruleTable)
    {
    }

    @Override
    public void onAnswer(final long messageNumber, final boolean replayed, final boolean duplicate, final AnswerDecoder answer)
    {
        keep(messageNumber, Told.of(answer));
    }

    @Override
    public void onAcknowledgement(final long messageNumber, final boolean replayed, final AcknowledgementDecoder acknowledgement)
    {
        keep(messageNumber, Told.of(acknowledgement));
    }

    @Override
    public void onDisconnect(final String cause)
    {
        disconnects++;
    }

    @Override
    public void close()
    {
        isEnded = true;
        try
        {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(final long messageNumber, final Told what)
    {
        final Told before = told.put(messageNumber, what);
        if (null != before)
        {
            throw new IllegalStateException("told twice: messageNumber=" + messageNumber + " before=" + before + " now=" + what);
        }
        answered = messageNumber;
    }

    private void run()
    {
        try
        {
            while (!isEnded)
            {
                int work = 0;
                while (client.lastOffered() < allowed && offer(client.lastOffered() + 1) > 0)
                {
                    work++;
                }
                work += client.poll(this);
                if (0 == work)
                {
                    LockSupport.parkNanos(PAUSE_NS);
                }
            }
        }
        catch (final Exception | AssertionError e)
        {
            failure = e;
        }
        finally
        {
            client.close();
        }
    }

    private long offer(final long messageNumber)
    {
        final long original = original(messageNumber);
        final boolean isById = 0 == messageNumber / PERIOD % 2;
        if (LABEL == messageNumber % PERIOD)
        {
            final FraudLabel fraud = 0 == messageNumber / PERIOD % 3 ? FraudLabel.FRAUD : FraudLabel.GENUINE;
            return isById ? client.offer(byId.label(MessageById.OWN_SOURCE, id(original), fraud)) : client.offerLabel(original, fraud);
        }
        if (REVERSAL == messageNumber % PERIOD)
        {
            return isById ? client.offer(byId.reversal(MessageById.OWN_SOURCE, id(original), VetoClient.ALL_THAT_IS_LEFT)) :
                client.offerReversal(original, VetoClient.ALL_THAT_IS_LEFT);
        }
        block.setMemory(0, block.capacity(), (byte)0);
        transaction.wrap(block, 0).eventTimeMs(System.currentTimeMillis()).amountMinor(amountMinor(messageNumber))
            .transactionId(id(original)).terminal("T" + original % 29).mcc(5411);
        block.putStringWithoutLengthAscii(TransactionEncoder.accountEncodingOffset(), "card-" + original * 31 % 997);
        return client.offer(block, 0);
    }

    private String id(final long messageNumber)
    {
        return name + "-" + messageNumber;
    }
}
