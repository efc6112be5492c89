package io.veto.engine.source;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The senders that the journal knows, by name and by id. Ids are given in journal order from 1.
 * <p>
 * <b>Note:</b> one thread, recovery's and then the gateway's.
 */
public final class SourceTable
{
    /** Most senders that a journal can have. */
    public static final int SOURCES_MAX = 4096;

    private static final int NAME_LENGTH_MAX = 256;

    private final List<Source> byId = new ArrayList<>();
    private final Map<String, Source> byName = new HashMap<>();

    /**
     * Finds a sender.
     *
     * @param name of the sender.
     * @return the sender, or null if it is new.
     */
    public Source find(final String name)
    {
        return byName.get(name);
    }

    /**
     * Finds a sender.
     *
     * @param id of the sender.
     * @return the sender, or null if there is none.
     */
    public Source find(final int id)
    {
        return id > 0 && id <= byId.size() ? byId.get(id - 1) : null;
    }

    /**
     * Whether another sender can be taken in.
     *
     * @return true if there are {@link #SOURCES_MAX} already.
     */
    public boolean isFull()
    {
        return byId.size() >= SOURCES_MAX;
    }

    /**
     * Takes a new sender in.
     *
     * @param name that is not in the table.
     * @return the sender with the next id.
     */
    public Source add(final String name)
    {
        final Source source = new Source(byId.size() + 1, name);
        byId.add(source);
        byName.put(name, source);
        return source;
    }

    /**
     * Writes the senders down, with what is known of their messages.
     *
     * @param writer to write to.
     */
    public void save(final StateWriter writer)
    {
        writer.section("sources");
        writer.putLong(byId.size());
        for (final Source source : byId)
        {
            final UnsafeBuffer name = new UnsafeBuffer(source.name().getBytes(StandardCharsets.UTF_8));
            writer.putLong(name.capacity());
            writer.putBytes(name, 0, name.capacity());
            source.save(writer);
        }
    }

    /**
     * Takes over what {@link #save} wrote down. All of it is in the journal.
     * <p>
     * <b>Note:</b> of a table without senders; after an exception it is of no use.
     *
     * @param reader to read from.
     * @throws StateDamagedException if what is read is no such table.
     */
    public void load(final StateReader reader)
    {
        reader.section("sources");
        final long count = reader.getLong("number of sources", 0, SOURCES_MAX);
        for (long i = 0; i < count; i++)
        {
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[(int)reader.getLong("length of a source's name", 1, NAME_LENGTH_MAX)]);
            reader.getBytes(bytes, 0, bytes.capacity());
            final String name = new String(bytes.byteArray(), StandardCharsets.UTF_8);
            if (null != find(name))
            {
                throw new StateDamagedException("source is there twice: name=" + name);
            }
            add(name).load(reader);
        }
    }
}
