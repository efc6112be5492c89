package io.veto.ingest.list;

import io.veto.engine.report.Json;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Prints lists, for people or as one JSON object.
 * <p>
 * <b>Note:</b> one thread. Entries are printed as they are read: a million of them take no memory.
 */
public final class ListReport
{
    private static final String COLUMNS = "  %-40s  %-24s  %-24s  %9s  %s%n";

    private final ListBook book;
    private final PrintStream out;

    /**
     * Prepares a report.
     *
     * @param book to tell.
     * @param out  to print to.
     */
    public ListReport(final ListBook book, final PrintStream out)
    {
        this.book = book;
        this.out = out;
    }

    /**
     * The lists of a name, or all.
     *
     * @param name of a list, null for all.
     * @return their numbers, in the order of the rule file; those that it does not declare last.
     */
    public List<Integer> numbers(final String name)
    {
        final List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < book.lists().count(); i++)
        {
            if (null == name || book.lists().name(i).equals(name))
            {
                numbers.add(i);
            }
        }
        numbers.sort(Comparator.comparingInt(book::place));
        return numbers;
    }

    /**
     * Prints a table.
     *
     * @param numbers     of the lists.
     * @param withEntries whether their entries are printed, not their number alone.
     */
    public void text(final List<Integer> numbers, final boolean withEntries)
    {
        for (final int list : numbers)
        {
            final ListSpec declared = book.declared(list);
            final int written = null == declared ? 0 : declared.constants().length;
            out.printf(Locale.ROOT, "%s : %s, %,d entries, %,d of them expired%s%n", book.lists().name(list),
                book.lists().kind(list).word(), book.entries(list), book.expired(list),
                (written > 0 ? ", " + written + " written in the rules" : "") +
                    (null == declared ? ", not declared by the active rules" : ""));
            if (withEntries)
            {
                final List<String> words = writtenWords(declared);
                if (!words.isEmpty())
                {
                    out.println("  written in the rules: " + String.join(", ", words));
                }
                if (book.entries(list) > 0)
                {
                    out.printf(Locale.ROOT, COLUMNS, "entry", "until", "added", "sequence", "reason");
                }
                book.forEach(list, (shown, expiresMs, reason, sequence, ingressTimeNs) -> out.printf(Locale.ROOT, COLUMNS, shown,
                    until(expiresMs) + (isExpired(expiresMs) ? " expired" : ""), time(TimeUnit.NANOSECONDS.toMillis(ingressTimeNs)),
                    sequence, reason));
            }
        }
        if (numbers.isEmpty())
        {
            out.println("no lists: the active rules declare none, and none has entries");
        }
    }

    /**
     * Prints one JSON object.
     *
     * @param numbers     of the lists.
     * @param withEntries whether their entries are printed.
     */
    public void json(final List<Integer> numbers, final boolean withEntries)
    {
        out.print("{\"engineTimeMs\":" + (Long.MIN_VALUE == book.engineTimeMs() ? "null" : book.engineTimeMs()) + ",\"lists\":[");
        String comma = "";
        for (final int list : numbers)
        {
            final ListSpec declared = book.declared(list);
            out.print(comma + "{\"name\":" + Json.string(book.lists().name(list)) + ",\"kind\":\"" +
                book.lists().kind(list).word() + "\",\"declared\":" + (null != declared) + ",\"entryCount\":" + book.entries(list) +
                ",\"expiredCount\":" + book.expired(list) + ",\"writtenCount\":" + (null == declared ? 0 : declared.constants().length));
            if (withEntries)
            {
                out.print(",\"written\":[" + writtenWords(declared).stream().map(Json::string).collect(Collectors.joining(",")) +
                    "],\"entries\":[");
                final String[] between = {""};
                book.forEach(list, (shown, expiresMs, reason, sequence, ingressTimeNs) ->
                {
                    out.print(between[0] + "{\"entry\":" + Json.string(shown) + ",\"expiresMs\":" +
                        (Lists.NEVER_MS == expiresMs ? "null" : expiresMs) + ",\"expired\":" + isExpired(expiresMs) + ",\"reason\":" +
                        Json.string(reason) + ",\"sequence\":" + sequence + ",\"addedMs\":" +
                        TimeUnit.NANOSECONDS.toMillis(ingressTimeNs) + "}");
                    between[0] = ",";
                });
                out.print("]");
            }
            out.print("}");
            comma = ",";
        }
        out.println("]}");
    }

    /** Codes can be told from their keys, identifiers cannot. */
    private static List<String> writtenWords(final ListSpec declared)
    {
        if (null == declared)
        {
            return List.of();
        }
        final ListKind kind = declared.kind();
        return Arrays.stream(declared.constants()).mapToObj(key -> switch (kind)
        {
            case BIN -> String.format(Locale.ROOT, "%06d", key);
            case MCC -> String.format(Locale.ROOT, "%04d", key);
            case COUNTRY -> "" + (char)(key >>> Byte.SIZE) + (char)(key & 0xFF);
            default -> "an identifier";
        }).collect(Collectors.toList());
    }

    private boolean isExpired(final long expiresMs)
    {
        return expiresMs <= book.engineTimeMs();
    }

    private static String until(final long expiresMs)
    {
        return Lists.NEVER_MS == expiresMs ? "for ever" : time(expiresMs);
    }

    private static String time(final long ms)
    {
        return Instant.ofEpochMilli(ms).toString();
    }
}
