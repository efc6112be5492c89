package io.veto.engine.reservoir;

import io.veto.rules.language.RuleSet;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
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
        this.folders = folders;
        this.errorHandler = errorHandler;
    }

    /**
     * Makes rooms in main memory.
     *
     * @return the rooms.
     */
    public static WindowRooms main()
    {
        return new WindowRooms(null, null);
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
            final Scorer scorer = new Scorer(ruleSet, config, WindowMemory.main());
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
