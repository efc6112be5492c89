package io.veto.engine.fault;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Where a call may throw because a test wants it to. {@link FaultAgent} puts a call of {@link #reach} at the beginning of every method of
 * the classes that a test names, and of {@link #leave} at its end; the classes themselves know nothing of it.
 * <p>
 * In scoring, points are counted from the beginning of a stage of the transaction whose amount is {@link #TARGET_AMOUNT_MINOR}, on the
 * thread that scores it, so a point depends on what is scored alone, and scoring the journal again meets it again. Elsewhere
 * a point is the first call of a named method after it was armed.
 */
public final class FaultPoints
{
    /** Marks the transaction in whose stages points are counted. */
    public static final long TARGET_AMOUNT_MINOR = 66_613;

    /** What a transaction passes through in scoring. */
    public enum Stage
    {
        /** {@code Scorer.advance}. */
        ADVANCE,
        /** {@code Scorer.evaluate} outside of every condition. */
        EVALUATE,
        /** A rule in {@code Scorer.evaluate}. */
        RULE,
        /** A filter of a window in {@code Scorer.evaluate} and {@code Scorer.apply}. */
        FILTER,
        /** {@code Scorer.apply} outside of every filter. */
        APPLY,
        /** {@code Scorer.onLabel} and {@code Scorer.onReversal}. */
        CORRECTION
    }

    private static final int NULL_POINT = -1;

    private static final int[] COUNTS = new int[Stage.values().length];
    private static final Set<String> METHODS = new ConcurrentSkipListSet<>();
    private static volatile Thread scoring;
    private static volatile Stage now;
    private static volatile Stage around;
    private static volatile Stage armedStage;
    private static volatile int armedPoint = NULL_POINT;
    private static volatile String armedMethod;
    private static volatile Throwable armed;
    private static volatile String thrownAt;
    private static volatile int rule = NULL_POINT;
    private static volatile int thrownInRule = NULL_POINT;
    private static volatile Stage thrownIn;
    private static volatile boolean isRecording;

    private FaultPoints()
    {
    }

    /**
     * Arms a point of scoring; it stays armed.
     *
     * @param stage of the target.
     * @param point so many calls from the beginning of the stage.
     * @param error to throw.
     */
    public static void arm(final Stage stage, final int point, final Throwable error)
    {
        disarm();
        armedPoint = point;
        armedStage = stage;
        armed = error;
    }

    /**
     * Arms the next call of a method; it is thrown once.
     *
     * @param method as {@link #methods} names it.
     * @param error  to throw.
     */
    public static void arm(final String method, final Throwable error)
    {
        disarm();
        armed = error;
        armedMethod = method;
    }

    /** Throws nothing any more. */
    public static void disarm()
    {
        armedMethod = null;
        armed = null;
        armedStage = null;
        armedPoint = NULL_POINT;
        thrownAt = null;
        thrownInRule = NULL_POINT;
        thrownIn = null;
    }

    /** Where it was thrown; null if it was not. */
    public static String thrownAt()
    {
        return thrownAt;
    }

    /** The rule in which it was thrown; -1 if in none. */
    public static int thrownInRule()
    {
        return thrownInRule;
    }

    /** The step, evaluate or apply, in whose filter it was thrown. */
    public static Stage thrownIn()
    {
        return thrownIn;
    }

    /**
     * Points of a stage of the target that was scored last.
     *
     * @param stage of it.
     * @return their number.
     */
    public static int points(final Stage stage)
    {
        return COUNTS[stage.ordinal()];
    }

    /** Begins to note the methods that are called. */
    public static void record()
    {
        METHODS.clear();
        isRecording = true;
    }

    /** The beginnings and ends of methods that were reached since {@link #record}. */
    public static Set<String> methods()
    {
        isRecording = false;
        return Set.copyOf(METHODS);
    }

    /** A stage of a transaction begins. */
    public static void begin(final Stage stage, final boolean isTarget)
    {
        scoring = Thread.currentThread();
        now = isTarget ? stage : null;
        if (isTarget)
        {
            COUNTS[stage.ordinal()] = 0;
            COUNTS[Stage.FILTER.ordinal()] = Stage.APPLY == stage ? COUNTS[Stage.FILTER.ordinal()] : 0;
        }
    }

    /** A stage ends, in whatever way. */
    public static void end()
    {
        now = null;
    }

    /** A rule begins. */
    public static void beginRule(final int index)
    {
        if (Stage.EVALUATE == now)
        {
            if (0 == index)
            {
                COUNTS[Stage.RULE.ordinal()] = 0;
            }
            rule = index;
            now = Stage.RULE;
        }
    }

    /** A rule ends, in whatever way. */
    public static void endRule()
    {
        if (Stage.RULE == now)
        {
            rule = NULL_POINT;
            now = Stage.EVALUATE;
        }
    }

    /** A filter begins. */
    public static void beginFilter()
    {
        if (Stage.EVALUATE == now || Stage.APPLY == now)
        {
            around = now;
            now = Stage.FILTER;
        }
    }

    /** A filter ends, in whatever way. */
    public static void endFilter()
    {
        if (Stage.FILTER == now)
        {
            now = around;
        }
    }

    /** A method begins. */
    public static void reach(final String method)
    {
        final Stage stage = Thread.currentThread() == scoring ? now : null;
        if (null != stage && COUNTS[stage.ordinal()]++ == armedPoint && stage == armedStage)
        {
            thrownInRule = rule;
            thrownIn = around;
            raise(method);
        }
        meet(method);
    }

    /** A method ends in order. */
    public static void leave(final String method)
    {
        meet(method + " end");
    }

    private static void meet(final String point)
    {
        if (isRecording)
        {
            METHODS.add(point);
        }
        if (point.equals(armedMethod))
        {
            armedMethod = null;
            raise(point);
        }
    }

    private static void raise(final String at)
    {
        thrownAt = at;
        if (armed instanceof Error error)
        {
            throw error;
        }
        throw (RuntimeException)armed;
    }
}
