package io.veto.rules.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleWarningsTest
{
    private static final Path WARNED_FILES =
        Path.of(System.getProperty("veto.root"), "rules/src/test/resources/io/veto/rules/language/warned");

    static List<Path> warnedFiles() throws IOException
    {
        try (Stream<Path> files = Files.list(WARNED_FILES))
        {
            return files.filter(f -> f.toString().endsWith(".rules")).sorted().collect(Collectors.toList());
        }
    }

    @ParameterizedTest
    @MethodSource("warnedFiles")
    void shouldSayExactlyWhatIsSurelyNotMeant(final Path file) throws IOException
    {
        final String name = file.getFileName().toString();

        final List<Diagnostic> warnings = RuleSetCompiler.compile(name, Files.readString(file, UTF_8)).warnings();

        assertEquals(
            Files.readString(file.resolveSibling(name.replace(".rules", ".expected")), UTF_8),
            warnings.stream().map(w -> w + "\n").collect(Collectors.joining()));
    }
}
