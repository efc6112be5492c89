package io.veto.rules.language;

import io.veto.rules.window.ZoneTransitions;

/**
 * Time zones for tests: made up, since what a machine knows of the true ones changes.
 */
final class TestZones
{
    static final ZoneTransitions EUROPE_PARIS = new ZoneTransitions("Europe/Paris", new long[]{ Long.MIN_VALUE }, new long[]{ 3_600_000 });
    static final ZoneTransitions ASIA_TOKYO = new ZoneTransitions("Asia/Tokyo", new long[]{ Long.MIN_VALUE }, new long[]{ 32_400_000 });

    /** Knows two. */
    static final Zones PARIS_AND_TOKYO = name -> switch (name)
    {
        case "Europe/Paris" -> EUROPE_PARIS;
        case "Asia/Tokyo" -> ASIA_TOKYO;
        default -> null;
    };

    private TestZones()
    {
    }
}
