package io.veto.perf.generate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A line of generated CSV, taken apart.
 */
record CsvRow(
    String transactionId,
    long eventTimeMs,
    String card,
    String customer,
    String merchant,
    String terminal,
    String device,
    String ip,
    String amount,
    String currency,
    String mcc,
    String merchantCountry,
    String cardCountry,
    String lat,
    String lon,
    String localOffsetMinutes,
    String entryMode,
    String type,
    String fraud,
    String fraudKind,
    String episode)
{
    static final String HEADER = "transaction_id,event_time_ms,card,customer,merchant,terminal,device,ip,amount,currency,mcc," +
        "merchant_country,card_country,lat,lon,local_offset_minutes,entry_mode,type,fraud,fraud_kind,episode";
    private static final LongConsumer NO_PROGRESS = (done) -> {};

    static List<CsvRow> rowsOf(final TrafficPlan plan)
    {
        return textOf(plan).lines().skip(1).map(CsvRow::parse).toList();
    }

    static String textOf(final TrafficPlan plan)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try
        {
            new TrafficGenerator(plan).writeTo(out, NO_PROGRESS);
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    static List<String> columnsOf(final String line)
    {
        return Arrays.asList(line.split(",", -1));
    }

    long amountMinor()
    {
        return Long.parseLong(amount.replace(".", ""));
    }

    boolean isOf(final FraudKind kind)
    {
        return kind.label().equals(fraudKind);
    }

    private static CsvRow parse(final String line)
    {
        final List<String> c = columnsOf(line);
        return new CsvRow(
            c.get(0), Long.parseLong(c.get(1)), c.get(2), c.get(3), c.get(4), c.get(5), c.get(6), c.get(7), c.get(8), c.get(9),
            c.get(10), c.get(11), c.get(12), c.get(13), c.get(14), c.get(15), c.get(16), c.get(17), c.get(18), c.get(19),
            c.get(20));
    }
}
