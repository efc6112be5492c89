/**
 * Feeds a CSV file to a server: read and checked as a whole first, then sent exactly once, its answers handed over row
 * by row.
 */
package io.veto.ingest.feed;
