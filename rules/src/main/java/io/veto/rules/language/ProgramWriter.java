package io.veto.rules.language;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the Java of a rule set: one class with one small method for each rule and each filter.
 * <pre>
 *   final class Program extends CompiledProgram
 *     boolean holds(int rule, Facts f)        calls rule_0 …
 *     boolean passes(int filter, Facts f)     calls filter_0 …
 *     boolean rule_0(Facts f)                 one expression
 *     boolean rule_0_0(Facts f) …             a comparison in it that needs local variables
 * </pre>
 * Nothing of the text of a rule file gets into the source: numbers, and names of our own.
 * <p>
 * <b>Note:</b> one thread. Numbers the trees that the source calls: see {@link #nodes}.
 */
final class ProgramWriter
{
    /**
     * Longest source of a method, in characters: no Java is longer in bytes of class file than in characters as it is written here, and
     * HotSpot never compiles a method of more than 8,000 bytes.
     */
    static final int METHOD_LENGTH_MAX = 7_800;
    /** Longest source of all methods of rules and filters, in characters. Past it conditions are walked as trees. */
    static final int PROGRAM_LENGTH_MAX = 400_000;
    /** Name of the class. */
    static final String CLASS_NAME = "Program";

    private final List<BooleanNode> nodes = new ArrayList<>();
    private final List<String> ruleSources = new ArrayList<>();
    private final List<String> filterSources = new ArrayList<>();
    private int length;

    /**
     * Writes the methods.
     *
     * @param rules   in file order.
     * @param filters in the order of their indexes.
     */
    ProgramWriter(final Rule[] rules, final Filter[] filters)
    {
        for (int i = 0; i < filters.length; i++)
        {
            filterSources.add(methods("filter_" + i, filters[i].condition()));
        }
        for (int i = 0; i < rules.length; i++)
        {
            ruleSources.add(methods("rule_" + i, rules[i].condition()));
        }
    }

    /**
     * The trees that the source calls.
     *
     * @return in the order in which it numbers them.
     */
    BooleanNode[] nodes()
    {
        return nodes.toArray(new BooleanNode[0]);
    }

    /**
     * The methods of a rule.
     *
     * @param rule its index.
     * @return their source.
     */
    String rule(final int rule)
    {
        return ruleSources.get(rule);
    }

    /**
     * The whole class.
     *
     * @return its source.
     */
    String program()
    {
        final StringBuilder source = new StringBuilder("package ").append(ProgramWriter.class.getPackageName()).append(";\n\n")
            .append("final class ").append(CLASS_NAME).append(" extends CompiledProgram\n{\n")
            .append("    ").append(CLASS_NAME).append("(final BooleanNode[] nodes)\n    {\n        super(nodes);\n    }\n\n");
        writeSwitch(source, "holds", "rule", ruleSources.size());
        writeSwitch(source, "passes", "filter", filterSources.size());
        filterSources.forEach(source::append);
        ruleSources.forEach(source::append);
        return source.append("}\n").toString();
    }

    private String methods(final String name, final BooleanNode condition)
    {
        final int mark = nodes.size();
        final ConditionWriter writer = new ConditionWriter(name, nodes);
        if (length < PROGRAM_LENGTH_MAX)
        {
            final String expression = writer.expression(condition);
            final String methods = method(name, expression) + writer.methods();
            if (expression.length() <= METHOD_LENGTH_MAX && length + methods.length() <= PROGRAM_LENGTH_MAX)
            {
                length += methods.length();
                return methods;
            }
        }
        nodes.subList(mark, nodes.size()).clear();
        return method(name, writer.tree(condition));
    }

    private static String method(final String name, final String expression)
    {
        return "    final boolean " + name + "(final Facts f)\n    {\n        return " + expression + ";\n    }\n\n";
    }

    private static void writeSwitch(final StringBuilder source, final String name, final String parameter, final int count)
    {
        source.append("    public boolean ").append(name).append("(final int ").append(parameter).append(", final Facts f)\n    {\n")
            .append("        switch (").append(parameter).append(")\n        {\n");
        for (int i = 0; i < count; i++)
        {
            source.append("            case ").append(i).append(": return ").append(parameter).append('_').append(i).append("(f);\n");
        }
        source.append("            default: throw new IllegalArgumentException();\n        }\n    }\n\n");
    }
}
