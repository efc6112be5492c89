package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateToolTest
{
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldLoadTheStateThatWasSavedAndLeaveNothingBehind()
    {
        final int exitCode = run("--cards", "70000", "--reservoir", folder.resolve("reservoir").toString(), "--json");

        assertEquals("", err.toString());
        assertTrue(out.toString().contains("\"pass\":true"), out::toString);
        assertFalse(Files.exists(folder.resolve("reservoir")));
        assertEquals(0, exitCode);
    }

    @Test
    void shouldExitWithTwoRatherThanDeleteAFolderThatIsThere()
    {
        final int exitCode = run("--reservoir", folder.toString());

        assertEquals("folder is there already and would be deleted: folder=" + folder + "; for all options: veto perf state --help",
            err.toString().trim());
        assertTrue(Files.exists(folder));
        assertEquals(2, exitCode);
    }

    private int run(final String... args)
    {
        final String[] all = new String[args.length + 1];
        all[0] = "state";
        System.arraycopy(args, 0, all, 1, args.length);
        return PerfTool.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }
}
