package io.veto.ingest.gateway;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/**
 * Ends an agent at its first failure, whatever it is, and closes it: a gateway that went on might hand out an answer behind one that it
 * has lost. A runner alone goes on after an exception, and lets an Error end its thread with the agent still open.
 * <p>
 * <b>Note:</b> as the agent that it wraps.
 */
final class EndingAgent implements Agent
{
    private final Agent agent;
    private final ErrorHandler errorHandler;

    EndingAgent(final Agent agent, final ErrorHandler errorHandler)
    {
        this.agent = agent;
        this.errorHandler = errorHandler;
    }

    @Override
    public int doWork()
    {
        try
        {
            return agent.doWork();
        }
        catch (final Throwable e)
        {
            errorHandler.onError(e);
            throw new AgentTerminationException();
        }
    }

    @Override
    public void onClose()
    {
        agent.onClose();
    }

    @Override
    public String roleName()
    {
        return agent.roleName();
    }
}
