package io.veto.engine.recovery;

import io.veto.engine.journal.HighWaterMark;
import io.veto.engine.journal.JournalBase;
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
    private final boolean isLoadedNext;
    private final SnapshotStore store;
    private final List<Snapshot> skipped = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private JournalLook look = new JournalLook();
    private TokenKeyState key;
    private boolean hasJournal = false;
    private HighWaterMark mark;
    private String markFault;
    private Snapshot chosen;
    private JournalEnd end;
    private JournalBase base;
    private String frontDamage;
    private long snapshotAhead = RecordDescriptor.NULL_SEQUENCE;

    /**
     * Makes a planner.
     *
     * @param data         the data folder.
     * @param bad          sequences of snapshots that are known to be bad, each with the reason.
     * @param isLoadedNext whether the snapshot is loaded next, which checks every byte of it, so that it is not read to its end before.
     */
    RecoveryPlanner(final Path data, final Map<Long, String> bad, final boolean isLoadedNext)
    {
        this.data = data;
        this.bad = bad;
        this.isLoadedNext = isLoadedNext;
        store = new SnapshotStore(data);
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
        key = TokenKeyState.of(keyFile);
        try
        {
            mark = HighWaterMark.read(journal);
        }
        catch (final JournalDamagedException e)
        {
            markFault = e.getMessage();
        }
        try
        {
            hasJournal = JournalReader.exists(journal);
            if (readBase())
            {
                readSnapshots();
                if (hasJournal && null == end)
                {
                    readAll();
                }
                readFront();
            }
        }
        catch (final JournalDamagedException e)
        {
            decide(Kind.FORMAT, e.getMessage());
        }
        catch (final IOException e)
        {
            decide(Kind.FOLDER, "data folder cannot be read: folder=" + data + " cause=" + ErrorText.cause(e) +
                ": make it a folder that this user may read");
        }
        final Start start = start(null != owner);
        return new RecoveryPlan(data, owner, start, key, end, look.formatVersion(), mark, chosen, List.copyOf(skipped), frontDamage,
            List.copyOf(notes), List.copyOf(decisions));
    }

    private boolean readBase()
    {
        try
        {
            base = hasJournal ? JournalBase.of(journal) : null;
            return true;
        }
        catch (final JournalDamagedException e)
        {
            if (!Files.exists(JournalBase.file(journal)))
            {
                throw e;
            }
            decide(Kind.ARCHIVED, e.getMessage());
            return false;
        }
    }

    /**
     * Takes the newest snapshot that is good and of this journal.
     */
    private void readSnapshots() throws IOException
    {
        notes.addAll(store.problems());
        for (final Snapshot listed : store.list())
        {
            final String fault = bad.get(listed.sequence());
            final Snapshot unread = null == fault ? listed : listed.notUsable(fault);
            final Snapshot snapshot = isLoadedNext ? unread : store.check(unread);
            final String whyNot = snapshot.isGood() ? tryRead(snapshot) : snapshot.whyNot();
            if (null == whyNot)
            {
                return;
            }
            skipped.add(snapshot.notUsable(whyNot));
        }
    }

    /**
     * Null where the snapshot is chosen, else why not.
     */
    private String tryRead(final Snapshot snapshot)
    {
        try
        {
            final LineState.Head head = LineState.head(snapshot);
            final long lastSequence = hasJournal ? readBehind(snapshot, head) : RecordDescriptor.NULL_SEQUENCE;
            if (lastSequence >= snapshot.sequence())
            {
                chosen = snapshot;
                return null;
            }
            forget();
            final Snapshot checked = store.check(snapshot);
            if (!checked.isGood())
            {
                return checked.whyNot();
            }
            snapshotAhead = Math.max(snapshotAhead, snapshot.sequence());
            return "snapshot is ahead of the journal: sequence=" + snapshot.sequence() + " lastSequence=" + lastSequence + " file=" +
                snapshot.file().getFileName();
        }
        catch (final StateDamagedException | UncheckedIOException e)
        {
            forget();
            return ErrorText.of(e);
        }
        catch (final JournalDamagedException e)
        {
            forget();
            return "snapshot cannot be used, for its place in the journal is damaged: sequence=" + snapshot.sequence() + " file=" +
                snapshot.file().getFileName() + ": " + withoutAdvice(e.getMessage());
        }
    }

    /**
     * Reads what is behind a snapshot, and gives the last sequence of the journal. Throws where the snapshot is of another journal.
     */
    private long readBehind(final Snapshot snapshot, final LineState.Head head)
    {
        look.begin(head);
        try (JournalReader reader = new JournalReader(journal))
        {
            SnapshotSeek.behind(reader, snapshot);
            read(reader, snapshot.sequence());
            return end.sequence();
        }
        catch (final StateDamagedException e)
        {
            final long lastSequence = JournalScan.of(journal, snapshot.sequence()).sequence();
            if (lastSequence < snapshot.sequence())
            {
                return lastSequence;
            }
            throw e;
        }
    }

    private void forget()
    {
        look = new JournalLook();
        end = null;
    }

    private void readAll()
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            read(reader, RecordDescriptor.NULL_SEQUENCE);
        }
        catch (final JournalDamagedException e)
        {
            end = JournalScan.of(journal);
        }
    }

    /**
     * Reads what is to be replayed, and finds the end of the journal.
     */
    private void read(final JournalReader reader, final long fromSequence)
    {
        try
        {
            look.read(reader);
            end = reader.end();
        }
        catch (final JournalDamagedException e)
        {
            end = JournalScan.of(journal, fromSequence);
        }
    }

    /**
     * Reads what no start reads: the journal in front of the snapshot.
     */
    private void readFront()
    {
        final String damage = null == chosen || isLoadedNext ? null : JournalScan.damageBefore(journal, chosen.sequence());
        if (null != damage)
        {
            frontDamage = "in front of the snapshot of sequence " + chosen.sequence() + ": " + withoutAdvice(damage) +
                ": stop the server and put the file back from the backup; until then no answer can be fetched from there, no rules can " +
                "be warmed through it, and veto replay verify exits 1";
        }
    }

    private Start start(final boolean isInUse)
    {
        final boolean wasServed = null != chosen || null != base || look.messages() > 0 || known() > (null == end ? 0 : end.sequence());
        if (!key.isThere() && !wasServed && decisions.isEmpty())
        {
            return Files.exists(journal) ? Start.BEGIN_AGAIN : Start.BEGIN;
        }
        checkKey();
        if (null != end)
        {
            checkEnd(isInUse);
            checkRules();
            checkBeginning();
        }
        else if (decisions.stream().allMatch(decision -> Kind.KEY == decision.kind()))
        {
            decide(Kind.JOURNAL_MISSING, "journal is missing: folder=" + journal + ": put its files back, or move " +
                (key.isThere() ? keyFile : HighWaterMark.file(journal)) + " away to begin anew");
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
     * Beside a running server the end is not judged: what is half written there is being written.
     */
    private void checkEnd(final boolean isInUse)
    {
        if (isInUse)
        {
            return;
        }
        if (null != markFault)
        {
            decide(Kind.MARK_DAMAGED, mended(markFault), loss(0));
        }
        else if (null == mark)
        {
            notes.add("high-water mark is missing, so that nobody would notice if the last files of the journal were missing too: file=" +
                HighWaterMark.file(journal).getFileName() + ": this start writes it anew");
        }
        if (JournalEnd.State.DAMAGED == end.state() && !end.problem().equals(markFault))
        {
            final long bytes = JournalRepair.bytesBehind(journal, end);
            decide(0 == bytes ? Kind.TAIL_MISSING : Kind.JOURNAL_DAMAGED, mended(end.problem()), loss(bytes));
        }
        else if (snapshotAhead > end.sequence())
        {
            decide(Kind.TAIL_MISSING, mended("journal ends before a snapshot: expectedSequence=" + snapshotAhead + " sequence=" +
                end.sequence() + " lastFile=" + end.file().getFileName() + ": put the missing files back"), loss(0));
        }
    }

    private String mended(final String problem)
    {
        return problem.replaceAll("[:,]? ?(see )?veto recover .*", "") + (look.hasRules() ?
            ", or give up what is lost: veto recover repair " + data :
            ", or move the journal and the token key away to begin anew: no rules stand in front of it");
    }

    private static String withoutAdvice(final String problem)
    {
        return problem.replaceAll(": (put |(see )?veto recover ).*", "");
    }

    /**
     * Last record that is known to have been in the journal by what lies outside of it.
     */
    private long known()
    {
        return Math.max(null == mark ? RecordDescriptor.NULL_SEQUENCE : mark.sequence(), snapshotAhead);
    }

    /**
     * What a repair gives up; null where it leads nowhere, for no start goes on without rules.
     */
    private Loss loss(final long bytes)
    {
        return !look.hasRules() ? null : new Loss(end.sequence() + 1, known() > end.sequence() ? known() : Loss.UNKNOWN, bytes,
            String.valueOf(end.file().getFileName()));
    }

    private void checkBeginning()
    {
        if (null != base && null == chosen && decisions.isEmpty())
        {
            decide(Kind.ARCHIVED, base.needed());
        }
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
