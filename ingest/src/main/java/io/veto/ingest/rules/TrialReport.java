package io.veto.ingest.rules;

import io.veto.engine.report.Json;
import io.veto.rules.language.RuleSet;
import io.veto.rules.trial.RuleTrial;
import io.veto.rules.trial.TrialResult;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says which tests of a rule file pass, and of those that do not what was expected and what came: as a page for people, or as one JSON
 * object.
 */
public final class TrialReport
{
    private final String file;
    private final List<TrialResult> results;

    /**
     * Runs the tests.
     *
     * @param file    that holds them.
     * @param ruleSet that answers.
     */
    public TrialReport(final String file, final RuleSet ruleSet)
    {
        this.file = file;
        results = ruleSet.tests().stream().map(test -> RuleTrial.run(ruleSet, test)).toList();
    }

    /**
     * Whether every answer was the expected one.
     *
     * @return true where there is no test too.
     */
    public boolean isPassed()
    {
        return 0 == failed();
    }

    /**
     * A page for people.
     *
     * @return lines, each with its end.
     */
    public String text()
    {
        return results.isEmpty() ?
            file + ": no tests\n" :
            results.stream().map(this::text).collect(Collectors.joining()) + results.size() + " tests, " + failed() + " failed\n";
    }

    /**
     * One JSON object in one line.
     *
     * @return the object.
     */
    public String json()
    {
        return Json.object(RuleCosts.ordered(
            "file", Json.string(file),
            "tests", Json.array(results.stream().map(result -> Json.object(RuleCosts.ordered(
                "title", Json.string(result.test().title()),
                "line", String.valueOf(result.test().line()),
                "passed", String.valueOf(result.isPassed()),
                "expected", Json.string(result.expected()),
                "actual", Json.string(result.actual())))).toList()),
            "failed", String.valueOf(failed())));
    }

    private long failed()
    {
        return results.stream().filter(result -> !result.isPassed()).count();
    }

    private String text(final TrialResult result)
    {
        return (result.isPassed() ? "pass  " : "FAIL  ") + result.test().title() + '\n' + (result.isPassed() ?
            "" :
            "      line " + result.test().line() + "\n      expected  " + result.expected() + "\n      actual    " + result.actual() +
                '\n');
    }
}
