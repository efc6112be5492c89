package io.veto.engine.recovery;

import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.HighWaterMark;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.engine.report.ErrorText;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetException;
import io.veto.rules.layout.Durability;
import io.veto.rules.state.StateDamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Carries a recovery plan out: {@link #replay} brings the state back, {@link #begin} writes what a process writes before it takes anything
 * in.
 * <p>
 * <b>Note:</b> one thread, which holds the lock of the folder.
 */
public final class Recovery
{
    private final DataFolder folder;
    private final Consumer<RecoveryPlan> onPlan;
    private final Map<Long, String> bad = new HashMap<>();
    private final byte[] key;
    private RecoveryPlan plan;
    private RecoveryTimes times = RecoveryTimes.NONE;
    private int epoch = 0;
    private boolean hasRules = false;

    /**
     * Makes the plan of a folder.
     *
     * @param folder locked.
     * @param onPlan told the plan, and once more whenever a snapshot turns out to be bad only when it is loaded.
     * @throws IOException if a person must decide first, or the key cannot be read; the message names what mends it.
     */
    public Recovery(final DataFolder folder, final Consumer<RecoveryPlan> onPlan) throws IOException
    {
        this.folder = folder;
        this.onPlan = onPlan;
        plan();
        key = plan.key().isThere() ? TokenKey.load(folder.tokenKey()) : TokenKey.random();
    }

    /**
     * Brings the state back: loads the snapshot, and scores what the journal holds behind it again.
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
            final Path aside = folder.aside();
            final Path mark = HighWaterMark.file(folder.journal());
            if (Files.exists(mark))
            {
                Files.move(mark, aside.resolve(mark.getFileName()));
            }
            Files.move(folder.journal(), aside.resolve(folder.journal().getFileName()));
        }
        JournalReplay replay = null;
        while (null == replay && Start.GO_ON == plan.start())
        {
            replay = tryReplay(rooms, labelMaturityMs);
        }
        return replay;
    }

    /**
     * Null where the snapshot of the plan is bad after all, and the plan is another one now.
     */
    private JournalReplay tryReplay(final WindowRooms rooms, final long labelMaturityMs) throws IOException
    {
        try (JournalReader reader = new JournalReader(folder.journal()))
        {
            final JournalReplay replay = begin(reader, rooms, labelMaturityMs);
            final long replayNanoTime = System.nanoTime();
            replay.toEnd();
            times = times.plusReplay(System.nanoTime() - replayNanoTime);
            epoch = replay.epoch();
            hasRules = true;
            return replay;
        }
        catch (final StateDamagedException e)
        {
            if (null == plan.snapshot())
            {
                throw e;
            }
            bad.put(plan.snapshotSequence(), e.getMessage());
            plan();
            return null;
        }
        catch (final RuleSetException e)
        {
            throw new IOException("rules of the journal do not compile: cause=" + ErrorText.of(e) +
                ": read it with the version of Veto that wrote it", e);
        }
    }

    private JournalReplay begin(final JournalReader reader, final WindowRooms rooms, final long labelMaturityMs)
    {
        if (null == plan.snapshot())
        {
            return new JournalReplay(reader, rooms, labelMaturityMs);
        }
        final long loadNanoTime = System.nanoTime();
        try
        {
            return JournalReplay.from(plan.snapshot(), reader, rooms, labelMaturityMs);
        }
        finally
        {
            times = times.plusLoad(System.nanoTime() - loadNanoTime);
        }
    }

    private void plan() throws IOException
    {
        final long planNanoTime = System.nanoTime();
        plan = RecoveryPlan.toCarryOut(folder, bad);
        times = times.plusPlan(System.nanoTime() - planNanoTime);
        if (Start.REFUSE == plan.start())
        {
            throw new IOException(plan.refusal());
        }
        onPlan.accept(plan);
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
     * How long it took.
     *
     * @return the times so far.
     */
    public RecoveryTimes times()
    {
        return times;
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
     * Opens the journal behind its last record, and cuts what is torn there.
     *
     * @param durability what its records survive.
     * @param guard      of its disk.
     * @param nowNs      epoch nanoseconds.
     * @return the open journal.
     */
    public JournalWriter journal(final Durability durability, final DiskGuard guard, final long nowNs)
    {
        return Start.GO_ON == plan.start() ? JournalWriter.behind(folder.journal(), plan.end(), nowNs, durability, guard) :
            new JournalWriter(folder.journal(), RecordDescriptor.NULL_SEQUENCE, durability, guard);
    }

    private long lastSequence()
    {
        return Start.GO_ON == plan.start() ? plan.end().sequence() : RecordDescriptor.NULL_SEQUENCE;
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
        final long sequence = StartRecords.append(journal, settings, ruleSet, epoch(), lastSequence(), !hasRules, nowNs);
        if (!plan.key().isThere())
        {
            TokenKey.create(folder.tokenKey(), key);
        }
        return sequence;
    }
}
