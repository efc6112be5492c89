package io.veto.ingest.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.layout.TransactionEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A card number belongs into the account field and nowhere else. */
class StrayAccountTest
{
    private static final int TRANSACTIONS = 200_000;
    private static final int BLOCK = 28;
    private static final List<String> NAMES = List.of("transactionId", "customer", "merchant", "terminal", "device");
    private static final int[] OFFSETS = {
        TransactionEncoder.transactionIdEncodingOffset(), TransactionEncoder.customerEncodingOffset(),
        TransactionEncoder.merchantEncodingOffset(), TransactionEncoder.terminalEncodingOffset(),
        TransactionEncoder.deviceEncodingOffset()};
    private static final int[] LENGTHS = {
        TransactionEncoder.transactionIdLength(), TransactionEncoder.customerLength(), TransactionEncoder.merchantLength(),
        TransactionEncoder.terminalLength(), TransactionEncoder.deviceLength()};

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BLOCK + TransactionEncoder.BLOCK_LENGTH + 1]);

    @Test
    void shouldNameEachFieldThatHoldsTheCardNumberOrAllThatItCanHoldOfIt()
    {
        final List<String> found = new ArrayList<>();
        final List<String> expected = new ArrayList<>();
        for (int field = 0; field < OFFSETS.length; field++)
        {
            for (int length = 12; length <= 20; length++)
            {
                final String account = "9".repeat(length);
                put(account, field, account.substring(0, Math.min(length, LENGTHS[field])));
                found.add(StrayAccount.field(buffer, BLOCK));
                expected.add(length == 12 || length == 20 ? null : NAMES.get(field));
            }
        }

        assertEquals(expected, found);
    }

    @Test
    void shouldLetEverythingElsePass()
    {
        final List<String> found = new ArrayList<>();
        for (int field = 0; field < OFFSETS.length; field++)
        {
            for (final String text : List.of("", "9999990000000012", "999999000000001", "99999900", "0000000000000011"))
            {
                put("9999990000000011", field, text);
                found.add(StrayAccount.field(buffer, BLOCK));
            }
            for (final String account : List.of("596", "c-9999990000001", "999999000000001x"))
            {
                put(account, field, account);
                found.add(StrayAccount.field(buffer, BLOCK));
            }
        }
        put("9999990000000011", 0, "99999900000000110");
        found.add(StrayAccount.field(buffer, BLOCK));

        assertTrue(found.stream().allMatch((field) -> field == null), found::toString);
    }

    @Test
    void shouldFindWhatAComparisonOfTextsFinds()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        int finds = 0;
        for (int i = 0; i < TRANSACTIONS; i++)
        {
            random.nextBytes(buffer.byteArray());
            final String account = digits(random, 8 + random.nextInt(14));
            putText(TransactionEncoder.accountEncodingOffset(), 32, account, random);
            final String[] texts = new String[OFFSETS.length];
            for (int field = 0; field < OFFSETS.length; field++)
            {
                final String text = text(account, random);
                texts[field] = text.substring(0, Math.min(text.length(), LENGTHS[field]));
                putText(OFFSETS[field], LENGTHS[field], texts[field], random);
            }
            final String expected = find(account, texts);
            finds += expected == null ? 0 : 1;

            assertEquals(expected, StrayAccount.field(buffer, BLOCK), () -> "seed=" + seed);
        }
        assertTrue(finds > TRANSACTIONS / 10 && finds < TRANSACTIONS / 10 * 9, "finds=" + finds + " seed=" + seed);
    }

    private static String find(final String account, final String[] texts)
    {
        for (int field = 0; field < texts.length; field++)
        {
            final String held = account.substring(0, Math.min(account.length(), LENGTHS[field]));
            if (account.matches("\\d{13,19}") && texts[field].equals(held))
            {
                return NAMES.get(field);
            }
        }
        return null;
    }

    private static String text(final String account, final Random random)
    {
        return switch (random.nextInt(8))
        {
            case 0 -> account;
            case 1 -> account.substring(0, random.nextInt(account.length()));
            case 2 -> account + random.nextInt(10);
            case 3 -> account.substring(0, 8) + digits(random, account.length() - 8);
            case 4 -> account.replace('9', 'x');
            case 5 -> "";
            default -> digits(random, random.nextInt(20));
        };
    }

    private static String digits(final Random random, final int length)
    {
        final StringBuilder digits = new StringBuilder();
        while (digits.length() < length)
        {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private void put(final String account, final int field, final String text)
    {
        buffer.setMemory(0, buffer.capacity(), (byte)0);
        buffer.putStringWithoutLengthAscii(BLOCK + TransactionEncoder.accountEncodingOffset(), account);
        buffer.putStringWithoutLengthAscii(BLOCK + OFFSETS[field], text);
    }

    /** Behind the zero that ends the text stands anything. */
    private void putText(final int offset, final int fieldLength, final String text, final Random random)
    {
        final byte[] bytes = new byte[fieldLength];
        random.nextBytes(bytes);
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, text.length());
        if (text.length() < fieldLength)
        {
            bytes[text.length()] = 0;
        }
        buffer.putBytes(BLOCK + offset, bytes);
    }
}
