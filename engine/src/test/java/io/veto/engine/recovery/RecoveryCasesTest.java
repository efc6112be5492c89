package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table of cases in docs/recovery.md, one test per row. */
@Timeout(240)
class RecoveryCasesTest
{
    private static final Path PAGE = Path.of(System.getProperty("veto.root"), "docs", "recovery.md");
    private static final String HEAD = "| case | what a start does | what a person does |";

    /** What a row's test does with a folder of its own. */
    interface Case
    {
        void run(CaseFolder folder) throws IOException;
    }

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> shouldDoWhatTheTableSays() throws IOException
    {
        final Map<String, Case> cases = cases();
        final List<String> rows = rows();
        return rows.stream().filter(cases::containsKey)
            .map(row -> dynamicTest(row, () -> cases.get(row).run(new CaseFolder(folder.resolve("row-" + rows.indexOf(row))))));
    }

    @Test
    void shouldHaveATestForEachRowAndARowForEachTest() throws IOException
    {
        assertTrue(rows().size() > 20);
        assertEquals(new TreeSet<>(rows()), new TreeSet<>(cases().keySet()));
    }

    private static Map<String, Case> cases()
    {
        final Map<String, Case> cases = new LinkedHashMap<>();
        JournalCases.putInto(cases);
        SnapshotCases.putInto(cases);
        FolderCases.putInto(cases);
        ArchiveCases.putInto(cases);
        return cases;
    }

    private static List<String> rows() throws IOException
    {
        final List<String> rows = new ArrayList<>();
        final List<String> lines = Files.readAllLines(PAGE);
        for (int i = lines.indexOf(HEAD) + 2; lines.get(i).startsWith("| "); i++)
        {
            rows.add(lines.get(i).split("\\|")[1].strip());
        }
        return rows;
    }
}
