package io.veto.engine.report;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/**
 * What an error says, in one line and never with a stack trace.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class ErrorText
{
    private ErrorText()
    {
    }

    /**
     * Tells an error. A file system's own exceptions say no more than the name of the file: here they say what happened to it.
     *
     * @param error any.
     * @return one line.
     */
    public static String of(final Throwable error)
    {
        final Throwable told = error instanceof UncheckedIOException ? error.getCause() : error;
        if (told instanceof FileSystemException)
        {
            final FileSystemException fault = (FileSystemException)told;
            return "file cannot be used: file=" + fault.getFile() + " cause=" + cause(fault) + ": look at the file and start again";
        }
        final String message = told.getMessage();
        return null == message || message.isBlank() ? told.toString() : message.lines().findFirst().orElse(told.toString());
    }

    /**
     * Tells what happened to a file, without its name.
     *
     * @param error any.
     * @return a few words.
     */
    public static String cause(final Throwable error)
    {
        if (!(error instanceof FileSystemException))
        {
            return of(error);
        }
        final String reason = ((FileSystemException)error).getReason();
        return null == reason ?
            error.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])([A-Z])", " $1").toLowerCase(Locale.ROOT) :
            reason;
    }
}
