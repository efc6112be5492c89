package io.veto.engine.activation;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.line.Handover;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.recovery.JvmZones;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.RuleSetException;
import io.veto.rules.language.Zones;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.StateLimitException;
import io.veto.rules.window.ZoneTransitions;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Activates rule sets on a running line, one at a time, each on the thread of whoever asks: compiles the text, warms a scorer from the
 * journal, and has the line take it over between two transactions. Where anything fails the rule set in force goes on answering.
 * <p>
 * <b>Note:</b> any thread may ask.
 */
public final class Activations implements AutoCloseable
{
    /** Most time zones of a journal. */
    public static final int ZONES_MAX = 64;

    private static final long CLOSE_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path journal;
    private final WindowRooms rooms;
    private final ScorerConfig config;
    private final Handover handover;
    private final OperatorQueue queue;
    private final Map<String, ZoneTransitions> zones = new ConcurrentHashMap<>();
    private final Zones runtimeZones = new JvmZones();
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private volatile RuleSet inForce;
    private volatile boolean isClosed = false;

    /**
     * Makes activations possible.
     *
     * @param journal  that the line writes.
     * @param rooms    for scorers.
     * @param config   that the line's scorer has.
     * @param handover of the line.
     * @param queue    of operators' records.
     * @param inForce  rule set that answers now.
     * @param zones    that the journal carries.
     */
    public Activations(
        final Path journal,
        final WindowRooms rooms,
        final ScorerConfig config,
        final Handover handover,
        final OperatorQueue queue,
        final RuleSet inForce,
        final ZoneTransitions[] zones)
    {
        this.journal = journal;
        this.rooms = rooms;
        this.config = config;
        this.handover = handover;
        this.queue = queue;
        this.inForce = inForce;
        for (final ZoneTransitions zone : zones)
        {
            this.zones.put(zone.name(), zone);
        }
    }

    /**
     * The rule set that answers now.
     *
     * @return it; only what never changes may be asked.
     */
    public RuleSet inForce()
    {
        return inForce;
    }

    /**
     * The time zones that the journal carries by now.
     *
     * @return each name once.
     */
    public ZoneTransitions[] zones()
    {
        return zones.values().toArray(new ZoneTransitions[0]);
    }

    /**
     * Activates a rule set, and waits until it answers.
     *
     * @param name     that errors name the text by.
     * @param text     of the rules, whole.
     * @param progress told how far it has come, in lines.
     * @return what became of it.
     * @throws RuleSetException    if anything is wrong with the text.
     * @throws ActivationException if it does not come to answer.
     */
    public Activated activate(final String name, final String text, final Consumer<String> progress) throws ActivationException
    {
        if (!isUnderWay.compareAndSet(false, true))
        {
            throw new ActivationException("another activation is under way: wait until it has ended");
        }
        try
        {
            if (isClosed)
            {
                throw new ActivationException(OperatorQueue.STOPPING);
            }
            return activateAlone(name, text, progress);
        }
        finally
        {
            isUnderWay.set(false);
        }
    }

    /**
     * Ends what is under way, and waits for that. Closing again does nothing.
     */
    @Override
    public void close()
    {
        isClosed = true;
        while (isUnderWay.get())
        {
            LockSupport.parkNanos(CLOSE_PAUSE_NS);
        }
    }

    private Activated activateAlone(final String name, final String text, final Consumer<String> progress) throws ActivationException
    {
        final RuleSet ruleSet = RuleSetCompiler.compile(name, text, this::zone);
        if (ruleSet.hash() == inForce.hash())
        {
            throw new ActivationException("these rules answer already: ruleSetHash=" + Long.toHexString(ruleSet.hash()));
        }
        if (newZones(ruleSet) + zones.size() > ZONES_MAX)
        {
            throw new ActivationException("too many time zones: maximumZones=" + ZONES_MAX + " zones=" +
                (newZones(ruleSet) + zones.size()) + ": use those that the journal has");
        }
        progress.accept("checked: rules=" + ruleSet.ruleCount() + " windows=" + ruleSet.windows().length);
        final Scorer scorer = scorer(ruleSet);
        Scorer unused = scorer;
        try (JournalReader reader = new JournalReader(journal))
        {
            final Activation activation = new Activation(reader, scorer, handover, queue, zones, () -> isClosed);
            try
            {
                final Activated activated = activation.run(progress);
                inForce = ruleSet;
                return activated;
            }
            finally
            {
                unused = null == activation.retired() ? scorer : activation.retired();
            }
        }
        catch (final StateLimitException | JournalDamagedException | UncheckedIOException | OutOfMemoryError e)
        {
            throw notWarmed(e);
        }
        finally
        {
            rooms.close(unused);
        }
    }

    private static ActivationException notWarmed(final Throwable e)
    {
        return new ActivationException("the rules could not be warmed, nothing has changed: " + e.getMessage(), e);
    }

    private Scorer scorer(final RuleSet ruleSet) throws ActivationException
    {
        try
        {
            return rooms.scorer(ruleSet, config);
        }
        catch (final UncheckedIOException | StateLimitException | OutOfMemoryError e)
        {
            throw notWarmed(e);
        }
    }

    private ZoneTransitions zone(final String zoneName)
    {
        final ZoneTransitions known = zones.get(zoneName);
        return null == known ? runtimeZones.find(zoneName) : known;
    }

    private int newZones(final RuleSet ruleSet)
    {
        int count = 0;
        for (final ZoneTransitions zone : ruleSet.zones())
        {
            count += zones.containsKey(zone.name()) ? 0 : 1;
        }
        return count;
    }
}
