package io.veto.engine.simulation;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.veto.engine.journal.CrcSkipped;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A simulator that finds nothing proves nothing: bugs are planted, and each must be found.
 */
class PlantedBugsTest
{
    private static final long FIRST_SEED = 1;
    private static final int SEEDS = 1_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    @SuppressWarnings("try")
    void shouldFind(final Bug bug)
    {
        final String failure;
        try (CrcSkipped planted = Bug.CRC_CHECK_SKIPPED == bug ? new CrcSkipped() : null)
        {
            failure = Seeds.firstFailure(FIRST_SEED, SEEDS, bug);
        }

        assertNotNull(failure);
        System.out.println(bug + ": " + failure.lines().findFirst().orElseThrow());
    }
}
