/**
 * The client library: one session with a server, exactly once over broken connections, without allocation per message.
 */
package io.veto.ingest.client;
