package io.veto.ingest.gateway;

import io.veto.rules.layout.ClockMode;

/**
 * How the gateway listens and what it makes of time.
 *
 * @param host              address to listen on.
 * @param port              to listen on; 0 for any free one.
 * @param sessionsMax       connections at once.
 * @param silenceMs         longest wait for the first frame, and for the rest of a frame once begun.
 * @param clockMode         whether event times are checked against the clock.
 * @param maxClockAheadMs   how far an event time may be ahead of the ingress time.
 * @param allowedLatenessMs how far behind the clock a tick stays.
 * @param labelRetentionS   seconds for which a transaction is found by its id; 0 for never.
 */
public record GatewayConfig(
    String host,
    int port,
    int sessionsMax,
    long silenceMs,
    ClockMode clockMode,
    long maxClockAheadMs,
    long allowedLatenessMs,
    int labelRetentionS)
{
    /** Port unless told otherwise. */
    public static final int PORT_DEFAULT = 7411;
    /** Connections at once unless told otherwise. */
    public static final int SESSIONS_MAX_DEFAULT = 256;
    /** Longest silence unless told otherwise: 10 s. */
    public static final long SILENCE_MS_DEFAULT = 10_000;
    /** Days for which a transaction is found by its id unless told otherwise: as long as most charge-backs may take. */
    public static final int LABEL_RETENTION_DAYS_DEFAULT = 120;
    /** Most days for which a transaction is found by its id. */
    public static final int LABEL_RETENTION_DAYS_MAX = 3650;
}
