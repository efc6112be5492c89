package io.veto.engine.recovery;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.RuleSetTextDecoder;
import io.veto.rules.layout.RuleSetTextEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The record with which a rule set becomes the one that answers: its whole text, and how far its state had been warmed when the hash of
 * that was taken. An activation that fails at its own record is marked so in place: the record stays and changes nothing.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class RuleSetRecord
{
    /** Warmed sequence of a record that changes nothing. */
    public static final long GIVEN_UP = -1;

    private RuleSetRecord()
    {
    }

    /**
     * Makes a record.
     *
     * @param ruleSet        that is to answer.
     * @param warmedSequence of the record behind which its state had the hash; 0 for the first rule set of a journal.
     * @param warmedHash     of its state then; 0 for the first rule set of a journal.
     * @return the record at its length, its header not filled in.
     */
    public static UnsafeBuffer encode(final RuleSet ruleSet, final long warmedSequence, final long warmedHash)
    {
        final int block = RecordDescriptor.HEADER_LENGTH;
        final int textLength = ruleSet.text().getBytes(StandardCharsets.UTF_8).length;
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.recordLength(
            block + RuleSetTextEncoder.BLOCK_LENGTH + RuleSetTextEncoder.textHeaderLength() + textLength)]);
        new RuleSetTextEncoder().wrap(record, block)
            .ruleSetHash(ruleSet.hash()).warmedSequence(warmedSequence).warmedHash(warmedHash).text(ruleSet.text());
        return record;
    }

    /**
     * Reads a record.
     *
     * @param buffer that holds it.
     * @param offset of the record.
     * @return flyweight over its block.
     */
    public static RuleSetTextDecoder decode(final DirectBuffer buffer, final int offset)
    {
        return new RuleSetTextDecoder().wrap(buffer, offset + RecordDescriptor.HEADER_LENGTH, RuleSetTextDecoder.BLOCK_LENGTH,
            RuleSetTextDecoder.SCHEMA_VERSION);
    }

    /**
     * Hash of the rule set.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return as {@link RuleSet#hash}.
     */
    public static long ruleSetHash(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + RecordDescriptor.HEADER_LENGTH + RuleSetTextDecoder.ruleSetHashEncodingOffset());
    }

    /**
     * Whether the record changes nothing.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return true if the activation failed at it.
     */
    public static boolean isGivenUp(final DirectBuffer buffer, final int offset)
    {
        return GIVEN_UP == buffer.getLong(offset + RecordDescriptor.HEADER_LENGTH + RuleSetTextDecoder.warmedSequenceEncodingOffset());
    }

    /**
     * Marks a record so that it changes nothing.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     */
    public static void giveUp(final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putLong(offset + RecordDescriptor.HEADER_LENGTH + RuleSetTextDecoder.warmedSequenceEncodingOffset(), GIVEN_UP);
    }
}
