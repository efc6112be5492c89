package io.veto.ingest.operator;

import java.util.List;

/**
 * What an operator asks.
 *
 * @param arguments of the command, in order.
 * @param payload   bytes of any meaning, zeroed once the command has ended.
 */
public record OperatorRequest(List<String> arguments, byte[] payload)
{
}
