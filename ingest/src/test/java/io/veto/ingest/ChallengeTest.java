package io.veto.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.line.Layout;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.score.ScorerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A challenge, from the rule to the file of decisions. */
@Timeout(60)
class ChallengeTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldChallengeAndCountIt() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final Path file = Files.writeString(folder.resolve("feed.csv"), """
            transaction_id,event_time_ms,card,amount,currency
            t-1,1700000000000,card-1,5.00,978
            t-2,1700000000000,card-1,15.00,978
            t-3,1700000000000,card-1,25.00,978
            """);
        final Path decisions = folder.resolve("decisions.csv");
        try (TestAppliance server = new TestAppliance(folder.resolve("data"), """
            rule ask challenge if amount > 10.00
            rule no decline if amount > 20.00
            """, ClockMode.EVENT, Layout.ONE, 10_000, ScorerConfig.DEFAULT, TimeUnit.SECONDS.toNanos(100)))
        {
            assertEquals(0, FeedTool.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), file.toString(),
                "--to", "127.0.0.1:" + server.appliance().port(), "--out", decisions.toString()));
        }

        assertEquals(List.of("transaction_id,sequence,decision,score,rules,flags", "t-1,3,approve,0,,", "t-2,4,challenge,0,ask,",
            "t-3,5,decline,0,ask;no,"), Files.readAllLines(decisions));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("""
            approved                 1
            reviewed                 0
            challenged               1
            declined                 1
            """), out::toString);
    }
}
