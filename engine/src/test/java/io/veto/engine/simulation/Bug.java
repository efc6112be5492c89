package io.veto.engine.simulation;

/**
 * A bug that is planted into the simulated process, to see that the simulator finds it.
 */
enum Bug
{
    /** As it is. */
    NONE,
    /** Answers leave when they are scored. */
    REPLY_BEFORE_JOURNAL,
    /** A reader takes a record whose checksum is wrong. */
    CRC_CHECK_SKIPPED,
    /** A start does not know what senders have sent. */
    MESSAGE_NUMBERS_FORGOTTEN,
    /** A start goes on behind the record before the last. */
    LAST_RECORD_DROPPED,
    /** A start does not say that a torn tail is void. */
    CUT_NOT_WRITTEN,
    /** A snapshot is listed though the journal up to it is not on the disk. */
    SNAPSHOT_AHEAD_OF_JOURNAL,
    /** A snapshot is listed though its state file is not on the disk. */
    LISTED_BEFORE_WHOLE,
    /** A snapshot does not hold what recognises business repeats. */
    REPEATS_FORGOTTEN
}
