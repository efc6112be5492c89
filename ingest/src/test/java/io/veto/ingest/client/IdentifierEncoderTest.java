package io.veto.ingest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Identifiers fit their fields, as docs/wire.md says. */
class IdentifierEncoderTest
{
    private static final int FIELD_LENGTH = 16;

    private final IdentifierEncoder encoder = new IdentifierEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[18]);

    @ParameterizedTest
    @CsvSource({
        "3156, 3156............",
        "exactly-16-chars, exactly-16-chars",
        "seventeen-letters, #XySDaQdxDhzeB7U",
        "Lebsack and Söhne, #pffnqfhwM8_EnJP",
        "Ä, #L-XKHBo9UL2S8dP"})
    void shouldPutTextOrItsDigest(final String text, final String expected)
    {
        buffer.setMemory(0, buffer.capacity(), (byte)'!');

        encoder.put(buffer, 1, FIELD_LENGTH, IdentifierEncoder.IDENTIFIER_DIGEST_LENGTH, text);

        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        assertEquals("!" + expected + "!", new String(bytes, StandardCharsets.US_ASCII).replace('\0', '.'));
    }
}
