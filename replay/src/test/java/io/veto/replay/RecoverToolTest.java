package io.veto.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalFiles;
import io.veto.engine.line.SteppedLine;
import io.veto.engine.recovery.CaseFolder;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.TokenKey;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverToolTest
{
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void begin() throws IOException
    {
        data = folder.resolve("data");
        Files.createDirectories(data);
        final RuleSet rules = RuleSetCompiler.compile("test.rules", "rule A review if amount > 220.00");
        new SteppedLine(DataFolder.journal(data), rules, 1 << 20).close();
    }

    @Test
    void shouldTellInOneLineWhereThereIsNoFolder()
    {
        assertEquals(3, run("plan", folder.resolve("none").toString()));
        assertEquals("veto recover: no data folder there: folder=" + folder.resolve("none") +
            ": name the folder given to veto serve --data\n", text(errors));
    }

    @Test
    void shouldTellInOneLineWhatIsWrongUsage()
    {
        assertEquals(2, run("plan"));
        assertEquals("veto recover: Missing required parameter: 'DIR': see veto recover --help\n", text(errors));
    }

    @Test
    void shouldPrintThePlanOfAFolderForAPersonAndForAProgram()
    {
        assertEquals(0, run("plan", data.toString()));
        assertTrue(text(output).contains("start     moves the journal of a first start aside"), text(output));
        output.reset();
        assertEquals(0, run("plan", data.toString(), "--json"));
        assertTrue(text(output).startsWith("{\"folder\":\"") && text(output).contains("\"start\":\"BEGIN_AGAIN\""), text(output));
        assertEquals("", text(errors));
    }

    @Test
    void shouldNotRepairWhatAPersonMustPutRight() throws IOException
    {
        makeKey();
        Files.setPosixFilePermissions(DataFolder.tokenKey(data), PosixFilePermissions.fromString("rw-rw----"));

        assertEquals(1, run("plan", data.toString()));
        assertEquals(1, run("repair", data.toString(), "--yes"));
        assertEquals("veto recover repair: not for a repair: put right what is named above first, then see veto recover plan " + data +
            "\n", text(errors));
    }

    @Test
    void shouldRepairOnlyAfterAYes() throws IOException
    {
        makeKey();
        spoilMark();

        assertEquals(1, run("plan", data.toString()));
        assertEquals(2, run("repair", data.toString()));
        assertEquals("veto recover repair: nothing was done: veto recover repair " + data + " --yes gives it up\n", text(errors));
        assertTrue(text(output).contains("lost for good: nothing that stands in the journal; whether records from sequence 2 on are "),
            text(output));
        errors.reset();
        assertEquals(0, run("repair", data.toString(), "--yes"));
        assertTrue(text(output).endsWith("recovery goes on: replays from sequence 1 to 1\n"), text(output));
        assertEquals("", text(errors));
        output.reset();
        assertEquals(0, run("repair", data.toString()));
        assertEquals("nothing to decide: recovery goes on: replays from sequence 1 to 1\n", text(output));
    }

    @Test
    void shouldTellWhatIsDamagedInFrontOfTheSnapshot() throws IOException
    {
        final Path front = folder.resolve("front");
        final CaseFolder served = new CaseFolder(front);
        served.serve(5);
        served.serve(5);
        served.takeSnapshot();
        served.serve(1);
        final Path file = JournalFiles.list(DataFolder.journal(front)).get(0).path();
        CaseFolder.flip(file, CaseFolder.position(file, 4) + 50);
        final String damage = "journal damaged: a record is not what was written: sequence=4 file=" + file.getFileName() + " offset=";

        assertEquals(0, run("plan", front.toString()));
        assertTrue(text(output).contains("note      in front of the snapshot of sequence 12: " + damage), text(output));
        output.reset();
        assertEquals(1, run("repair", front.toString(), "--yes"));
        assertEquals("not for a repair: recovery goes on from the snapshot of sequence 12: replays from sequence 13 to 13\n", text(output));
        assertTrue(text(errors).startsWith("veto recover repair: in front of the snapshot of sequence 12: " + damage), text(errors));
        errors.reset();
        assertEquals(1, run(() -> ReplayTool.run("verify", front.toString())));
        assertTrue(text(errors).startsWith("veto replay verify: " + damage) && text(errors).endsWith(
            ": put back from the backup what is damaged or missing, see veto recover plan " + front + "\n"), text(errors));
    }

    @Test
    void shouldRefuseToRepairBesideAServer() throws IOException
    {
        try (DataFolder server = DataFolder.lock(data))
        {
            assertEquals(3, run("repair", data.toString(), "--yes"));
            assertEquals("veto recover: data folder is in use: folder=" + server.path() + " pid=" + ProcessHandle.current().pid() +
                ": stop that process first\n", text(errors));
            assertEquals(0, run("plan", data.toString()));
            assertTrue(text(output).contains("lock      held by pid " + ProcessHandle.current().pid()), text(output));
        }
    }

    @Test
    void shouldInvalidateNothingWhereThereIsNoSnapshot()
    {
        assertEquals(3, run("invalidate", data.toString()));
        assertEquals("veto recover: no snapshot there that a start would use: folder=" + data + ": see veto recover plan " + data + "\n",
            text(errors));
    }

    /** The process start in the journal names no key, so any fits. */
    private void makeKey() throws IOException
    {
        TokenKey.create(DataFolder.tokenKey(data), TokenKey.random());
    }

    private void spoilMark() throws IOException
    {
        try (RandomAccessFile mark = new RandomAccessFile(data.resolve("journal.mark").toFile(), "rw"))
        {
            mark.write(new byte[8192]);
        }
    }

    private int run(final String... args)
    {
        return run(() -> RecoverTool.run(args));
    }

    private int run(final IntSupplier tool)
    {
        final PrintStream standardOutput = System.out;
        final PrintStream standardError = System.err;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try
        {
            return tool.getAsInt();
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
