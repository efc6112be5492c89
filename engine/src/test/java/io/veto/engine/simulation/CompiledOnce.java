package io.veto.engine.simulation;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;

/**
 * Has each source of a program compiled to a class file once, until it is closed: the same few rule sets are recovered again and again.
 */
public final class CompiledOnce implements AutoCloseable
{
    /** Class files by their sources. */
    public static final Map<String, byte[]> CLASS_FILES = new ConcurrentHashMap<>();

    private final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final ResettableClassFileTransformer transformer = new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .with(AgentBuilder.RedefinitionStrategy.Listener.ErrorEscalating.FAIL_FAST)
        .type(named("io.veto.rules.language.ProgramCompiler"))
        .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(Kept.class).on(named("bytes"))))
        .installOn(instrumentation);

    @Override
    public void close()
    {
        transformer.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
    }

    /** What was compiled is given again. */
    static final class Kept
    {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static byte[] enter(@Advice.Argument(0) final String source)
        {
            return CLASS_FILES.get(source);
        }

        @Advice.OnMethodExit
        static void exit(
            @Advice.Argument(0) final String source,
            @Advice.Enter final byte[] kept,
            @Advice.Return(readOnly = false) byte[] bytes)
        {
            if (null == kept)
            {
                CLASS_FILES.put(source, bytes);
            }
            else
            {
                bytes = kept;
            }
        }
    }
}
