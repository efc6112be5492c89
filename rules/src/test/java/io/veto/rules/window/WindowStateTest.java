package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.testkit.SeededStreams;
import io.veto.rules.testkit.StateBytes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Windows that were saved and loaded again are the same windows, wherever in a random stream that happens. */
class WindowStateTest
{
    private static final int STREAMS = 240;
    private static final int STREAMS_SLOW = 8_000;

    @Test
    void shouldGoOnFromASavedStateAsIfItHadSeenEverything()
    {
        check(1, STREAMS);
    }

    @Test
    @Tag("slow")
    void shouldGoOnFromASavedStateInThousandsOfStreams()
    {
        check(1 + STREAMS, STREAMS_SLOW);
    }

    private static void check(final long firstSeed, final int count)
    {
        for (long seed = firstSeed; seed < firstSeed + count; seed++)
        {
            final StreamSetup setup = StreamSetup.of(seed);
            final double cut = new Random(seed).nextDouble();
            final int segmentBits = 0 == seed % 3 ? SegmentStore.SEGMENT_BITS_DEFAULT : 6;
            SeededStreams.check(
                seed, random -> RandomStream.of(setup, random), stream -> checkStream(setup, stream, cut, segmentBits));
        }
    }

    private static void checkStream(final StreamSetup setup, final List<Step> stream, final double cut, final int segmentBits)
    {
        try (SteppedWindows unbroken = new SteppedWindows(setup, 0, segmentBits))
        {
            final int from = (int)(stream.size() * cut);
            stream.subList(0, from).forEach(unbroken::apply);
            final byte[] saved = save(unbroken.windows());
            try (SteppedWindows loaded = loaded(setup, segmentBits, saved))
            {
                assertArrayEquals(saved, save(loaded.windows()), "saved again");
                assertEquals(unbroken.windows().stateHash(), loaded.windows().stateHash(), "state hash at the cut");
                for (final Step step : stream.subList(from, stream.size()))
                {
                    assertEquals(unbroken.apply(step), loaded.apply(step), step::toString);
                    assertEquals(unbroken.told(), loaded.told(), step::toString);
                    assertEquals(unbroken.windows().stateHash(), loaded.windows().stateHash(), step::toString);
                }
                assertArrayEquals(save(unbroken.windows()), save(loaded.windows()), "saved at the end");
            }
        }
    }

    private static SteppedWindows loaded(final StreamSetup setup, final int segmentBits, final byte[] saved)
    {
        final SteppedWindows loaded = new SteppedWindows(setup, 0, segmentBits);
        final StateBytes.Reader reader = StateBytes.reader(saved);
        loaded.windows().load(reader);
        assertEquals(0, reader.rest(), "left unread");
        return loaded;
    }

    private static byte[] save(final Windows windows)
    {
        final StateBytes state = new StateBytes();
        windows.save(state);
        return state.bytes();
    }
}
