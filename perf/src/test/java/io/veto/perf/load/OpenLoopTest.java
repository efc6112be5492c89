package io.veto.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.client.SessionException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;

/** The load plan on a clock of its own: every look at it takes 10 us. */
class OpenLoopTest
{
    private static final long STEP_NS = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long RATE = 1_000;
    private static final long SECONDS = 5;

    private long nowNs = 0;

    @Test
    void shouldCountEveryTransactionThatAStallHoldsUp() throws SessionException
    {
        final long stallFromNs = TimeUnit.SECONDS.toNanos(2);
        final long stallToNs = TimeUnit.SECONDS.toNanos(3);

        final LoadResult result = run(new Echo(stallFromNs, stallToNs, Long.MAX_VALUE));

        final long heldUp = result.latencies().getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(2));
        assertEquals(RATE * SECONDS, result.latencies().getTotalCount());
        assertTrue(Math.abs(heldUp - RATE) <= RATE / 50, "held up: " + heldUp);
        assertTrue(result.latencies().getMaxValue() >= TimeUnit.MILLISECONDS.toNanos(990));
    }

    @Test
    void shouldReachItsRateWhenNothingStalls() throws SessionException
    {
        final LoadResult result = run(new Echo(0, 0, Long.MAX_VALUE));

        assertNull(result.fault());
        assertEquals(RATE * SECONDS, result.answered());
    }

    @Test
    void shouldFailWhenAnswersStopComing() throws SessionException
    {
        final LoadResult result = run(new Echo(0, 0, 1_234));

        assertTrue(result.fault().startsWith("answers are missing: expectedAnswers=5000 answers=1234 sent="), result.fault());
    }

    private LoadResult run(final LoadTarget target) throws SessionException
    {
        return new OpenLoop(this::clock, NoOpIdleStrategy.INSTANCE, TimeUnit.SECONDS.toNanos(2))
            .run(SendPlan.ofSeconds(RATE, SECONDS), target);
    }

    private long clock()
    {
        nowNs += STEP_NS;
        return nowNs;
    }

    /** Answers at the next poll, but not during the stall, and no more than its bound. */
    private final class Echo implements LoadTarget
    {
        private final long stallFromNs;
        private final long stallToNs;
        private final long answersMax;
        private long unanswered = 0;
        private long answered = 0;

        private Echo(final long stallFromNs, final long stallToNs, final long answersMax)
        {
            this.stallFromNs = stallFromNs;
            this.stallToNs = stallToNs;
            this.answersMax = answersMax;
        }

        @Override
        public boolean offer()
        {
            unanswered++;
            return true;
        }

        @Override
        public int poll(final Runnable onAnswer)
        {
            int answers = 0;
            while (unanswered > 0 && answered < answersMax && (nowNs < stallFromNs || nowNs >= stallToNs))
            {
                onAnswer.run();
                unanswered--;
                answered++;
                answers++;
            }
            return answers;
        }
    }
}
