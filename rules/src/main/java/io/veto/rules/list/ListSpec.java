package io.veto.rules.list;

/**
 * A list as a rule file declares it.
 *
 * @param name      unique in the file.
 * @param kind      of its entries.
 * @param constants keys that are written in the file and are always in the list, ascending; see {@link Lists} for keys.
 */
public record ListSpec(String name, ListKind kind, long[] constants)
{
}
