package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Buckets of the wall clock against what the runtime knows of time zones, minute by minute around each change since 2000. */
class ZoneTransitionsTest
{
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2038-01-01T00:00:00Z");
    private static final Duration AROUND = Duration.ofDays(2);
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final List<String> NAMES =
        List.of("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo");

    private record Found(String timeUtc, long value)
    {
        static Found of(final long timeMs, final long value)
        {
            return new Found(Instant.ofEpochMilli(timeMs).toString(), value);
        }
    }

    @ParameterizedTest
    @MethodSource("zonesAndPeriods")
    void shouldNumberBucketsByTheWallClock(final String name, final long periodMs)
    {
        final ZoneRules rules = ZoneId.of(name).getRules();
        final ZoneTransitions zone = zone(name);
        final List<Found> expected = new ArrayList<>();
        final List<Found> actual = new ArrayList<>();

        for (final long timeMs : minutes(rules))
        {
            final long bucket = zone.bucket(timeMs, periodMs);
            final long wallBucket = Math.floorDiv(highestWallMs(rules, timeMs), periodMs);
            if (wallBucket != bucket)
            {
                expected.add(Found.of(timeMs, wallBucket));
                actual.add(Found.of(timeMs, bucket));
            }
        }

        assertEquals(expected, actual);
    }

    @ParameterizedTest
    @MethodSource("zonesAndPeriods")
    void shouldNeverGoBackToAnEarlierBucket(final String name, final long periodMs)
    {
        final ZoneTransitions zone = zone(name);
        final List<Found> backwards = new ArrayList<>();
        long highest = Long.MIN_VALUE;

        for (final long timeMs : minutes(ZoneId.of(name).getRules()))
        {
            final long before = zone.bucket(timeMs - 1, periodMs);
            final long bucket = zone.bucket(timeMs, periodMs);
            if (before < highest || bucket < before)
            {
                backwards.add(Found.of(timeMs, bucket));
            }
            highest = bucket;
        }

        assertEquals(List.of(), backwards);
    }

    @ParameterizedTest
    @MethodSource("zonesAndPeriods")
    void shouldEndABucketAtTheFirstMomentOfALaterOne(final String name, final long periodMs)
    {
        final ZoneTransitions zone = zone(name);
        final List<Found> expected = new ArrayList<>();
        final List<Found> actual = new ArrayList<>();
        long laterMs = Long.MAX_VALUE;
        long laterBucket = Long.MAX_VALUE;
        long endMs = Long.MAX_VALUE;
        final long[] minutes = minutes(ZoneId.of(name).getRules());

        for (int i = minutes.length - 1; i >= 0; i--)
        {
            final long timeMs = minutes[i];
            final long bucket = zone.bucket(timeMs, periodMs);
            final boolean isNext = laterMs == timeMs + MINUTE_MS;
            endMs = !isNext ? Long.MAX_VALUE : bucket < laterBucket ? laterMs : endMs;
            if (Long.MAX_VALUE != endMs && endMs != zone.endMs(timeMs, periodMs))
            {
                expected.add(Found.of(timeMs, endMs));
                actual.add(Found.of(timeMs, zone.endMs(timeMs, periodMs)));
            }
            laterMs = timeMs;
            laterBucket = bucket;
        }

        assertEquals(expected, actual);
    }

    @ParameterizedTest
    @MethodSource("zonesAndPeriods")
    void shouldEndABucketToTheMillisecond(final String name, final long periodMs)
    {
        final ZoneTransitions zone = zone(name);
        final List<Found> wrong = new ArrayList<>();

        for (final long timeMs : minutes(ZoneId.of(name).getRules()))
        {
            final long bucket = zone.bucket(timeMs, periodMs);
            final long endMs = zone.endMs(timeMs, periodMs);
            if (zone.bucket(endMs - 1, periodMs) != bucket || zone.bucket(endMs, periodMs) <= bucket)
            {
                wrong.add(Found.of(timeMs, endMs));
            }
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldScanAroundEveryChangeOfTheseZones()
    {
        final long endMs = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
        final List<Long> changes = new ArrayList<>();

        NAMES.forEach(name -> changes.add(transitions(ZoneId.of(name).getRules(), FIRST).stream()
            .filter(transition -> transition.getInstant().toEpochMilli() < endMs).count()));

        assertEquals(List.of(40L, 40L, 40L, 0L, 39L), changes);
    }

    @Test
    void shouldBeginADayWhereTheClockSkipsMidnight()
    {
        final ZoneTransitions zone = zone("America/Sao_Paulo");
        final long changeMs = Instant.parse("2018-11-04T03:00:00Z").toEpochMilli();

        final List<Long> found = List.of(
            zone.bucket(changeMs, DAY_MS) - zone.bucket(changeMs - 1, DAY_MS),
            zone.endMs(changeMs - 1, DAY_MS) - changeMs,
            zone.endMs(changeMs, DAY_MS) - changeMs);

        assertEquals(List.of(1L, 0L, 23 * HOUR_MS), found);
    }

    @Test
    void shouldGiveAnHourThatComesTwiceAtMidnightToTheDayThatWasReached()
    {
        final ZoneTransitions zone = zone("America/Sao_Paulo");
        final long changeMs = Instant.parse("2018-02-18T02:00:00Z").toEpochMilli();

        final List<Long> found = List.of(
            zone.bucket(changeMs, DAY_MS) - zone.bucket(changeMs - 1, DAY_MS),
            zone.endMs(changeMs - 1, DAY_MS) - changeMs,
            zone.endMs(changeMs, DAY_MS) - changeMs);

        assertEquals(List.of(0L, HOUR_MS, HOUR_MS), found);
    }

    @Test
    void shouldRefuseATableWithoutAnyDistance()
    {
        final IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> new ZoneTransitions("Europe/Paris", new long[0], new long[0]));

        assertEquals(
            "no table of a zone: zone=Europe/Paris expectedLength=0 length=0 and the first from the beginning of time",
            refusal.getMessage());
    }

    @Test
    void shouldRefuseATableWithAMomentThatHasNoDistance()
    {
        final IllegalArgumentException refusal = assertThrows(
            IllegalArgumentException.class,
            () -> new ZoneTransitions("Europe/Paris", new long[]{ Long.MIN_VALUE, 5 }, new long[]{ HOUR_MS }));

        assertEquals(
            "no table of a zone: zone=Europe/Paris expectedLength=2 length=1 and the first from the beginning of time",
            refusal.getMessage());
    }

    @Test
    void shouldRefuseATableWhoseMomentsDoNotFollowEachOther()
    {
        final IllegalArgumentException refusal = assertThrows(
            IllegalArgumentException.class,
            () -> new ZoneTransitions("Europe/Paris", new long[]{ Long.MIN_VALUE, 7, 7 }, new long[]{ 0, HOUR_MS, 0 }));

        assertEquals("no table of a zone: zone=Europe/Paris index=2 expectedAbove=7 atMs=7", refusal.getMessage());
    }

    @Test
    void shouldRefuseADistanceOfMoreThanADay()
    {
        final IllegalArgumentException refusal = assertThrows(
            IllegalArgumentException.class,
            () -> new ZoneTransitions("Europe/Paris", new long[]{ Long.MIN_VALUE }, new long[]{ -DAY_MS - 1 }));

        assertEquals(
            "no table of a zone: zone=Europe/Paris index=0 maximumOffsetMs=86400000 offsetMs=-86400001", refusal.getMessage());
    }

    @Test
    void shouldRefuseATableThatDoesNotBeginWithTime()
    {
        final IllegalArgumentException refusal = assertThrows(
            IllegalArgumentException.class, () -> new ZoneTransitions("Europe/Paris", new long[]{ 0 }, new long[]{ HOUR_MS }));

        assertEquals(
            "no table of a zone: zone=Europe/Paris expectedLength=1 length=1 and the first from the beginning of time",
            refusal.getMessage());
    }

    @Test
    void shouldKeepItsTableWhenTheArraysItWasMadeOfChange()
    {
        final long[] atMs = { Long.MIN_VALUE, 5 };
        final long[] offsetMs = { 0, HOUR_MS };
        final ZoneTransitions zone = new ZoneTransitions("Europe/Paris", atMs, offsetMs);

        atMs[1] = 6;
        zone.offsetMs()[1] = 7;

        assertEquals(new ZoneTransitions("Europe/Paris", new long[]{ Long.MIN_VALUE, 5 }, new long[]{ 0, HOUR_MS }), zone);
    }

    private static Stream<Arguments> zonesAndPeriods()
    {
        return NAMES.stream().flatMap(
            name -> Stream.of(DAY_MS, HOUR_MS, 30 * MINUTE_MS).map(periodMs -> arguments(name, periodMs)));
    }

    private static ZoneTransitions zone(final String name)
    {
        final ZoneRules rules = ZoneId.of(name).getRules();
        final List<ZoneOffsetTransition> transitions = transitions(rules, Instant.EPOCH);
        final long[] atMs = new long[transitions.size() + 1];
        final long[] offsetMs = new long[atMs.length];
        atMs[0] = Long.MIN_VALUE;
        offsetMs[0] = 1_000L * rules.getOffset(Instant.EPOCH).getTotalSeconds();
        for (int i = 1; i < atMs.length; i++)
        {
            atMs[i] = transitions.get(i - 1).getInstant().toEpochMilli();
            offsetMs[i] = 1_000L * transitions.get(i - 1).getOffsetAfter().getTotalSeconds();
        }
        return new ZoneTransitions(name, atMs, offsetMs);
    }

    private static List<ZoneOffsetTransition> transitions(final ZoneRules rules, final Instant from)
    {
        final List<ZoneOffsetTransition> transitions = new ArrayList<>();
        ZoneOffsetTransition transition = rules.nextTransition(from);
        while (null != transition && transition.getInstant().isBefore(LAST))
        {
            transitions.add(transition);
            transition = rules.nextTransition(transition.getInstant());
        }
        return transitions;
    }

    /** All minutes around the changes, and those of some quiet days for a zone without any. */
    private static long[] minutes(final ZoneRules rules)
    {
        LongStream minutes = minutes(Instant.parse("2001-12-30T00:00:00Z"), Instant.parse("2002-01-05T00:00:00Z"));
        for (final ZoneOffsetTransition transition : transitions(rules, FIRST))
        {
            minutes = LongStream.concat(
                minutes, minutes(transition.getInstant().minus(AROUND), transition.getInstant().plus(AROUND)));
        }
        return minutes.sorted().toArray();
    }

    private static LongStream minutes(final Instant from, final Instant to)
    {
        return LongStream.range(from.toEpochMilli() / MINUTE_MS, to.toEpochMilli() / MINUTE_MS).map(minute -> minute * MINUTE_MS);
    }

    /** What the wall clock shows, or where it shows that for the second time the last moment before it was put back. */
    private static long highestWallMs(final ZoneRules rules, final long timeMs)
    {
        final ZoneOffset offset = rules.getOffset(Instant.ofEpochMilli(timeMs));
        final LocalDateTime wall = LocalDateTime.ofEpochSecond(Math.floorDiv(timeMs, 1_000), 0, offset);
        final List<ZoneOffset> valid = rules.getValidOffsets(wall);
        return 2 == valid.size() && valid.get(1).equals(offset) ?
            1_000 * rules.getTransition(wall).getDateTimeBefore().toEpochSecond(ZoneOffset.UTC) - 1 :
            1_000 * wall.toEpochSecond(ZoneOffset.UTC);
    }
}
