package io.veto.engine.recovery;

import io.veto.rules.language.Zones;
import io.veto.rules.window.ZoneTransitions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The time zones of this Java runtime, from 1970 to the end of 2099: before and after, the first and the last distance from UTC hold.
 * They differ between runtimes, so only a new journal asks for them, and carries what it was told.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class JvmZones implements Zones
{
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    @Override
    public ZoneTransitions find(final String name)
    {
        return ZoneId.getAvailableZoneIds().contains(name) ? transitions(name, ZoneId.of(name).getRules()) : null;
    }

    private static ZoneTransitions transitions(final String name, final ZoneRules rules)
    {
        final List<ZoneOffsetTransition> changes = new ArrayList<>();
        ZoneOffsetTransition change = rules.nextTransition(Instant.EPOCH);
        while (null != change && change.getInstant().isBefore(END))
        {
            changes.add(change);
            change = rules.nextTransition(change.getInstant());
        }
        final long[] atMs = new long[changes.size() + 1];
        final long[] offsetMs = new long[atMs.length];
        atMs[0] = Long.MIN_VALUE;
        offsetMs[0] = TimeUnit.SECONDS.toMillis(rules.getOffset(Instant.EPOCH).getTotalSeconds());
        for (int i = 1; i < atMs.length; i++)
        {
            atMs[i] = changes.get(i - 1).getInstant().toEpochMilli();
            offsetMs[i] = TimeUnit.SECONDS.toMillis(changes.get(i - 1).getOffsetAfter().getTotalSeconds());
        }
        return new ZoneTransitions(name, atMs, offsetMs);
    }
}
