package io.veto.rules.window;

import java.util.ArrayList;
import java.util.List;

/**
 * Windows of a random setup that are driven by steps.
 */
final class SteppedWindows implements AutoCloseable
{
    /**
     * Moves steps to another place of the journal and to another time.
     *
     * @param sequences to add.
     * @param timeMs    to add.
     */
    record Shift(long sequences, long timeMs)
    {
        Step of(final Step step)
        {
            if (step instanceof Step.Transaction transaction)
            {
                return new Step.Transaction(transaction.sequence() + sequences, transaction.timeMs() + timeMs, transaction.amount(),
                    transaction.approved(), transaction.latitudeMicro(), transaction.longitudeMicro(), transaction.values());
            }
            if (step instanceof Step.Label label)
            {
                return new Step.Label(label.sequence() + sequences, label.targetSequence() + sequences, label.fraud());
            }
            if (step instanceof Step.Reversal reversal)
            {
                return new Step.Reversal(
                    reversal.sequence() + sequences, reversal.targetSequence() + sequences, reversal.amount());
            }
            return new Step.Tick(step.sequence() + sequences, ((Step.Tick)step).timeMs() + timeMs);
        }
    }

    private final StreamSetup setup;
    private final Windows windows;
    private final WindowEvent event;
    private final long extraAmount;
    private final List<Told> told = new ArrayList<>();

    SteppedWindows(final StreamSetup setup, final long extraAmount)
    {
        this(setup, extraAmount, SegmentStore.SEGMENT_BITS_DEFAULT);
    }

    SteppedWindows(final StreamSetup setup, final long extraAmount, final int segmentBits)
    {
        this.setup = setup;
        this.extraAmount = extraAmount;
        windows = new Windows(setup.specs(), setup.asksLabel(), setup.limits(),
            new WindowMemory(new MemorySegments(segmentBits), MemoryAdvice.NONE, TailListener.NONE));
        event = new WindowEvent(setup.filters().length);
    }

    @Override
    public void close()
    {
        windows.close();
    }

    Windows windows()
    {
        return windows;
    }

    /**
     * What the windows told where the last step was a transaction.
     */
    List<Told> told()
    {
        return told;
    }

    /**
     * Applies a step; to the amount of a transaction the extra amount is added.
     *
     * @return what became of a transaction; null for other steps.
     */
    Appended apply(final Step step)
    {
        return apply(step, extraAmount);
    }

    void applyUnchanged(final Step step)
    {
        apply(step, 0);
    }

    /**
     * Whether an event with the sequence is still needed: a label of it would be known.
     */
    long neededEvents(final long sequence)
    {
        return Correction.UNKNOWN_TARGET == windows.label(sequence + 1, sequence, false) ? 0 : 1;
    }

    private Appended apply(final Step step, final long extra)
    {
        told.clear();
        if (step instanceof Step.Transaction transaction)
        {
            return append(transaction, extra);
        }
        if (step instanceof Step.Label label)
        {
            windows.label(label.sequence(), label.targetSequence(), label.fraud());
        }
        else if (step instanceof Step.Reversal reversal)
        {
            windows.reverse(reversal.sequence(), reversal.targetSequence(), reversal.amount());
        }
        else
        {
            windows.tick(((Step.Tick)step).timeMs());
        }
        return null;
    }

    private Appended append(final Step.Transaction transaction, final long extra)
    {
        windows.advance(transaction.timeMs());
        windows.reserve();
        final long amount = transaction.amount();
        event.timeMs(transaction.timeMs()).amount(amount > 0 ? amount - extra : amount + extra)
            .place(transaction.latitudeMicro(), transaction.longitudeMicro());
        for (final KeyKind kind : KeyKind.values())
        {
            event.key(kind, transaction.value(kind));
        }
        for (int f = 0; f < setup.filters().length; f++)
        {
            final int genuine = setup.filters()[f].passes(transaction, transaction.approved(), false) ? 1 : 0;
            final int fraud = setup.filters()[f].passes(transaction, transaction.approved(), true) ? 2 : 0;
            event.passes(f, genuine | fraud);
        }
        windows.read(event);
        for (int i = 0; i < setup.specs().length; i++)
        {
            told.add(windows.load(i) ? new Told(true, windows.value(), windows.high()) : Told.NOTHING);
        }
        return windows.append(transaction.sequence());
    }
}
