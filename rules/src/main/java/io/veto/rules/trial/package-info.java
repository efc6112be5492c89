/**
 * Runs the tests that stand beside the rules.
 */
package io.veto.rules.trial;
