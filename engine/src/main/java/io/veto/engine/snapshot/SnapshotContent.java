package io.veto.engine.snapshot;

import io.veto.rules.state.StateWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What goes into a snapshot.
 */
@FunctionalInterface
public interface SnapshotContent
{
    /**
     * Writes the state down.
     *
     * @param writer   of the state file.
     * @param segments a new folder, for links to files that never change.
     * @throws IOException if a file cannot be put there.
     */
    void save(StateWriter writer, Path segments) throws IOException;
}
