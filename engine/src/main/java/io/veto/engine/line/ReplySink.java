package io.veto.engine.line;

/**
 * Takes what may be answered: the last stage of the line.
 */
@FunctionalInterface
public interface ReplySink
{
    /**
     * A record is in the journal.
     *
     * @param slot that holds it, good until the call returns.
     */
    void onJournalled(Slot slot);
}
