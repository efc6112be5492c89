package io.veto.engine.journal;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;

/**
 * Has the readers of journals take every record, whatever its checksum says, until it is closed: a planted bug.
 */
public final class CrcSkipped implements AutoCloseable
{
    private final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final ResettableClassFileTransformer transformer = new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .with(AgentBuilder.RedefinitionStrategy.Listener.ErrorEscalating.FAIL_FAST)
        .type(named("io.veto.engine.journal.JournalFileReader"))
        .transform((builder, type, loader, module, domain) ->
            builder.visit(Advice.to(AnyRecord.class).on(named("wholeRecordLength"))))
        .installOn(instrumentation);

    @Override
    public void close()
    {
        transformer.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
    }

    /** A record is whole that has a length. */
    static final class AnyRecord
    {
        @Advice.OnMethodExit
        static void exit(
            @Advice.This final JournalFileReader reader,
            @Advice.Argument(0) final long position,
            @Advice.Argument(1) final long limit,
            @Advice.Return(readOnly = false) int length)
        {
            length = reader.recordLength(position, limit);
        }
    }
}
