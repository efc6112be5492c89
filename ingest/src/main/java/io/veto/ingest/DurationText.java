package io.veto.ingest;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as options of the command line have them: {@code 0}, or a number with a unit, such as {@code 30s}, {@code 15m}, {@code 12h} or
 * {@code 30d}.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
final class DurationText implements ITypeConverter<Duration>
{
    private static final Pattern DURATION = Pattern.compile("0|([1-9]\\d{0,5})([smhd])");

    @Override
    public Duration convert(final String text)
    {
        final Matcher duration = DURATION.matcher(text);
        if (!duration.matches())
        {
            throw new TypeConversionException("expected=0 or a duration such as 30s, 15m, 12h or 30d");
        }
        if (null == duration.group(1))
        {
            return Duration.ZERO;
        }
        final long count = Long.parseLong(duration.group(1));
        return switch (duration.group(2))
        {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
