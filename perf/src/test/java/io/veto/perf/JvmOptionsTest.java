package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of {@code jvm.options} on every Java of this machine, one of each major version. */
class JvmOptionsTest
{
    private static final Path LAUNCHER = Path.of(System.getProperty("veto.root"), "veto");
    private static final Path JVM_FOLDER = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int VERSION_MIN = 17;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("javaHomes")
    void shouldLeaveStandardErrorEmptyWhenTheLibrariesAreAtWork(final Path javaHome) throws Exception
    {
        final Path options = folder.resolve("jvm.args");
        final List<String> write = List.of(LAUNCHER.toString(), "jvm-options", options.toString());
        final List<String> probe = List.of(
            javaHome.resolve("bin/java").toString(),
            "@" + options,
            "-cp",
            System.getProperty("java.class.path"),
            QueueProbe.class.getName(),
            Files.createDirectory(folder.resolve("probe")).toString());
        final Map<String, String> environment = Map.of(
            "JAVA_HOME", javaHome.toString(),
            "PATH", System.getenv("PATH"));

        final Outcome written = Outcome.start(folder, environment, write).await();
        final Outcome probed = Outcome.start(folder, environment, probe).await();

        assertEquals(
            List.of(new Outcome(0, List.of(), List.of()), new Outcome(0, List.of("read=5645544f"), List.of())),
            List.of(written, probed));
    }

    @Test
    void shouldKeepThirdPartyTelemetryOut()
    {
        assertEquals("true", System.getProperty("chronicle.analytics.disable"));
        assertThrows(
            ClassNotFoundException.class,
            () -> Class.forName("net.openhft.chronicle.analytics.Analytics"));
    }

    static Collection<Path> javaHomes() throws IOException
    {
        final Map<Integer, Path> homeByVersion = new TreeMap<>();
        addTo(homeByVersion, Path.of(System.getProperty("java.home")));
        if (Files.isDirectory(JVM_FOLDER))
        {
            try (Stream<Path> homes = Files.list(JVM_FOLDER))
            {
                for (final Path home : homes.sorted().toList())
                {
                    addTo(homeByVersion, home);
                }
            }
        }
        return homeByVersion.values();
    }

    private static void addTo(final Map<Integer, Path> homeByVersion, final Path home) throws IOException
    {
        final Path release = home.resolve("release");
        if (Files.isExecutable(home.resolve("bin/java")) && Files.isReadable(release))
        {
            final Matcher matcher = VERSION.matcher(Files.readString(release));
            if (matcher.find() && Integer.parseInt(matcher.group(1)) >= VERSION_MIN)
            {
                homeByVersion.putIfAbsent(Integer.parseInt(matcher.group(1)), home);
            }
        }
    }
}
