package io.veto.rules.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws a stream: transactions in order, with equal times, late, and later than every window; refunds, zero amounts and
 * missing keys; labels that come, change their mind, repeat themselves and miss; ticks behind and ahead of the
 * transactions; jumps in time.
 */
final class RandomStream
{
    private static final int[] CLOCK_STEPS = {0, 0, 0, 1, 1, 2, 5};
    private static final int[] LATENESSES = {1, 3, 20, StreamSetup.EXIT_OFFSET_MAX, 4 * StreamSetup.EXIT_OFFSET_MAX};
    private static final int RECENT = 30;
    private static final long LARGEST_AMOUNT = 1_000_000_000_000L;

    private final StreamSetup setup;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step.Transaction> transactions = new ArrayList<>();
    private Step.Label lastLabel = null;
    private long clock = 0;
    private long sequence = 0;

    private RandomStream(final StreamSetup setup, final Random random)
    {
        this.setup = setup;
        this.random = random;
    }

    /**
     * Draws a stream for a setup.
     */
    static List<Step> of(final StreamSetup setup, final Random random)
    {
        final RandomStream stream = new RandomStream(setup, random);
        for (int i = 0; i < setup.stepCount(); i++)
        {
            stream.draw();
        }
        return stream.steps;
    }

    private void draw()
    {
        clock += CLOCK_STEPS[random.nextInt(CLOCK_STEPS.length)];
        clock += 0 == random.nextInt(100) ? random.nextInt(2 * StreamSetup.EXIT_OFFSET_MAX) : 0;
        sequence += 1 + random.nextInt(2);
        final int kind = random.nextInt(10);
        if (kind < 7 || transactions.isEmpty())
        {
            final Step.Transaction transaction = transaction();
            transactions.add(transaction);
            steps.add(transaction);
        }
        else if (kind < 9)
        {
            lastLabel = label();
            steps.add(lastLabel);
        }
        else
        {
            steps.add(new Step.Tick(sequence, timeMs(clock + random.nextInt(-5, 6))));
        }
    }

    private Step.Transaction transaction()
    {
        final int latenessMax = LATENESSES[random.nextInt(LATENESSES.length)];
        final int lateness = random.nextInt(9) < 4 ? random.nextInt(1, 1 + latenessMax) : 0;
        return new Step.Transaction(
            sequence,
            timeMs(clock - lateness),
            amount(),
            random.nextBoolean(),
            key(KeyKind.CARD),
            key(KeyKind.TERMINAL),
            key(KeyKind.MERCHANT));
    }

    private long amount()
    {
        return switch (random.nextInt(8))
        {
            case 0 -> 0;
            case 1 -> -random.nextInt(1, 100);
            case 2 -> random.nextLong(-LARGEST_AMOUNT, LARGEST_AMOUNT);
            default -> random.nextInt(1, 100);
        };
    }

    private long key(final KeyKind kind)
    {
        final long value = 1 + KeyKind.values().length * random.nextLong(setup.keyCount()) + kind.ordinal();
        return 0 == random.nextInt(12) ? KeyHash.NULL_KEY : KeyHash.mix(value);
    }

    private Step.Label label()
    {
        final int kind = random.nextInt(20);
        if (0 == kind)
        {
            return new Step.Label(sequence, sequence + random.nextInt(-1, 2), true);
        }
        if (kind < 3 && null != lastLabel)
        {
            return new Step.Label(sequence, lastLabel.targetSequence(), lastLabel.fraud());
        }
        if (kind < 5 && null != lastLabel)
        {
            return new Step.Label(sequence, lastLabel.targetSequence(), !lastLabel.fraud());
        }
        final int size = transactions.size();
        final int from = kind < 16 ? Math.max(0, size - RECENT) : 0;
        return new Step.Label(sequence, transactions.get(random.nextInt(from, size)).sequence(), random.nextInt(3) > 0);
    }

    private long timeMs(final long time)
    {
        return setup.baseMs() + time * setup.paceMs();
    }
}
