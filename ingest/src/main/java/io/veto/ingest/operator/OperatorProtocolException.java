package io.veto.ingest.operator;

import java.io.IOException;

/**
 * What came over the operator socket is nothing that this version understands; the message says why in one line.
 */
final class OperatorProtocolException extends IOException
{
    private static final long serialVersionUID = 1L;

    OperatorProtocolException(final String message)
    {
        super(message);
    }
}
