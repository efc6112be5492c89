/**
 * The lists of the rules from the operator's side: values made into keys, changes made into records, the journal told as lists.
 */
package io.veto.ingest.list;
