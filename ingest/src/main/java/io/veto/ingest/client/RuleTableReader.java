package io.veto.ingest.client;

import io.veto.rules.language.RuleEffect;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleTableDecoder;
import io.veto.rules.layout.RuleTableDecoder.RulesDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a rule table together from the frames that it comes in.
 * <p>
 * <b>Note:</b> single-threaded.
 */
final class RuleTableReader
{
    private final List<RuleTable.Entry> rules = new ArrayList<>();

    /**
     * Takes a frame.
     *
     * @param table that it holds.
     * @return the whole table behind its last frame, null before; a frame with the first rule begins another.
     */
    RuleTable onFrame(final RuleTableDecoder table)
    {
        final int ruleCount = table.ruleCount();
        if (0 == table.firstRule())
        {
            rules.clear();
        }
        for (final RulesDecoder rule : table.rules())
        {
            rules.add(new RuleTable.Entry(rule.ruleId(), RuleEffect.valueOf(rule.effect().name()), RuleMode.SHADOW == rule.mode(),
                rule.points(), rule.code(), rule.reason()));
        }
        return rules.size() < ruleCount ? null : new RuleTable(table.ruleSetHash(), rules);
    }
}
