/**
 * Where the transactions of a sender are in the journal, by the ids that the sender gave them.
 */
package io.veto.engine.ids;
