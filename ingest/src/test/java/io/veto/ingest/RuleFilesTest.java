package io.veto.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.language.Diagnostic;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest
{
    private static final String RULE = "rule A review if card_present\n";

    @TempDir
    private Path folder;
    private Path main;

    @BeforeEach
    void makeFolders() throws IOException
    {
        Files.createDirectories(folder.resolve("parts/lists"));
        main = folder.resolve("main.rules");
    }

    @Test
    void shouldFindFilesAsSeenFromTheIncludingOne() throws IOException
    {
        write("main.rules", RULE + "include \"parts/b.rules\"");
        write("parts/b.rules", "include \"lists/c.rules\" include \"../d.rules\"\nrule B review if mcc in risky");
        write("parts/lists/c.rules", "list risky : mcc = [4829]");
        write("d.rules", "rule D review if count(card, tumbling 1d \"Europe/Paris\") > 5");

        final RuleSet ruleSet = RuleFiles.compile(main);

        assertEquals(List.of("A", "D", "B"), List.of(ruleSet.rule(0).id(), ruleSet.rule(1).id(), ruleSet.rule(2).id()));
    }

    @Test
    void shouldNameEachFileByItsPath() throws IOException
    {
        write("main.rules", RULE + "include \"parts/b.rules\"");
        write("parts/b.rules", "rule B review if amount > 5\ninclude \"./../main.rules\" include \"lists\" include \"gone.rules\"");

        final Path part = folder.resolve("parts/b.rules");

        assertEquals(
            List.of(
                part + ":1:27: cannot compare money with integer: write 5.00",
                part + ":2:9: file './../main.rules' includes itself: take this include out",
                part + ":2:35: no file 'lists': write its path as seen from this file, such as \"lists/countries.rules\"",
                part + ":2:51: no file 'gone.rules': write its path as seen from this file, such as \"lists/countries.rules\""),
            messages());
    }

    @Test
    void shouldRefuseAnIncludedFileThatIsNotUtf8OrTooLong() throws IOException
    {
        write("main.rules", RULE + "include \"latin.rules\" include \"long.rules\"");
        Files.write(folder.resolve("latin.rules"), "# caf\u00E9".getBytes(StandardCharsets.ISO_8859_1));
        write("long.rules", "#".repeat(1024 * 1024 + 1));

        assertEquals(
            List.of(
                main + ":2:9: cannot read 'latin.rules': rules are not UTF-8 text: file=latin.rules" +
                    ": save the file as UTF-8",
                main + ":2:31: cannot read 'long.rules': rule file too long: expectedMaxLength=1048576" +
                    " file=long.rules: take rules or comments out"),
            messages());
    }

    @Test
    void shouldRefuseAMainFileThatIsNotUtf8() throws IOException
    {
        Files.write(main, "# caf\u00E9".getBytes(StandardCharsets.ISO_8859_1));

        final IOException error = assertThrows(IOException.class, () -> RuleFiles.compile(main));

        assertEquals("rules are not UTF-8 text: file=" + main + ": save the file as UTF-8", error.getMessage());
    }

    private void write(final String name, final String text) throws IOException
    {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> messages()
    {
        return assertThrows(RuleSetException.class, () -> RuleFiles.compile(main)).diagnostics().stream()
            .map(Diagnostic::message).collect(Collectors.toList());
    }
}
