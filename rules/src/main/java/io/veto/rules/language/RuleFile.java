package io.veto.rules.language;

/**
 * A rule file.
 *
 * @param name that errors name; of an included file, one that tells it from every other.
 * @param text of the file.
 */
public record RuleFile(String name, String text)
{
}
