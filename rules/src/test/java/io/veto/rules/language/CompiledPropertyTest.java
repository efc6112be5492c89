package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compiled programs against the walk of the trees, over random rule sets and random facts: a million evaluations in a normal run, ten
 * million in a slow one.
 */
class CompiledPropertyTest
{
    private static final int RULES = 50;
    private static final int DEPTH = 4;
    private static final int RULE_SETS = 20;
    private static final int FACTS = 250;
    private static final int EVALUATIONS_MIN = RULE_SETS * FACTS * RULES;

    private long evaluations;
    private long treeCalls;

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, -4 })
    void shouldAnswerAsTheTreesDo(final long seed)
    {
        checkRuleSets(seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {
        101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120,
        121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140 })
    void shouldAnswerAsTheTreesDoTenMillionTimes(final long seed)
    {
        checkRuleSets(seed);
    }

    private void checkRuleSets(final long seed)
    {
        final Random random = new Random(seed);
        final List<String> differences = new ArrayList<>();
        for (int i = 0; i < RULE_SETS; i++)
        {
            final RuleSet ruleSet = RuleSetCompiler.compile("random.rules", new RandomRules(random).text(RULES, DEPTH));
            checkRuleSet(ruleSet, new RandomFacts(random, ruleSet), differences);
        }

        assertEquals(List.of(), differences, () -> "seed=" + seed);
        assertTrue(evaluations >= EVALUATIONS_MIN, () -> "seed=" + seed + " evaluations=" + evaluations);
        assertTrue(
            treeCalls > evaluations / 1_000 && treeCalls < evaluations / 3,
            () -> "seed=" + seed + " evaluations=" + evaluations + " treeCalls=" + treeCalls);
    }

    private void checkRuleSet(final RuleSet ruleSet, final RandomFacts random, final List<String> differences)
    {
        final CompiledProgram program = (CompiledProgram)ruleSet.program();
        countTreeCalls(program.nodes);
        final RuleProgram tree = ruleSet.treeProgram();
        for (int i = 0; i < FACTS; i++)
        {
            final Facts facts = random.next();
            for (int r = 0; r < ruleSet.ruleCount(); r++)
            {
                if (program.holds(r, facts) != tree.holds(r, facts))
                {
                    differences.add(ruleSet.rule(r).words() + '\n' + ruleSet.source(r));
                }
            }
            for (int f = 0; f < ruleSet.filterCount(); f++)
            {
                if (program.passes(f, facts) != tree.passes(f, facts))
                {
                    differences.add(ruleSet.filter(f).toString());
                }
            }
            evaluations += ruleSet.ruleCount() + ruleSet.filterCount();
        }
    }

    private void countTreeCalls(final BooleanNode[] nodes)
    {
        for (int i = 0; i < nodes.length; i++)
        {
            final BooleanNode node = nodes[i];
            nodes[i] = facts ->
            {
                treeCalls++;
                return node.test(facts);
            };
        }
    }
}
