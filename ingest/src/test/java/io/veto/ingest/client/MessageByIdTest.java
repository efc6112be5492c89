package io.veto.ingest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.layout.FraudLabel;
import org.junit.jupiter.api.Test;

class MessageByIdTest
{
    @Test
    void shouldRefuseAnEmptyId()
    {
        final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class,
            () -> new MessageById().label(MessageById.OWN_SOURCE, "", FraudLabel.FRAUD));

        assertEquals("transaction id is empty: name the transaction by sequence or message number", ex.getMessage());
    }
}
