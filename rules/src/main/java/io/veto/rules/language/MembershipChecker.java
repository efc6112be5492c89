package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.MemberContext;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.ListSpec;
import io.veto.rules.window.KeyKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/**
 * Checks whether something may be asked to be in a list, among constants, or a multiple. Each answer is null where an error was reported.
 */
final class MembershipChecker
{
    /** The fields that can be looked up in lists. */
    static final List<String> LISTED = Arrays.stream(ListKind.values())
        .flatMap(k -> k.fields().stream())
        .map(MembershipChecker::word)
        .collect(Collectors.toList());

    private final Diagnostics diagnostics;
    private final ListTable lists;
    private final ComparisonChecker comparisons;
    private final Arithmetic arithmetic;

    /**
     * Looks names up among the lists of one file.
     *
     * @param diagnostics to report to.
     * @param lists       of the file.
     * @param comparisons that make codes of constants.
     * @param arithmetic  that makes money of decimals.
     */
    MembershipChecker(
        final Diagnostics diagnostics, final ListTable lists, final ComparisonChecker comparisons, final Arithmetic arithmetic)
    {
        this.diagnostics = diagnostics;
        this.lists = lists;
        this.comparisons = comparisons;
        this.arithmetic = arithmetic;
    }

    /**
     * Checks {@code in LIST}.
     *
     * @param field     words before {@code in}.
     * @param list      name of the list.
     * @param isNegated whether {@code not in} was written.
     * @return a condition.
     */
    Operand inList(final List<Token> field, final Token list, final boolean isNegated)
    {
        final Token word = field.get(0);
        final boolean isField = 1 == field.size() && LISTED.contains(word.getText());
        if (!isField)
        {
            diagnostics.report(
                word,
                (1 == field.size() ? Diagnostics.quote(word.getText()) : "this value") + " cannot be looked up in a list",
                1 == field.size() ?
                    NearestName.hint(word.getText(), LISTED) :
                    "write one field before in, such as card in " + list.getText());
        }
        final int index = lists.index(list.getText());
        if (index < 0)
        {
            reportUnknown(list, isField ? word.getText() : "card");
        }
        if (!isField || index < 0)
        {
            return null;
        }
        final ListSpec spec = lists.specs().get(index);
        final KeyKind kind = kind(word.getText());
        if (!spec.kind().fields().contains(kind))
        {
            diagnostics.report(
                list,
                "cannot look " + word.getText() + " up in a list of kind " + spec.kind().word(),
                "ask " + spec.kind().fields().stream().map(MembershipChecker::word).collect(Collectors.joining(" or ")) + " in " +
                    list.getText() + ", or declare a list of kind " + kindOf(kind).word());
            return null;
        }
        return new Operand(Type.BOOLEAN, new ListNode(index, kind, isNegated), word);
    }

    /**
     * Whether a list is declared.
     *
     * @param name of a list, or of anything.
     * @return true if there is a list of the name.
     */
    boolean isList(final String name)
    {
        return lists.names().contains(name);
    }

    /**
     * Checks {@code in [ … ]}.
     *
     * @param value     before {@code in}; null where it was wrong.
     * @param members   constants, none or more.
     * @param at        first word behind {@code in}.
     * @param isNegated whether {@code not in} was written.
     * @return a condition.
     */
    Operand inConstants(final Operand value, final List<MemberContext> members, final Token at, final boolean isNegated)
    {
        if (null == value)
        {
            return null;
        }
        if (!value.type().isCode())
        {
            diagnostics.report(
                value.at(),
                "cannot look for " + value.type().label() + " among constants",
                "it is for codes and texts, such as mcc in [4829, 6051]; join comparisons with or");
            return null;
        }
        if (members.isEmpty() || members.size() > RuleSetCompiler.MEMBERS_MAX)
        {
            diagnostics.report(
                at,
                members.isEmpty() ? "nothing is in []" : "too many constants",
                members.isEmpty() ?
                    "write constants, or declare a list that is filled later" :
                    "expectedMaxConstants=" + RuleSetCompiler.MEMBERS_MAX + "; declare a list and write in LIST");
            return null;
        }
        final int[] codes = new int[members.size()];
        boolean isWhole = true;
        for (int i = 0; i < codes.length; i++)
        {
            codes[i] = comparisons.constant(value, members.get(i).getStart());
            isWhole &= CodeNode.MISSING != codes[i];
        }
        return isWhole ? new Operand(Type.BOOLEAN, new MemberNode(value.code(), codes, isNegated), value.at()) : null;
    }

    /**
     * Whether a field can be looked up in lists only.
     *
     * @param words before {@code in}.
     * @return true for a card, a merchant and the like.
     */
    static boolean isListedOnly(final List<Token> words)
    {
        return 1 == words.size() && LISTED.contains(words.get(0).getText()) && !ConditionChecker.CODES.containsKey(words.get(0).getText());
    }

    /**
     * Reports a field that is looked for among constants and can be looked up in lists only.
     *
     * @param field its word.
     * @return null.
     */
    Operand reportListedOnly(final Token field)
    {
        final ListKind kind = kindOf(kind(field.getText()));
        diagnostics.report(
            field,
            "cannot look for " + field.getText() + " among constants",
            "declare list NAME : " + kind.word() + " and write " + field.getText() + " in NAME");
        return null;
    }

    /**
     * Checks {@code is multiple of}.
     *
     * @param value     that may be a multiple; null where it was wrong.
     * @param unit      of which it may be one; null where it was wrong.
     * @param isNegated whether {@code is not multiple of} was written.
     * @return a condition.
     */
    Operand multiple(final Operand value, final Operand unit, final boolean isNegated)
    {
        if (null == value || null == unit)
        {
            return null;
        }
        if (!(value.value() instanceof AmountNode))
        {
            diagnostics.report(
                value.at(), "only amount can be asked whether it is a multiple", "write amount is multiple of 100.00");
            return null;
        }
        if (Type.DECIMAL != unit.type() || unit.literal().signum() <= 0)
        {
            diagnostics.report(
                unit.at(), "expected money above 0.00 behind multiple of", unit.isIntegerLiteral() && unit.literal().signum() > 0 ?
                    "write " + unit.literal().setScale(2) :
                    "write it with its decimals, such as 100.00");
            return null;
        }
        final NumberNode money = arithmetic.number(unit, Type.MONEY);
        return null == money ?
            null :
            new Operand(Type.BOOLEAN, new MultipleNode(money.value().wholeValue(), isNegated), value.at());
    }

    private void reportUnknown(final Token list, final String field)
    {
        if (isList(list.getText()))
        {
            return;
        }
        diagnostics.report(
            list,
            "unknown list " + Diagnostics.quote(list.getText()),
            null == NearestName.nearest(list.getText(), lists.names()) ?
                "declare it: list " + list.getText() + " : " + kindOf(kind(field)).word() :
                NearestName.hint(list.getText(), lists.names()));
    }

    private static ListKind kindOf(final KeyKind field)
    {
        return Arrays.stream(ListKind.values()).filter(k -> k.fields().contains(field)).findFirst().orElseThrow();
    }

    private static KeyKind kind(final String word)
    {
        return KeyKind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String word(final KeyKind kind)
    {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
