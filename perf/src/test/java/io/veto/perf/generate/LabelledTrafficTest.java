package io.veto.perf.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.layout.TransactionDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LabelledTrafficTest
{
    private static final TrafficPlan PLAN = new TrafficPlan(500, 30_000, 4, 60);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LabelledTraffic.BLOCK_LENGTH]);
    private final TransactionDecoder decoder = new TransactionDecoder();

    @Test
    void shouldMakeTheTransactionsOfTheFile()
    {
        final List<String> expected = CsvRow.textOf(PLAN).lines().skip(1).collect(Collectors.toList());
        final LabelledTraffic traffic = new LabelledTraffic(PLAN);

        final List<String> made = new ArrayList<>();
        while (traffic.next(buffer, 0))
        {
            decoder.wrap(buffer, 0, LabelledTraffic.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
            made.add(line(traffic));
        }

        assertEquals(expected, made);
    }

    @Test
    void shouldKnowNoFraudBeforeItsFirstTransaction()
    {
        final LabelledTraffic traffic = new LabelledTraffic(PLAN);

        final List<String> wrong = new ArrayList<>();
        while (traffic.next(buffer, 0))
        {
            if (FraudKind.GENUINE == traffic.kind() && (traffic.isKnowable() || traffic.episode() != 0))
            {
                wrong.add(line(traffic));
            }
        }

        assertEquals(List.of(), wrong);
    }

    private String line(final LabelledTraffic traffic)
    {
        final boolean isFraud = FraudKind.GENUINE != traffic.kind();
        return String.join(",",
            decoder.transactionId(), String.valueOf(decoder.eventTimeMs()),
            buffer.getStringWithoutLengthAscii(TransactionDecoder.accountEncodingOffset(), CardNumber.LENGTH),
            decoder.customer(), decoder.merchant(), decoder.terminal(), decoder.device(), ip(),
            String.format(Locale.ROOT, "%d.%02d", decoder.amountMinor() / 100, decoder.amountMinor() % 100),
            decoder.currency() == 978 ? "EUR" : "", String.format(Locale.ROOT, "%04d", decoder.mcc()),
            decoder.merchantCountry(), decoder.cardCountry(),
            degrees(decoder.latitudeMicro()), degrees(decoder.longitudeMicro()), String.valueOf(decoder.localOffsetMinutes()),
            decoder.entryMode().name().toLowerCase(Locale.ROOT), decoder.transactionType().name().toLowerCase(Locale.ROOT),
            isFraud ? "1" : "0", traffic.kind().label(), isFraud ? String.valueOf(traffic.episode()) : "");
    }

    private String ip()
    {
        final int offset = TransactionDecoder.ipEncodingOffset();
        final List<String> octets = new ArrayList<>();
        for (int i = 12; i < 16; i++)
        {
            octets.add(String.valueOf(buffer.getByte(offset + i) & 0xFF));
        }
        return buffer.getByte(offset + 10) == 0 ? "" : String.join(".", octets);
    }

    private static String degrees(final int micro)
    {
        return micro == TransactionDecoder.latitudeMicroNullValue() ? "" :
            String.format(Locale.ROOT, "%s%d.%04d", micro < 0 ? "-" : "", Math.abs(micro) / 1_000_000,
                Math.abs(micro) % 1_000_000 / 100);
    }
}
