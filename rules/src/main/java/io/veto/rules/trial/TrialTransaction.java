package io.veto.rules.trial;

import io.veto.rules.language.RuleTest;
import io.veto.rules.language.RuleTest.Event;
import io.veto.rules.language.TestField;
import io.veto.rules.layout.AccountEncoder;
import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.layout.TransactionType;
import io.veto.rules.window.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The transactions of one test, one after another in the same block. The first happens at midnight of Monday, 1 January 2024, UTC, unless
 * it says after what time.
 */
final class TrialTransaction
{
    private static final long BEGIN_MS = 1_704_067_200_000L;
    private static final int IDENTIFIER_LENGTH = TransactionEncoder.merchantEncodingLength();
    private static final int BIN_OF_FIRST_CARD = 900_000;
    private static final int LAST_FOUR_END = 10_000;
    private static final int MINUTES_OF_HOUR = 60;
    private static final int MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR;
    /** No name that can be written begins with it. */
    private static final char OF_NEW = 1;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder encoder = new TransactionEncoder().wrap(buffer, 0);
    private final TransactionDecoder decoder = new TransactionDecoder();
    private final TrialNames cards = new TrialNames();
    private final TrialNames ranges = new TrialNames();
    private final TrialNames others = new TrialNames();
    private final Map<Integer, Integer> rangeOfCard = new HashMap<>();
    private final Map<Integer, Integer> binOfRange = new HashMap<>();
    private long timeMs = BEGIN_MS;
    private boolean isFirst = true;

    /**
     * Writes the next transaction.
     *
     * @param event     that it is about.
     * @param isRepeat  whether the event has happened before.
     * @return the transaction, until the next is written.
     */
    TransactionDecoder next(final Event event, final boolean isRepeat)
    {
        final long stepMs = isFirst ? 0 : RuleTest.STEP_MS_DEFAULT;
        timeMs += event.number(isRepeat ? TestField.EVERY : TestField.AFTER, stepMs);
        isFirst = false;
        buffer.setMemory(0, buffer.capacity(), (byte)0);
        encoder.eventTimeMs(timeMs).effectiveTimeMs(timeMs).amountMinor(event.number(TestField.AMOUNT, RuleTest.AMOUNT_DEFAULT));
        encoder.currency((int)event.number(TestField.CURRENCY, RuleTest.CURRENCY_DEFAULT)).mcc((int)event.number(TestField.MCC, 0));
        country(event, TestField.MERCHANT_COUNTRY, TransactionEncoder.merchantCountryEncodingOffset());
        country(event, TestField.CARD_COUNTRY, TransactionEncoder.cardCountryEncodingOffset());
        encoder.latitudeMicro((int)event.number(TestField.LAT, TransactionEncoder.latitudeMicroNullValue()))
            .longitudeMicro((int)event.number(TestField.LON, TransactionEncoder.longitudeMicroNullValue()))
            .entryMode(EntryMode.get((short)event.number(TestField.ENTRY_MODE, EntryMode.UNKNOWN.value())))
            .transactionType(TransactionType.get((short)(event.number(TestField.TYPE, 1 + TransactionType.PURCHASE.value()) - 1)))
            .localOffsetMinutes(offsetMinutes(event));
        account(event);
        identifier(event, TestField.CUSTOMER, TransactionEncoder.customerEncodingOffset());
        identifier(event, TestField.MERCHANT, TransactionEncoder.merchantEncodingOffset());
        identifier(event, TestField.TERMINAL, TransactionEncoder.terminalEncodingOffset());
        identifier(event, TestField.DEVICE, TransactionEncoder.deviceEncodingOffset());
        identifier(event, TestField.IP, TransactionEncoder.ipEncodingOffset());
        return decoder.wrap(buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }

    /**
     * The key of an entry of a list.
     *
     * @param entry as the test writes it.
     * @return what windows and lists know it by.
     */
    long key(final RuleTest.Entry entry)
    {
        if (null == entry.name())
        {
            return entry.number();
        }
        if (TestField.CARD == entry.field())
        {
            return cards.number(entry.name());
        }
        final UnsafeBuffer identifier = new UnsafeBuffer(new byte[IDENTIFIER_LENGTH]);
        identifier.putBytes(0, bytes(entry.name()));
        return KeyHash.of(identifier, 0);
    }

    private void account(final Event event)
    {
        final int card = cards.number(event.names().getOrDefault(TestField.CARD, RuleTest.CARD_DEFAULT));
        final String written = event.names().get(TestField.PAN12);
        final int range = null == written ?
            rangeOfCard.computeIfAbsent(card, any -> ranges.number(RuleTest.NEW)) :
            ranges.number(written);
        rangeOfCard.put(card, range);
        final int bin = (int)event.number(TestField.BIN, binOfRange.getOrDefault(range, BIN_OF_FIRST_CARD + range));
        binOfRange.put(range, bin);
        final AccountEncoder account = encoder.account();
        account.cardToken(card).pan12Token(range).bin(bin).lastFour(card % LAST_FOUR_END);
    }

    private void identifier(final Event event, final TestField field, final int offset)
    {
        final String name = event.names().get(field);
        if (null != name)
        {
            buffer.putBytes(offset, bytes(RuleTest.NEW.equals(name) ? OF_NEW + String.valueOf(others.number(name)) : name));
        }
    }

    private void country(final Event event, final TestField field, final int offset)
    {
        final int code = (int)event.number(field, 0);
        buffer.putByte(offset, (byte)(code >>> Byte.SIZE));
        buffer.putByte(offset + 1, (byte)code);
    }

    private short offsetMinutes(final Event event)
    {
        final long hour = event.number(TestField.LOCAL_HOUR, -1);
        if (hour < 0)
        {
            return TransactionEncoder.localOffsetMinutesNullValue();
        }
        final long hourUtc = TimeUnit.MILLISECONDS.toHours(timeMs) % TimeUnit.DAYS.toHours(1);
        final long minutes = (hour - hourUtc) * MINUTES_OF_HOUR;
        return (short)(minutes > MINUTES_OF_DAY / 2 ? minutes - MINUTES_OF_DAY : minutes < -MINUTES_OF_DAY / 2 ? minutes + MINUTES_OF_DAY :
            minutes);
    }

    private static byte[] bytes(final String name)
    {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
