package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.veto.rules.window.ZoneTransitions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JvmZonesTest
{
    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

    private final JvmZones zones = new JvmZones();

    @Test
    void shouldKnowAZoneWithoutTransitions()
    {
        assertEquals(new ZoneTransitions("UTC", new long[]{Long.MIN_VALUE}, new long[]{0}), zones.find("UTC"));
    }

    @Test
    void shouldNotKnowWhatIsNoZone()
    {
        assertNull(zones.find("Europe/Atlantis"));
        assertNull(zones.find("+01:00"));
    }

    @Test
    void shouldTellSummerTimeUntilTheEndOf2099()
    {
        final ZoneTransitions paris = zones.find("Europe/Paris");
        final long[] atMs = paris.atMs();
        final int spring = Arrays.binarySearch(atMs, Instant.parse("2024-03-31T01:00:00Z").toEpochMilli());

        assertEquals(List.of(HOUR_MS, HOUR_MS, 2 * HOUR_MS),
            List.of(paris.offsetMs()[0], paris.offsetMs()[spring - 1], paris.offsetMs()[spring]));
        assertEquals(Instant.parse("2099-10-25T01:00:00Z"), Instant.ofEpochMilli(atMs[atMs.length - 1]));
    }

    @Test
    void shouldTellWhatEachZoneOfThisRuntimeSays()
    {
        final List<String> expected = new ArrayList<>();
        final List<String> actual = new ArrayList<>();
        for (final String name : ZoneId.getAvailableZoneIds())
        {
            final ZoneTransitions zone = zones.find(name);
            for (int year = 1971; year < 2100; year += 8)
            {
                final Instant moment = Instant.parse(year + "-07-01T00:00:00Z");
                final int found = Arrays.binarySearch(zone.atMs(), moment.toEpochMilli());
                expected.add(name + " " + year + " " + ZoneId.of(name).getRules().getOffset(moment).getTotalSeconds() * 1000L);
                actual.add(name + " " + year + " " + zone.offsetMs()[found >= 0 ? found : -found - 2]);
            }
        }

        assertEquals(expected, actual);
    }
}
