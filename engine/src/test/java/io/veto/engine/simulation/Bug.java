package io.veto.engine.simulation;

/**
 * A bug that is planted into the simulated process, to see that the simulator finds it.
 */
enum Bug
{
    NONE,
    REPLY_BEFORE_JOURNAL,
    MESSAGE_NUMBERS_FORGOTTEN,
    LAST_RECORD_DROPPED
}
