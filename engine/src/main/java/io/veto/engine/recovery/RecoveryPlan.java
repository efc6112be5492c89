package io.veto.engine.recovery;

import io.veto.engine.report.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a start does with a data folder, made by looking only: nothing is written, also beside a running server. A start makes it, logs it
 * and carries it out; {@code veto recover plan} prints it.
 *
 * @param data          the data folder.
 * @param owner         process id that has it locked; null if nobody has.
 * @param start         what a start does.
 * @param key           the token key.
 * @param journal       what the journal holds.
 * @param firstSequence of the records to replay; 0 where there are none.
 * @param decisions     what a person must decide or put right first; a start is refused while there is any.
 */
public record RecoveryPlan(
    Path data, String owner, Start start, KeyState key, JournalState journal, long firstSequence, List<Decision> decisions)
{
    /** What a start does. */
    public enum Start
    {
        /** Begins a new journal under a new key. */
        BEGIN("begins a new journal"),
        /** The same, and moves what a first start left that was cut off before anybody was served aside. */
        BEGIN_AGAIN("moves the journal of a first start aside that was cut off before anybody was served, and begins a new one"),
        /** Goes on behind the last record. */
        GO_ON("goes on"),
        /** Refuses, until a person has decided. */
        REFUSE("is refused");

        private final String text;

        Start(final String text)
        {
            this.text = text;
        }
    }

    /**
     * What the journal holds, as far as it has to be read.
     *
     * @param isThere      whether there is any file of records.
     * @param lastSequence of its last good record.
     * @param epoch        of that record.
     * @param damage       the first thing that is not what was written, in one line; null if there is none.
     */
    public record JournalState(boolean isThere, long lastSequence, int epoch, String damage)
    {
        String json()
        {
            final Map<String, String> members = new LinkedHashMap<>();
            members.put("isThere", Boolean.toString(isThere));
            members.put("lastSequence", Long.toString(lastSequence));
            members.put("epoch", Integer.toString(epoch));
            members.put("damage", RecoveryPlan.json(damage));
            return Json.object(members);
        }

        @Override
        public String toString()
        {
            return !isThere ? "none" : "sequence 1 to " + lastSequence + ", epoch " + epoch + (null == damage ? "" : ", then damaged");
        }
    }

    /**
     * Looks at a folder that may be in use.
     *
     * @param data the data folder; it need not be there.
     * @return the plan.
     */
    public static RecoveryPlan of(final Path data)
    {
        return new RecoveryPlanner(data).plan(RecoveryPlanner.owner(data));
    }

    /**
     * Looks at a folder that this process has locked.
     *
     * @param folder the data folder.
     * @return the plan.
     */
    public static RecoveryPlan of(final DataFolder folder)
    {
        return new RecoveryPlanner(folder.path()).plan(null);
    }

    /**
     * The plan for a log.
     *
     * @return one to three lines.
     */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        lines.add("recovery " + start.text + (Start.GO_ON == start ? ": " + work() : ""));
        return lines;
    }

    /**
     * Why a start is refused.
     *
     * @return one line with what mends it.
     */
    public String refusal()
    {
        final int more = decisions.size() - 1;
        return decisions.get(0).message() + (0 == more ? "" : " (and " + more + " more: veto recover plan " + data + ")");
    }

    /**
     * The plan for a person.
     *
     * @return lines.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        line(text, "folder", data.toString());
        line(text, "lock", null == owner ? "free" : "held by pid " + owner);
        line(text, "key", key.toString());
        line(text, "journal", journal.toString());
        line(text, "start", start.text + (Start.GO_ON == start ? ": " + work() : ""));
        for (final Decision decision : decisions)
        {
            line(text, "decide", decision.message());
            if (decision.isRepairable())
            {
                line(text, "", "repair takes out of use " + decision.loss());
            }
        }
        return text.toString().stripTrailing();
    }

    /**
     * The plan for a program.
     *
     * @return one JSON object.
     */
    public String json()
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("folder", Json.string(data.toString()));
        members.put("ownerPid", json(owner));
        members.put("start", Json.string(start.name()));
        members.put("key", Json.string(null != key.fault() ? "FAULTY" : key.isThere() ? "THERE" : "MISSING"));
        members.put("journal", journal.json());
        members.put("firstSequence", Long.toString(firstSequence));
        members.put("decisions", Json.array(decisions.stream().map(Decision::json).toList()));
        return Json.object(members);
    }

    private String work()
    {
        return "replays from sequence " + firstSequence + " to " + journal.lastSequence;
    }

    private static void line(final StringBuilder text, final String name, final String value)
    {
        text.append(String.format("%-10s%s%n", name, value));
    }

    private static String json(final String value)
    {
        return null == value ? "null" : Json.string(value);
    }
}
