package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher, each test in a system of its own. */
class LauncherTest
{
    private static final String BUILDING = "veto: building Veto (the first time downloads its libraries) ...";

    @TempDir
    private Path folder;
    private LauncherCopy launcher;

    @BeforeEach
    void layOut() throws Exception
    {
        launcher = new LauncherCopy(folder);
    }

    @Test
    void shouldRefuseAnUnknownVerb() throws Exception
    {
        final Outcome outcome = launcher.run("approve", "--all");

        assertEquals(
            new Outcome(2, List.of(), List.of("veto: unknown verb: verb=approve; veto help")),
            outcome);
    }

    @Test
    void shouldTellItsVersionAndTheNewestJavaInstalled() throws Exception
    {
        launcher.java("17.0.15");
        final Path newest = launcher.java("25.0.1");
        launcher.java("21.0.9");

        final Outcome outcome = launcher.run("version");

        assertEquals(new Outcome(0, List.of("veto 1.2.3, Java 25 at " + newest), List.of()), outcome);
    }

    @ParameterizedTest
    @CsvSource({"17.0.15,-Da=1 -Db=2", "23.0.2,-Da=1 -Db=2", "24,-Da=1 --c=3", "25.0.1,-Da=1 --c=3"})
    void shouldWriteTheOptionsThatFitTheJavaInUse(final String version, final String options) throws Exception
    {
        final Path file = folder.resolve("a folder/jvm.args");
        launcher.environment("JAVA_HOME", launcher.java(version).toString());

        final Outcome outcome = launcher.run("jvm-options", file.toString());

        assertEquals(new Outcome(0, List.of(), List.of()), outcome);
        assertEquals(List.of(options.split(" ")), Files.readAllLines(file));
    }

    @Test
    void shouldRefuseToWriteOptionsWhenNoFileIsNamed() throws Exception
    {
        final Outcome outcome = launcher.run("jvm-options");

        assertEquals(
            new Outcome(2, List.of(), List.of(
                "veto: wrong usage: expectedArguments=1 arguments=0; veto jvm-options FILE")),
            outcome);
    }

    @Test
    void shouldPassOverAJavaHomeThatIsTooOld() throws Exception
    {
        final Path fit = launcher.java("17.0.15");
        final Path old = launcher.java("1.8.0_452");
        launcher.environment("JAVA_HOME", old.toString());

        final Outcome outcome = launcher.run("version");

        assertEquals(
            new Outcome(0, List.of("veto 1.2.3, Java 17 at " + fit), List.of(
                "veto: JAVA_HOME passed over: expectedVersion=17+ version=1 tool=java javaHome=" + old)),
            outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "serve,io.veto.ingest.ServeTool",
        "stat,io.veto.ingest.StatTool",
        "mode,io.veto.ingest.ModeTool",
        "feed,io.veto.ingest.FeedTool",
        "rules,io.veto.ingest.RulesTool",
        "list,io.veto.ingest.ListTool",
        "replay,io.veto.replay.ReplayTool",
        "demo,io.veto.perf.DemoTool",
        "generate,io.veto.perf.GenerateTool",
        "perf,io.veto.perf.PerfTool"})
    void shouldBecomeTheProgramOfTheVerb(final String verb, final String mainClass) throws Exception
    {
        launcher.java("17.0.15");
        launcher.built().environment("VETO_JAVA_OPTS", "-Da=7  -Xmx4g");

        final Outcome outcome = launcher.run(verb, "--data", "a b", "", "*");

        assertEquals(
            new Outcome(0, List.of(
                "-Da=1", "-Db=2", "-Da=7", "-Xmx4g", "-cp", launcher.library() + "/*", mainClass,
                "--data", "a b", "", "*"), List.of()),
            outcome);
    }

    @Test
    void shouldFindItsFolderWhenCalledThroughALink() throws Exception
    {
        launcher.java("17.0.15");
        launcher.built();
        final Path outer = Files.createSymbolicLink(folder.resolve("outer"), Path.of("inner"));
        Files.createSymbolicLink(folder.resolve("inner"), launcher.root().resolve("veto"));

        final Outcome outcome = launcher.start(outer, "serve").await();

        assertEquals(
            new Outcome(0, List.of(
                "-Da=1", "-Db=2", "-cp", launcher.library() + "/*", "io.veto.ingest.ServeTool"), List.of()),
            outcome);
    }

    @Test
    void shouldBuildWhenASourceIsNewerThanTheLibraries() throws Exception
    {
        launcher.java("17.0.15");
        launcher.built().tool("mvn", "mkdir -p '" + launcher.library() + "'");
        Files.setLastModifiedTime(launcher.source(), FileTime.from(Instant.now().plusSeconds(1)));

        final Outcome outcome = launcher.run("serve");

        assertEquals(
            new Outcome(0, List.of(
                "-Da=1", "-Db=2", "-cp", launcher.library() + "/*", "io.veto.ingest.ServeTool"), List.of(BUILDING)),
            outcome);
    }

    @Test
    void shouldBuildOnceWhenTwoAreStartedAtOnce() throws Exception
    {
        final Path builds = folder.resolve("builds");
        launcher.java("17.0.15");
        launcher.tool("mvn", "echo built >> '" + builds + "'", "sleep 1", "mkdir -p '" + launcher.library() + "'");

        final Outcome.Running first = launcher.start("serve");
        final Outcome.Running second = launcher.start("feed");
        final List<Integer> exitCodes = List.of(first.await().exitCode(), second.await().exitCode());

        assertEquals(List.of(0, 0), exitCodes);
        assertEquals(List.of("built"), Files.readAllLines(builds));
    }

    @Test
    void shouldShowTheErrorsWhenTheBuildFails() throws Exception
    {
        launcher.java("17.0.15");
        launcher.tool(
            "mvn",
            "echo '[INFO] at it'",
            "echo '[ERROR] Source.java:[1,1] class expected'",
            "echo '[ERROR] Failed to execute goal -> [Help 1]'",
            "echo '[ERROR] read the manual'",
            "exit 1");

        final Outcome outcome = launcher.run("serve");

        assertEquals(
            new Outcome(3, List.of(), List.of(
                BUILDING,
                "[ERROR] Source.java:[1,1] class expected",
                "[ERROR] Failed to execute goal -> [Help 1]",
                "veto: build failed: expectedExitCode=0; see the lines above, or run: mvn -f " +
                    launcher.root() + "/pom.xml package")),
            outcome);
    }

    @Test
    void shouldReportTheTestsAndTheExitCodeOfMaven() throws Exception
    {
        launcher.java("25.0.1");
        launcher.tool(
            "mvn",
            "echo \"[INFO] Tests run: 1 home=${JAVA_HOME##*/} options=$MAVEN_OPTS arguments=${*: -3}\"",
            "echo '[INFO] noise'",
            "echo '[ERROR] shouldX:12 expected'",
            "echo '  at X.java'",
            "exit 1");

        final Outcome outcome = launcher.run("test", "-Pslow", "-q");

        assertEquals(
            new Outcome(1, List.of(
                "Tests run: 1 home=jdk-25.0.1 options=--c=3  arguments=verify -Pslow -q",
                "[ERROR] shouldX:12 expected",
                "  at X.java"), List.of()),
            outcome);
    }
}
