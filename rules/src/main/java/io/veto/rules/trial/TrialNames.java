package io.veto.rules.trial;

import io.veto.rules.language.RuleTest;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers that stand for the names of one test, from 1 on in the order in which they are met: equal names have equal numbers.
 */
final class TrialNames
{
    private final Map<String, Integer> numbers = new HashMap<>();
    private int last = 0;

    /**
     * The number of a name.
     *
     * @param name of something; {@link RuleTest#NEW} has another number every time.
     * @return its number.
     */
    int number(final String name)
    {
        if (RuleTest.NEW.equals(name))
        {
            return ++last;
        }
        final Integer known = numbers.get(name);
        if (null != known)
        {
            return known;
        }
        numbers.put(name, ++last);
        return last;
    }
}
