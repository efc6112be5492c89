package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.Durability;
import io.veto.rules.layout.ProcessStartDecoder;
import io.veto.rules.layout.ProcessStartEncoder;
import io.veto.rules.score.ScorerConfig;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessSettingsTest
{
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProcessStartEncoder.BLOCK_LENGTH]);
    private final ProcessStartEncoder encoder = new ProcessStartEncoder().wrap(buffer, 0);

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = "NULL_VAL", mode = EnumSource.Mode.EXCLUDE)
    void shouldReadWhatWasWritten(final Durability durability)
    {
        final ProcessSettings settings = new ProcessSettings(ScorerConfig.DEFAULT, ClockMode.EVENT, 1, 2, 3, 4, durability);

        settings.encode(encoder, 5);

        assertEquals(settings, decode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 65_534})
    void shouldRefuseAJournalOfAnotherFormatByName(final int version)
    {
        new ProcessSettings(ScorerConfig.DEFAULT, ClockMode.EVENT, 1, 2, 3, 4).encode(encoder, 5);
        encoder.formatVersion(version);

        final JournalDamagedException e = assertThrows(JournalDamagedException.class, this::decode);

        assertEquals("journal is of another format: expectedFormatVersion=1 formatVersion=" + version +
            ": read it with the version of Veto that wrote it", e.getMessage());
    }

    private ProcessSettings decode()
    {
        return ProcessSettings.decode(
            new ProcessStartDecoder().wrap(buffer, 0, ProcessStartDecoder.BLOCK_LENGTH, ProcessStartDecoder.SCHEMA_VERSION));
    }
}
