package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher where a JDK or Maven is missing; no test installs anything on this machine. */
class LauncherInstallTest
{
    private static final String MISSING = "veto: not found: expected=JDK-17+,Maven-3.6.3+ missing=";
    private static final String BY_HAND =
        "; get them from https://adoptium.net and https://maven.apache.org and set JAVA_HOME and PATH";
    private static final String BY_APT = "; as root: apt-get -qq update && " +
        "apt-get -qqy --no-install-recommends install default-jdk-headless maven";

    @TempDir
    private Path folder;
    private Path calls;
    private LauncherCopy launcher;

    @BeforeEach
    void layOut() throws Exception
    {
        calls = folder.resolve("calls");
        launcher = new LauncherCopy(folder).tool("sudo", "shift", "exec \"$@\"");
    }

    @Test
    void shouldSayWhereToGetAJavaWhenThereIsNoPackageManager() throws Exception
    {
        final Outcome outcome = launcher.built().run("serve");

        assertEquals(new Outcome(3, List.of(), List.of(MISSING + "JDK" + BY_HAND)), outcome);
    }

    @Test
    void shouldSayHowToGetBothWhenInstallingIsForbidden() throws Exception
    {
        launcher.tool("apt-get", "echo called >> '" + calls + "'").environment("VETO_NO_INSTALL", "1");

        final Outcome outcome = launcher.run("test");

        assertEquals(new Outcome(3, List.of(), List.of(MISSING + "JDK,Maven" + BY_APT)), outcome);
        assertFalse(Files.exists(calls));
    }

    @Test
    void shouldSayHowToGetMavenWhenOnlyMavenIsMissing() throws Exception
    {
        launcher.java("17.0.15");

        final Outcome outcome = launcher.run("serve");

        assertEquals(new Outcome(3, List.of(), List.of(MISSING + "Maven" + BY_HAND)), outcome);
    }

    @Test
    void shouldInstallTheNewestJdkAndSaySoFirst() throws Exception
    {
        final Path hidden = Files.move(launcher.java("25.0.1"), folder.resolve("hidden"));
        launcher.tool(
            "apt-cache",
            "echo 'openjdk-17-jdk-headless - one'",
            "echo 'openjdk-25-jdk-headless - two'",
            "echo 'openjdk-25-jre-headless - no compiler'",
            "echo 'openjdk-8-jdk-headless - old'");
        launcher.tool(
            "apt-get",
            "echo \"$*\" >> '" + calls + "'",
            "[ \"$1\" = -qq ] || mv '" + hidden + "' '" + launcher.javas().resolve("jdk-25.0.1") + "'");

        final Outcome outcome = launcher.run("version");

        assertEquals(
            new Outcome(
                0,
                List.of("veto 1.2.3, Java 25 at " + launcher.javas().resolve("jdk-25.0.1")),
                List.of("veto: installing JDK with apt-get ...")),
            outcome);
        assertEquals(
            List.of("-qq update", "-qqy --no-install-recommends install openjdk-25-jdk-headless"),
            Files.readAllLines(calls));
    }

    @Test
    void shouldShowWhatThePackageManagerSaidWhenItFails() throws Exception
    {
        launcher.tool("apt-get", "echo 'E: no network'", "exit 100");

        final Outcome outcome = launcher.run("version");

        assertEquals(
            new Outcome(3, List.of(), List.of(
                "veto: installing JDK with apt-get ...",
                "E: no network",
                MISSING + "JDK" + BY_APT)),
            outcome);
    }
}
