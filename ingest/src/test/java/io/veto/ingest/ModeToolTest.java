package io.veto.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.line.Layout;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.score.ScorerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rules that an operator puts in shadow and lets count again. */
@Timeout(60)
class ModeToolTest
{
    private static final String RULES = """
        rule flood decline if amount > 10.00 expect <= 2%
        rule trial shadow review if amount > 20.00
        """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldPutARuleInShadowAndLetItCountAgainAcrossARestart() throws IOException
    {
        final List<Boolean> shadows = new ArrayList<>();
        final List<Integer> exits = new ArrayList<>();
        try (TestAppliance server = open())
        {
            exits.add(run("flood", "shadow"));
            shadows.add(server.appliance().statistics().figures(0).isShadow());
        }
        try (TestAppliance server = open())
        {
            shadows.add(server.appliance().statistics().figures(0).isShadow());
            exits.add(run("flood", "live"));
            shadows.add(server.appliance().statistics().figures(0).isShadow());
        }

        assertEquals(List.of(0, 0), exits);
        assertEquals(List.of(true, true, false), shadows);
        assertEquals("rule=flood mode=shadow sequence=2\nrule=flood mode=live sequence=3\n", text(out));
        assertEquals("", text(err));
    }

    @Test
    void shouldSayWhyNothingChanges() throws IOException
    {
        final List<Integer> exits = new ArrayList<>();
        try (TestAppliance server = open())
        {
            exits.add(run("flod", "live"));
            exits.add(run("flood", "live"));
            exits.add(run("trial", "live"));
            exits.add(run("flood", "dead"));
            exits.add(run("9999990000000011", "live"));
            exits.add(run("flood", "9999990000000011"));
            exits.add(run("flood"));
            assertEquals(0, server.appliance().counters().ruleModeChanges.get());
        }
        exits.add(run("flood", "shadow"));

        assertEquals(List.of(2, 1, 1, 2, 2, 2, 2, 3), exits);
        assertEquals("""
            veto mode: no such rule is in force: rule=flod: did you mean flood?
            veto mode: the rule is so already: rule=flood mode=live
            veto mode: the rule file itself puts the rule in shadow: rule=trial: take the word out of the file and activate it
            veto mode: mode takes a rule and what it shall be: expectedArguments=[RULE, live|shadow] arguments=[flood, dead]
            veto mode: no such rule is in force: rule=(hidden): expected one of flood, trial
            veto mode: mode takes a rule and what it shall be: expectedArguments=[RULE, live|shadow] arguments=[flood, (hidden)]
            veto mode: Missing required parameter: 'live|shadow': see veto mode --help
            veto mode: no server runs on this data folder: folder=DIR: start it with veto serve --data DIR
            """, text(err).replace(folder.resolve("data").toString(), "DIR"));
        assertEquals("", text(out));
    }

    private TestAppliance open() throws IOException
    {
        return new TestAppliance(folder.resolve("data"), RULES, ClockMode.EVENT, Layout.ONE, 10_000, ScorerConfig.DEFAULT,
            TimeUnit.SECONDS.toNanos(100));
    }

    private int run(final String... args)
    {
        final List<String> all = new ArrayList<>(List.of(folder.resolve("data").toString()));
        all.addAll(List.of(args));
        return ModeTool.run(new PrintWriter(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
            all.toArray(new String[0]));
    }

    private static String text(final ByteArrayOutputStream stream)
    {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
