package io.veto.ingest.list;

import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends rows of one list to the server in requests of a bounded size, and adds up what it answers.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class ListChanges
{
    private static final Pattern NUMBER = Pattern.compile("(\\w+)=(\\d+)");

    private final Path data;
    private final String operation;
    private final String name;
    private final ListRows rows = new ListRows();
    private OperatorAnswer failure = null;
    private long added = 0;
    private long renewed = 0;
    private long removed = 0;
    private long absent = 0;
    private long room = 0;
    private long lastSequence = 0;

    /**
     * Begins a change.
     *
     * @param data      data folder of the server.
     * @param operation add, remove or check.
     * @param name      of the list.
     */
    public ListChanges(final Path data, final String operation, final String name)
    {
        this.data = data;
        this.operation = operation;
        this.name = name;
    }

    /**
     * Adds a row, and sends those before it when they fill a request.
     *
     * @param line      of the file; 0 for none.
     * @param value     of the entry; zeroed.
     * @param expiresMs epoch milliseconds.
     * @param reason    may be empty.
     * @return false once the server has refused something.
     * @throws IllegalArgumentException if a text is too long, in one line.
     */
    public boolean add(final int line, final byte[] value, final long expiresMs, final String reason)
    {
        final byte[] reasonBytes = reason.getBytes(StandardCharsets.UTF_8);
        if (value.length > ListRows.VALUE_LENGTH_MAX)
        {
            throw new IllegalArgumentException(
                "expected=a value of at most " + ListRows.VALUE_LENGTH_MAX + " bytes actualLength=" + value.length);
        }
        if (reasonBytes.length > ListRows.REASON_LENGTH_MAX)
        {
            throw new IllegalArgumentException(
                "expected=a reason of at most " + ListRows.REASON_LENGTH_MAX + " bytes actualLength=" + reasonBytes.length);
        }
        if (!rows.add(line, value, expiresMs, reasonBytes))
        {
            flush();
            rows.add(line, value, expiresMs, reasonBytes);
        }
        Arrays.fill(value, (byte)0);
        return null == failure;
    }

    /**
     * Sends what was added, unless the server has refused something.
     *
     * @return this.
     */
    public ListChanges flush()
    {
        final byte[] payload = rows.take();
        if (null == failure)
        {
            final OperatorAnswer answer =
                OperatorClient.call(data, ListCommand.VERB, new OperatorRequest(List.of(operation, name), payload), line -> { });
            Arrays.fill(payload, (byte)0);
            if (OperatorAnswer.DONE == answer.exitCode())
            {
                addUp(answer.text());
            }
            else
            {
                failure = answer;
            }
        }
        return this;
    }

    /**
     * What the server refused first.
     *
     * @return its answer; null if nothing.
     */
    public OperatorAnswer failure()
    {
        return failure;
    }

    /**
     * Entries that were not in the list before; of a check, that would be new.
     *
     * @return how many.
     */
    public long added()
    {
        return added;
    }

    /**
     * Entries that the server could still take when it answered last.
     *
     * @return how many.
     */
    public long room()
    {
        return room;
    }

    /**
     * Whether requests were done, whatever became of the one that was refused.
     *
     * @return true if something is in the journal.
     */
    public boolean isJournalled()
    {
        return lastSequence > 0;
    }

    /**
     * What was done, in words.
     *
     * @return without a line end.
     */
    public String summary()
    {
        final String done = "remove".equals(operation) ? removed + " removed, " + absent + " not in it" :
            added + " added, " + renewed + " given another time to expire";
        return "list " + name + ": " + done + (lastSequence > 0 ? ", journalled up to sequence " + lastSequence : "");
    }

    private void addUp(final String answer)
    {
        final Matcher number = NUMBER.matcher(answer);
        while (number.find())
        {
            final long value = Long.parseLong(number.group(2));
            switch (number.group(1))
            {
                case "added" -> added += value;
                case "renewed" -> renewed += value;
                case "removed" -> removed += value;
                case "absent" -> absent += value;
                case "room" -> room = value;
                default -> lastSequence = value;
            }
        }
    }
}
