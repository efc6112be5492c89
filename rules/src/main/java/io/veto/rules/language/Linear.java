package io.veto.rules.language;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A number of a rule as a sum of multiples of {@link Atom}s and a constant. Missing where one of its presences is, even where that
 * one's multiple is none.
 *
 * @param factors   of the atoms, none of them 0.
 * @param constant  added.
 * @param presences that must be there for the number to be there.
 */
record Linear(Map<Atom, Rational> factors, Rational constant, Set<String> presences)
{
    private static final int FACTORS_MAX = 16;
    private static final int BITS_MAX = 512;

    /**
     * A constant.
     *
     * @param constant alone.
     * @return the number.
     */
    static Linear of(final Rational constant)
    {
        return new Linear(Collections.emptyMap(), constant, Collections.emptySet());
    }

    /**
     * A multiple of an atom.
     *
     * @param atom   alone.
     * @param factor of it, not 0.
     * @return the number.
     */
    static Linear of(final Atom atom, final Rational factor)
    {
        return new Linear(Collections.singletonMap(atom, factor), Rational.ZERO, new TreeSet<>(atom.presences()));
    }

    /**
     * Whether it is the same number always, where it is there.
     *
     * @return true if no atom is left.
     */
    boolean isConstant()
    {
        return factors.isEmpty();
    }

    /**
     * A sum with a multiple of another.
     *
     * @param other  to add.
     * @param factor of the other.
     * @return the sum; null where it is too large to be looked at.
     */
    Linear plus(final Linear other, final Rational factor)
    {
        final Map<Atom, Rational> sums = new TreeMap<>(factors);
        other.factors.forEach((atom, multiple) -> sums.merge(atom, multiple.multiply(factor), Rational::add));
        sums.values().removeIf(multiple -> 0 == multiple.signum());
        final Set<String> all = new TreeSet<>(presences);
        all.addAll(other.presences);
        return new Linear(sums, constant.add(other.constant.multiply(factor)), all).bounded();
    }

    /**
     * A product with a constant, or with another that is one.
     *
     * @param factor a number without atoms.
     * @return the product; null where it is too large to be looked at.
     */
    Linear times(final Linear factor)
    {
        final Linear none = new Linear(Collections.emptyMap(), Rational.ZERO, factor.presences);
        return none.plus(this, factor.constant);
    }

    /**
     * The atoms without the constant, in lowest terms and such that the first is added, whatever the numbers were multiplied by.
     *
     * @return the term of a number that is not constant.
     */
    Term term()
    {
        final Rational scale = scale();
        final ArrayList<Atom> atoms = new ArrayList<>();
        final ArrayList<BigInteger> multiples = new ArrayList<>();
        factors.forEach((atom, factor) ->
        {
            atoms.add(atom);
            multiples.add(factor.multiply(scale).numerator());
        });
        return new Term(atoms, multiples);
    }

    /**
     * What the factors are multiplied by to be those of the {@link #term}.
     *
     * @return not 0; below 0 where the first atom is subtracted.
     */
    Rational scale()
    {
        BigInteger numerators = BigInteger.ZERO;
        BigInteger denominators = BigInteger.ONE;
        int sign = 0;
        for (final Rational factor : factors.values())
        {
            sign = 0 == sign ? factor.signum() : sign;
            numerators = numerators.gcd(factor.numerator());
            denominators = denominators.divide(denominators.gcd(factor.denominator())).multiply(factor.denominator());
        }
        return Rational.of(sign < 0 ? denominators.negate() : denominators, numerators);
    }

    private Linear bounded()
    {
        final boolean isBounded = factors.size() <= FACTORS_MAX && constant.bitLength() <= BITS_MAX &&
            factors.values().stream().allMatch(factor -> factor.bitLength() <= BITS_MAX);
        return isBounded ? this : null;
    }
}
