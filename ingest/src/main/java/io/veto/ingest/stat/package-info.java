/**
 * What a running server tells of itself and of its rules.
 */
package io.veto.ingest.stat;
