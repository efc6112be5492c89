package io.veto.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.recovery.CaseFolder;
import io.veto.engine.recovery.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of an archived journal. */
class ArchiveToolTest
{
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path folder;
    private String data;

    /** Four files; snapshots behind the third and the fourth. */
    @BeforeEach
    void prepare() throws IOException
    {
        final CaseFolder cases = new CaseFolder(folder.resolve("data"));
        cases.stepMs(TimeUnit.HOURS.toMillis(1));
        cases.serve(5);
        cases.serve(5);
        cases.serve(5);
        cases.takeSnapshot();
        cases.serve(5);
        cases.takeSnapshot();
        data = folder.resolve("data").toString();
    }

    @Test
    void shouldArchiveAndVerifyWhatIsLeft()
    {
        assertEquals(0, archive("--keep", "0"));
        assertTrue(text(output).endsWith("archived files: 2\n"), text(output));
        output.reset();

        assertEquals(0, call(ReplayTool::run, "verify", data));
        assertTrue(text(output).startsWith(
            "clean: 6 records behind the snapshot of sequence 17, what came before is archived, 5 decisions compared bit by bit, "),
            text(output));
        output.reset();
        assertEquals(0, call(ReplayTool::run, "verify", data, "--json"));
        assertTrue(text(output).startsWith("{\"clean\":true,\"fromSequence\":17,\"records\":6,"), text(output));
        assertEquals("", text(errors));
    }

    @Test
    void shouldKeepWhatIsToBeKept()
    {
        assertEquals(0, archive("--keep", "1"));
        assertEquals("keeps the file that ends with sequence 7 and later ones: it is within what windows need and what is to be kept\n" +
            "archived files: 0\n", text(output));
    }

    @Test
    void shouldTellInOneLineWhatIsWrongUsage()
    {
        assertEquals(2, archive());
        assertEquals(2, archive("--keep", "-1"));
        assertEquals(2, archive("--keep", "36526"));
        assertEquals("veto recover: Missing required option: '--keep=DAYS': see veto recover --help\n" +
            "veto recover archive: days out of bounds: minimumDays=0 maximumDays=36525 days=-1: see veto recover archive --help\n" +
            "veto recover archive: days out of bounds: minimumDays=0 maximumDays=36525 days=36526: see veto recover archive --help\n",
            text(errors));
    }

    @Test
    void shouldArchiveNothingBesideAServer() throws IOException
    {
        try (DataFolder server = DataFolder.lock(Path.of(data)))
        {
            assertEquals(3, archive("--keep", "0"));
            assertEquals("veto recover: data folder is in use: folder=" + server.path() + " pid=" + ProcessHandle.current().pid() +
                ": stop that process first\n", text(errors));
        }
    }

    private int archive(final String... options)
    {
        final String[] args = new String[options.length + 4];
        System.arraycopy(new String[]{"archive", data, "--to", folder.resolve("archive").toString()}, 0, args, 0, 4);
        System.arraycopy(options, 0, args, 4, options.length);
        return call(RecoverTool::run, args);
    }

    private int call(final ToIntFunction<String[]> tool, final String... args)
    {
        final PrintStream standardOutput = System.out;
        final PrintStream standardError = System.err;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try
        {
            return tool.applyAsInt(args);
        }
        finally
        {
            System.setOut(standardOutput);
            System.setErr(standardError);
        }
    }

    private static String text(final ByteArrayOutputStream stream)
    {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
