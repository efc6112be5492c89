package io.veto.rules.trial;

import io.veto.rules.language.RuleTest;

/**
 * What came out of a test.
 *
 * @param test     that was run.
 * @param isPassed whether the answer is the expected one.
 * @param expected answer in words, as the test writes it.
 * @param actual   answer in the same words, with all rules that hit.
 */
public record TrialResult(RuleTest test, boolean isPassed, String expected, String actual)
{
}
