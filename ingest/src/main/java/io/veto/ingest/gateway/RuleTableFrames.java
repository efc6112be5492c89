package io.veto.ingest.gateway;

import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.language.Rule;
import io.veto.rules.layout.Effect;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleTableEncoder;
import io.veto.rules.layout.RuleTableEncoder.RulesEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * What a sender is told of the rules in force: frames one behind the other, each as long as a frame may be, the last as long as it needs.
 * <p>
 * <b>Note:</b> one thread, the gateway's. Allocates: it is rare.
 */
final class RuleTableFrames
{
    private static final int ENTRY_LENGTH = RulesEncoder.sbeBlockLength() + RulesEncoder.reasonHeaderLength();

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RuleTableEncoder table = new RuleTableEncoder();

    /**
     * Where the frames are.
     *
     * @return buffer that begins with the first; valid until the next are encoded.
     */
    DirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Encodes the rules with their modes as they are now.
     *
     * @param rules    in force.
     * @param sourceId of the sender.
     * @return length of all frames in bytes.
     */
    int encode(final RuleStatistics rules, final int sourceId)
    {
        int offset = 0;
        int first = 0;
        do
        {
            final int count = count(rules, first);
            final RulesEncoder entries = table.wrap(buffer, offset + FrameDescriptor.MESSAGE_OFFSET).ruleSetHash(rules.ruleSetHash())
                .firstRule(first).ruleCount(rules.ruleCount()).unused(0).rulesCount(count);
            for (int i = first; i < first + count; i++)
            {
                final Rule rule = rules.rule(i);
                entries.next().ruleId(rule.id()).points(rule.points()).effect(Effect.valueOf(rule.effect().name()))
                    .mode(rules.figures(i).isShadow() ? RuleMode.SHADOW : RuleMode.LIVE).code(rule.code()).reason(rule.reason());
            }
            FrameDescriptor.putHeader(buffer, offset, table.limit() - offset, 0, sourceId, 0, header, RuleTableEncoder.BLOCK_LENGTH,
                RuleTableEncoder.TEMPLATE_ID);
            offset = table.limit();
            first += count;
        }
        while (first < rules.ruleCount());
        return offset;
    }

    private static int count(final RuleStatistics rules, final int first)
    {
        int length = FrameDescriptor.MESSAGE_OFFSET + RuleTableEncoder.BLOCK_LENGTH + RulesEncoder.HEADER_SIZE;
        int next = first;
        while (next < rules.ruleCount())
        {
            length += ENTRY_LENGTH + rules.rule(next).reason().getBytes(StandardCharsets.UTF_8).length;
            if (length > FrameDescriptor.OUTBOUND_LENGTH_MAX)
            {
                return next - first;
            }
            next++;
        }
        return next - first;
    }
}
