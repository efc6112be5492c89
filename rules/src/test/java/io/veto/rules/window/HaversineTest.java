package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Distances that anyone can look up, and the places where formulas go wrong. */
class HaversineTest
{
    private static final long HALF_CIRCUMFERENCE_M = 20_015_114;
    private static final double TOLERANCE = 0.005;

    /** Great-circle distances that are published for these airports. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Paris CDG to London LHR, 49009722, 2547778, 51470600, -461941, 348",
        "New York JFK to Los Angeles LAX, 40639801, -73778900, 33942501, -118407997, 3983",
        "London LHR to New York JFK, 51470600, -461941, 40639801, -73778900, 5554",
        "Sydney SYD to Santiago SCL, -33946098, 151177002, -33392975, -70785803, 11340",
    })
    void shouldTellThePublishedDistance(
        final String name, final int fromLatitude, final int fromLongitude, final int toLatitude, final int toLongitude, final int km)
    {
        final long metres = metres(fromLatitude, fromLongitude, toLatitude, toLongitude);

        assertTrue(Math.abs(metres - 1_000.0 * km) <= TOLERANCE * 1_000 * km, () -> name + ": expectedKm=" + km + " metres=" + metres);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the same place,                      48856600,    2352200,  48856600,    2352200,        0",
        "no place but zero,                          0,          0,         0,          0,        0",
        "a degree of the equator,                    0,          0,         0,    1000000,   111195",
        "a degree of a meridian,              10000000,    5000000,  11000000,    5000000,   111195",
        "a degree of longitude at 60,         60000000,          0,  60000000,    1000000,    55597",
        "across the date line,                       0,  179900000,         0, -179900000,    22239",
        "along the date line,                        0,  180000000,         0, -180000000,        0",
        "across the pole,                     89900000,          0,  89900000,  180000000,    22239",
        "one pole by two longitudes,          90000000,          0,  90000000,   77000000,        0",
        "from pole to pole,                   90000000,          0, -90000000,          0, 20015114",
        "from pole to pole on a slant,        90000000, -120000000, -90000000,   33000000, 20015114",
        "half way round the equator,                 0,  -90000000,         0,   90000000, 20015114",
        "a quarter,                                  0,          0,  90000000,   12000000, 10007557",
    })
    void shouldTellTheDistance(
        final String name, final int fromLatitude, final int fromLongitude, final int toLatitude, final int toLongitude, final long metres)
    {
        assertEquals(
            List.of(metres, metres),
            List.of(
                metres(fromLatitude, fromLongitude, toLatitude, toLongitude),
                metres(toLatitude, toLongitude, fromLatitude, fromLongitude)),
            name);
    }

    @Test
    void shouldTellHalfTheCircumferenceBetweenAntipodes()
    {
        int wrong = 0;
        for (int latitude = -89; latitude <= 89; latitude++)
        {
            final int longitude = 2 * latitude;
            final int opposite = longitude <= 0 ? longitude + 180 : longitude - 180;
            final long metres =
                metres(latitude * 1_000_000, longitude * 1_000_000, -latitude * 1_000_000, opposite * 1_000_000);
            wrong += Math.abs(metres - HALF_CIRCUMFERENCE_M) > 1 ? 1 : 0;
        }

        assertEquals(0, wrong);
    }

    /** A millionth of a degree of a meridian is 11.12 cm. */
    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "5, 1", "13, 1", "14, 2", "22, 2", "23, 3", "1000, 111"})
    void shouldRoundToWholeMetres(final int micro, final long metres)
    {
        assertEquals(metres, metres(0, 0, micro, 0));
    }

    @Test
    void shouldHaveNoPlaceWhereACoordinateIsMissing()
    {
        final int missing = WindowEvent.NULL_COORDINATE;

        final List<Long> places = List.of(
            new WindowEvent(0).place(),
            new WindowEvent(0).place(missing, 2_352_200).place(),
            new WindowEvent(0).place(48_856_600, missing).place(),
            new WindowEvent(0).place(0, missing).place(),
            new WindowEvent(0).place(missing, 0).place());

        assertEquals(
            List.of(
                Haversine.NULL_PLACE, Haversine.NULL_PLACE, Haversine.NULL_PLACE, Haversine.NULL_PLACE, Haversine.NULL_PLACE),
            places);
    }

    @Test
    void shouldHaveAPlaceAtZeroAndAtTheEndsOfTheEarth()
    {
        final List<Boolean> isMissing = List.of(
            Haversine.NULL_PLACE == new WindowEvent(0).place(0, 0).place(),
            Haversine.NULL_PLACE == new WindowEvent(0).place(-90_000_000, -180_000_000).place(),
            Haversine.NULL_PLACE == new WindowEvent(0).place(90_000_000, 180_000_000).place());

        assertEquals(List.of(false, false, false), isMissing);
    }

    private static long metres(final int fromLatitude, final int fromLongitude, final int toLatitude, final int toLongitude)
    {
        return Haversine.metres(Haversine.place(fromLatitude, fromLongitude), Haversine.place(toLatitude, toLongitude));
    }
}
