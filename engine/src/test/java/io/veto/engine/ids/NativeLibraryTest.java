package io.veto.engine.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldLeaveNothingBehindWhereTheProcessIsKilledNorWhatAnEarlierOneLeft() throws IOException, InterruptedException
    {
        final Path temporary = Files.createDirectory(folder.resolve("temporary"));
        final Path ids = folder.resolve("ids");
        Files.writeString(Files.createDirectories(ids.resolve("native")).resolve("librocksdbjni-linux64.so"), "half of");
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(word -> word.startsWith("--")).forEach(command::add);
        command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), KilledIndex.class.getName(),
            ids.toString()));
        final Process process = new ProcessBuilder(command).inheritIO().start();
        process.waitFor(2, TimeUnit.MINUTES);
        final int exit = process.destroyForcibly().waitFor();

        try (Stream<Path> left = Stream.concat(Files.list(temporary), Files.list(ids).filter(Files::isDirectory)))
        {
            assertEquals(List.of(KilledIndex.EXIT, List.of()), List.of(exit, left.toList()));
        }
    }
}
