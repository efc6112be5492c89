package io.veto.engine.simulation;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.FallBackPublisher;
import io.veto.engine.line.OperatorRecord;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.ListChangeEncoder;
import io.veto.rules.layout.ListOperation;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.Lists;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What senders and operators think of.
 */
final class Traffic
{
    private static final int CARDS = 6;

    private final World world;
    private final SplittableRandom random;
    private int ids = 0;

    Traffic(final World world)
    {
        this.world = world;
        random = world.random;
    }

    /** Has a sender make a message. */
    void message(final Sender sender)
    {
        final int kind = random.nextInt(20);
        final List<Sender.Told> told = sender.told();
        if (kind > 2 || told.isEmpty())
        {
            sender.add(world.chance(12) ? repeat(sender) : transaction());
            return;
        }
        final Sender.Told target = told.get(random.nextInt(told.size()));
        final boolean isUnknown = null == target || world.chance(10);
        final long targetSequence = isUnknown ? 0 : target.sequence();
        if (isUnknown)
        {
            world.add(Happening.LABEL_OF_NOTHING);
        }
        sender.add(kind > 0 ? label(targetSequence) : reversal(targetSequence));
    }

    /** A list change. */
    OperatorRecord listChange()
    {
        world.add(Happening.LIST_CHANGE);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        final ListChangeEncoder change = new ListChangeEncoder().wrap(buffer, RecordDescriptor.HEADER_LENGTH)
            .listName(Rules.LIST).kind((short)ListKind.CARD.ordinal());
        change.entriesCount(1).next().key(card()).expiresMs(random.nextBoolean() ? Lists.NEVER_MS : world.nowMs() + 60_000)
            .operation(random.nextBoolean() ? ListOperation.ADD : ListOperation.REMOVE).shown("x").reason("");
        return new OperatorRecord(RecordDescriptor.TYPE_LIST, buffer, RecordDescriptor.recordLength(change.limit()));
    }

    /** A rule falls back, or comes back. */
    OperatorRecord ruleMode(final RuleSet ruleSet)
    {
        world.add(Happening.RULE_MODE);
        return FallBackPublisher.record(ruleSet.hash(), random.nextInt(ruleSet.ruleCount()),
            random.nextBoolean() ? RuleMode.SHADOW : RuleMode.LIVE, 0, 0);
    }

    private Sender.Message transaction()
    {
        world.add(Happening.TRANSACTION);
        final UnsafeBuffer block = new UnsafeBuffer(new byte[TransactionDecoder.BLOCK_LENGTH]);
        final long card = card();
        long timeMs = world.nowMs();
        if (world.chance(6))
        {
            world.add(Happening.TRANSACTION_LATE);
            timeMs -= random.nextInt(120_000);
        }
        else if (world.chance(20))
        {
            world.add(Happening.TRANSACTION_CLOCK_AHEAD);
            timeMs += 3_000 + random.nextInt(60_000);
        }
        final TransactionEncoder transaction = new TransactionEncoder().wrap(block, 0)
            .eventTimeMs(timeMs).amountMinor(random.nextInt(7_000)).terminal("T" + card % 3).transactionId("id-" + ++ids);
        transaction.account().cardToken(card);
        return new Sender.Message(RecordDescriptor.TYPE_TRANSACTION, block.byteArray());
    }

    /** The same transaction once more, as a business repeat: another message. */
    private Sender.Message repeat(final Sender sender)
    {
        final Sender.Message earlier = sender.someTransaction(random);
        if (null == earlier)
        {
            return transaction();
        }
        world.add(Happening.BUSINESS_REPEAT);
        return earlier;
    }

    private Sender.Message label(final long targetSequence)
    {
        world.add(Happening.LABEL);
        final UnsafeBuffer block = new UnsafeBuffer(new byte[LabelDecoder.BLOCK_LENGTH]);
        new LabelEncoder().wrap(block, 0).targetSequence(targetSequence).targetMessageNumber(0)
            .fraud(random.nextBoolean() ? FraudLabel.FRAUD : FraudLabel.GENUINE);
        return new Sender.Message(RecordDescriptor.TYPE_LABEL, block.byteArray());
    }

    private Sender.Message reversal(final long targetSequence)
    {
        final boolean isInPart = random.nextBoolean();
        world.add(isInPart ? Happening.REVERSAL_IN_PART : Happening.REVERSAL);
        final UnsafeBuffer block = new UnsafeBuffer(new byte[ReversalDecoder.BLOCK_LENGTH]);
        new ReversalEncoder().wrap(block, 0).targetSequence(targetSequence).targetMessageNumber(0)
            .amountMinor(isInPart ? 1 + random.nextInt(3_000) : ReversalEncoder.amountMinorNullValue());
        return new Sender.Message(RecordDescriptor.TYPE_REVERSAL, block.byteArray());
    }

    private long card()
    {
        return 1 + random.nextInt(CARDS);
    }
}
