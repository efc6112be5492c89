package io.veto.ingest.operator;

/**
 * How a command ended.
 *
 * @param exitCode of the program that asked: 0 done, 1 the check failed, 2 wrong usage, 3 environment.
 * @param text     for its standard output where it is done, and else one line for its standard error.
 */
public record OperatorAnswer(int exitCode, String text)
{
    /** The command is done. */
    public static final int DONE = 0;
    /** What was asked for was checked and does not hold. */
    public static final int FAILED = 1;
    /** What was asked for cannot be understood or is not allowed. */
    public static final int USAGE = 2;
    /** The machine, or the state of the server, is in the way. */
    public static final int ENVIRONMENT = 3;
}
