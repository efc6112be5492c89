package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.layout.TransactionDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row becomes the transaction that it says. */
class TransactionRowTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldPutEveryColumn() throws IOException, FeedException
    {
        assertEquals(
            List.of("t-1", "1709208000500", "-1234", "4111111111111111", "978", "5411", "customer-1", "merchant-1",
                "terminal-1", "device-1", "00000000000000000000ffff0a000001", "52520000", "-13405000", "DE", "FR",
                "ECOMMERCE", "REFUND", "60", "123456", "0"),
            fields("transaction_id,event_time,pan,amount,currency,mcc,customer,merchant,terminal,device,ip,lat,lon," +
                "merchant_country,card_country,entry_mode,type,local_offset_minutes,stan,fraud,fraud_kind",
                "t-1,2024-02-29T13:00:00.5+01:00,4111111111111111,-12.34,EUR,5411,customer-1,merchant-1,terminal-1," +
                "device-1,10.0.0.1,52.52,-13.405,DE,FR,ecommerce,refund,60,123456,0,"));
    }

    @Test
    void shouldLeaveWhatIsAbsentOrEmptyUnknown() throws IOException, FeedException
    {
        final List<String> unknown = List.of("t-1", "1000", "100", "c1", "0", "0", "", "", "", "",
            "00000000000000000000000000000000", "-2147483648", "-2147483648", "", "", "UNKNOWN", "PURCHASE", "-32768",
            "0", "-1");

        assertEquals(unknown, fields("transaction_id,event_time_ms,card,amount", "t-1,1000,c1,1.00"));
        assertEquals(unknown, fields(
            "transaction_id,event_time_ms,card,amount,currency,mcc,customer,merchant,terminal,device,ip,lat,lon," +
            "merchant_country,card_country,entry_mode,type,local_offset_minutes,stan,fraud,fraud_kind",
            "t-1,1000,c1,1.00,,,,,,,,,,,,,,,,,"));
    }

    @Test
    void shouldPreferMillisecondsAndPan() throws IOException, FeedException
    {
        final List<String> fields = fields("transaction_id,event_time,event_time_ms,card,pan,amount",
            "t-1,2024-02-29T13:00:00,7,token,4111111111111111,1.00");

        assertEquals(List.of("t-1", "7", "100", "4111111111111111"), fields.subList(0, 4));
    }

    @Test
    void shouldDigestIdentifiersThatDoNotFit() throws IOException, FeedException
    {
        final List<String> fields = fields("transaction_id,event_time_ms,card,amount,merchant",
            "a-transaction-id-of-more-than-36-characters,1,a-card-identifier-of-more-than-32-characters,1," +
            "Lebsack and Söhne");

        assertEquals(
            List.of("#oZcjKGeVpmhiNWExaos00", "#6luk60Fk_NsxNU0c0VbiqDvFBHd-otO", "#pffnqfhwM8_EnJP"),
            List.of(fields.get(0), fields.get(3), fields.get(7)));
    }

    private List<String> fields(final String header, final String row) throws IOException, FeedException
    {
        final Path file = folder.resolve("feed.csv");
        Files.writeString(file, header + "\n" + row + "\n");
        try (FeedRows rows = new FeedRows(file, Map.of()))
        {
            rows.next();
            final TransactionDecoder transaction =
                new TransactionDecoder().wrap(rows.block(), 0, TransactionDecoder.BLOCK_LENGTH, 0);
            final byte[] account = new byte[TransactionDecoder.accountEncodingLength()];
            rows.block().getBytes(TransactionDecoder.accountEncodingOffset(), account);
            final byte[] ip = new byte[TransactionDecoder.ipLength()];
            rows.block().getBytes(TransactionDecoder.ipEncodingOffset(), ip);
            return List.of(
                transaction.transactionId(),
                Long.toString(transaction.eventTimeMs()),
                Long.toString(transaction.amountMinor()),
                new String(account, StandardCharsets.US_ASCII).replace("\0", ""),
                Integer.toString(transaction.currency()),
                Integer.toString(transaction.mcc()),
                transaction.customer(),
                transaction.merchant(),
                transaction.terminal(),
                transaction.device(),
                HexFormat.of().formatHex(ip),
                Integer.toString(transaction.latitudeMicro()),
                Integer.toString(transaction.longitudeMicro()),
                transaction.merchantCountry(),
                transaction.cardCountry(),
                transaction.entryMode().name(),
                transaction.transactionType().name(),
                Integer.toString(transaction.localOffsetMinutes()),
                Long.toString(transaction.stan()),
                Integer.toString(rows.fraud()));
        }
    }
}
