package io.veto.rules.language;

import io.veto.rules.window.ZoneTransitions;

/**
 * Knows time zones by their names. The language has no table of its own: what a machine knows changes with its updates, and an
 * answer must not.
 */
@FunctionalInterface
public interface Zones
{
    /** No zone is known; windows follow UTC. */
    Zones NONE = name -> null;

    /**
     * Finds a zone.
     *
     * @param name such as {@code Europe/Paris}.
     * @return the zone; null where it is unknown.
     */
    ZoneTransitions find(String name);
}
