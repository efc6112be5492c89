package io.veto.engine.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The senders that the journal knows, by name and by id. Ids are given in journal order from 1.
 * <p>
 * <b>Note:</b> one thread, recovery's and then the gateway's.
 */
public final class SourceTable
{
    /** Most senders that a journal can have. */
    public static final int SOURCES_MAX = 4096;

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
}
