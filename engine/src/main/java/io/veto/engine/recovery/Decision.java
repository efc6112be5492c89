package io.veto.engine.recovery;

import io.veto.engine.report.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a person must decide, or put right, before a start goes on.
 *
 * @param kind    of the thing.
 * @param message what is wrong and what mends it, in one line.
 * @param loss    what is lost where {@code veto recover repair} mends it; null where it cannot.
 */
public record Decision(Kind kind, String message, Loss loss)
{
    /** What there is to decide. */
    public enum Kind
    {
        /** The folder cannot be read. */
        FOLDER,
        /** The token key is missing, open to others, or not the journal's. */
        KEY,
        /** The journal's first files were archived, and are needed. */
        ARCHIVED,
        /** There is a key, but no journal. */
        JOURNAL_MISSING,
        /** The journal, or a snapshot, is of a version that this one does not read. */
        FORMAT,
        /** The rules in the journal are missing or do not compile. */
        RULES,
        /** Something in the middle of the journal is not what was written. */
        JOURNAL_DAMAGED,
        /** The journal ends before what is known to have been in it. */
        TAIL_MISSING,
        /** The high-water mark is missing or cannot be read. */
        MARK_DAMAGED,
    }

    /**
     * What a repair takes out of use; it is moved aside, never deleted.
     *
     * @param fromSequence first record that is lost.
     * @param toSequence   a record that is known to be lost, the last one of which that is known; {@link #UNKNOWN} where nobody knows.
     * @param bytes        behind the last good record that are taken out of use, files of zeros not counted.
     * @param file         they begin in.
     */
    public record Loss(long fromSequence, long toSequence, long bytes, String file)
    {
        /** Nobody knows. */
        public static final long UNKNOWN = -1;

        @Override
        public String toString()
        {
            if (0 == bytes && UNKNOWN == toSequence)
            {
                return "nothing that stands in the journal; whether records from sequence " + fromSequence + " on are missing nobody knows";
            }
            return "records from sequence " + fromSequence + " to " + (UNKNOWN == toSequence ? "unknown" : "at least " + toSequence) +
                ", " + bytes + " bytes, file=" + file;
        }

        String json()
        {
            final Map<String, String> members = new LinkedHashMap<>();
            members.put("fromSequence", Long.toString(fromSequence));
            members.put("toSequenceAtLeast", UNKNOWN == toSequence ? "null" : Long.toString(toSequence));
            members.put("bytes", Long.toString(bytes));
            members.put("file", Json.string(file));
            return Json.object(members);
        }
    }

    /**
     * Whether {@code veto recover repair} mends it.
     *
     * @return false where a person must put something back or change it.
     */
    public boolean isRepairable()
    {
        return null != loss;
    }

    String json()
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("kind", Json.string(kind.name()));
        members.put("message", Json.string(message));
        members.put("loss", null == loss ? "null" : loss.json());
        return Json.object(members);
    }
}
