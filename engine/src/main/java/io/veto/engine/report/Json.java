package io.veto.engine.report;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes JSON (RFC 8259).
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class Json
{
    private Json()
    {
    }

    /**
     * A string.
     *
     * @param text any text.
     * @return the text in quotes, escaped.
     */
    public static String string(final String text)
    {
        final StringBuilder json = new StringBuilder("\"");
        text.codePoints().forEach((c) ->
        {
            if (c < ' ')
            {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
            else
            {
                json.append(c == '"' || c == '\\' ? "\\" : "").appendCodePoint(c);
            }
        });
        return json.append('"').toString();
    }

    /**
     * An object.
     *
     * @param members name and JSON value of each, in the order of the map.
     * @return the object, in one line.
     */
    public static String object(final Map<String, String> members)
    {
        return members.entrySet().stream()
            .map((member) -> string(member.getKey()) + ":" + member.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    }

    /**
     * An array.
     *
     * @param elements JSON value of each.
     * @return the array, in one line.
     */
    public static String array(final Collection<String> elements)
    {
        return elements.stream().collect(Collectors.joining(",", "[", "]"));
    }
}
