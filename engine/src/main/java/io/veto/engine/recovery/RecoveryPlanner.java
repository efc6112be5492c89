package io.veto.engine.recovery;

import io.veto.engine.journal.HighWaterMark;
import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalEnd;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalScan;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.Decision.Kind;
import io.veto.engine.recovery.Decision.Loss;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.engine.report.ErrorText;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.rules.state.StateDamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes one recovery plan.
 * <p>
 * <b>Note:</b> one thread. Reads only.
 */
final class RecoveryPlanner
{
    private final Path data;
    private final Path journal;
    private final Path keyFile;
    private final Map<Long, String> bad;
    private final List<Snapshot> skipped = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final JournalLook look = new JournalLook();
    private KeyState key;
    private boolean hasJournal = false;
    private HighWaterMark mark;
    private String markFault;
    private Snapshot chosen;
    private JournalEnd end;
    private long snapshotAhead = RecordDescriptor.NULL_SEQUENCE;

    RecoveryPlanner(final Path data, final Map<Long, String> bad)
    {
        this.data = data;
        this.bad = bad;
        journal = DataFolder.journal(data);
        keyFile = DataFolder.tokenKey(data);
    }

    static String owner(final Path data)
    {
        try
        {
            return DataFolder.owner(data).orElse(null);
        }
        catch (final IOException e)
        {
            return null;
        }
    }

    RecoveryPlan plan(final String owner)
    {
        key = KeyState.of(keyFile);
        readMark();
        readSnapshots();
        readJournal();
        final Start start = start(null != owner);
        return new RecoveryPlan(data, owner, start, key, end, look.formatVersion(), mark, chosen, List.copyOf(skipped),
            List.copyOf(notes), List.copyOf(decisions));
    }

    private void readMark()
    {
        try
        {
            mark = HighWaterMark.read(journal);
        }
        catch (final JournalDamagedException e)
        {
            markFault = e.getMessage();
        }
    }

    /**
     * Takes the newest snapshot that is good and not ahead of the journal.
     */
    private void readSnapshots()
    {
        final SnapshotStore store = new SnapshotStore(data);
        try
        {
            hasJournal = JournalReader.exists(journal);
            notes.addAll(store.problems());
            for (final Snapshot snapshot : store.list())
            {
                readSnapshot(store, bad.containsKey(snapshot.sequence()) ? snapshot.notUsable(bad.get(snapshot.sequence())) : snapshot);
            }
        }
        catch (final IOException e)
        {
            decide(Kind.FOLDER, "data folder cannot be read: folder=" + data + " cause=" + ErrorText.cause(e) +
                ": make it a folder that this user may read");
        }
    }

    private void readSnapshot(final SnapshotStore store, final Snapshot listed)
    {
        if (null != chosen)
        {
            return;
        }
        final Snapshot snapshot = store.check(listed);
        if (!snapshot.isGood())
        {
            skipped.add(snapshot);
            return;
        }
        final JournalEnd found = hasJournal ? JournalScan.of(journal, snapshot.sequence()) : null;
        if (null == found || found.sequence() < snapshot.sequence())
        {
            snapshotAhead = Math.max(snapshotAhead, snapshot.sequence());
            skipped.add(snapshot.notUsable("snapshot is ahead of the journal: sequence=" + snapshot.sequence() + " lastSequence=" +
                (null == found ? RecordDescriptor.NULL_SEQUENCE : found.sequence()) + " file=" + snapshot.file().getFileName()));
            return;
        }
        try
        {
            look.begin(LineState.head(snapshot));
            chosen = snapshot;
            end = found;
        }
        catch (final StateDamagedException | UncheckedIOException e)
        {
            skipped.add(snapshot.notUsable(ErrorText.of(e)));
        }
    }

    private void readJournal()
    {
        if (!hasJournal)
        {
            return;
        }
        if (null == end)
        {
            end = JournalScan.of(journal);
        }
        try (JournalReader reader = new JournalReader(journal))
        {
            if (null != chosen)
            {
                JournalSeek.behind(reader, chosen);
            }
            look.read(reader, end.sequence());
        }
        catch (final JournalDamagedException e)
        {
            look.onDamage(e.getMessage());
        }
        catch (final StateDamagedException e)
        {
            notOfThisJournal(e.getMessage());
        }
    }

    /**
     * The snapshot was taken of another journal: this one is replayed from its beginning.
     */
    private void notOfThisJournal(final String why)
    {
        skipped.add(chosen.notUsable(why));
        chosen = null;
        end = null;
        look.forget();
        readJournal();
    }

    private Start start(final boolean isInUse)
    {
        final boolean wasServed = null != chosen || look.messages() > 0 || known() > (null == end ? 0 : end.sequence());
        if (!key.isThere() && !wasServed && decisions.isEmpty())
        {
            return Files.exists(journal) ? Start.BEGIN_AGAIN : Start.BEGIN;
        }
        checkKey();
        if (!hasJournal)
        {
            decide(Kind.JOURNAL_MISSING, "journal is missing: folder=" + journal + ": put its files back, or move " +
                (key.isThere() ? keyFile : HighWaterMark.file(journal)) + " away to begin anew");
        }
        else
        {
            checkEnd(isInUse);
            checkRules();
        }
        return decisions.isEmpty() ? Start.GO_ON : Start.REFUSE;
    }

    private void checkKey()
    {
        if (!key.isThere())
        {
            decide(Kind.KEY, "token key is missing: file=" + keyFile +
                ": put the key of this journal back, its card tokens cannot be made without it");
        }
        else if (null != key.fault())
        {
            decide(Kind.KEY, key.fault());
        }
        else if (0 != look.tokenKeyId() && look.tokenKeyId() != key.id())
        {
            decide(Kind.KEY, wrongKey(look.tokenKeyId(), key.id(), keyFile));
        }
    }

    static String wrongKey(final long expectedKeyId, final long keyId, final Path keyFile)
    {
        return "token key is not this journal's: expectedKeyId=" + Long.toHexString(expectedKeyId) + " keyId=" +
            Long.toHexString(keyId) + " file=" + keyFile + ": put the key of this journal back";
    }

    /**
     * Beside a running server the end is not looked at: what is half written there is being written.
     */
    private void checkEnd(final boolean isInUse)
    {
        if (isInUse)
        {
            return;
        }
        if (null != markFault)
        {
            decide(Kind.MARK_DAMAGED, markFault, loss(Loss.UNKNOWN, 0));
        }
        else if (null == mark)
        {
            notes.add("high-water mark is missing, so nobody would notice if the last files of the journal were: file=" +
                HighWaterMark.file(journal).getFileName() + ": this start writes it anew");
        }
        if (known() > end.sequence())
        {
            decide(Kind.TAIL_MISSING, "journal ends early: expectedSequence=" + known() + " sequence=" + end.sequence() + " file=" +
                end.file().getFileName() + ": put its last files back, or give them up with veto recover repair " + data,
                loss(known(), 0));
        }
        else if (JournalEnd.State.DAMAGED == end.state())
        {
            decide(Kind.JOURNAL_DAMAGED, end.problem(), loss(Loss.UNKNOWN, end.voidLength()));
        }
        else if (null != look.damage())
        {
            decide(Kind.JOURNAL_DAMAGED, look.damage(), null);
        }
    }

    /**
     * Last record that is known to have been in the journal by what lies outside of it.
     */
    private long known()
    {
        return Math.max(null == mark ? RecordDescriptor.NULL_SEQUENCE : mark.sequence(), snapshotAhead);
    }

    private Loss loss(final long toSequence, final long bytes)
    {
        return new Loss(end.sequence() + 1, toSequence, bytes, String.valueOf(end.file().getFileName()));
    }

    private void checkRules()
    {
        if (null != look.formatFault())
        {
            decide(Kind.FORMAT, look.formatFault());
        }
        else if (!look.hasRules() && decisions.isEmpty())
        {
            decide(Kind.RULES, "journal holds no rule set: folder=" + journal + ": move it and the token key away to begin anew");
        }
        else if (null != look.ruleFault())
        {
            decide(Kind.RULES, look.ruleFault());
        }
    }

    private void decide(final Kind kind, final String message)
    {
        decide(kind, message, null);
    }

    private void decide(final Kind kind, final String message, final Loss loss)
    {
        decisions.add(new Decision(kind, message, loss));
    }
}
