package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.list.ListKind;
import io.veto.rules.window.WindowMemory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Looking ahead changes no byte of any answer. */
class LookAheadTest
{
    private static final int TRANSACTIONS = 5_000;
    private static final int LISTED = 5_000;
    private static final String RULES = """
        list cards : card
        list devices : device
        rule listed score 5 if card in cards and device not in devices
        rule often review if count(card, 1m) > 3 or attempts(card+merchant, 10m) = 2
        rule much decline if sum(amount, card, 5m) > 3000.00 and amount > avg(amount, card, 5m before)
        rule odd review if amount - avg(amount, merchant, 1m) > 2 * stddev(amount, merchant, 1m)
        rule peak review if amount > max(amount, card, 2m before) or amount < min(amount, card, 2m before)
        rule cards review if distinct(card, device, 1m) = 3 or distinct(merchant_country, card, 30s) >= 2
        rule calm review if count(card, tumbling 1m before where approved) >= 2 and count(ip, session 20s) = 1
        rule moved review if last(merchant_country, card) != merchant_country and since(card) < 1m and first_seen(card) > 2m
        rule far review if speed_kmh(card) > 1000 and distance_km(card) >= 1
        rule settled review if count(merchant, 1m delayed 30s) > count(merchant, 1m) and ratio(bin, 1m where mcc = 5411) > 0.4
        """;

    @ParameterizedTest
    @MethodSource("seedsAndBatches")
    void shouldAnswerTheSameWhetherItLookedAheadOrNot(final long seed, final int batchMax)
    {
        final List<TransactionDecoder> stream = stream(new Random(seed));
        final List<String> expected = decisions(stream, 0, new Random(seed));

        final List<String> actual = decisions(stream, batchMax, new Random(seed));

        assertEquals(expected, actual, () -> "seed=" + seed + " batchMax=" + batchMax);
        assertEquals(true, new HashSet<>(expected).size() > 50, "the stream tells too little: seed=" + seed);
    }

    private static Stream<Arguments> seedsAndBatches()
    {
        return IntStream.of(1, 7, 32, 100).boxed().flatMap(batch -> Stream.of(arguments(1L, batch), arguments(2L, batch)));
    }

    private static List<String> decisions(final List<TransactionDecoder> stream, final int batchMax, final Random random)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("ahead.rules", RULES);
        final UnsafeBuffer decision = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
        final DecisionEncoder encoder = new DecisionEncoder().wrap(decision, 0);
        final List<String> decisions = new ArrayList<>();
        try (Scorer scorer = new Scorer(ruleSet, ScorerConfig.DEFAULT, WindowMemory.main()))
        {
            final int cards = scorer.lists().number("cards", ListKind.CARD);
            for (int i = 0; i < LISTED; i++)
            {
                scorer.lists().add(cards, 1 + 2 * i, 2_000_000);
            }
            int next = 0;
            while (next < stream.size())
            {
                final int end = Math.min(stream.size(), next + 1 + random.nextInt(Math.max(1, batchMax)));
                if (batchMax > 0)
                {
                    lookAhead(scorer, stream.subList(next, end));
                }
                for (; next < end; next++)
                {
                    scorer.onTransaction(next + 1, stream.get(next), encoder);
                    decisions.add(HexFormat.of().formatHex(decision.byteArray()));
                }
            }
        }
        return decisions;
    }

    private static void lookAhead(final Scorer scorer, final List<TransactionDecoder> batch)
    {
        for (final TransactionDecoder transaction : batch)
        {
            if (!scorer.lookAhead(transaction))
            {
                scorer.touch();
            }
        }
        scorer.touch();
    }

    private static List<TransactionDecoder> stream(final Random random)
    {
        final List<TransactionDecoder> stream = new ArrayList<>();
        long timeMs = 1_000_000;
        for (int i = 0; i < TRANSACTIONS; i++)
        {
            timeMs += random.nextInt(1_000);
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
            final TransactionEncoder fields = new TransactionEncoder().wrap(buffer, 0);
            fields.effectiveTimeMs(0 == random.nextInt(10) ? timeMs - random.nextInt(90_000) : timeMs)
                .amountMinor(random.nextInt(100_000)).mcc(random.nextBoolean() ? 5411 : 5812)
                .merchantCountry(random.nextBoolean() ? "FR" : "DE").cardCountry("FR")
                .latitudeMicro(random.nextInt(90_000_000)).longitudeMicro(random.nextInt(90_000_000))
                .merchant("M" + random.nextInt(20)).device("D" + random.nextInt(10)).ip(15, (short)random.nextInt(20));
            fields.account().cardToken(random.nextInt(40)).bin(400_000 + random.nextInt(3));
            stream.add(new TransactionDecoder().wrap(
                buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION));
        }
        return stream;
    }
}
