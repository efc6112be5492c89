package io.veto.rules.language;

import io.veto.rules.layout.Action;
import io.veto.rules.layout.EntryMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes conditions as alternatives, each a conjunction of statements: a condition holds of a transaction if and only if one of its
 * alternatives does. A comparison with a missing value is false, so that the opposite of one has an alternative for each thing that may
 * be missing. Gives up where there would be more than {@value #CUBES_MAX} alternatives, or the work that it was given is used up.
 */
final class NormalForm
{
    /** Most alternatives of a condition. */
    static final int CUBES_MAX = 32;

    private static final int STATEMENTS_MAX = 128;

    private final AtomTable atoms;
    private final Budget budget;
    private String limits;

    /**
     * Writes the conditions of one rule set.
     *
     * @param atoms  of the rule set.
     * @param budget to spend.
     */
    NormalForm(final AtomTable atoms, final Budget budget)
    {
        this.atoms = atoms;
        this.budget = budget;
    }

    /**
     * The alternatives of a condition, those that contradict themselves left out.
     *
     * @param condition to write.
     * @return none if the condition never holds; null where they are too many.
     */
    List<Cube> alternatives(final BooleanNode condition)
    {
        limits = null;
        final List<Cube> alternatives = alternatives(condition, false);
        if (null != alternatives)
        {
            alternatives.removeIf(cube -> !budget.spend(cube.size() * cube.size()) || !cube.isPossible());
        }
        return budget.isSpent() ? null : alternatives;
    }

    /**
     * Why a statement of the condition that was written last could not be true.
     *
     * @return in words; null where there is nothing to say.
     */
    String limits()
    {
        return limits;
    }

    private List<Cube> alternatives(final BooleanNode node, final boolean isNegated)
    {
        if (!budget.spend(1))
        {
            return null;
        }
        if (node instanceof NotNode not)
        {
            return alternatives(not.condition(), !isNegated);
        }
        if (node instanceof AndNode and)
        {
            return isNegated ? any(and.conditions(), true) : all(and.conditions(), false);
        }
        if (node instanceof OrNode or)
        {
            return isNegated ? all(or.conditions(), true) : any(or.conditions(), false);
        }
        if (node instanceof NumberMissingNode number)
        {
            return missing(atoms.number(number.number()), isNegated);
        }
        if (node instanceof CodeMissingNode code)
        {
            return missing(atoms.code(code.value()), isNegated);
        }
        return statement(node, isNegated);
    }

    private List<Cube> all(final BooleanNode[] conditions, final boolean isNegated)
    {
        List<Cube> all = new ArrayList<>(List.of(new Cube()));
        for (final BooleanNode condition : conditions)
        {
            final List<Cube> alternatives = alternatives(condition, isNegated);
            if (null == alternatives)
            {
                return null;
            }
            final List<Cube> products = new ArrayList<>();
            for (final Cube left : all)
            {
                for (final Cube right : alternatives)
                {
                    if (!budget.spend(left.size() + right.size()) || !add(products, left.and(right)))
                    {
                        return null;
                    }
                }
            }
            all = products;
        }
        return all;
    }

    private List<Cube> any(final BooleanNode[] conditions, final boolean isNegated)
    {
        final List<Cube> any = new ArrayList<>();
        for (final BooleanNode condition : conditions)
        {
            final List<Cube> alternatives = alternatives(condition, isNegated);
            if (null == alternatives || !alternatives.stream().allMatch(cube -> add(any, cube)))
            {
                return null;
            }
        }
        return any;
    }

    private boolean add(final List<Cube> cubes, final Cube cube)
    {
        if (null == cube || cubes.stream().anyMatch(known -> cube.implies(known, budget)))
        {
            return true;
        }
        cubes.add(cube);
        return cubes.size() <= CUBES_MAX && cube.size() <= STATEMENTS_MAX && !budget.isSpent();
    }

    private List<Cube> missing(final Linear number, final boolean isNegated)
    {
        final Cube there = new Cube();
        final boolean isPossible = number.presences().stream().allMatch(there::putPresent);
        final List<Cube> alternatives = new ArrayList<>();
        if (!isNegated)
        {
            addMissing(alternatives, number);
        }
        else if (isPossible)
        {
            alternatives.add(there);
        }
        return alternatives;
    }

    private static void addMissing(final List<Cube> alternatives, final Linear number)
    {
        for (final String presence : number.presences())
        {
            final Cube cube = new Cube();
            if (!AtomTable.NOWHERE.equals(presence))
            {
                cube.putMissing(presence);
            }
            alternatives.add(cube);
        }
    }

    private List<Cube> statement(final BooleanNode node, final boolean isNegated)
    {
        if (node instanceof NumberComparisonNode comparison)
        {
            return comparison(atoms.number(comparison.left()), comparison.relation(), atoms.number(comparison.right()), isNegated);
        }
        if (node instanceof WindowLimitNode window)
        {
            return comparison(
                atoms.windowNumber(window.window()), window.relation(), Linear.of(Rational.of(window.limit())), isNegated);
        }
        if (node instanceof CodeComparisonNode codes)
        {
            return comparison(atoms.code(codes.left()), codes.relation(), atoms.code(codes.right()), isNegated);
        }
        if (node instanceof MemberNode member)
        {
            return member(atoms.code(member.code()), member.codes(), member.isNegated(), isNegated);
        }
        if (node instanceof ListNode list)
        {
            final String field = "listed " + list.field();
            final Atom listed = atoms.yesOrNo("list " + list.list() + " of " + list.field(), List.of(field));
            return values(Linear.of(listed, Rational.ONE), yesOrNo(!list.isNegated()), isNegated);
        }
        if (node instanceof MultipleNode multiple)
        {
            return yesOrNo("multiple of " + multiple.unitMinor(), multiple.isNegated() != isNegated);
        }
        if (node instanceof HitNode hit)
        {
            return yesOrNo("hit " + hit.rule(), isNegated);
        }
        return node instanceof Flag flag ?
            flag(flag, isNegated) :
            values(Linear.of(atoms.unknown(), Rational.ONE), yesOrNo(true), isNegated);
    }

    private List<Cube> flag(final Flag flag, final boolean isNegated)
    {
        return switch (flag)
        {
            case CARD_PRESENT -> member(
                atoms.code(CodeField.ENTRY_MODE),
                new int[]{ EntryMode.CHIP.value(), EntryMode.CONTACTLESS.value(), EntryMode.MAGSTRIPE.value() },
                false,
                isNegated);
            case APPROVED -> answer(Action.APPROVE, isNegated);
            case REVIEWED -> answer(Action.REVIEW, isNegated);
            case DECLINED -> answer(Action.DECLINE, isNegated);
            default -> yesOrNo("flag " + flag.name(), isNegated);
        };
    }

    private List<Cube> answer(final Action action, final boolean isNegated)
    {
        return values(Linear.of(atoms.action(), Rational.ONE), ValueSet.of(Relation.EQUAL, Rational.of(action.value())), isNegated);
    }

    private List<Cube> yesOrNo(final String name, final boolean isNegated)
    {
        return values(Linear.of(atoms.yesOrNo(name, List.of()), Rational.ONE), yesOrNo(true), isNegated);
    }

    private static ValueSet yesOrNo(final boolean isYes)
    {
        return ValueSet.of(Relation.EQUAL, isYes ? Rational.ONE : Rational.ZERO);
    }

    private List<Cube> member(final Linear code, final int[] codes, final boolean isOutside, final boolean isNegated)
    {
        final List<Rational> points = new ArrayList<>();
        for (final int known : codes)
        {
            points.add(Rational.of(known));
        }
        return budget.spend(codes.length) ?
            values(code, isOutside ? ValueSet.allBut(points) : ValueSet.points(points), isNegated) :
            null;
    }

    private List<Cube> comparison(final Linear left, final Relation relation, final Linear right, final boolean isNegated)
    {
        final Linear difference = left.plus(right, Rational.ONE.negate());
        return null == difference ?
            values(Linear.of(atoms.unknown(), Rational.ONE), yesOrNo(true), isNegated) :
            values(difference, ValueSet.of(relation, Rational.ZERO), isNegated);
    }

    /**
     * That a number is there and has one of some values; or the opposite, that something of it is missing or it has another.
     */
    private List<Cube> values(final Linear number, final ValueSet values, final boolean isNegated)
    {
        final List<Cube> alternatives = new ArrayList<>();
        for (final ValueSet part : isNegated ? values.complement() : List.of(values))
        {
            final Cube cube = new Cube();
            if (number.presences().stream().allMatch(cube::putPresent) && put(cube, number, part))
            {
                alternatives.add(cube);
            }
            limits = null == cube.limits() ? limits : cube.limits();
        }
        if (isNegated)
        {
            addMissing(alternatives, number);
        }
        return alternatives;
    }

    private static boolean put(final Cube cube, final Linear number, final ValueSet values)
    {
        if (number.isConstant())
        {
            return values.contains(number.constant());
        }
        final Rational scale = number.scale();
        return cube.put(number.term(), values.plus(number.constant().negate()).times(scale));
    }
}
