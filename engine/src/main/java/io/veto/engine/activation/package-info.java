/**
 * Activates rule sets on a running line: warms a scorer from the journal, joins the line, and has it take the scorer over.
 */
package io.veto.engine.activation;
