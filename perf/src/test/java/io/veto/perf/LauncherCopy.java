package io.veto.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A copy of the launcher in a system made for one test: a folder of tools, a folder of Javas, sources to build, all
 * below a folder with a space in its name. Nothing of this machine's Javas, Maven or package manager is seen.
 */
final class LauncherCopy
{
    private static final Path ORIGINAL = Path.of(System.getProperty("veto.root"), "veto");
    private static final String JVM_FOLDERS = "/usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home " +
        "/opt/homebrew/opt/openjdk;";
    private static final List<String> TOOLS = List.of(
        "bash", "cat", "dirname", "env", "find", "flock", "grep", "mkdir", "mv", "readlink", "rm", "sed", "sleep",
        "sort", "touch");

    private final Path folder;
    private final Path root;
    private final Path tools;
    private final Map<String, String> environment = new TreeMap<>();

    /**
     * Lays the system out: the tools every Linux has, no Java, no Maven, no package manager, one source.
     *
     * @param folder empty folder for all of it.
     * @throws IOException when it cannot be laid out.
     */
    LauncherCopy(final Path folder) throws IOException
    {
        this.folder = folder;
        root = Files.createDirectories(folder.resolve("a root"));
        tools = Files.createDirectories(folder.resolve("tools"));
        for (final String tool : TOOLS)
        {
            final Path path = find(tool);
            if (path != null)
            {
                write(tools.resolve(tool), "#!/bin/sh\nexec " + path + " \"$@\"\n");
            }
        }
        final String script = Files.readString(ORIGINAL);
        if (!script.contains(JVM_FOLDERS))
        {
            throw new IllegalStateException("launcher looks elsewhere for Java: expectedFolders=" + JVM_FOLDERS);
        }
        write(root.resolve("veto"), script.replace(JVM_FOLDERS, "'" + javas() + "'/*;"));
        write(root.resolve("jvm.options"), "# reasons\n\n17+ -Da=1 # one\n17-23 -Db=2 # two\n24+ --c=3 # three\n");
        write(root.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
        write(root.resolve("rules/pom.xml"), "");
        write(source(), "");
        environment.put("PATH", tools.toString());
    }

    /**
     * Sets a variable of the environment that the launcher is started with.
     *
     * @param name  of the variable.
     * @param value of the variable.
     * @return this.
     */
    LauncherCopy environment(final String name, final String value)
    {
        environment.put(name, value);
        return this;
    }

    /**
     * Adds a program to the tools.
     *
     * @param name  of the program.
     * @param lines of bash that it runs.
     * @return this.
     * @throws IOException when it cannot be written.
     */
    LauncherCopy tool(final String name, final String... lines) throws IOException
    {
        write(tools.resolve(name), program(lines));
        return this;
    }

    /**
     * Adds a JDK whose {@code java} prints its arguments, one a line.
     *
     * @param version as the file {@code release} gives it.
     * @return its folder.
     * @throws IOException when it cannot be written.
     */
    Path java(final String version) throws IOException
    {
        final Path home = javas().resolve("jdk-" + version);
        write(home.resolve("bin/java"), program("printf '%s\\n' \"$@\""));
        write(home.resolve("bin/javac"), program("exit 1"));
        write(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /**
     * Makes the sources look built.
     *
     * @return this.
     * @throws IOException when the stamp cannot be written.
     */
    LauncherCopy built() throws IOException
    {
        Files.createDirectories(library());
        write(root.resolve("target/veto.built"), "");
        return this;
    }

    /**
     * Starts the launcher.
     *
     * @param arguments of the launcher.
     * @return the process.
     * @throws IOException when it cannot be started.
     */
    Outcome.Running start(final String... arguments) throws IOException
    {
        return start(root.resolve("veto"), arguments);
    }

    /**
     * Starts the launcher by another path.
     *
     * @param launcher  path to it.
     * @param arguments of the launcher.
     * @return the process.
     * @throws IOException when it cannot be started.
     */
    Outcome.Running start(final Path launcher, final String... arguments) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        return Outcome.start(folder, environment, command);
    }

    /**
     * Runs the launcher to its end.
     *
     * @param arguments of the launcher.
     * @return what it left behind.
     * @throws IOException          when it cannot be started.
     * @throws InterruptedException when the test is interrupted.
     */
    Outcome run(final String... arguments) throws IOException, InterruptedException
    {
        return start(arguments).await();
    }

    /**
     * Folder of the launcher and of all that it builds.
     *
     * @return the folder.
     */
    Path root()
    {
        return root;
    }

    /**
     * Folder in which the launcher looks for Javas.
     *
     * @return the folder.
     */
    Path javas()
    {
        return folder.resolve("javas");
    }

    /**
     * Folder of the libraries that a build makes.
     *
     * @return the folder.
     */
    Path library()
    {
        return root.resolve("perf/target/lib");
    }

    /**
     * The one source.
     *
     * @return the file.
     */
    Path source()
    {
        return root.resolve("rules/src/main/java/Source.java");
    }

    private static String program(final String... lines)
    {
        return "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n";
    }

    private static void write(final Path file, final String text) throws IOException
    {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true))
        {
            throw new IOException("cannot be made executable: file=" + file);
        }
    }

    private static Path find(final String tool)
    {
        return Stream.of(System.getenv("PATH").split(":"))
            .map(path -> Path.of(path, tool))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    }
}
