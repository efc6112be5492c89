package io.veto.perf.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.ServeTool;
import io.veto.replay.Verification;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One data folder, the server on it, its senders, and what is claimed of them: nothing that was told is lost, nothing is counted twice,
 * replay finds no difference.
 */
final class Rig implements AutoCloseable
{
    /** Rules that answer in every way, from windows, labels and a list. */
    static final String RULES = """
        list terminals : terminal

        rule big "Above 900.00"
          review if amount > 900.00

        rule burst "More than six in a minute"
          decline if count(card, 1m) > 6

        rule bad_terminal "A fraud at the terminal within an hour"
          review if count(terminal, 1h before where fraud) >= 1

        rule listed "A terminal on the list"
          review if terminal in terminals
        """;
    /** The same with another window, to change to and back. */
    static final String OTHER_RULES = RULES.replace("count(card, 1m) > 6", "sum(amount, card, 2h before) > 5000.00");

    private static final int EXIT_DONE = 0;
    private static final Pattern HARMLESS = Pattern.compile(
        "veto: (connection closed: .* the source has connected again from .*|problems not shown: .*|disk is filling up: .*|" +
            "no snapshot is taken, .*: disk is nearly full, no snapshot is written: .*)");
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long PAUSE_NS = 50_000;

    private final Path folder;
    private final Path data;
    private final List<String> arguments;
    private final List<Sender> senders = new ArrayList<>();
    private VetoProcess server;
    private InetSocketAddress address;

    /**
     * Starts a server on a new data folder.
     *
     * @param folder    for rules and logs.
     * @param data      folder of the server.
     * @param arguments of the server besides those about folder, rules and port.
     */
    Rig(final Path folder, final Path data, final String... arguments) throws IOException
    {
        this.folder = folder;
        this.data = data;
        this.arguments = List.of(arguments);
        server = spawn("--rules", Files.writeString(folder.resolve("system.rules"), RULES).toString());
        address = server.awaitListening();
    }

    Path data()
    {
        return data;
    }

    Path logs()
    {
        return folder.resolve("logs");
    }

    InetSocketAddress address()
    {
        return address;
    }

    VetoProcess server()
    {
        return server;
    }

    /** Adds a sender that comes by this address and takes a server that says nothing for so long for lost. */
    Sender addSender(final String name, final InetSocketAddress by, final long silenceMs)
    {
        final Sender sender = new Sender(name, by, silenceMs);
        senders.add(sender);
        return sender;
    }

    /** Starts the server again, on the port that it had, and does not wait for it. */
    VetoProcess spawn(final String... more) throws IOException
    {
        return spawn(ServeTool.class, List.of(), more);
    }

    /** The same with another main class and options of its Java. */
    VetoProcess spawn(final Class<?> main, final List<String> options, final String... more) throws IOException
    {
        final Stream<String> basic = Stream.of("--data", data.toString(), "--port", null == address ? "0" :
            Integer.toString(address.getPort()));
        server = VetoProcess.start(logs(), main, options,
            Stream.of(basic, arguments.stream(), Stream.of(more)).flatMap(part -> part).toList());
        return server;
    }

    /** Starts the server again and waits until it listens. */
    void restart(final String... more) throws IOException
    {
        spawn(more).awaitListening();
    }

    /** Lets each sender send so many messages more. */
    void allow(final long more)
    {
        senders.forEach(sender -> sender.allow(sender.allowed() + more));
    }

    /** Lets each sender send no more than so many behind what it has sent already. */
    void allowOnly(final long more)
    {
        senders.forEach(sender -> sender.allow(sender.answered() + more));
    }

    /** Messages of all senders that were answered. */
    long answered()
    {
        return senders.stream().mapToLong(Sender::answered).sum();
    }

    /** Messages that all senders may send. */
    long allowed()
    {
        return senders.stream().mapToLong(Sender::allowed).sum();
    }

    /** Waits until so many messages of all senders are answered. */
    void awaitAnswered(final long count)
    {
        final long deadlineNs = System.nanoTime() + WAIT_NS;
        while (answered() < count)
        {
            check();
            if (System.nanoTime() > deadlineNs)
            {
                throw new IllegalStateException("no answers: expectedAnswered=" + count + " answered=" + answered());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Waits until everything that may be sent is answered. */
    void awaitAll()
    {
        senders.forEach(sender -> sender.await(sender.allowed()));
    }

    /**
     * Checks that every answer told is in the journal and every message once, while no server runs or none is answering.
     *
     * @return what was found.
     */
    JournalAudit audit()
    {
        check();
        return JournalAudit.of(data, senders);
    }

    /**
     * Scores the journal again.
     *
     * @return transactions in it.
     */
    long verify() throws IOException
    {
        final Verification verification = Verification.of(data);
        assertEquals(null, verification.difference());
        return verification.transactions();
    }

    /** Ends the server as an operator does, by SIGTERM, and checks that nothing went wrong. */
    void stop() throws IOException
    {
        assertEquals(EXIT_DONE, server.stop(), server.said());
        assertTrue(server.errors().lines().allMatch(line -> HARMLESS.matcher(line).matches()), server.errors());
    }

    /** Lets what was sent be answered, stops the server in order, and checks everything once more: all that was sent is there, once. */
    void end() throws IOException
    {
        awaitAll();
        stop();
        assertEquals(allowed(), audit().compared());
        long transactions = 0;
        for (final Sender sender : senders)
        {
            for (long number = 1; number <= sender.allowed(); number++)
            {
                transactions += Sender.isTransaction(number) ? 1 : 0;
            }
        }
        assertEquals(transactions, verify());
    }

    @Override
    public void close()
    {
        senders.forEach(Sender::close);
        server.close();
    }

    private void check()
    {
        for (final Sender sender : senders)
        {
            if (null != sender.failure())
            {
                throw new IllegalStateException("sender ended: name=" + sender.name() + " answered=" + sender.answered(), sender.failure());
            }
        }
    }
}
