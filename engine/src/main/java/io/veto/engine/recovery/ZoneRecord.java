package io.veto.engine.recovery;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.layout.ZoneTransitionsDecoder;
import io.veto.rules.layout.ZoneTransitionsDecoder.TransitionsDecoder;
import io.veto.rules.layout.ZoneTransitionsEncoder;
import io.veto.rules.layout.ZoneTransitionsEncoder.TransitionsEncoder;
import io.veto.rules.window.ZoneTransitions;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The record of a time zone: 12 bytes for each transition behind the name.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class ZoneRecord
{
    private ZoneRecord()
    {
    }

    /**
     * Makes a record.
     *
     * @param zone to write.
     * @return the record at its length, its header not filled in.
     */
    public static UnsafeBuffer encode(final ZoneTransitions zone)
    {
        final long[] atMs = zone.atMs();
        final long[] offsetMs = zone.offsetMs();
        final int block = RecordDescriptor.HEADER_LENGTH;
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.recordLength(block +
            ZoneTransitionsEncoder.BLOCK_LENGTH + TransitionsEncoder.sbeHeaderSize() + atMs.length * TransitionsEncoder.sbeBlockLength())]);
        final TransitionsEncoder transitions =
            new ZoneTransitionsEncoder().wrap(record, block).name(zone.name()).transitionsCount(atMs.length);
        for (int i = 0; i < atMs.length; i++)
        {
            transitions.next().atMs(atMs[i]).offsetMs((int)offsetMs[i]);
        }
        return record;
    }

    /**
     * Reads a record.
     *
     * @param buffer that holds it.
     * @param offset of the record.
     * @return the zone.
     */
    public static ZoneTransitions decode(final DirectBuffer buffer, final int offset)
    {
        final ZoneTransitionsDecoder zone = new ZoneTransitionsDecoder().wrap(buffer, offset + RecordDescriptor.HEADER_LENGTH,
            ZoneTransitionsDecoder.BLOCK_LENGTH, ZoneTransitionsDecoder.SCHEMA_VERSION);
        final TransitionsDecoder transitions = zone.transitions();
        final long[] atMs = new long[transitions.count()];
        final long[] offsetMs = new long[atMs.length];
        for (int i = 0; i < atMs.length; i++)
        {
            transitions.next();
            atMs[i] = transitions.atMs();
            offsetMs[i] = transitions.offsetMs();
        }
        return new ZoneTransitions(zone.name(), atMs, offsetMs);
    }
}
