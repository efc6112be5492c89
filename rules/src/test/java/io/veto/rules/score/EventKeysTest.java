package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.window.KeyKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which field of a transaction each key is. */
class EventKeysTest
{
    private static final List<String> KEYS = Stream.concat(
        Arrays.stream(KeyKind.values()).map(EventKeysTest::name),
        Stream.of(
            "card+merchant", "merchant_country+card", "bin+merchant", "customer+device", "ip+terminal", "mcc+card_country",
            "pan12+merchant", "card_country+merchant_country")).toList();
    private static final String COUNTS = KEYS.stream().map(key -> "count(" + key + ", 1h) > 1")
        .collect(Collectors.joining(" or ", "rule counts review if ", ""));

    @ParameterizedTest
    @EnumSource
    void shouldCountATransactionApartByTheKeysThatHaveAnotherValue(final KeyKind changed)
    {
        try (ScoredStream stream = new ScoredStream(COUNTS))
        {
            fill(stream.fields());
            stream.told();
            change(stream.fields(), changed);

            final List<Long> told = stream.told();

            assertEquals(KEYS.stream().map(key -> involves(key, changed) ? 1L : 2L).toList(), told);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellNothingByTheKeysThatAreMissing(final KeyKind missing)
    {
        try (ScoredStream stream = new ScoredStream(COUNTS))
        {
            fill(stream.fields());
            stream.told();
            clear(stream.fields(), missing);
            stream.told();

            final List<Long> told = stream.told();

            assertEquals(KEYS.stream().map(key -> involves(key, missing) ? null : Long.valueOf(3)).collect(Collectors.toList()), told);
        }
    }

    @Test
    void shouldTellNothingWhereATransactionHasNoField()
    {
        try (ScoredStream stream = new ScoredStream(COUNTS))
        {
            final List<Long> told = stream.told();

            assertEquals(KEYS.stream().map(key -> (Long)null).collect(Collectors.toList()), told);
        }
    }

    @Test
    void shouldTakeTwoFieldsOfOneTextForDifferentKeys()
    {
        try (ScoredStream stream = new ScoredStream(
            "rule a review if count(terminal, 1h) + count(merchant, 1h) + count(terminal+merchant, 1h) > 1"))
        {
            stream.fields().terminal("SAME").merchant("OTHER");
            stream.told();
            stream.fields().terminal("OTHER").merchant("SAME");

            final List<Long> told = stream.told();

            assertEquals(List.of(1L, 1L, 1L), told);
        }
    }

    private static String name(final KeyKind kind)
    {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static boolean involves(final String key, final KeyKind kind)
    {
        return List.of(key.split("\\+")).contains(name(kind));
    }

    /** Identifiers as long as they may be, so that a change of the last character must not be lost. */
    private static void fill(final TransactionEncoder fields)
    {
        fields.customer("CUSTOMER-0000001").terminal("TERMINAL-0000001").merchant("MERCHANT-0000001").device("DEVICE---0000001")
            .ip(10, (short)255).ip(11, (short)255).ip(12, (short)192).ip(15, (short)1)
            .mcc(5411).merchantCountry("FR").cardCountry("DE");
        fields.account().cardToken(-71).pan12Token(-12).bin(411111).lastFour(1111);
    }

    private static void change(final TransactionEncoder fields, final KeyKind kind)
    {
        switch (kind)
        {
            case CARD -> fields.account().cardToken(-72);
            case CUSTOMER -> fields.customer("CUSTOMER-0000002");
            case TERMINAL -> fields.terminal("TERMINAL-0000002");
            case MERCHANT -> fields.merchant("MERCHANT-0000002");
            case DEVICE -> fields.device("DEVICE---0000002");
            case IP -> fields.ip(15, (short)2);
            case BIN -> fields.account().bin(411112);
            case PAN12 -> fields.account().pan12Token(-13);
            case MCC -> fields.mcc(5412);
            case MERCHANT_COUNTRY -> fields.merchantCountry("RF");
            case CARD_COUNTRY -> fields.cardCountry("DK");
        }
    }

    private static void clear(final TransactionEncoder fields, final KeyKind kind)
    {
        switch (kind)
        {
            case CARD -> fields.account().cardToken(0);
            case CUSTOMER -> fields.customer("");
            case TERMINAL -> fields.terminal("");
            case MERCHANT -> fields.merchant("");
            case DEVICE -> fields.device("");
            case IP -> fields.ip(10, (short)0).ip(11, (short)0).ip(12, (short)0).ip(15, (short)0);
            case BIN -> fields.account().bin(0);
            case PAN12 -> fields.account().pan12Token(0);
            case MCC -> fields.mcc(0);
            case MERCHANT_COUNTRY -> fields.merchantCountry("");
            case CARD_COUNTRY -> fields.cardCountry("");
        }
    }
}
