/**
 * How operators give a running server commands: through a Unix domain socket in its data folder, which only its own user may open.
 */
package io.veto.ingest.operator;
