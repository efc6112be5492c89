package io.veto.rules.window;

/**
 * Distance between two places on a sphere, in whole metres. Places are coordinates in millionths of a degree, packed into 64 bits:
 * latitude in the upper half, longitude in the lower.
 * <p>
 * Computed in {@link StrictMath}, so that every Java gives the same bits, and rounded to whole metres before anything is compared.
 * <p>
 * Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68(2), 1984; mean Earth radius of IUGG 1980.
 */
final class Haversine
{
    /** There are no coordinates. */
    static final long NULL_PLACE = (long)WindowEvent.NULL_COORDINATE << Integer.SIZE;

    private static final double EARTH_RADIUS_M = 6_371_008.8;
    private static final double RADIANS_PER_MICRO = StrictMath.PI / 180_000_000;

    private Haversine()
    {
    }

    static long place(final int latitudeMicro, final int longitudeMicro)
    {
        return WindowEvent.NULL_COORDINATE == latitudeMicro ? NULL_PLACE :
            (long)latitudeMicro << Integer.SIZE | longitudeMicro & 0xFFFF_FFFFL;
    }

    /**
     * Distance of two places.
     *
     * @return metres, rounded half up.
     */
    static long metres(final long from, final long to)
    {
        final double fromLatitude = latitude(from);
        final double toLatitude = latitude(to);
        final double sinLatitude = StrictMath.sin((toLatitude - fromLatitude) / 2);
        final double sinLongitude = StrictMath.sin((longitude(to) - longitude(from)) / 2);
        final double a = sinLatitude * sinLatitude +
            StrictMath.cos(fromLatitude) * StrictMath.cos(toLatitude) * sinLongitude * sinLongitude;
        return StrictMath.round(2 * EARTH_RADIUS_M * StrictMath.asin(StrictMath.sqrt(StrictMath.min(1, a))));
    }

    private static double latitude(final long place)
    {
        return (int)(place >> Integer.SIZE) * RADIANS_PER_MICRO;
    }

    private static double longitude(final long place)
    {
        return (int)place * RADIANS_PER_MICRO;
    }
}
