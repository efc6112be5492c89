package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.line.Layout;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.client.ClientContext;
import io.veto.ingest.client.ClientHandler;
import io.veto.ingest.client.RuleTable;
import io.veto.ingest.client.SessionException;
import io.veto.ingest.client.VetoClient;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.language.RuleEffect;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a sender is told of the rules, in as many frames as it takes. */
@Timeout(60)
class RuleTableFramesTest
{
    private static final int REASON_LENGTH_MAX = 200;

    @TempDir
    private Path folder;

    @Test
    void shouldTellWhatEachRuleDoesAndSays() throws IOException, SessionException
    {
        assertEquals(List.of(
            new RuleTable.Entry("big", RuleEffect.REVIEW, false, 0, "", "a big one"),
            new RuleTable.Entry("night", RuleEffect.SCORE, false, 30, "", ""),
            new RuleTable.Entry("trial", RuleEffect.DECLINE, true, 0, "59", "")), told("""
            rule big review if amount > 220.00 reason "a big one"
            rule night score 30 if local_hour < 5
            rule trial shadow decline if amount > 1.00 code 59
            """));
    }

    @Test
    void shouldTellTheLongestRuleSetInSeveralFrames() throws IOException, SessionException
    {
        final String reason = "\uD83D\uDCB3".repeat(REASON_LENGTH_MAX);
        final StringBuilder text = new StringBuilder();
        final List<RuleTable.Entry> expected = new ArrayList<>();
        for (int i = 0; i < RuleSetCompiler.RULES_MAX; i++)
        {
            final String id = "r".repeat(RuleSetCompiler.ID_LENGTH_MAX - 3) + (100 + i);
            text.append("rule ").append(id).append(" decline if amount > 1.00 code 05 reason \"").append(reason).append("\"\n");
            expected.add(new RuleTable.Entry(id, RuleEffect.DECLINE, false, 0, "05", reason));
        }
        final RuleTableFrames frames = new RuleTableFrames();
        final int length =
            frames.encode(new RuleStatistics(RuleSetCompiler.compile("test.rules", text.toString()), 0), 1);
        final List<Integer> lengths = new ArrayList<>();
        for (int offset = 0; offset < length; offset += FrameDescriptor.frameLength(frames.buffer(), offset))
        {
            lengths.add(FrameDescriptor.frameLength(frames.buffer(), offset));
        }

        assertEquals(expected, told(text.toString()));
        assertTrue(lengths.size() > 1, lengths::toString);
        assertTrue(lengths.stream().allMatch(l -> l <= FrameDescriptor.OUTBOUND_LENGTH_MAX), lengths::toString);
    }

    private List<RuleTable.Entry> told(final String rules) throws IOException, SessionException
    {
        final List<RuleTable.Entry> told = new ArrayList<>();
        final ClientHandler handler = new ClientHandler()
        {
            @Override
            public void onRuleTable(final RuleTable ruleTable)
            {
                told.addAll(ruleTable.rules());
            }

            @Override
            public void onAnswer(final long messageNumber, final boolean replayed, final boolean duplicate, final AnswerDecoder answer)
            {
                throw new IllegalStateException("answered without a question");
            }

            @Override
            public void onAcknowledgement(
                final long messageNumber, final boolean replayed, final AcknowledgementDecoder acknowledgement)
            {
                throw new IllegalStateException("acknowledged what was not said");
            }

            @Override
            public void onDisconnect(final String cause)
            {
                throw new IllegalStateException(cause);
            }
        };
        try (TestAppliance server = new TestAppliance(folder.resolve("data"), rules, ClockMode.EVENT, Layout.ONE, 10_000,
            ScorerConfig.DEFAULT, TimeUnit.SECONDS.toNanos(100));
            VetoClient client = new VetoClient(new ClientContext()
                .address(new InetSocketAddress("127.0.0.1", server.appliance().port())).sourceName("acquirer")))
        {
            while (!client.isReady())
            {
                client.poll(handler);
            }
        }
        return told;
    }
}
