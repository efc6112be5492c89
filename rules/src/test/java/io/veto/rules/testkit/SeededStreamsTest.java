package io.veto.rules.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SeededStreamsTest
{
    private static final long SEED = 42;
    private static final Function<Random, List<Integer>> THOUSAND =
        random -> random.ints(1_000, 0, 500).boxed().collect(Collectors.toList());

    @Test
    void shouldMakeTheSameStreamOfTheSameSeed()
    {
        final List<List<Integer>> seen = new ArrayList<>();

        SeededStreams.check(SEED, THOUSAND, seen::add);
        SeededStreams.check(SEED, THOUSAND, seen::add);

        assertEquals(seen.get(0), seen.get(1));
    }

    @Test
    void shouldShrinkToTheTwoEventsThatFailTogether()
    {
        final AssertionError error = assertThrows(AssertionError.class, () -> SeededStreams.check(
            SEED,
            random -> List.of(5, 7, 1, 9, 9, 2, 7, 3, 4, 1),
            events ->
            {
                if (events.contains(5) && events.contains(3))
                {
                    throw new IllegalStateException("5 met 3");
                }
            }));

        assertEquals(
            "property failed: seed=42 events=10 shrunkTo=2: java.lang.IllegalStateException: 5 met 3\n  5\n  3",
            error.getMessage());
    }

    @Test
    void shouldShrinkToNothingWhenTheEmptyStreamFails()
    {
        final AssertionError error = assertThrows(AssertionError.class, () -> SeededStreams.check(
            SEED,
            THOUSAND,
            events ->
            {
                throw new AssertionError("always");
            }));

        assertEquals(
            "property failed: seed=42 events=1000 shrunkTo=0: java.lang.AssertionError: always", error.getMessage());
    }
}
