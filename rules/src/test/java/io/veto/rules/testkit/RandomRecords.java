package io.veto.rules.testkit;

import io.veto.rules.layout.CorrectionFlagsDecoder;
import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ListChangeEncoder;
import io.veto.rules.layout.ListOperation;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.layout.RuleModeChangeEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.Lists;
import io.veto.rules.score.Scorer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Journal records for a scorer, a function of a seed: transactions, some of them late, labels, reversals, ticks, entries of lists and changes
 * of rule modes. Record i has the sequence i + 1.
 */
public final class RandomRecords
{
    /** A record that a scorer takes in. */
    @FunctionalInterface
    public interface Record
    {
        /**
         * Lets a scorer take the record in.
         *
         * @param scorer that has taken in all before it.
         * @return what it answered.
         */
        String apply(Scorer scorer);
    }

    private static final String[] LISTS = {"deny_cards", "seasonal"};

    private final Random random;
    private final List<Record> records = new ArrayList<>();
    private final int cards;
    private long timeMs = 1_700_000_000_000L;

    private RandomRecords(final long seed, final int cards)
    {
        this.random = new Random(seed);
        this.cards = cards;
    }

    /**
     * Draws records.
     *
     * @param seed  of them.
     * @param count of them.
     * @param cards among which transactions are spread.
     * @return in journal order.
     */
    public static List<Record> of(final long seed, final int count, final int cards)
    {
        final RandomRecords drawn = new RandomRecords(seed, cards);
        for (int i = 0; i < count; i++)
        {
            drawn.timeMs += drawn.random.nextInt(0 == drawn.random.nextInt(200) ? 3_600_000 : 2_000);
            drawn.records.add(drawn.draw(i + 1));
        }
        return List.copyOf(drawn.records);
    }

    private Record draw(final long sequence)
    {
        return switch (random.nextInt(20))
        {
            case 0, 1 -> label(sequence);
            case 2 -> reversal(sequence);
            case 3 -> tick(timeMs);
            case 4 -> 0 == random.nextInt(5) ? mode(random.nextInt(5), random.nextBoolean()) : list();
            default -> transaction(sequence);
        };
    }

    private Record transaction(final long sequence)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
        final TransactionEncoder fields = new TransactionEncoder().wrap(buffer, 0);
        fields.effectiveTimeMs(0 == random.nextInt(10) ? timeMs - random.nextInt(900_000) : timeMs)
            .amountMinor(0 == random.nextInt(20) ? -random.nextInt(10_000) : random.nextInt(300_000))
            .mcc(random.nextBoolean() ? 5411 : 7995)
            .merchantCountry(random.nextInt(4) > 0 ? "FR" : "DE").cardCountry("FR")
            .latitudeMicro(random.nextInt(90_000_000)).longitudeMicro(random.nextInt(90_000_000))
            .merchant("M" + random.nextInt(20)).terminal("T" + random.nextInt(30)).device("D" + random.nextInt(10))
            .ip(15, (short)random.nextInt(20));
        fields.account().cardToken(1 + random.nextInt(cards)).bin(400_000 + random.nextInt(3));
        return scorer ->
        {
            final UnsafeBuffer decision = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
            scorer.onTransaction(
                sequence,
                new TransactionDecoder().wrap(buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION),
                new DecisionEncoder().wrap(decision, 0));
            return HexFormat.of().formatHex(decision.byteArray());
        };
    }

    private Record label(final long sequence)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LabelEncoder.BLOCK_LENGTH]);
        new LabelEncoder().wrap(buffer, 0).targetSequence(target(sequence)).fraud(random.nextBoolean() ? FraudLabel.FRAUD : FraudLabel.GENUINE);
        return scorer ->
        {
            final UnsafeBuffer flags = new UnsafeBuffer(new byte[Short.BYTES]);
            scorer.onLabel(sequence, new LabelDecoder().wrap(buffer, 0, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION),
                new CorrectionFlagsEncoder().wrap(flags, 0));
            return "label " + new CorrectionFlagsDecoder().wrap(flags, 0);
        };
    }

    private Record reversal(final long sequence)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ReversalEncoder.BLOCK_LENGTH]);
        new ReversalEncoder().wrap(buffer, 0).targetSequence(target(sequence))
            .amountMinor(random.nextBoolean() ? ReversalEncoder.amountMinorNullValue() : 1 + random.nextInt(20_000));
        return scorer ->
        {
            final UnsafeBuffer flags = new UnsafeBuffer(new byte[Short.BYTES]);
            scorer.onReversal(
                sequence, new ReversalDecoder().wrap(buffer, 0, ReversalDecoder.BLOCK_LENGTH, ReversalDecoder.SCHEMA_VERSION),
                new CorrectionFlagsEncoder().wrap(flags, 0));
            return "reversal " + new CorrectionFlagsDecoder().wrap(flags, 0);
        };
    }

    private long target(final long sequence)
    {
        return Math.max(1, sequence - random.nextInt(0 == random.nextInt(4) ? 2_000 : 60));
    }

    private Record list()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        new ListChangeEncoder().wrap(buffer, 0).listName(LISTS[random.nextInt(LISTS.length)]).kind((short)ListKind.CARD.ordinal())
            .entriesCount(1).next().key(1 + random.nextInt(cards))
            .expiresMs(random.nextBoolean() ? Lists.NEVER_MS : timeMs + random.nextInt(600_000))
            .operation(random.nextInt(3) > 0 ? ListOperation.ADD : ListOperation.REMOVE).reason("");
        return scorer ->
        {
            scorer.onListChange(
                new ListChangeDecoder().wrap(buffer, 0, ListChangeDecoder.BLOCK_LENGTH, ListChangeDecoder.SCHEMA_VERSION));
            return "list " + scorer.lists().entries();
        };
    }

    private static Record mode(final int rule, final boolean isShadow)
    {
        return scorer ->
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RuleModeChangeEncoder.BLOCK_LENGTH]);
            new RuleModeChangeEncoder().wrap(buffer, 0).ruleSetHash(scorer.ruleSet().hash()).rule(rule)
                .mode(isShadow ? RuleMode.SHADOW : RuleMode.LIVE);
            return "mode " + scorer.onRuleMode(
                new RuleModeChangeDecoder().wrap(buffer, 0, RuleModeChangeDecoder.BLOCK_LENGTH, RuleModeChangeDecoder.SCHEMA_VERSION));
        };
    }

    private static Record tick(final long timeMs)
    {
        return scorer ->
        {
            scorer.onTick(timeMs);
            return "tick";
        };
    }
}
