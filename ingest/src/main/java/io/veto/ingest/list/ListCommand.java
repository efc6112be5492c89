package io.veto.ingest.list;

import io.veto.engine.line.OperatorQueue;
import io.veto.ingest.feed.CardNumberMask;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorCommand;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.ingest.token.Tokeniser;
import io.veto.rules.language.NearestName;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.ListOperation;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.agrona.collections.LongHashSet;

/**
 * Changes a list of a running server. Every row is checked, and that all entries find room, before any is journalled; the answer comes
 * when all are. It keeps an account of its own of what is in the lists, equal to the scorer's: only here are lists changed.
 * <pre>
 *   arguments: add | remove | check, the list's name; payload: {@link ListRows}
 *   answer:    added=N renewed=N, or removed=N absent=N, lastSequence=N
 * </pre>
 * check: what add would do, without doing it.
 * <p>
 * <b>Note:</b> safe from any thread but the line's, one change at a time.
 */
public final class ListCommand implements OperatorCommand
{
    /** What to ask the server for. */
    public static final String VERB = "list";

    private static final long PATIENCE_MS = 30_000;

    private final OperatorQueue queue;
    private final EntryKeys keys;
    private final Lists account;
    private final Supplier<RuleSet> ruleSet;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Makes the command.
     *
     * @param queue     to the line.
     * @param tokeniser of card numbers, not used elsewhere.
     * @param lists     of the scorer as it starts; copied.
     * @param ruleSet   that is active.
     */
    public ListCommand(final OperatorQueue queue, final Tokeniser tokeniser, final Lists lists, final Supplier<RuleSet> ruleSet)
    {
        this.queue = queue;
        this.keys = new EntryKeys(tokeniser);
        this.account = new Lists(lists);
        this.ruleSet = ruleSet;
    }

    @Override
    public OperatorAnswer run(final OperatorRequest request, final Consumer<String> progress)
    {
        if (2 != request.arguments().size())
        {
            return usage("wrong number of arguments: expected=2 actual=" + request.arguments().size());
        }
        final String operation = request.arguments().get(0);
        final String name = request.arguments().get(1);
        lock.lock();
        try
        {
            return switch (operation)
            {
                case "add", "check" -> add(name, request.payload(), "check".equals(operation));
                case "remove" -> remove(name, request.payload());
                default -> usage("unknown change of a list: expected=add|remove|check actual=" + CardNumberMask.shown(operation));
            };
        }
        catch (final ListRefusedException e)
        {
            return new OperatorAnswer(e.exitCode(), e.getMessage());
        }
        finally
        {
            lock.unlock();
        }
    }

    private OperatorAnswer add(final String name, final byte[] payload, final boolean isCheck)
    {
        final ListSpec spec = declared(name);
        if (null == spec)
        {
            return unknown(name, List.of());
        }
        final int list = account.number(name, spec.kind());
        if (list < 0)
        {
            return new OperatorAnswer(OperatorAnswer.ENVIRONMENT, "too many lists have been used: maximumLists=" + Lists.LISTS_MAX +
                " list=" + name + ": fill a list that has entries, under its name");
        }
        final List<ListEntry> entries = entries(spec.kind(), payload);
        final LongHashSet added = new LongHashSet();
        for (final ListEntry entry : entries)
        {
            if (!account.hasEntry(list, entry.key()))
            {
                added.add(entry.key());
            }
        }
        if (account.entries() + added.size() > Lists.ENTRIES_MAX)
        {
            return new OperatorAnswer(OperatorAnswer.ENVIRONMENT, "lists are full: maximumEntries=" + Lists.ENTRIES_MAX + " entries=" +
                account.entries() + " newEntries=" + added.size() + ": take out entries whose time is up with veto list remove");
        }
        final int room = Lists.ENTRIES_MAX - account.entries();
        final String done = "added=" + added.size() + " renewed=" + (entries.size() - added.size());
        return isCheck ? new OperatorAnswer(OperatorAnswer.DONE, done + " room=" + room) :
            journal(name, spec.kind(), ListOperation.ADD, entries, done);
    }

    private OperatorAnswer remove(final String name, final byte[] payload)
    {
        final ListSpec spec = declared(name);
        final int list = null == spec ? used(name) : account.number(name, spec.kind());
        if (list < 0)
        {
            return unknown(name, usedNames());
        }
        final ListKind kind = account.kind(list);
        final List<ListEntry> entries = new ArrayList<>();
        final LongHashSet removed = new LongHashSet();
        int absent = 0;
        for (final ListEntry entry : entries(kind, payload))
        {
            if (null != spec && Arrays.binarySearch(spec.constants(), entry.key()) >= 0)
            {
                return usage("entry is written in the rules: list=" + name + " value=" + entry.shown() +
                    ": take it out of the rule file and activate that");
            }
            if (account.hasEntry(list, entry.key()) && removed.add(entry.key()))
            {
                entries.add(entry);
            }
            else
            {
                absent++;
            }
        }
        return journal(name, kind, ListOperation.REMOVE, entries, "removed=" + entries.size() + " absent=" + absent);
    }

    private OperatorAnswer journal(
        final String name, final ListKind kind, final ListOperation operation, final List<ListEntry> entries, final String done)
    {
        final List<ListRecords.Part> parts = ListRecords.of(name, kind, operation, entries);
        final int list = account.number(name, kind);
        final long lastSequence = new Submission(queue, PATIENCE_MS, parts, part ->
        {
            for (final ListEntry entry : part.entries())
            {
                if (ListOperation.ADD == operation)
                {
                    account.add(list, entry.key(), entry.expiresMs());
                }
                else
                {
                    account.remove(list, entry.key());
                }
            }
        }).submit();
        return new OperatorAnswer(OperatorAnswer.DONE, done + " lastSequence=" + lastSequence);
    }

    private List<ListEntry> entries(final ListKind kind, final byte[] payload)
    {
        final List<ListEntry> entries = new ArrayList<>();
        final ByteBuffer rows = ByteBuffer.wrap(payload);
        try
        {
            while (rows.hasRemaining())
            {
                final int line = rows.getInt();
                final byte[] value = bytes(rows, ListRows.VALUE_LENGTH_MAX);
                final long expiresMs = rows.getLong();
                final byte[] reason = masked(bytes(rows, ListRows.REASON_LENGTH_MAX));
                final String fault = keys.read(kind, value);
                if (null != fault)
                {
                    throw new ListRefusedException(OperatorAnswer.USAGE,
                        "value does not fit the list: " + (line > 0 ? "line=" + line + ' ' : "") + fault);
                }
                entries.add(new ListEntry(keys.key(), keys.shown(), expiresMs, reason));
            }
        }
        catch (final BufferUnderflowException e)
        {
            throw new ListRefusedException(OperatorAnswer.USAGE, "rows are cut short: length=" + payload.length);
        }
        return entries;
    }

    private static byte[] bytes(final ByteBuffer rows, final int lengthMax)
    {
        final int length = Short.toUnsignedInt(rows.getShort());
        if (length > lengthMax)
        {
            throw new ListRefusedException(OperatorAnswer.USAGE, "text is too long: maximumLength=" + lengthMax + " length=" + length);
        }
        final byte[] bytes = new byte[length];
        rows.get(bytes);
        return bytes;
    }

    private static byte[] masked(final byte[] reason)
    {
        return 0 == reason.length ? reason :
            CardNumberMask.shownWhole(new String(reason, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private ListSpec declared(final String name)
    {
        return Arrays.stream(ruleSet.get().lists()).filter(l -> l.name().equals(name)).findFirst().orElse(null);
    }

    private int used(final String name)
    {
        for (int i = 0; i < account.count(); i++)
        {
            if (account.name(i).equals(name))
            {
                return i;
            }
        }
        return -1;
    }

    private List<String> usedNames()
    {
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < account.count(); i++)
        {
            names.add(account.name(i));
        }
        return names;
    }

    private OperatorAnswer unknown(final String name, final List<String> others)
    {
        final List<String> known = Arrays.stream(ruleSet.get().lists()).map(ListSpec::name).collect(Collectors.toList());
        others.stream().filter(other -> !known.contains(other)).forEach(known::add);
        return usage("no such list: list=" + CardNumberMask.shown(name) + ": " + (known.isEmpty() ? "the active rules declare none" :
            NearestName.hint(name, known)));
    }

    private static OperatorAnswer usage(final String text)
    {
        return new OperatorAnswer(OperatorAnswer.USAGE, text);
    }
}
