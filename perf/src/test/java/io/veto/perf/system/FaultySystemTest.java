package io.veto.perf.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stage or the gateway throws under load: the process ends with exit code 3 and one line, the next start has it all. */
@Tag("system")
class FaultySystemTest
{
    private static final int EXIT_ENVIRONMENT = 3;
    private static final long MESSAGES = 10_000_000;
    private static final long MESSAGES_AFTER = 2_000;
    private static final long SILENCE_MS = 60_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        one   | StackOverflowError    | io.veto.rules.window.Windows.reserve()
        three | OutOfMemoryError      | io.veto.rules.window.Windows.append(long)
        one   | InternalError         | io.veto.engine.journal.JournalWriter.flush() end
        three | IllegalStateException | io.veto.engine.journal.JournalWriter.flush()
        one   | InternalError         | io.veto.ingest.gateway.Gateway.doWork()
        """)
    @Timeout(240)
    void shouldExitInOrderWhateverIsThrown(final String layout, final String error, final String method) throws IOException
    {
        try (Rig rig = new Rig(folder, folder.resolve("data"), "--layout", layout))
        {
            rig.addSender("first", rig.address(), SILENCE_MS);
            rig.addSender("second", rig.address(), SILENCE_MS);
            rig.stop();
            final Path trigger = folder.resolve("trigger");
            rig.spawn(FaultyServer.class, List.of("-D" + FaultyServer.METHOD + "=" + method, "-D" + FaultyServer.ERROR + "=" + error,
                "-D" + FaultyServer.TRIGGER + "=" + trigger)).awaitListening();
            rig.allow(MESSAGES);
            rig.awaitAnswered(MESSAGES_AFTER);
            Files.createFile(trigger);
            assertEquals(EXIT_ENVIRONMENT, rig.server().exitCode(), rig.server().said());
            assertTrue(rig.server().errors().matches("veto serve: stopped, nothing unjournalled was answered: .*"), rig.server().errors());
            assertTrue(rig.answered() > 0, rig.server().said());
            rig.audit();
            rig.verify();
            rig.allowOnly(MESSAGES_AFTER);
            rig.restart();
            rig.end();
        }
    }
}
