package io.veto.engine.recovery;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.Decision.Kind;
import io.veto.engine.recovery.RecoveryPlan.JournalState;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.engine.report.ErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    private final List<Decision> decisions = new ArrayList<>();
    private final JournalLook look = new JournalLook();
    private boolean hasJournal = false;

    RecoveryPlanner(final Path data)
    {
        this.data = data;
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
        final KeyState key = KeyState.of(keyFile);
        readJournal();
        final Start start = start(key);
        final JournalState state = new JournalState(hasJournal, look.lastSequence(), look.epoch(), look.damage());
        return new RecoveryPlan(data, owner, start, key, state, Start.GO_ON == start ? 1 : 0, List.copyOf(decisions));
    }

    private void readJournal()
    {
        try
        {
            hasJournal = JournalReader.exists(journal);
            if (hasJournal)
            {
                try (JournalReader reader = new JournalReader(journal))
                {
                    look.read(reader);
                }
            }
        }
        catch (final JournalDamagedException e)
        {
            look.onDamage(e.getMessage());
        }
        catch (final IOException e)
        {
            decide(Kind.FOLDER, "journal cannot be read: folder=" + journal + " cause=" + ErrorText.cause(e) +
                ": make it a folder that this user may read");
        }
    }

    private Start start(final KeyState key)
    {
        if (!key.isThere() && 0 == look.messages() && decisions.isEmpty())
        {
            return Files.exists(journal) ? Start.BEGIN_AGAIN : Start.BEGIN;
        }
        checkKey(key);
        checkJournal(key);
        return decisions.isEmpty() ? Start.GO_ON : Start.REFUSE;
    }

    private void checkKey(final KeyState key)
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
        else if (null != look.settings() && look.settings().tokenKeyId() != key.id())
        {
            decide(Kind.KEY, "token key is not this journal's: expectedKeyId=" + Long.toHexString(look.settings().tokenKeyId()) +
                " keyId=" + Long.toHexString(key.id()) + " file=" + keyFile + ": put the key of this journal back");
        }
    }

    private void checkJournal(final KeyState key)
    {
        if (!hasJournal)
        {
            if (key.isThere())
            {
                decide(Kind.JOURNAL_MISSING, "journal is missing: folder=" + journal + ": put its files back, or move " + keyFile +
                    " away to begin anew");
            }
        }
        else if (null != look.damage())
        {
            decide(Kind.JOURNAL_DAMAGED, look.damage() + ": veto recover repair " + data);
        }
        else if (!look.hasRules())
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
        decisions.add(new Decision(kind, message, null));
    }
}
