package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.StandardRules;
import io.veto.rules.state.StateDamagedException;
import io.veto.rules.testkit.RandomRecords;
import io.veto.rules.testkit.StateBytes;
import io.veto.rules.window.MemoryAdvice;
import io.veto.rules.window.MemorySegments;
import io.veto.rules.window.TailListener;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.WindowMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scorer that was saved and loaded again answers as if it had seen everything. */
class ScorerStateTest
{
    private static final int RECORDS = 6_000;
    private static final int CARDS = 60;
    private static final int SEGMENT_BITS = 7;
    private static final ScorerConfig CONFIG = new ScorerConfig(60_000, 3_000, new WindowLimits(1 << 20, 1 << 16, 1 << 12, 1 << 16));

    private static final RuleSet STANDARD = RuleSetCompiler.compile(StandardRules.NAME, StandardRules.text());
    private static final RuleSet ALL_WINDOWS = RuleSetCompiler.compile("state.rules", """
        list deny_cards : card
        rule listed score 5 if card in deny_cards
        rule often review if count(card, 1m) > 3 or attempts(card+merchant, 10m) = 2
        rule odd review if amount - avg(amount, merchant, 1m) > 2 * stddev(amount, merchant, 1m)
        rule peak review if amount > max(amount, card, 2m before) or amount < min(amount, card, 2m before where not fraud)
        rule cards review if distinct(card, device, 1m) = 3 or distinct(merchant, card, 30m) >= 12
        rule calm review if count(card, tumbling 1m before where approved) >= 2 and count(ip, session 20s) = 1
        rule moved review if last(merchant_country, card) != merchant_country and since(card) < 1m and first_seen(card) > 2m
        rule far review if speed_kmh(card) > 1000 and distance_km(card) >= 1
        rule settled review if count(merchant, 1m delayed 30s) > count(merchant, 1m) and ratio(bin, 1m where mcc = 5411) > 0.4
        rule labelled review if count(merchant, 10m before where fraud) >= 3 or sum(amount, card, 30m delayed 5m where fraud) > 100.00
        rule follows review if count(card, 1h before where hit(listed)) = 2
        """);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAnswerFromASavedStateAsIfItHadSeenEverything(final long seed)
    {
        final RuleSet ruleSet = 0 == seed % 2 ? STANDARD : ALL_WINDOWS;
        final List<RandomRecords.Record> records = RandomRecords.of(seed, RECORDS, CARDS);
        final int cut = new Random(seed).nextInt(RECORDS / 2, RECORDS - 1_000);
        final List<String> expected = new ArrayList<>();
        final List<String> actual = new ArrayList<>();
        try (Scorer unbroken = scorer(ruleSet); Scorer loaded = scorer(ruleSet))
        {
            records.subList(0, cut).forEach(record -> record.apply(unbroken));
            final byte[] saved = save(unbroken);
            loaded.load(StateBytes.reader(saved));
            assertArrayEquals(saved, save(loaded), () -> "saved again: seed=" + seed);
            assertEquals(unbroken.stateHash(), loaded.stateHash(), () -> "seed=" + seed + " cut=" + cut);
            for (int i = cut; i < RECORDS; i++)
            {
                final boolean isHashed = i < cut + 50 || 0 == i % 100 || i == RECORDS - 1;
                expected.add(records.get(i).apply(unbroken) + ' ' + (isHashed ? unbroken.stateHash() : 0));
                actual.add(records.get(i).apply(loaded) + ' ' + (isHashed ? loaded.stateHash() : 0));
            }
        }

        assertEquals(expected, actual, () -> "seed=" + seed + " cut=" + cut);
        assertTrue(new HashSet<>(expected).size() > 120, () -> "the stream tells too little: seed=" + seed);
    }

    @Test
    void shouldRefuseTheStateOfAnotherRuleSetByName()
    {
        try (Scorer saved = scorer(STANDARD); Scorer other = scorer(ALL_WINDOWS))
        {
            final StateBytes.Reader reader = StateBytes.reader(save(saved));

            assertEquals(
                "state is of another rule set: expectedRuleSet=" + Long.toHexString(ALL_WINDOWS.hash()) + " ruleSet=" +
                    Long.toHexString(STANDARD.hash()),
                assertThrows(StateDamagedException.class, () -> other.load(reader)).getMessage());
        }
    }

    private static Scorer scorer(final RuleSet ruleSet)
    {
        return new Scorer(
            ruleSet, CONFIG, new WindowMemory(new MemorySegments(SEGMENT_BITS), MemoryAdvice.NONE, TailListener.NONE));
    }

    private static byte[] save(final Scorer scorer)
    {
        final StateBytes state = new StateBytes();
        scorer.save(state);
        return state.bytes();
    }
}
