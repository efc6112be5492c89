/**
 * Snapshots while a server runs: the program that takes them is started now and then, as a process of its own.
 */
package io.veto.ingest.snapshot;
