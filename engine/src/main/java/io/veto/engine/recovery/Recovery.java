package io.veto.engine.recovery;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.engine.report.ErrorText;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Carries a recovery plan out: {@link #replay} brings the state back, {@link #begin} writes what a process writes before it takes anything
 * in.
 * <p>
 * <b>Note:</b> one thread, which holds the lock of the folder.
 */
public final class Recovery
{
    private final RecoveryPlan plan;
    private final DataFolder folder;
    private byte[] key;
    private long lastSequence = RecordDescriptor.NULL_SEQUENCE;
    private int epoch = 0;
    private boolean hasRules = false;

    /**
     * Takes a plan to carry out.
     *
     * @param plan   of the folder as it is now.
     * @param folder locked.
     * @throws IOException if a person must decide first, or the key cannot be read; the message names what mends it.
     */
    public Recovery(final RecoveryPlan plan, final DataFolder folder) throws IOException
    {
        if (Start.REFUSE == plan.start())
        {
            throw new IOException(plan.refusal());
        }
        this.plan = plan;
        this.folder = folder;
        key = plan.key().isThere() ? TokenKey.load(folder.tokenKey()) : TokenKey.random();
    }

    /**
     * Scores what the plan says again.
     *
     * @param rooms           for the scorers.
     * @param labelMaturityMs of the statistics, in milliseconds of engine time.
     * @return what it ends with; null where a new journal begins.
     * @throws IOException         if a folder cannot be moved, or the rules of the journal do not compile.
     * @throws DivergenceException if an answer differs from the one that was given.
     */
    public JournalReplay replay(final WindowRooms rooms, final long labelMaturityMs) throws IOException
    {
        if (Start.BEGIN_AGAIN == plan.start())
        {
            Files.move(folder.journal(), folder.aside().resolve(folder.journal().getFileName()));
        }
        if (Start.GO_ON != plan.start())
        {
            return null;
        }
        try (JournalReader reader = new JournalReader(folder.journal()))
        {
            final JournalReplay replay = new JournalReplay(reader, rooms, labelMaturityMs);
            replay.toEnd();
            lastSequence = replay.lastSequence();
            epoch = replay.epoch();
            hasRules = true;
            return replay;
        }
        catch (final RuleSetException e)
        {
            throw new IOException("rules of the journal do not compile: cause=" + ErrorText.of(e) +
                ": read it with the version of Veto that wrote it", e);
        }
    }

    /**
     * The key of the account tokens, drawn where there was none.
     *
     * @return its bytes, to be wiped after {@link #begin}.
     */
    public byte[] key()
    {
        return key;
    }

    /**
     * Epoch of this process.
     *
     * @return number of process starts with this one, modulo 65,536.
     */
    public int epoch()
    {
        return (epoch + 1) & 0xFFFF;
    }

    /**
     * Last record that was there.
     *
     * @return its sequence.
     */
    public long lastSequence()
    {
        return lastSequence;
    }

    /**
     * Journals this process start and, in a new folder, writes the key behind it.
     *
     * @param journal  behind the last good record.
     * @param settings of this process.
     * @param ruleSet  that will answer.
     * @param nowNs    epoch nanoseconds.
     * @return the journal's last sequence after it.
     * @throws IOException if the key cannot be written.
     */
    public long begin(final JournalWriter journal, final ProcessSettings settings, final RuleSet ruleSet, final long nowNs)
        throws IOException
    {
        final long sequence = StartRecords.append(journal, settings, ruleSet, epoch(), lastSequence, !hasRules, nowNs);
        if (!plan.key().isThere())
        {
            TokenKey.create(folder.tokenKey(), key);
        }
        return sequence;
    }
}
