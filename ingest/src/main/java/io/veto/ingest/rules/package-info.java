/**
 * What can be told of a rule file before it answers anything: what is wrong with it, what it costs, whether its tests pass.
 */
package io.veto.ingest.rules;
