package io.veto.ingest.list;

/**
 * A change of a list is not made; the message says why in one line.
 */
final class ListRefusedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    ListRefusedException(final int exitCode, final String message)
    {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * Exit code of the command.
     *
     * @return as {@link io.veto.ingest.operator.OperatorAnswer} lists them.
     */
    int exitCode()
    {
        return exitCode;
    }
}
