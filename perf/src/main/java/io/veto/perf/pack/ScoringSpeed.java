package io.veto.perf.pack;

/**
 * How fast transactions were answered on one thread, making them not included.
 *
 * @param transactions that were answered.
 * @param perSecond    by the clock.
 * @param perCpuSecond for each second of the thread's processor: leaves out the time that other work on the machine took.
 */
public record ScoringSpeed(long transactions, double perSecond, double perCpuSecond)
{
}
