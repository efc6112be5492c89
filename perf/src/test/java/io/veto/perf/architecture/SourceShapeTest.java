package io.veto.perf.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long files and methods may be, and what may not stand in them. */
class SourceShapeTest
{
    private static final Path ROOT = Path.of(System.getProperty("veto.root"));
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 60;
    private static final int COLUMNS_MAX = 140;
    private static final Pattern METHOD_END = Pattern.compile("^    };?$");
    private static final Pattern METHOD_BEGIN = Pattern.compile("^    \\{$");
    private static final Pattern TYPE_HEAD = Pattern.compile("\\b(class|enum|interface|record) \\w+");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
    private static final Pattern SYNCHRONIZED_BLOCK = Pattern.compile("\\bsynchronized\\s*\\(");

    @Test
    void shouldKeepFilesAndMethodsShort() throws IOException
    {
        final List<String> tooLong = new ArrayList<>();
        for (final Path file : sources())
        {
            final List<String> lines = Files.readAllLines(file);
            if (lines.size() > FILE_LINES_MAX)
            {
                tooLong.add(ROOT.relativize(file) + " has " + lines.size() + " lines");
            }
            int begin = -1;
            for (int i = 0; i < lines.size(); i++)
            {
                final boolean isBegin = i > 0 && METHOD_BEGIN.matcher(lines.get(i)).matches();
                begin = !isBegin ? begin : TYPE_HEAD.matcher(lines.get(i - 1)).find() ? -1 : i;
                if (begin >= 0 && METHOD_END.matcher(lines.get(i)).matches() && i - begin > METHOD_LINES_MAX)
                {
                    tooLong.add(ROOT.relativize(file) + ":" + begin + " has " + (i - begin) + " lines");
                }
                if (lines.get(i).length() > COLUMNS_MAX)
                {
                    tooLong.add(ROOT.relativize(file) + ":" + (i + 1) + " has " + lines.get(i).length() + " columns");
                }
            }
        }

        assertEquals(List.of(), tooLong);
    }

    @Test
    void shouldLeaveNothingUnfinishedOrLocked() throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final Path file : sources())
        {
            final List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size() && file.toString().contains("/src/main/"); i++)
            {
                if (UNFINISHED.matcher(lines.get(i)).find() || SYNCHRONIZED_BLOCK.matcher(lines.get(i)).find())
                {
                    found.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }

        assertEquals(List.of(), found);
    }

    private static List<Path> sources() throws IOException
    {
        final List<Path> sources = new ArrayList<>();
        for (final String module : List.of("rules", "engine", "ingest", "replay", "perf"))
        {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src")))
            {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        assertTrue(sources.size() > 100, "only " + sources.size() + " sources found");
        return sources;
    }
}
