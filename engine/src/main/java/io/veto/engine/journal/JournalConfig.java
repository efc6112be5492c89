package io.veto.engine.journal;

import io.veto.rules.layout.Durability;

/**
 * How the journal is written. None of it changes an answer.
 *
 * @param durability       what an answer survives: the end of the process, or the loss of power as well.
 * @param warnUsableLength space on the disk, in bytes, under which it warns; at {@link DiskGuard#USABLE_LENGTH_MIN} it stops.
 */
public record JournalConfig(Durability durability, long warnUsableLength)
{
    /** Space on the disk under which it warns unless told otherwise, in bytes. */
    public static final long WARN_USABLE_LENGTH_DEFAULT = 1L << 30;
    /** An answer survives the end of the process. */
    public static final JournalConfig DEFAULT = new JournalConfig(Durability.PROCESS, WARN_USABLE_LENGTH_DEFAULT);
}
