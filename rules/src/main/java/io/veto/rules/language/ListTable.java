package io.veto.rules.language;

import io.veto.rules.list.ListSpec;
import java.util.List;

/**
 * The lists that a file declares, numbered in its order.
 *
 * @param specs in file order, each name once.
 * @param names of all declarations, those of wrong ones among them.
 */
record ListTable(List<ListSpec> specs, List<String> names)
{
    /** No such list. */
    static final int NULL_LIST = -1;

    /**
     * Finds a list.
     *
     * @param name of the list.
     * @return its index; {@link #NULL_LIST} where none of this name is whole.
     */
    int index(final String name)
    {
        for (int i = 0; i < specs.size(); i++)
        {
            if (specs.get(i).name().equals(name))
            {
                return i;
            }
        }
        return NULL_LIST;
    }
}
