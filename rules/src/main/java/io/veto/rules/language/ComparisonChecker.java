package io.veto.rules.language;

import java.math.BigDecimal;
import org.antlr.v4.runtime.Token;

/**
 * The type rules of comparisons and of {@code is missing}. Each answer is null where an error was reported.
 */
final class ComparisonChecker
{
    private final Diagnostics diagnostics;
    private final Arithmetic arithmetic;
    private final Literals literals;

    /**
     * Reports what does not fit.
     *
     * @param diagnostics to report to.
     * @param arithmetic  that makes numbers of literals.
     */
    ComparisonChecker(final Diagnostics diagnostics, final Arithmetic arithmetic)
    {
        this.diagnostics = diagnostics;
        this.arithmetic = arithmetic;
        literals = new Literals(diagnostics);
    }

    /**
     * Checks a comparison.
     *
     * @param left  of the sign.
     * @param sign  between the values.
     * @param right of the sign.
     * @return a condition.
     */
    Operand comparison(final Operand left, final Token sign, final Operand right)
    {
        final Relation relation = relation(sign);
        if (left.type().isCode() || right.type().isCode())
        {
            return codes(left, relation, sign, right);
        }
        if (Type.DEVIATION == left.type() || Type.DEVIATION == right.type())
        {
            return deviations(left, relation, right);
        }
        final Type common = Type.common(left.type(), right.type());
        if (null == common)
        {
            return reportPair(left, right);
        }
        final NumberNode leftNode = arithmetic.number(left, common);
        final NumberNode rightNode = arithmetic.number(right, common);
        return null == leftNode || null == rightNode ?
            null :
            new Operand(Type.BOOLEAN, comparison(leftNode, relation, rightNode), left.at());
    }

    private static BooleanNode comparison(final NumberNode left, final Relation relation, final NumberNode right)
    {
        return left instanceof WindowNode window && right instanceof ConstantNode && right.value().isWhole() ?
            new WindowLimitNode(window.window(), relation, right.value().wholeValue()) :
            new NumberComparisonNode(left, relation, right);
    }

    /**
     * Checks {@code is missing}.
     *
     * @param value  to ask for.
     * @param isNot whether {@code is not missing} was written.
     * @return a condition.
     */
    Operand missing(final Operand value, final boolean isNot)
    {
        final BooleanNode node;
        if (value.type().isCode())
        {
            node = new CodeMissingNode(value.code());
        }
        else if (null != value.factor())
        {
            node = new NumberMissingNode(value.factor());
        }
        else
        {
            diagnostics.report(
                value.at(),
                "a " + value.type().label() + " is never missing",
                "ask a field or an aggregate, such as entry_mode is missing");
            return null;
        }
        return new Operand(Type.BOOLEAN, isNot ? new NotNode(node) : node, value.at());
    }

    /**
     * Checks a constant that a code may be.
     *
     * @param value of a type of codes.
     * @param word  integer or text.
     * @return the code of the constant; {@link CodeNode#MISSING} where an error was reported.
     */
    int constant(final Operand value, final Token word)
    {
        final boolean isText = VetoRulesLexer.TEXT == word.getType();
        final Object written = isText ? Literals.text(word) : literals.number(word);
        if (null == written)
        {
            return CodeNode.MISSING;
        }
        final Operand literal = new Operand(isText ? Type.TEXT : Type.INTEGER, written, word);
        if (!isComparable(literal, value.type()))
        {
            reportPair(value, literal);
            return CodeNode.MISSING;
        }
        final CodeNode code = code(literal, value.type());
        return null == code ? CodeNode.MISSING : code.code(null);
    }

    private Operand deviations(final Operand left, final Relation relation, final Operand right)
    {
        if (!isDeviation(left) || !isDeviation(right))
        {
            return reportPair(left, right);
        }
        final Deviation leftDeviation = deviation(left);
        final Deviation rightDeviation = deviation(right);
        return null == leftDeviation || null == rightDeviation ?
            null :
            new Operand(
                Type.BOOLEAN, new DeviationComparisonNode(leftDeviation, relation, rightDeviation), left.at());
    }

    private static boolean isDeviation(final Operand value)
    {
        return Type.DEVIATION == value.type() || Type.MONEY == Type.common(Type.MONEY, value.type());
    }

    private Deviation deviation(final Operand value)
    {
        if (Type.DEVIATION == value.type())
        {
            return value.deviation();
        }
        final NumberNode money = arithmetic.number(value, Type.MONEY);
        return null == money ? null : new Deviation(money, new Radicand());
    }

    private Operand codes(final Operand left, final Relation relation, final Token sign, final Operand right)
    {
        final Type type = left.type().isCode() ? left.type() : right.type();
        if (!isComparable(left, type) || !isComparable(right, type))
        {
            return reportPair(left, right);
        }
        if (relation.isOrder() && Type.MCC != type)
        {
            diagnostics.report(sign, type.label() + " has no order", "compare it with = or !=");
            return null;
        }
        final CodeNode leftNode = code(left, type);
        final CodeNode rightNode = code(right, type);
        return null == leftNode || null == rightNode ?
            null :
            new Operand(Type.BOOLEAN, new CodeComparisonNode(leftNode, relation, rightNode), left.at());
    }

    private static boolean isComparable(final Operand value, final Type type)
    {
        return type == value.type() || (Type.MCC == type ? value.isIntegerLiteral() : Type.TEXT == value.type());
    }

    private CodeNode code(final Operand value, final Type type)
    {
        if (type == value.type())
        {
            return value.code();
        }
        if (Type.MCC == type)
        {
            return mcc(value);
        }
        final int code = CodeNames.code(type, value.text());
        if (CodeNode.MISSING == code)
        {
            diagnostics.report(
                value.at(),
                "unknown " + type.label() + ' ' + Diagnostics.quote(value.text()),
                CodeNames.hint(type, value.text()));
            return null;
        }
        return new CodeConstant(code);
    }

    private CodeNode mcc(final Operand value)
    {
        final BigDecimal code = value.literal();
        if (code.compareTo(BigDecimal.valueOf(CodeNames.MCC_MIN)) < 0 ||
            code.compareTo(BigDecimal.valueOf(CodeNames.MCC_MAX)) > 0)
        {
            diagnostics.report(
                value.at(),
                "no merchant category code",
                "expectedMin=" + CodeNames.MCC_MIN + " expectedMax=" + CodeNames.MCC_MAX + " mcc=" + code +
                    "; ask mcc is missing for none");
            return null;
        }
        return new CodeConstant(code.intValueExact());
    }

    private Operand reportPair(final Operand left, final Operand right)
    {
        diagnostics.report(
            left.isIntegerLiteral() ? left.at() : right.at(),
            "cannot compare " + left.type().label() + " with " + right.type().label(),
            hint(left, right));
        return null;
    }

    private static String hint(final Operand left, final Operand right)
    {
        final Operand code = left.type().isCode() ? left : right;
        if (Type.MCC == code.type())
        {
            return "compare mcc with four digits without quotes, such as 5411";
        }
        if (code.type().isCode())
        {
            return "compare it with a text in quotes or a field of its own type";
        }
        return Type.TEXT == left.type() && Type.TEXT == right.type() ?
            "one side must be a field" :
            Arithmetic.hint(left, right);
    }

    private static Relation relation(final Token sign)
    {
        return switch (sign.getType())
        {
            case VetoRulesLexer.EQUAL -> Relation.EQUAL;
            case VetoRulesLexer.NOT_EQUAL -> Relation.NOT_EQUAL;
            case VetoRulesLexer.LESS -> Relation.LESS;
            case VetoRulesLexer.LESS_OR_EQUAL -> Relation.LESS_OR_EQUAL;
            case VetoRulesLexer.GREATER -> Relation.GREATER;
            case VetoRulesLexer.GREATER_OR_EQUAL -> Relation.GREATER_OR_EQUAL;
            default -> throw new IllegalArgumentException("no sign of comparison: token=" + sign.getType());
        };
    }
}
