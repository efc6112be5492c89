package io.veto.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a process left behind.
 *
 * @param exitCode of the process.
 * @param output   the lines of its standard output.
 * @param error    the lines of its standard error.
 */
record Outcome(int exitCode, List<String> output, List<String> error)
{
    private static final long DEADLINE_SECONDS = 120;

    /**
     * A process under way, its output in files, so that it never waits for a reader.
     *
     * @param process that runs.
     * @param output  file of its standard output.
     * @param error   file of its standard error.
     */
    record Running(Process process, Path output, Path error)
    {
        /**
         * Waits for the end; a process that is not done after two minutes is ended.
         *
         * @return what it left behind.
         * @throws IOException          when its output cannot be read.
         * @throws InterruptedException when the test is interrupted.
         */
        Outcome await() throws IOException, InterruptedException
        {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
            }
            return new Outcome(process.exitValue(), Files.readAllLines(output), Files.readAllLines(error));
        }
    }

    /**
     * Starts a process that has only the environment named here.
     *
     * @param folder      for the files of its output, and its working folder.
     * @param environment whole environment.
     * @param command     program and arguments.
     * @return the process.
     * @throws IOException when it cannot be started.
     */
    static Running start(final Path folder, final Map<String, String> environment, final List<String> command)
        throws IOException
    {
        final Path output = Files.createTempFile(folder, "process", ".out");
        final Path error = Files.createTempFile(folder, "process", ".err");
        final ProcessBuilder builder = new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(error.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), output, error);
    }
}
