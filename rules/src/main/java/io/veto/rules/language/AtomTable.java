package io.veto.rules.language;

import io.veto.rules.window.Key;
import io.veto.rules.window.Measure;
import io.veto.rules.window.WindowSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The atoms of a rule set, equal ones once, and its numbers as sums of them.
 */
final class AtomTable
{
    /** A presence that is never there. */
    static final String NOWHERE = "nowhere";

    private static final long AMOUNT_MAX_MINOR = 1_000_000_000_000L;
    private static final long DISTANCE_MAX_M = 20_100_000;
    private static final int CODE_MAX = 0xFFFF;
    private static final int HOUR_MAX = 23;
    private static final int METRES_PER_KM = 1000;
    private static final ValueSet NOT_BELOW_ZERO = ValueSet.of(Relation.GREATER_OR_EQUAL, Rational.ZERO);
    private static final ValueSet AMOUNTS = ValueSet.between(-AMOUNT_MAX_MINOR, AMOUNT_MAX_MINOR);
    private static final String AMOUNT_LIMITS = "no amount is above 10000000000.00";

    private final WindowSpec[] windows;
    private final Map<String, Atom> atoms = new HashMap<>();

    /**
     * Begins without an atom.
     *
     * @param windows of the rule set.
     */
    AtomTable(final WindowSpec[] windows)
    {
        this.windows = windows;
    }

    /**
     * A number of a rule.
     *
     * @param node of the typed tree.
     * @return as a sum; what cannot be written as one is an atom.
     */
    Linear number(final NumberNode node)
    {
        final Linear number = linear(node);
        return null == number ? unknownNumber() : number;
    }

    /**
     * A code of a rule.
     *
     * @param node of the typed tree.
     * @return as a sum.
     */
    Linear code(final CodeNode node)
    {
        if (node instanceof CodeConstant constant)
        {
            return Linear.of(Rational.of(constant.code()));
        }
        if (node instanceof CodeWindowNode window)
        {
            return Linear.of(window(window.window()), Rational.ONE);
        }
        if (node instanceof CodeField field)
        {
            return Linear.of(field(field), Rational.ONE);
        }
        return unknownNumber();
    }

    /**
     * A window, whose number is compared with a constant.
     *
     * @param window its index.
     * @return its number.
     */
    Linear windowNumber(final int window)
    {
        return Linear.of(window(window), Rational.ONE);
    }

    /**
     * Something that holds or does not.
     *
     * @param name      of it.
     * @param presences without which it does neither.
     * @return an atom that is 1 where it holds and 0 where it does not.
     */
    Atom yesOrNo(final String name, final List<String> presences)
    {
        return atoms.computeIfAbsent(name, n -> new Atom(n, true, ValueSet.between(0, 1), null, presences, null, null));
    }

    /**
     * Something that holds or does not, and of which nothing is known.
     *
     * @return an atom unlike any other.
     */
    Atom unknown()
    {
        return yesOrNo("unknown " + atoms.size(), List.of());
    }

    /**
     * The answer that an event was given.
     *
     * @return raw number of the action.
     */
    Atom action()
    {
        return atoms.computeIfAbsent("action", n -> new Atom(n, true, ValueSet.ALL, null, List.of(), null, null));
    }

    private Linear unknownNumber()
    {
        final String name = "unknown " + atoms.size();
        return Linear.of(
            atoms.computeIfAbsent(name, n -> new Atom(n, false, ValueSet.ALL, null, List.of(n), null, null)), Rational.ONE);
    }

    private Linear linear(final NumberNode node)
    {
        if (node instanceof ConstantNode)
        {
            return node.value().isMissing() ? nowhere() : Linear.of(Rational.of(node.value()));
        }
        if (node instanceof AmountNode)
        {
            return leaf("amount", true, AMOUNTS, AMOUNT_LIMITS);
        }
        if (node instanceof HourNode)
        {
            return leaf("hour", true, ValueSet.between(0, HOUR_MAX), "local_hour is 0 to 23", "hour");
        }
        if (node instanceof WindowNode window)
        {
            return windowNumber(window.window());
        }
        if (node instanceof DistanceNode distance)
        {
            return Linear.of(window(distance.window()), Rational.of(METRES_PER_KM).reciprocal());
        }
        if (node instanceof SpeedNode speed)
        {
            return leaf(
                "speed " + speed.window(), false, NOT_BELOW_ZERO, "a speed is never below 0", window(speed.window()).name());
        }
        if (node instanceof QuotientNode quotient)
        {
            return Linear.of(quotient(quotient), Rational.ONE);
        }
        if (node instanceof SumNode sum)
        {
            return sum(sum);
        }
        return node instanceof ProductNode product ? product(product) : null;
    }

    private Linear sum(final SumNode node)
    {
        Linear sum = Linear.of(Rational.ZERO);
        for (int i = 0; i < node.terms().length && null != sum; i++)
        {
            final Linear term = linear(node.terms()[i]);
            sum = null == term ? null : sum.plus(term, node.subtracted()[i] ? Rational.ONE.negate() : Rational.ONE);
        }
        return sum;
    }

    private Linear product(final ProductNode node)
    {
        final List<Linear> factors = new ArrayList<>();
        Linear product = Linear.of(Rational.ONE);
        for (int i = 0; i < node.factors().length; i++)
        {
            final Linear factor = linear(node.factors()[i]);
            if (null == factor)
            {
                return null;
            }
            factors.add(factor);
            product = null == product ? null : product(product, factor, node.divides()[i]);
        }
        return null == product ? product(node, factors) : product;
    }

    private static Linear product(final Linear left, final Linear right, final boolean isQuotient)
    {
        if (isQuotient)
        {
            return !right.isConstant() ? null :
                0 == right.constant().signum() ? nowhere() :
                left.times(new Linear(right.factors(), right.constant().reciprocal(), right.presences()));
        }
        return right.isConstant() ? left.times(right) : left.isConstant() ? right.times(left) : null;
    }

    private Linear product(final ProductNode node, final List<Linear> factors)
    {
        final StringBuilder name = new StringBuilder("product");
        final Set<String> presences = new TreeSet<>();
        for (int i = 0; i < factors.size(); i++)
        {
            name.append(node.divides()[i] ? " over " : " times ");
            factors.get(i).factors().forEach((atom, factor) -> name.append(factor).append('(').append(atom.name()).append(") "));
            name.append(factors.get(i).constant());
            presences.addAll(factors.get(i).presences());
        }
        presences.add(name.toString());
        return leaf(name.toString(), false, ValueSet.ALL, null, presences.toArray(new String[0]));
    }

    private Linear leaf(
        final String name, final boolean isWhole, final ValueSet range, final String limits, final String... presences)
    {
        return Linear.of(
            atoms.computeIfAbsent(name, n -> new Atom(n, isWhole, range, limits, List.of(presences), null, null)), Rational.ONE);
    }

    private static Linear nowhere()
    {
        return new Linear(Map.of(), Rational.ZERO, Set.of(NOWHERE));
    }

    private Atom quotient(final QuotientNode node)
    {
        final String name = "quotient " + node.window() + " over " + node.countWindow();
        final boolean isShare = Measure.COUNT == windows[node.window()].measure();
        final Atom divisor = window(node.countWindow());
        return atoms.computeIfAbsent(name, n -> new Atom(
            n,
            false,
            isShare ? ValueSet.between(0, 1) : AMOUNTS,
            isShare ? "a share is 0 to 1" : AMOUNT_LIMITS,
            List.of(n),
            null,
            divisor));
    }

    private Atom field(final CodeField field)
    {
        final ValueSet range = switch (field)
        {
            case TYPE -> codes(Type.TRANSACTION_TYPE);
            case ENTRY_MODE -> codes(Type.ENTRY_MODE);
            default -> ValueSet.between(1, CODE_MAX);
        };
        final String name = "field " + field.name();
        return atoms.computeIfAbsent(name, n -> new Atom(n, true, range, null, List.of(n), null, null));
    }

    private static ValueSet codes(final Type type)
    {
        return ValueSet.points(CodeNames.codes(type).stream().map(code -> Rational.of(code.longValue())).toList());
    }

    private Atom window(final int index)
    {
        final String name = "window " + index;
        final Atom known = atoms.get(name);
        if (null != known)
        {
            return known;
        }
        final Atom atom = window(name, windows[index]);
        atoms.put(name, atom);
        return atom;
    }

    private static Atom window(final String name, final WindowSpec spec)
    {
        final boolean isCount = WindowOrder.isCount(spec.measure());
        if (isCount || Measure.SUM == spec.measure())
        {
            return new Atom(name, true, isCount ? NOT_BELOW_ZERO : ValueSet.ALL, isCount ? "a count is never below 0" : null,
                keyPresences(spec.key()), isCount ? spec : null, null);
        }
        final ValueSet range = switch (spec.measure())
        {
            case LAST -> null == spec.value() ? AMOUNTS : ValueSet.between(1, CODE_MAX);
            case MIN, MAX -> AMOUNTS;
            case SINCE -> ValueSet.between(0, spec.span().lengthMs() - 1);
            case DISTANCE -> ValueSet.between(0, DISTANCE_MAX_M);
            default -> NOT_BELOW_ZERO;
        };
        final String limits = switch (spec.measure())
        {
            case LAST, MIN, MAX -> AMOUNT_LIMITS;
            case SINCE -> "this since looks back " + Literals.duration(BigDecimal.valueOf(spec.span().lengthMs())) +
                " and no further, write a longer one such as since(card, 365d)";
            case DISTANCE -> "no two places are farther apart than 20016 km";
            default -> "a time is never below 0";
        };
        return new Atom(name, true, range, limits, List.of(name), null, null);
    }

    private static List<String> keyPresences(final Key key)
    {
        return null == key.second() ?
            List.of("key " + key.first()) :
            List.of("key " + key.first(), "key " + key.second());
    }
}
