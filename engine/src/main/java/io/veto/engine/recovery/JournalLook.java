package io.veto.engine.recovery;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.report.ErrorText;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.RuleSetException;
import io.veto.rules.layout.ProcessStartDecoder;
import io.veto.rules.window.ZoneTransitions;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Reads a journal record by record without scoring it, and keeps what a recovery plan needs to know.
 * <p>
 * <b>Note:</b> one thread. Reads only.
 */
final class JournalLook
{
    private final Map<String, ZoneTransitions> zones = new HashMap<>();
    private long messages = 0;
    private long lastSequence = RecordDescriptor.NULL_SEQUENCE;
    private int formatVersion = 0;
    private long tokenKeyId = 0;
    private String formatFault;
    private boolean hasRules = false;
    private String ruleFault;

    JournalLook()
    {
    }

    /**
     * Begins with what a snapshot holds.
     */
    void begin(final LineState.Head head)
    {
        hasRules = true;
        formatVersion = RecordDescriptor.FORMAT_VERSION;
        tokenKeyId = head.settings().tokenKeyId();
        zones.putAll(head.zones());
    }

    /**
     * Reads to the end, or throws at the first record that is damaged.
     */
    void read(final JournalReader reader)
    {
        if (null != reader.base() && !hasRules)
        {
            reader.base().forEach(this::onRecord);
        }
        while (reader.next())
        {
            onRecord(reader.buffer(), reader.offset());
        }
    }

    long messages()
    {
        return messages;
    }

    int formatVersion()
    {
        return formatVersion;
    }

    String formatFault()
    {
        return formatFault;
    }

    /**
     * Names the key of the last process start; 0 where there is none.
     */
    long tokenKeyId()
    {
        return tokenKeyId;
    }

    boolean hasRules()
    {
        return hasRules;
    }

    String ruleFault()
    {
        return ruleFault;
    }

    private void onRecord(final DirectBuffer buffer, final int offset)
    {
        lastSequence = RecordDescriptor.sequence(buffer, offset);
        final int type = RecordDescriptor.type(buffer, offset);
        if (RecordDescriptor.isMessage(type))
        {
            messages++;
        }
        else if (RecordDescriptor.TYPE_PROCESS_START == type)
        {
            onProcessStart(buffer, offset);
        }
        else if (RecordDescriptor.TYPE_ZONE == type)
        {
            final ZoneTransitions zone = ZoneRecord.decode(buffer, offset);
            zones.put(zone.name(), zone);
        }
        else if (RecordDescriptor.TYPE_RULE_SET == type && !RuleSetRecord.isGivenUp(buffer, offset))
        {
            onRules(buffer, offset);
        }
    }

    private void onProcessStart(final DirectBuffer buffer, final int offset)
    {
        final ProcessStartDecoder start = new ProcessStartDecoder().wrap(
            buffer, offset + RecordDescriptor.HEADER_LENGTH, ProcessStartDecoder.BLOCK_LENGTH, ProcessStartDecoder.SCHEMA_VERSION);
        formatVersion = start.formatVersion();
        tokenKeyId = start.tokenKeyId();
        if (RecordDescriptor.FORMAT_VERSION != formatVersion && null == formatFault)
        {
            formatFault = "journal is of another format: expectedFormatVersion=" + RecordDescriptor.FORMAT_VERSION + " formatVersion=" +
                formatVersion + " sequence=" + lastSequence + ": read it with the version of Veto that wrote it";
        }
    }

    private void onRules(final DirectBuffer buffer, final int offset)
    {
        hasRules = true;
        try
        {
            RuleSetCompiler.compile("journal:" + lastSequence, RuleSetRecord.decode(buffer, offset).text(), zones::get);
        }
        catch (final RuleSetException e)
        {
            if (null == ruleFault)
            {
                ruleFault = "rules of the journal do not compile: sequence=" + lastSequence + " cause=" + ErrorText.of(e) +
                    ": read it with the version of Veto that wrote it";
            }
        }
    }
}
