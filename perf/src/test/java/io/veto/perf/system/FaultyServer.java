package io.veto.perf.system;

import io.veto.engine.fault.FaultAgent;
import io.veto.engine.fault.FaultPoints;
import io.veto.ingest.ServeTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** {@code veto serve} in which a method throws once it is told to. */
final class FaultyServer
{
    /** Property: the method, as {@link FaultPoints} names it. */
    static final String METHOD = "veto.fault.method";
    /** Property: simple name of the error. */
    static final String ERROR = "veto.fault.error";

    /** Property: the file that arms it once it is there. */
    static final String TRIGGER = "veto.fault.trigger";

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private FaultyServer()
    {
    }

    /**
     * Serves.
     *
     * @param args of {@code veto serve}.
     */
    public static void main(final String[] args)
    {
        final String method = System.getProperty(METHOD);
        final String type = method.substring(0, method.lastIndexOf('.', method.indexOf('(')));
        new FaultAgent(Pattern.compile(Pattern.quote(type)));
        final Thread arming = new Thread(() ->
        {
            final Path trigger = Path.of(System.getProperty(TRIGGER));
            while (!Files.exists(trigger))
            {
                LockSupport.parkNanos(LOOK_NS);
            }
            FaultPoints.arm(method, error(System.getProperty(ERROR)));
        }, "arming");
        arming.setDaemon(true);
        arming.start();
        ServeTool.main(args);
    }

    private static Throwable error(final String name)
    {
        return switch (name)
        {
            case "StackOverflowError" -> new StackOverflowError();
            case "OutOfMemoryError" -> new OutOfMemoryError("planted");
            case "InternalError" -> new InternalError("planted");
            default -> new IllegalStateException("planted");
        };
    }
}
