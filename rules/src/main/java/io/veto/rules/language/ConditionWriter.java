package io.veto.rules.language;

import io.veto.rules.language.NumberWriter.Quotient;
import io.veto.rules.language.NumberWriter.Whole;
import io.veto.rules.window.KeyHash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the Java that tests a condition: one expression, and a small method beside it for each comparison that needs local variables.
 * The cheapest conditions come first, since conditions have no effects. What Java cannot say in 64 bits calls its tree.
 * <p>
 * <b>Note:</b> one condition, one thread. Writes nothing but numbers and names of its own: no text of the rule file.
 */
final class ConditionWriter
{
    private static final String TRUE = "true";
    private static final String FALSE = "false";

    private final String name;
    private final List<BooleanNode> nodes;
    private final StringBuilder methods = new StringBuilder();
    private int methodCount;

    /**
     * Starts a condition.
     *
     * @param name  of its method.
     * @param nodes trees that are called, to add to; the index of a tree is its place.
     */
    ConditionWriter(final String name, final List<BooleanNode> nodes)
    {
        this.name = name;
        this.nodes = nodes;
    }

    /**
     * The methods that the expressions call.
     *
     * @return their source.
     */
    String methods()
    {
        return methods.toString();
    }

    /**
     * Writes a condition.
     *
     * @param node to write.
     * @return an expression that stands by itself between operators.
     */
    String expression(final BooleanNode node)
    {
        if (node instanceof AndNode and)
        {
            return joined(and.conditions(), " && ", TRUE, FALSE);
        }
        if (node instanceof OrNode or)
        {
            return joined(or.conditions(), " || ", FALSE, TRUE);
        }
        if (node instanceof NotNode not)
        {
            return negated(expression(not.condition()));
        }
        if (node instanceof WindowLimitNode limit)
        {
            return "(!f.isWindowMissing(" + limit.window() + ") && f.window(" + limit.window() + ")" + sign(limit.relation()) +
                Whole.of(limit.limit()).text() + ')';
        }
        if (node instanceof NumberComparisonNode comparison)
        {
            return comparison(comparison);
        }
        if (node instanceof NumberMissingNode missing)
        {
            return missing(missing);
        }
        return field(node);
    }

    /**
     * Writes the call of a tree.
     *
     * @param node the tree.
     * @return an expression.
     */
    String tree(final BooleanNode node)
    {
        nodes.add(node);
        return "nodes[" + (nodes.size() - 1) + "].test(f)";
    }

    private String field(final BooleanNode node)
    {
        if (node instanceof Flag flag)
        {
            return "Flag." + flag.name() + ".test(f)";
        }
        if (node instanceof HitNode hit)
        {
            return "f.isHit(" + hit.rule() + ')';
        }
        if (node instanceof CodeMissingNode missing)
        {
            return '(' + code(missing.value()) + " == " + CodeNode.MISSING + ')';
        }
        if (node instanceof CodeComparisonNode comparison)
        {
            return codes(comparison);
        }
        if (node instanceof MemberNode member)
        {
            return member(member);
        }
        if (node instanceof ListNode list)
        {
            final String key = "final long key = f.key(io.veto.rules.window.KeyKind." + list.field().name() + ");";
            final String isListed = (list.isNegated() ? "!" : "") + "f.isListed(" + list.list() + ", key)";
            return method(lines(key, "return key != " + Whole.of(KeyHash.NULL_KEY).text() + " && " + isListed + ';'));
        }
        if (node instanceof MultipleNode multiple)
        {
            final String isMultiple = "(f.amountMinor() != 0L && f.amountMinor() % " + multiple.unitMinor() + "L == 0L)";
            return multiple.isNegated() ? negated(isMultiple) : isMultiple;
        }
        return tree(node);
    }

    private String joined(final BooleanNode[] conditions, final String operator, final String nothing, final String all)
    {
        final BooleanNode[] sorted = conditions.clone();
        Arrays.sort(sorted, Comparator.comparingLong(Footprint::cost));
        final List<String> parts = Arrays.stream(sorted).map(this::expression).filter(e -> !nothing.equals(e)).collect(Collectors.toList());
        if (parts.contains(all))
        {
            return all;
        }
        if (parts.size() <= 1)
        {
            return parts.isEmpty() ? nothing : parts.get(0);
        }
        return '(' + String.join(operator, parts) + ')';
    }

    private static String negated(final String expression)
    {
        if (TRUE.equals(expression) || FALSE.equals(expression))
        {
            return TRUE.equals(expression) ? FALSE : TRUE;
        }
        return '!' + expression;
    }

    private String comparison(final NumberComparisonNode node)
    {
        if (NumberWriter.isConstant(node.left()) && NumberWriter.isConstant(node.right()))
        {
            return Boolean.toString(node.test(null));
        }
        if (node.left() instanceof AmountNode && node.right() instanceof ConstantNode limit && limit.value().isWhole())
        {
            return "(f.amountMinor()" + sign(node.relation()) + Whole.of(limit.value().wholeValue()).text() + ')';
        }
        final int mark = nodes.size();
        final NumberWriter writer = new NumberWriter("return false;", "return " + tree(node) + ';');
        final Quotient left = writer.write(node.left());
        final Quotient right = writer.write(node.right());
        final String order = left.denominator().equals(right.denominator()) ?
            left.numerator().text() + sign(node.relation()) + right.numerator().text() :
            "Fraction.compare(" + left.numerator().text() + ", " + left.denominator().text() + ", " + right.numerator().text() + ", " +
                right.denominator().text() + ')' + sign(node.relation()) + '0';
        return ended(writer, "return " + order + ';', node, mark);
    }

    private String missing(final NumberMissingNode node)
    {
        if (NumberWriter.isConstant(node.number()))
        {
            return Boolean.toString(node.test(null));
        }
        final int mark = nodes.size();
        final NumberWriter writer = new NumberWriter("return true;", "return " + tree(node) + ';');
        writer.write(node.number());
        return ended(writer, "return false;", node, mark);
    }

    /**
     * Makes a method of a body, or calls the tree where there is none.
     */
    private String ended(final NumberWriter writer, final String statement, final BooleanNode node, final int mark)
    {
        final String body = writer.end(statement);
        final boolean isTree = writer.isTree() || body.length() > ProgramWriter.METHOD_LENGTH_MAX;
        if (isTree || !body.contains("nodes["))
        {
            nodes.subList(mark, nodes.size()).clear();
        }
        return isTree ? tree(node) : method(body);
    }

    private String codes(final CodeComparisonNode node)
    {
        if (Relation.EQUAL == node.relation() && node.right() instanceof CodeConstant)
        {
            return '(' + code(node.left()) + " == " + code(node.right()) + ')';
        }
        return method(lines(
            "final int left = " + code(node.left()) + ';',
            "final int right = " + code(node.right()) + ';',
            "return left != " + CodeNode.MISSING + " && right != " + CodeNode.MISSING + " && left" + sign(node.relation()) + "right;"));
    }

    private String member(final MemberNode node)
    {
        final String cases = Arrays.stream(node.codes()).filter(c -> CodeNode.MISSING != c).distinct().mapToObj(c -> "case " + c + ": ")
            .collect(Collectors.joining());
        final String body = lines(
            "switch (" + code(node.code()) + ") {",
            "case " + CodeNode.MISSING + ": return false;",
            cases.isEmpty() ? "" : cases + "return " + !node.isNegated() + ';',
            "default: return " + node.isNegated() + ';',
            "}");
        return body.length() > ProgramWriter.METHOD_LENGTH_MAX ? tree(node) : method(body);
    }

    private static String code(final CodeNode node)
    {
        if (node instanceof CodeConstant constant)
        {
            return Integer.toString(constant.code());
        }
        if (node instanceof CodeWindowNode window)
        {
            return "(f.isWindowMissing(" + window.window() + ") ? " + CodeNode.MISSING + " : (int) f.window(" + window.window() + "))";
        }
        return "CodeField." + ((CodeField)node).name() + ".code(f)";
    }

    private static String sign(final Relation relation)
    {
        return switch (relation)
        {
            case EQUAL -> " == ";
            case NOT_EQUAL -> " != ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }

    private String method(final String body)
    {
        final String methodName = name + '_' + methodCount++;
        methods.append("    final boolean ").append(methodName).append("(final Facts f)\n    {\n").append(body).append("    }\n\n");
        return methodName + "(f)";
    }

    private static String lines(final String... statements)
    {
        return Arrays.stream(statements).filter(s -> !s.isEmpty()).map(s -> "        " + s + '\n').collect(Collectors.joining());
    }
}
