package io.veto.rules.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The rules that are shipped, and answer where none are given.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class StandardRules
{
    /** Name of the file, for errors and reports. */
    public static final String NAME = "standard.rules";

    private StandardRules()
    {
    }

    /**
     * Text of the file.
     *
     * @return the whole file, comments included.
     */
    public static String text()
    {
        try (InputStream stream = StandardRules.class.getResourceAsStream("/io/veto/rules/" + NAME))
        {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("cannot read " + NAME, e);
        }
    }
}
