package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/feed.md says what a feed does. */
class FeedDocumentTest
{
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    @Test
    void shouldDescribeEveryColumnAndNoOther() throws IOException
    {
        final Set<String> described = Files.readAllLines(Path.of(System.getProperty("veto.root"), "docs/feed.md"))
            .stream()
            .filter((line) -> line.startsWith("| `"))
            .flatMap((line) -> NAME.matcher(line.split("\\|")[1]).results())
            .map((result) -> result.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
            Arrays.stream(Column.values()).map(Column::canonicalName).collect(Collectors.toCollection(TreeSet::new)),
            described);
    }
}
