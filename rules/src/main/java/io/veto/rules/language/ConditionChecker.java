package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ArgumentContext;
import io.veto.rules.language.VetoRulesParser.ComparisonContext;
import io.veto.rules.language.VetoRulesParser.ConditionContext;
import io.veto.rules.language.VetoRulesParser.ConjunctionContext;
import io.veto.rules.language.VetoRulesParser.MembershipContext;
import io.veto.rules.language.VetoRulesParser.NegationContext;
import io.veto.rules.language.VetoRulesParser.OperandContext;
import io.veto.rules.language.VetoRulesParser.ProductContext;
import io.veto.rules.language.VetoRulesParser.SignedContext;
import io.veto.rules.language.VetoRulesParser.SumContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Turns the parse tree of a condition into the typed tree and reports what does not fit. Each answer is null where an
 * error was reported, so that one error does not breed others.
 */
final class ConditionChecker
{
    private static final String HIT = "hit";
    private static final String AMOUNT = "amount";
    private static final String LOCAL_HOUR = "local_hour";
    /** The fields that hold codes, by their words. */
    static final Map<String, CodeField> CODES = byWord(CodeField.values());
    private static final Map<String, Flag> FLAGS = byWord(Flag.values());
    private static final List<String> FIELDS = fields();
    private static final String STAND_IN_USAGE = "it answers where the rules cannot: ask for the transaction's own fields and lists";

    private final Diagnostics diagnostics;
    private final List<String> ruleIds;
    private final Literals literals;
    private final Arithmetic arithmetic;
    private final ComparisonChecker comparisons;
    private final AggregateChecker aggregates;
    private final MembershipChecker memberships;
    private FilterScope scope;
    private boolean isStandIn = false;

    /**
     * Checks the conditions of one file.
     *
     * @param diagnostics to report to.
     * @param ruleIds     of the file, in order.
     * @param lists       of the file.
     * @param table       to enter windows and filters into.
     * @param zones       that windows may name.
     */
    ConditionChecker(
        final Diagnostics diagnostics,
        final List<String> ruleIds,
        final ListTable lists,
        final WindowTable table,
        final Zones zones)
    {
        this.diagnostics = diagnostics;
        this.ruleIds = ruleIds;
        literals = new Literals(diagnostics);
        arithmetic = new Arithmetic(diagnostics);
        comparisons = new ComparisonChecker(diagnostics, arithmetic);
        aggregates = new AggregateChecker(diagnostics, table, new WindowChecker(diagnostics, literals, table, this, zones));
        memberships = new MembershipChecker(diagnostics, lists, comparisons, arithmetic);
    }

    /**
     * Checks the condition of a rule.
     *
     * @param context of the condition.
     * @return the typed tree.
     */
    BooleanNode condition(final ConditionContext context)
    {
        final Operand value = value(context);
        return null != value && isCondition(value) ? value.condition() : null;
    }

    /**
     * Checks a condition that is tested where the rules cannot be: it may ask for the transaction's own fields and lists only.
     *
     * @param context of the condition.
     * @return the typed tree.
     */
    BooleanNode standIn(final ConditionContext context)
    {
        isStandIn = true;
        final BooleanNode condition = condition(context);
        isStandIn = false;
        return condition;
    }

    /**
     * Checks the condition behind a {@code where}.
     *
     * @param context of the condition.
     * @param inner   what it may ask for.
     * @return the filter.
     */
    Filter filter(final ConditionContext context, final FilterScope inner)
    {
        final FilterScope outer = scope;
        scope = inner;
        final BooleanNode condition = condition(context);
        scope = outer;
        return null == condition ? null : inner.filter(Words.text(context), condition);
    }

    private Operand value(final ConditionContext context)
    {
        return joined(context.conjunction(), this::value, OrNode::new);
    }

    private Operand value(final ConjunctionContext context)
    {
        return joined(context.negation(), this::value, AndNode::new);
    }

    private <C extends ParserRuleContext> Operand joined(
        final List<C> parts, final Function<C, Operand> check, final Function<BooleanNode[], BooleanNode> join)
    {
        if (1 == parts.size())
        {
            return check.apply(parts.get(0));
        }
        final BooleanNode[] nodes = new BooleanNode[parts.size()];
        boolean isWhole = true;
        for (int i = 0; i < nodes.length; i++)
        {
            final Operand part = check.apply(parts.get(i));
            final boolean isCondition = null != part && isCondition(part);
            nodes[i] = isCondition ? part.condition() : null;
            isWhole &= isCondition;
        }
        return isWhole ? new Operand(Type.BOOLEAN, join.apply(nodes), parts.get(0).getStart()) : null;
    }

    private Operand value(final NegationContext context)
    {
        final Operand value = value(context.comparison());
        final int count = context.NOT().size();
        if (0 == count || null == value || !isCondition(value))
        {
            return 0 == count ? value : null;
        }
        return new Operand(
            Type.BOOLEAN,
            1 == count % 2 ? new NotNode(value.condition()) : value.condition(),
            context.getStart());
    }

    private Operand value(final ComparisonContext context)
    {
        if (null != context.membership())
        {
            return membership(context, null != context.NOT());
        }
        final Operand left = value(context.sum(0));
        if (null != context.MULTIPLE())
        {
            return memberships.multiple(left, value(context.sum(1)), null != context.NOT());
        }
        if (null != context.MISSING())
        {
            return null == left ? null : comparisons.missing(left, null != context.NOT());
        }
        if (context.relation().isEmpty())
        {
            return left;
        }
        final Operand right = value(context.sum(1));
        if (context.relation().size() > 1)
        {
            diagnostics.report(
                context.relation(1).getStart(), "a comparison has two sides", "join two comparisons with and");
            return null;
        }
        return null == left || null == right ?
            null :
            comparisons.comparison(left, context.relation(0).getStart(), right);
    }

    private Operand membership(final ComparisonContext context, final boolean isNegated)
    {
        final MembershipContext in = context.membership();
        final List<Token> words = Words.of(context.sum(0));
        if (null != in.list)
        {
            return memberships.inList(words, in.list.getStart(), isNegated);
        }
        return MembershipChecker.isListedOnly(words) ?
            memberships.reportListedOnly(words.get(0)) :
            memberships.inConstants(value(context.sum(0)), in.members().member(), in.getStart(), isNegated);
    }

    private Operand value(final SumContext context)
    {
        return calculated(context, context.product(), this::value, arithmetic::sum);
    }

    private Operand value(final ProductContext context)
    {
        return calculated(context, context.signed(), this::value, arithmetic::product);
    }

    private <C> Operand calculated(
        final ParserRuleContext context,
        final List<C> parts,
        final Function<C, Operand> check,
        final BiFunction<List<Operand>, List<Token>, Operand> calculate)
    {
        if (1 == parts.size())
        {
            return check.apply(parts.get(0));
        }
        final List<Operand> values = new ArrayList<>(parts.size());
        final List<Token> operators = new ArrayList<>(parts.size());
        operators.add(context.getStart());
        boolean isWhole = true;
        for (final C part : parts)
        {
            final Operand value = check.apply(part);
            isWhole &= null != value;
            values.add(value);
        }
        for (final ParseTree child : context.children)
        {
            if (child instanceof TerminalNode)
            {
                operators.add(((TerminalNode)child).getSymbol());
            }
        }
        return isWhole ? calculate.apply(values, operators) : null;
    }

    private Operand value(final SignedContext context)
    {
        final Operand value = value(context.operand());
        final int count = context.MINUS().size();
        if (0 == count || null == value)
        {
            return value;
        }
        final Operand negated = arithmetic.negated(value, context.getStart());
        return null == negated || 1 == count % 2 ? negated : value;
    }

    private Operand value(final OperandContext context)
    {
        final Token word = context.getStart();
        return switch (word.getType())
        {
            case VetoRulesLexer.LEFT -> value(context.condition());
            case VetoRulesLexer.INTEGER -> number(Type.INTEGER, literals.number(word), word);
            case VetoRulesLexer.DECIMAL -> number(Type.DECIMAL, literals.number(word), word);
            case VetoRulesLexer.DURATION -> number(Type.DURATION, literals.durationMs(word), word);
            case VetoRulesLexer.TEXT -> new Operand(Type.TEXT, Literals.text(word), word);
            default -> null == context.arguments() ?
                field(word) :
                function(word, context.arguments().argument());
        };
    }

    private static Operand number(final Type type, final BigDecimal number, final Token word)
    {
        return null == number ? null : new Operand(type, number, word);
    }

    private Operand field(final Token word)
    {
        final String name = word.getText();
        if (AMOUNT.equals(name))
        {
            return new Operand(Type.MONEY, new AmountNode(), word);
        }
        if (LOCAL_HOUR.equals(name))
        {
            return new Operand(Type.INTEGER, new HourNode(), word);
        }
        if (CODES.containsKey(name))
        {
            return new Operand(CODES.get(name).type(), CODES.get(name), word);
        }
        if (FLAGS.containsKey(name))
        {
            final Flag flag = FLAGS.get(name);
            return !flag.isOutcome() || isOutcomeKnown(word, Flag.FRAUD == flag) ?
                new Operand(Type.BOOLEAN, flag, word) :
                null;
        }
        if (Aggregate.NAMES.contains(name))
        {
            diagnostics.report(word, name + " has no arguments", "write " + Aggregate.of(name).usage());
        }
        else if (HIT.equals(name))
        {
            diagnostics.report(word, "hit has no arguments", "write hit(RULE_ID) in a where");
        }
        else if (memberships.isList(name))
        {
            diagnostics.report(word, name + " is a list, not a field", "ask whether something is in it, such as card in " + name);
        }
        else if (WindowChecker.KEYS.contains(name))
        {
            diagnostics.report(
                word,
                name + " is a key, not a field",
                "use it in an aggregate such as count(" + name + ", 30d)" +
                    (MembershipChecker.LISTED.contains(name) ? ", or look it up in a list" : ""));
        }
        else
        {
            final String foreign = CodeNames.isText(name) ? "write it in double quotes: \"" + name + '"' : ForeignWord.name(name);
            diagnostics.report(
                word, "unknown name " + Diagnostics.quote(name), null == foreign ? NearestName.hint(name, FIELDS) : foreign);
        }
        return null;
    }

    private Operand function(final Token word, final List<ArgumentContext> arguments)
    {
        final String name = word.getText();
        if (HIT.equals(name))
        {
            return hit(word, arguments);
        }
        if (!Aggregate.NAMES.contains(name))
        {
            final List<String> functions = new ArrayList<>(Aggregate.NAMES);
            functions.add(HIT);
            diagnostics.report(
                word, "unknown function " + Diagnostics.quote(name), NearestName.hint(name, functions));
            return null;
        }
        if (isStandIn)
        {
            diagnostics.report(
                word, "an aggregate in default on late", STAND_IN_USAGE);
            return null;
        }
        if (null != scope)
        {
            diagnostics.report(
                word, "an aggregate inside a where", "a where asks for an event's own fields and outcome only");
            return null;
        }
        return aggregates.aggregate(word, arguments);
    }

    private Operand hit(final Token word, final List<ArgumentContext> arguments)
    {
        if (!isOutcomeKnown(word, false))
        {
            return null;
        }
        if (1 != arguments.size() || null == arguments.get(0).name() || null != arguments.get(0).second)
        {
            diagnostics.report(
                word, "wrong arguments of hit", "write hit(RULE_ID) with the id of one rule of this file");
            return null;
        }
        final String id = arguments.get(0).getText();
        final int rule = ruleIds.indexOf(id);
        if (rule < 0)
        {
            diagnostics.report(
                arguments.get(0).getStart(), "unknown rule " + Diagnostics.quote(id), NearestName.hint(id, ruleIds));
            return null;
        }
        return new Operand(Type.BOOLEAN, new HitNode(rule), word);
    }

    private boolean isOutcomeKnown(final Token word, final boolean isLabel)
    {
        if (null == scope)
        {
            diagnostics.report(
                word,
                word.getText() + " is an outcome, known of earlier events only",
                isStandIn ? STAND_IN_USAGE : "ask for it in a where, such as count(card, " +
                    (isLabel ? "7d delayed 7d where fraud)" : "30d before where " + (HIT.equals(word.getText()) ?
                        "hit(RULE_ID))" :
                        word.getText() + ')')));
            return false;
        }
        if (!scope.isOutcomeKnown())
        {
            diagnostics.report(
                word,
                word.getText() + " is an outcome, not yet known of this transaction",
                isLabel ?
                    "end the window some time ago, such as 7d delayed 7d where" :
                    "end the window with before or delayed, such as 7d before where");
            return false;
        }
        if (isLabel && null != scope.labelRefusal())
        {
            diagnostics.report(word, word.getText() + " is a label, which this window cannot follow", scope.labelRefusal());
            return false;
        }
        if (isLabel)
        {
            if (!scope.isDelayed())
            {
                diagnostics.warn(
                    word,
                    "fraud in a window without delayed, labels that come at once would leak into the score",
                    "write 7d delayed 7d where fraud");
            }
            scope.onLabel();
        }
        else
        {
            scope.onAnswer();
        }
        return true;
    }

    private boolean isCondition(final Operand value)
    {
        if (Type.BOOLEAN != value.type())
        {
            diagnostics.report(
                value.at(),
                "expected a condition, found " + value.type().label(),
                "compare it with a value, such as amount > 220.00");
        }
        return Type.BOOLEAN == value.type();
    }

    private static <E extends Enum<E>> Map<String, E> byWord(final E[] constants)
    {
        return Arrays.stream(constants).collect(Collectors.toMap(
            c -> c.name().toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }

    private static List<String> fields()
    {
        final List<String> fields = new ArrayList<>();
        fields.add(AMOUNT);
        fields.addAll(CODES.keySet());
        fields.add(LOCAL_HOUR);
        fields.addAll(FLAGS.keySet());
        return fields;
    }
}
