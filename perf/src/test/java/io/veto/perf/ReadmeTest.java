package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.FeedTool;
import io.veto.ingest.ServeTool;
import io.veto.perf.process.ServerProcess;
import io.veto.replay.ReplayTool;
import io.veto.rules.language.RuleSetCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README, run. */
class ReadmeTest
{
    private static final Path README = Path.of(System.getProperty("veto.root"), "README.md");
    private static final Map<String, Class<?>> TOOLS = Map.of(
        "generate", GenerateTool.class, "feed", FeedTool.class, "replay", ReplayTool.class);

    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void shouldServeFeedAndVerifyAsItSays() throws IOException, InterruptedException
    {
        final List<List<String>> commands = Arrays.stream(block("sh", "./veto generate").split("\n"))
            .map(line -> List.of(line.substring("./veto ".length()).split(" "))).toList();
        assertEquals(List.of("generate", "serve", "feed", "replay"), commands.stream().map(command -> command.get(0)).toList());
        final List<String> serve = new ArrayList<>(commands.get(1).subList(1, commands.get(1).size()));
        serve.set(serve.indexOf("data"), folder.resolve("data").toString());
        serve.addAll(List.of("--port", "0"));

        final String generated = run(commands.get(0));
        final String fed;
        try (ServerProcess server = ServerProcess.start(ServeTool.class, serve))
        {
            final List<String> feed = new ArrayList<>(commands.get(2));
            feed.addAll(List.of("--to", server.address().getHostString() + ":" + server.address().getPort()));
            fed = run(feed);
        }
        final String verified = run(commands.get(3));

        assertTrue(generated.contains("100,000"), generated);
        assertTrue(fed.contains("100,000 answered"), fed);
        assertTrue(verified.startsWith("clean: 200,003 records, 100,000 decisions compared bit by bit"), verified);
        assertEquals(100_001, Files.readAllLines(folder.resolve("decisions.csv")).size());
    }

    @Test
    void shouldShowRulesThatCompile() throws IOException
    {
        assertEquals(3, RuleSetCompiler.compile("README.md", block("rules", "rule")).ruleCount());
    }

    @Test
    @Timeout(120)
    void shouldAnswerTheSenderOfItsOwnAndItsRepeat() throws IOException, InterruptedException
    {
        Files.writeString(folder.resolve("Sender.java"), block("java", "import"));
        final List<String> serve = List.of("--data", folder.resolve("data").toString(), "--port", "0");
        try (ServerProcess server = ServerProcess.start(ServeTool.class, serve))
        {
            final List<String> send = List.of("Sender.java", Integer.toString(server.address().getPort()));

            assertEquals(List.of("1 APPROVE\n", "2 APPROVE, a repeat\n"), List.of(run("Sender.java", send), run("Sender.java", send)));
        }
    }

    private String run(final List<String> command) throws IOException, InterruptedException
    {
        return run(TOOLS.get(command.get(0)).getName(), command);
    }

    private String run(final String program, final List<String> command) throws IOException, InterruptedException
    {
        final List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(ServerProcess.javaOptions());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
        words.addAll(command.subList(1, command.size()));
        final Path output = folder.resolve(command.get(0) + ".out");
        final Process process = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        assertEquals(0, process.waitFor(), () -> "exit code of " + command);
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static String block(final String language, final String begin) throws IOException
    {
        final Matcher matcher = Pattern.compile("```" + language + "\n(" + Pattern.quote(begin) + ".*?)\n```", Pattern.DOTALL)
            .matcher(Files.readString(README, StandardCharsets.UTF_8));
        assertTrue(matcher.find(), "the README has no such block");
        return matcher.group(1);
    }
}
