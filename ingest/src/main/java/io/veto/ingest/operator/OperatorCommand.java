package io.veto.ingest.operator;

import java.util.function.Consumer;

/**
 * Something that a running server does when it is asked.
 * <p>
 * <b>Note:</b> called on threads of the {@link OperatorServer}, of several clients at once: what must not run twice at a time sees to
 * that itself.
 */
@FunctionalInterface
public interface OperatorCommand
{
    /**
     * Does it.
     *
     * @param request  of the client.
     * @param progress shows the client a line at once; does nothing where the client has gone.
     * @return how it ended; what it throws is told as an error of the environment.
     */
    OperatorAnswer run(OperatorRequest request, Consumer<String> progress);
}
