package io.veto.engine.reservoir;

import io.veto.rules.language.RuleSet;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import io.veto.rules.window.WindowMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.IoUtil;

/**
 * Makes scorers, each with room of its own for the state behind its rules, so that a new rule set can be warmed while another answers; and
 * takes them back with their room.
 * <p>
 * <b>Note:</b> any thread may call; a scorer belongs to one thread at a time.
 */
public final class WindowRooms implements AutoCloseable
{
    /** A scorer's room: the folder is deleted with it. */
    private record Room(WindowRoom room, Path folder)
    {
        static final Room NONE = new Room(null, null);

        void stop()
        {
            if (null != room)
            {
                room.close();
            }
        }

        void delete()
        {
            if (null != folder)
            {
                IoUtil.delete(folder.toFile(), true);
            }
        }
    }

    private final IntFunction<Path> folders;
    private final ErrorHandler errorHandler;
    private final Supplier<WindowMemory> memory;
    private final AtomicInteger made = new AtomicInteger();
    private final Map<Scorer, Room> rooms = new ConcurrentHashMap<>();

    /**
     * Makes rooms in folders.
     *
     * @param folders      by number of the room, from 0; each is made, and deleted with its scorer.
     * @param errorHandler told of the first failure of a room's side thread.
     */
    public WindowRooms(final IntFunction<Path> folders, final ErrorHandler errorHandler)
    {
        this(folders, errorHandler, null);
    }

    private WindowRooms(final IntFunction<Path> folders, final ErrorHandler errorHandler, final Supplier<WindowMemory> memory)
    {
        this.folders = folders;
        this.errorHandler = errorHandler;
        this.memory = memory;
    }

    /**
     * Makes rooms in main memory.
     *
     * @return the rooms.
     */
    public static WindowRooms main()
    {
        return in(WindowMemory::main);
    }

    /**
     * Makes rooms without folders or side threads.
     *
     * @param memory made for each scorer.
     * @return the rooms.
     */
    public static WindowRooms in(final Supplier<WindowMemory> memory)
    {
        return new WindowRooms(null, null, memory);
    }

    /**
     * Makes a scorer that has seen nothing.
     *
     * @param ruleSet to answer under.
     * @param config  everything else that an answer depends on.
     * @return the scorer; give it back with {@link #close(Scorer)}.
     * @throws UncheckedIOException if its folder cannot be used; the message names it.
     */
    public Scorer scorer(final RuleSet ruleSet, final ScorerConfig config)
    {
        if (null == folders)
        {
            final Scorer scorer = new Scorer(ruleSet, config, memory.get());
            rooms.put(scorer, Room.NONE);
            return scorer;
        }
        final Path folder = folders.apply(made.getAndIncrement());
        try
        {
            final WindowRoom room = new WindowRoom(folder, errorHandler);
            try
            {
                final Scorer scorer = new Scorer(ruleSet, config, room.memory());
                rooms.put(scorer, new Room(room, folder));
                return scorer;
            }
            catch (final RuntimeException | OutOfMemoryError e)
            {
                room.closeAndDelete(folder);
                throw e;
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Saves a scorer's state. Full segments of the reservoir never change, so they are linked into a folder; where links are not possible
     * they are copied. All are forced to the disk; the folder itself is not.
     *
     * @param scorer   that {@link #scorer} made.
     * @param segments folder that exists and is empty; stays empty where the room is in main memory.
     * @param writer   for the rest.
     * @throws UncheckedIOException if a segment can be neither linked nor copied; the message names it.
     */
    public void save(final Scorer scorer, final Path segments, final StateWriter writer)
    {
        within(scorer, segments, () -> scorer.save(writer));
    }

    /**
     * Loads a scorer's state. The segments are linked back into the folder of the scorer's room, or copied.
     *
     * @param scorer   that {@link #scorer} made and that has seen nothing; it is of no use after an exception.
     * @param segments folder that {@link #save} was given.
     * @param reader   of the rest.
     * @throws io.veto.rules.state.StateDamagedException      if the state is another one's, or anything of it is damaged or missing.
     * @throws io.veto.rules.window.StateLimitException if there is no room for it.
     */
    public void load(final Scorer scorer, final Path segments, final StateReader reader)
    {
        within(scorer, segments, () -> scorer.load(reader));
    }

    private void within(final Scorer scorer, final Path segments, final Runnable action)
    {
        final WindowRoom room = rooms.get(scorer).room;
        if (null == room)
        {
            action.run();
            return;
        }
        room.keepIn(segments);
        try
        {
            action.run();
        }
        finally
        {
            room.keepIn(null);
        }
    }

    /**
     * Closes a scorer and gives up its room. Closing it again does nothing.
     *
     * @param scorer that {@link #scorer} made and nobody asks any more.
     */
    public void close(final Scorer scorer)
    {
        final Room room = rooms.remove(scorer);
        if (null != room)
        {
            try
            {
                room.stop();
                scorer.close();
            }
            finally
            {
                room.delete();
            }
        }
    }

    /**
     * Number of scorers that are open.
     *
     * @return those made and not closed.
     */
    public int open()
    {
        return rooms.size();
    }

    /**
     * Closes all scorers that are open.
     */
    @Override
    public void close()
    {
        rooms.keySet().forEach(this::close);
    }
}
