package io.veto.rules.language;

import java.math.BigInteger;
import java.util.List;

/**
 * A sum of whole multiples of atoms without a common divisor, the first above 0: what comparisons with a constant are gathered by.
 *
 * @param atoms   ascending.
 * @param factors of the atoms, none of them 0.
 */
record Term(List<Atom> atoms, List<BigInteger> factors)
{
    /**
     * Whether it is always a whole number.
     *
     * @return true if all of its atoms are.
     */
    boolean isWhole()
    {
        return atoms.stream().allMatch(Atom::isWhole);
    }

    /**
     * The term of an atom alone.
     *
     * @param atom to be the term.
     * @return the term.
     */
    static Term of(final Atom atom)
    {
        return new Term(List.of(atom), List.of(BigInteger.ONE));
    }

    /**
     * Whether it is an atom alone.
     *
     * @return true if there is no other.
     */
    boolean isSingle()
    {
        return 1 == atoms.size();
    }

    /**
     * Whether it is one atom less another.
     *
     * @return true for two atoms, the second subtracted as often as the first is added: once.
     */
    boolean isDifference()
    {
        return 2 == atoms.size() && BigInteger.ONE.equals(factors.get(0)) && BigInteger.ONE.negate().equals(factors.get(1));
    }
}
