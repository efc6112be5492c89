package io.veto.engine.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whatever the seed brings, nothing answered is lost and nothing is counted twice.
 */
class SimulationTest
{
    private static final long FIRST_SEED = 20_261_126;
    private static final Set<Happening> RARE =
        EnumSet.of(Happening.DAMAGE_TAKEN_FOR_TORN, Happening.ACTIVATION_GIVEN_UP, Happening.REPAIRED);

    @Test
    void shouldLoseNothingAndDoubleNothingOver200Seeds()
    {
        final Coverage coverage = Seeds.run(FIRST_SEED, 200);

        final Set<Happening> missing = coverage.missing();
        missing.removeAll(RARE);
        assertEquals(Set.of(), missing);
    }

    @Test
    @Tag("slow")
    void shouldLoseNothingAndDoubleNothingOver10000Seeds()
    {
        final Coverage coverage = Seeds.run(FIRST_SEED + 1_000_000, 10_000);

        System.out.println(coverage);
        assertEquals(Set.of(), coverage.missing());
    }

    @Test
    @EnabledIfSystemProperty(named = "veto.seed", matches = "-?\\d+")
    void shouldRunOneSeed()
    {
        System.out.println(Seeds.run(Long.getLong("veto.seed"), 1));
    }
}
