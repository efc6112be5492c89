package io.veto.engine.fault;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.veto.rules.layout.TransactionDecoder;
import java.lang.instrument.Instrumentation;
import java.util.regex.Pattern;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Puts calls of {@link FaultPoints} into the methods of running classes, and takes them out again when it is closed.
 */
public final class FaultAgent implements AutoCloseable
{
    private static final String SCORER = "io.veto.rules.score.Scorer";
    private static final String EVALUATION = "io.veto.rules.score.Evaluation";
    private static final ElementMatcher<MethodDescription> RULE =
        ElementMatchers.<MethodDescription>named("holds").and(isDeclaredBy(named(EVALUATION)));
    private static final String FILTERS = "io.veto.rules.score.EventFilters";
    private static final ElementMatcher<MethodDescription> FILTER =
        ElementMatchers.<MethodDescription>named("passes").and(isDeclaredBy(named(FILTERS)));

    private final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final ResettableClassFileTransformer transformer;

    /**
     * Puts them in.
     *
     * @param classes whose methods are points, by their names.
     */
    public FaultAgent(final Pattern classes)
    {
        transformer = new AgentBuilder.Default()
            .disableClassFormatChanges()
            .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
            .with(AgentBuilder.RedefinitionStrategy.Listener.ErrorEscalating.FAIL_FAST)
            .type(type -> !type.isInterface() && (classes.matcher(type.getName()).matches() ||
                SCORER.equals(type.getName()) || EVALUATION.equals(type.getName()) || FILTERS.equals(type.getName())))
            .transform((builder, type, loader, module, domain) -> transform(builder, type, classes))
            .installOn(instrumentation);
    }

    @Override
    public void close()
    {
        FaultPoints.disarm();
        transformer.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
    }

    private static DynamicType.Builder<?> transform(
        final DynamicType.Builder<?> builder, final TypeDescription type, final Pattern classes)
    {
        DynamicType.Builder<?> made = builder;
        if (classes.matcher(type.getName()).matches())
        {
            made = made.visit(Advice.to(Point.class)
                .on(isMethod().and(not(isAbstract())).and(not(isNative())).and(not(RULE)).and(not(FILTER))));
        }
        if (SCORER.equals(type.getName()))
        {
            made = made.visit(Advice.to(Advancing.class).on(named("advance")))
                .visit(Advice.to(Evaluating.class).on(named("evaluate")))
                .visit(Advice.to(Applying.class).on(named("apply")))
                .visit(Advice.to(Correcting.class).on(named("onLabel").or(named("onReversal"))));
        }
        if (FILTERS.equals(type.getName()))
        {
            made = made.visit(Advice.to(Filtering.class).on(FILTER));
        }
        return EVALUATION.equals(type.getName()) ? made.visit(Advice.to(Ruling.class).on(RULE)) : made;
    }

    /** Every method. */
    public static final class Point
    {
        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#t.#m#s") final String method)
        {
            FaultPoints.reach(method);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Origin("#t.#m#s") final String method)
        {
            FaultPoints.leave(method);
        }
    }

    /** First step of scoring. */
    public static final class Advancing
    {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) final TransactionDecoder transaction)
        {
            FaultPoints.begin(FaultPoints.Stage.ADVANCE, FaultPoints.TARGET_AMOUNT_MINOR == transaction.amountMinor());
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit()
        {
            FaultPoints.end();
        }
    }

    /** Second step of scoring. */
    public static final class Evaluating
    {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) final TransactionDecoder transaction)
        {
            FaultPoints.begin(FaultPoints.Stage.EVALUATE, FaultPoints.TARGET_AMOUNT_MINOR == transaction.amountMinor());
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit()
        {
            FaultPoints.end();
        }
    }

    /** Third step of scoring. */
    public static final class Applying
    {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(1) final TransactionDecoder transaction)
        {
            FaultPoints.begin(FaultPoints.Stage.APPLY, FaultPoints.TARGET_AMOUNT_MINOR == transaction.amountMinor());
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit()
        {
            FaultPoints.end();
        }
    }

    /** A label or a reversal. */
    public static final class Correcting
    {
        @Advice.OnMethodEnter
        static void enter()
        {
            FaultPoints.begin(FaultPoints.Stage.CORRECTION, true);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit()
        {
            FaultPoints.end();
        }
    }

    /** A rule. */
    public static final class Ruling
    {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) final int rule)
        {
            FaultPoints.beginRule(rule);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit()
        {
            FaultPoints.endRule();
        }
    }

    /** A filter. */
    public static final class Filtering
    {
        @Advice.OnMethodEnter
        static void enter()
        {
            FaultPoints.beginFilter();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit()
        {
            FaultPoints.endFilter();
        }
    }
}
