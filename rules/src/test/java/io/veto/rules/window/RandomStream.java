package io.veto.rules.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws a stream: transactions in order, with equal times, late, and later than every window; refunds, zero amounts and
 * missing keys and places; labels that come, change their mind, repeat themselves and miss; full, partial, second and too large reversals;
 * ticks behind and ahead of the transactions; jumps in time.
 */
final class RandomStream
{
    private static final int[] CLOCK_STEPS = {0, 0, 0, 1, 1, 2, 5};
    private static final int[] LATENESSES = {1, 3, 20, StreamSetup.EXIT_OFFSET_MAX, 4 * StreamSetup.EXIT_OFFSET_MAX};
    private static final int RECENT = 30;
    private static final KeyKind[] KEYS =
        {KeyKind.CARD, KeyKind.TERMINAL, KeyKind.MERCHANT, KeyKind.BIN, KeyKind.MERCHANT_COUNTRY};

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
        final int kind = random.nextInt(20);
        if (kind < 13 || transactions.isEmpty())
        {
            final Step.Transaction transaction = transaction();
            transactions.add(transaction);
            steps.add(transaction);
        }
        else if (kind < 16)
        {
            lastLabel = label();
            steps.add(lastLabel);
        }
        else if (kind < 18)
        {
            steps.add(reversal());
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
        final long[] values = new long[KeyKind.values().length];
        for (final KeyKind kind : KEYS)
        {
            values[kind.ordinal()] = key(kind);
        }
        final int latitudeMicro = 0 == random.nextInt(4) ? WindowEvent.NULL_COORDINATE : random.nextInt(-90_000_000, 90_000_001);
        final int longitudeMicro = 0 == random.nextInt(9) ? WindowEvent.NULL_COORDINATE : random.nextInt(-180_000_000, 180_000_001);
        return new Step.Transaction(
            sequence, timeMs(clock - lateness), amount(), random.nextBoolean(), latitudeMicro, longitudeMicro, values);
    }

    private Step.Reversal reversal()
    {
        final int size = transactions.size();
        final Step.Transaction target =
            transactions.get(random.nextInt(0 == random.nextInt(4) ? 0 : Math.max(0, size - RECENT), size));
        final long amount = switch (random.nextInt(4))
        {
            case 0 -> target.amount();
            case 1 -> target.amount() / 2 + Long.signum(target.amount());
            case 2 -> target.amount() / 3;
            default -> Windows.NULL_AMOUNT;
        };
        final long targetSequence = 0 == random.nextInt(20) ? sequence + 1 : target.sequence();
        return new Step.Reversal(sequence, targetSequence, 0 == amount ? Windows.NULL_AMOUNT : amount);
    }

    private long amount()
    {
        return switch (random.nextInt(8))
        {
            case 0 -> 0;
            case 1 -> -random.nextInt(1, 100);
            case 2 -> random.nextLong(-Windows.AMOUNT_MAX, Windows.AMOUNT_MAX + 1);
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
