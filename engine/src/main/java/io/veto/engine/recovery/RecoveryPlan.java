package io.veto.engine.recovery;

import io.veto.engine.journal.HighWaterMark;
import io.veto.engine.journal.JournalEnd;
import io.veto.engine.report.Json;
import io.veto.engine.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a start does with a data folder, made by looking only: nothing is written, also beside a running server. A start makes it, logs it
 * and carries it out; {@code veto recover plan} prints it.
 *
 * @param data          the data folder.
 * @param owner         process id that has it locked; null if nobody has.
 * @param start         what a start does.
 * @param key           the token key.
 * @param end           where the journal ends, and how; null where there is none, or it cannot be read.
 * @param formatVersion of the journal's last process start; 0 where there is none.
 * @param mark          how far the journal is known to have been forced; null where nothing says so.
 * @param snapshot      to begin with; null to replay the whole journal.
 * @param skipped       newer snapshots, or all where none is good, each with the reason.
 * @param frontDamage   what is damaged in front of the snapshot, with what mends it, in one line: a start goes on all the same, and does
 *                      not look there; null where nothing is, or nobody looked.
 * @param notes         what a person should know and a start mends by itself, one line each.
 * @param decisions     what a person must decide or put right first; a start is refused while there is any.
 */
public record RecoveryPlan(
    Path data, String owner, Start start, TokenKeyState key, JournalEnd end, int formatVersion, HighWaterMark mark, Snapshot snapshot,
    List<Snapshot> skipped, String frontDamage, List<String> notes, List<Decision> decisions)
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
     * Looks at a folder that may be in use. The whole journal is read, also in front of the snapshot.
     *
     * @param data the data folder; it need not be there.
     * @return the plan.
     */
    public static RecoveryPlan of(final Path data)
    {
        return new RecoveryPlanner(data, Map.of(), false).plan(RecoveryPlanner.owner(data));
    }

    /**
     * Looks at a folder that this process has locked. The whole journal is read, also in front of the snapshot.
     *
     * @param folder the data folder.
     * @return the plan.
     */
    public static RecoveryPlan of(final DataFolder folder)
    {
        return new RecoveryPlanner(folder.path(), Map.of(), false).plan(null);
    }

    /**
     * Looks at a folder that this process has locked, to carry the plan out at once. What loading the snapshot will check is not read
     * before: where it turns out to be bad then, this is called again. Nothing is read in front of the snapshot.
     *
     * @param folder the data folder.
     * @param bad    sequences of the snapshots that were found bad while they were loaded, each with the reason in one line.
     * @return the plan without them.
     */
    static RecoveryPlan toCarryOut(final DataFolder folder, final Map<Long, String> bad)
    {
        return new RecoveryPlanner(folder.path(), bad, true).plan(null);
    }

    /**
     * Whether somebody has the folder, so that what the journal ends with may be half written.
     *
     * @return true if it is locked.
     */
    public boolean isInUse()
    {
        return null != owner;
    }

    /**
     * Last record whose effect is in the state that the replay begins with.
     *
     * @return its sequence; 0 where the whole journal is replayed.
     */
    public long snapshotSequence()
    {
        return null == snapshot ? 0 : snapshot.sequence();
    }

    /**
     * The plan for a log.
     *
     * @return one to three lines.
     */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        lines.add("recovery " + work());
        if (!skipped.isEmpty())
        {
            lines.add("recovery skips " + skipped.get(0).whyNot() + more(skipped.size()));
        }
        if (!notes.isEmpty())
        {
            lines.add("recovery notes " + notes.get(0) + more(notes.size()));
        }
        return lines;
    }

    /**
     * Why a start is refused.
     *
     * @return one line with what mends it.
     */
    public String refusal()
    {
        return decisions.get(0).message() + more(decisions.size());
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
        line(text, "journal", journal());
        line(text, "mark", null == mark ? "none" : "sequence " + mark.sequence() + ", epoch " + mark.epoch());
        line(text, "snapshot", null == snapshot ? "none" : "sequence " + snapshot.sequence() + ", " + snapshot.length() + " bytes");
        skipped.forEach(skip -> line(text, "skipped", skip.whyNot()));
        if (null != frontDamage)
        {
            line(text, "note", frontDamage);
        }
        notes.forEach(note -> line(text, "note", note));
        line(text, "start", work());
        for (final Decision decision : decisions)
        {
            line(text, "decide", decision.message());
            if (decision.isRepairable())
            {
                line(text, "", "a repair gives up " + decision.loss());
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
        members.put("journal", null == end ? "null" : endJson());
        members.put("formatVersion", Integer.toString(formatVersion));
        members.put("markSequence", null == mark ? "null" : Long.toString(mark.sequence()));
        members.put("snapshotSequence", null == snapshot ? "null" : Long.toString(snapshot.sequence()));
        members.put("skipped", Json.array(skipped.stream().map(skip -> Json.string(skip.whyNot())).toList()));
        members.put("frontDamage", json(frontDamage));
        members.put("notes", Json.array(notes.stream().map(Json::string).toList()));
        members.put("firstSequence", Start.GO_ON == start ? Long.toString(snapshotSequence() + 1) : "null");
        members.put("decisions", Json.array(decisions.stream().map(Decision::json).toList()));
        return Json.object(members);
    }

    private String endJson()
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("state", Json.string(end.state().name()));
        members.put("lastSequence", Long.toString(end.sequence()));
        members.put("epoch", Integer.toString(end.epoch()));
        members.put("file", Json.string(String.valueOf(end.file().getFileName())));
        members.put("goodLength", Long.toString(end.goodLength()));
        members.put("voidLength", Long.toString(end.voidLength()));
        return Json.object(members);
    }

    private String work()
    {
        if (Start.GO_ON != start)
        {
            return start.text;
        }
        final String replay = end.sequence() == snapshotSequence() ? "replays nothing" :
            "replays from sequence " + (snapshotSequence() + 1) + " to " + end.sequence();
        return "goes on" + (null == snapshot ? ": " : " from the snapshot of sequence " + snapshot.sequence() + ": ") + replay +
            (end.isTorn() && !isInUse() ? ", cuts " + end.voidLength() + " torn bytes off " + end.file().getFileName() : "");
    }

    private String journal()
    {
        if (null == end)
        {
            return "none";
        }
        final String state = isInUse() ? "in use" : end.state().name().toLowerCase(Locale.ROOT);
        return state + (null == frontDamage ? "" : " behind the snapshot, damaged in front of it") +
            ", ends at sequence " + end.sequence() + ", epoch " + end.epoch() + ", format " + formatVersion +
            ", file " + end.file().getFileName() + " good up to byte " + end.goodLength() +
            (0 == end.voidLength() ? "" : ", then " + end.voidLength() + " bytes that are no record");
    }

    private String more(final int count)
    {
        return count < 2 ? "" : " (and " + (count - 1) + " more: veto recover plan " + data + ")";
    }

    private static void line(final StringBuilder text, final String name, final String value)
    {
        text.append(String.format(Locale.ROOT, "%-10s%s%n", name, value));
    }

    private static String json(final String value)
    {
        return null == value ? "null" : Json.string(value);
    }
}
