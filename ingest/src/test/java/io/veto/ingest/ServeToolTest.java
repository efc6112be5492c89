package io.veto.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is wrong is said in one line of standard error before anybody is served. */
@Timeout(60)
class ServeToolTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldRefuseWhereTheReservoirWouldLieInAFile() throws IOException
    {
        final Path reservoir = Files.createFile(Files.createDirectory(folder.resolve("data")).resolve("reservoir"));

        assertEquals(
            List.of(3, "veto serve: reservoir folder cannot be used: folder=" + reservoir +
                " error=java.nio.file.FileAlreadyExistsException: " + reservoir + ": it must be a folder that can be written\n"),
            serve());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldRefuseWhereTheReservoirCannotBeWritten() throws IOException
    {
        final Path reservoir = Files.createDirectories(folder.resolve("data/reservoir"));
        Files.setPosixFilePermissions(reservoir, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(reservoir), "this user may write anywhere");

        assertEquals(
            List.of(3, "veto serve: reservoir folder cannot be used: folder=" + reservoir +
                " writable=false: it must be a folder that can be written\n"),
            serve());
    }

    @Test
    void shouldRefuseADiskWarningThatIsOutOfBounds() throws IOException
    {
        final List<Object> tooLittle = serve("--disk-warning", "63");
        final List<Object> tooMuch = serve("--disk-warning", "1073741825");

        assertEquals(
            List.of(List.of(2, "veto serve: disk warning out of bounds: minimumMib=64 maximumMib=1073741824 diskWarningMib=63\n"),
                List.of(2, "veto serve: disk warning out of bounds: minimumMib=64 maximumMib=1073741824 diskWarningMib=1073741825\n")),
            List.of(tooLittle, tooMuch));
    }

    @Test
    void shouldRefuseADurabilityThatThereIsNot() throws IOException
    {
        assertEquals(List.of(2, "veto serve: no such durability: expectedDurability=process|machine durability=NULL_VAL\n"),
            serve("--durability", "null_val"));
    }

    @Test
    void shouldRefuseALimitOfKeysThatIsOutOfBounds() throws IOException
    {
        final List<Object> none = serve("--keys", "0");
        final List<Object> tooMany = serve("--keys", "1073741825");

        assertEquals(
            List.of(List.of(2, "veto serve: keys out of bounds: minimumKeys=1 maximumKeys=1073741824 keys=0\n"),
                List.of(2, "veto serve: keys out of bounds: minimumKeys=1 maximumKeys=1073741824 keys=1073741825\n")),
            List.of(none, tooMany));
    }

    @Test
    void shouldRefuseAnUnreadableTimeOfRepeatsAndABoundThatIsOutOfBounds() throws IOException
    {
        assertEquals(
            List.of(List.of(2, "veto serve: repeats out of bounds: minimumRepeatIds=1 maximumRepeatIds=67108864 repeatIds=0\n"),
                List.of(2, "Invalid value for option '--repeat-within': expected=0 or a duration such as 30s, 15m, 12h or 30d")),
            List.of(serve("--repeat-ids", "0"), firstLine(serve("--repeat-within", "15"))));
    }

    private static List<Object> firstLine(final List<Object> served)
    {
        return List.of(served.get(0), served.get(1).toString().split("\n")[0]);
    }

    private List<Object> serve(final String... options) throws IOException
    {
        final PrintStream standardError = System.err;
        final ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try
        {
            final CommandLine command = new CommandLine(new ServeTool());
            final String[] args = new String[options.length + 4];
            System.arraycopy(new String[]{"--port", "0", "--data", folder.resolve("data").toString()}, 0, args, 0, 4);
            System.arraycopy(options, 0, args, 4, options.length);
            return List.of(command.execute(args), captured.toString(StandardCharsets.UTF_8));
        }
        finally
        {
            System.setErr(standardError);
        }
    }
}
