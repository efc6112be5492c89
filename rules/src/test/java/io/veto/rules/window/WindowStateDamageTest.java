package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.testkit.StateBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A state with any eight bytes of it changed is refused, or it loads into windows that go on, tell something and come to an end. Checksums
 * lie underneath; this is what holds where they have been got round.
 */
class WindowStateDamageTest
{
    private static final int FLIPS_OF_A_STREAM = 200;
    private static final int STREAMS = 16;
    private static final int STREAMS_SLOW = 400;

    @Test
    void shouldRefuseOrSurviveWhateverIsChangedInAState()
    {
        check(1, STREAMS);
    }

    @Test
    @Tag("slow")
    void shouldRefuseOrSurviveWhateverIsChangedInManyStates()
    {
        check(1 + STREAMS, STREAMS_SLOW);
    }

    @Test
    void shouldRefuseAStateThatEndsAnywhereTooEarly()
    {
        final StreamSetup setup = StreamSetup.of(4);
        final byte[] saved = saved(setup, RandomStream.of(setup, new Random(4)).subList(0, 60));
        for (int length = 0; length < saved.length; length += 1 + saved.length / 500)
        {
            final byte[] cut = Arrays.copyOf(saved, length);
            try (SteppedWindows windows = new SteppedWindows(setup, 0, 6))
            {
                assertThrows(StateDamagedException.class, () -> windows.windows().load(StateBytes.reader(cut)));
            }
        }
    }

    @Test
    void shouldRefuseTheStateOfOtherWindowsByName()
    {
        final byte[] saved = savedOf(WindowLimits.DEFAULT, CardWindows.count(10));

        final String refusal = refusal(saved, WindowLimits.DEFAULT, CardWindows.count(11));

        assertTrue(refusal.startsWith("state is of other windows or bounds: what=windows expected="), refusal);
    }

    @Test
    void shouldRefuseTheStateOfOtherBoundsByName()
    {
        final byte[] saved = savedOf(new WindowLimits(1 << 10, 1 << 10, 1 << 10, 1 << 10), CardWindows.count(10));

        assertEquals(
            List.of(
                "state is of other windows or bounds: what=reservoirEvents expected=1023 actual=1024",
                "state is of other windows or bounds: what=keysPerTable expected=1023 actual=1024",
                "state is of other windows or bounds: what=sideEntries expected=1023 actual=1024",
                "state is of other windows or bounds: what=valueNodes expected=1023 actual=1024"),
            List.of(
                refusal(saved, new WindowLimits(1023, 1 << 10, 1 << 10, 1 << 10), CardWindows.count(10)),
                refusal(saved, new WindowLimits(1 << 10, 1023, 1 << 10, 1 << 10), CardWindows.count(10)),
                refusal(saved, new WindowLimits(1 << 10, 1 << 10, 1023, 1 << 10), CardWindows.count(10)),
                refusal(saved, new WindowLimits(1 << 10, 1 << 10, 1 << 10, 1023), CardWindows.count(10))));
    }

    @Test
    void shouldLoadIntoNothingButFreshWindows()
    {
        final byte[] saved = savedOf(WindowLimits.DEFAULT, CardWindows.count(10));
        try (CardWindows windows = new CardWindows(WindowLimits.DEFAULT, CardWindows.count(10)))
        {
            windows.transaction(1, 1, 7, 1);

            assertEquals("state is loaded into windows that have seen something: expectedEvents=0 events=1",
                assertThrows(IllegalStateException.class, () -> windows.windows().load(StateBytes.reader(saved))).getMessage());
        }
    }

    private static void check(final long firstSeed, final int count)
    {
        for (long seed = firstSeed; seed < firstSeed + count; seed++)
        {
            final long thisSeed = seed;
            final Random random = new Random(seed);
            final StreamSetup setup = StreamSetup.of(seed);
            final List<Step> stream = RandomStream.of(setup, random);
            final int from = random.nextInt(Math.min(300, stream.size()));
            final byte[] saved = saved(setup, stream.subList(0, from));
            for (int i = 0; i < FLIPS_OF_A_STREAM; i++)
            {
                final byte[] changed = changed(saved, random);
                final int flip = i;
                assertDoesNotThrow(
                    () -> loadAndGoOn(setup, changed, stream.subList(from, Math.min(stream.size(), from + 100))),
                    () -> "seed=" + thisSeed + " flip=" + flip);
            }
        }
    }

    private static byte[] changed(final byte[] saved, final Random random)
    {
        final UnsafeBuffer changed = new UnsafeBuffer(saved.clone());
        int index = random.nextInt(saved.length / Long.BYTES) * Long.BYTES;
        for (int tries = 0; 0 == changed.getLong(index) && tries < 20; tries++)
        {
            index = random.nextInt(saved.length / Long.BYTES) * Long.BYTES;
        }
        changed.putLong(index, switch (random.nextInt(5))
        {
            case 0 -> changed.getLong(index) ^ 1L << random.nextInt(Long.SIZE);
            case 1 -> changed.getLong(index) + random.nextInt(-2, 3);
            case 2 -> random.nextLong();
            case 3 -> changed.getLong(index) ^ 1L << random.nextInt(8) ^ 1L << Integer.SIZE + random.nextInt(8);
            default -> changed.getLong(random.nextInt(saved.length / Long.BYTES) * Long.BYTES);
        });
        return changed.byteArray();
    }

    private static void loadAndGoOn(final StreamSetup setup, final byte[] changed, final List<Step> rest)
    {
        try (SteppedWindows windows = new SteppedWindows(setup, 0, 6))
        {
            windows.windows().load(StateBytes.reader(changed));
            windows.windows().stateHash();
            rest.forEach(windows::apply);
            windows.windows().tick(windows.windows().engineTimeMs() + 3 * StreamSetup.EXIT_OFFSET_MAX * setup.unitMs());
            windows.windows().stateHash();
        }
        catch (final StateDamagedException | StateLimitException | ReservoirDamagedException e)
        {
            assertTrue(e.getMessage().contains("="), e::getMessage);
        }
    }

    private static byte[] saved(final StreamSetup setup, final List<Step> steps)
    {
        try (SteppedWindows windows = new SteppedWindows(setup, 0, 6))
        {
            steps.forEach(windows::apply);
            return bytes(windows.windows());
        }
    }

    private static byte[] savedOf(final WindowLimits limits, final WindowSpec spec)
    {
        try (CardWindows windows = new CardWindows(limits, spec))
        {
            windows.transaction(1, 1, 7, 1);
            return bytes(windows.windows());
        }
    }

    private static String refusal(final byte[] saved, final WindowLimits limits, final WindowSpec spec)
    {
        try (CardWindows windows = new CardWindows(limits, spec))
        {
            return assertThrows(StateDamagedException.class, () -> windows.windows().load(StateBytes.reader(saved))).getMessage();
        }
    }

    private static byte[] bytes(final Windows windows)
    {
        final StateBytes state = new StateBytes();
        windows.save(state);
        return state.bytes();
    }
}
