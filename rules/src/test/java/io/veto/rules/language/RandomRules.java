package io.veto.rules.language;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts of rule files at random, all of which the checker accepts: conditions of every kind, over few enough windows and filters that rules
 * share them.
 */
final class RandomRules
{
    private static final List<String> KEYS = List.of("card", "terminal", "card+merchant");
    private static final List<String> WINDOWS = List.of(
        "1h", "30d", "1d before", "30d before where approved", "7d delayed 7d where fraud", "90d before where declined or hit(rule_0)",
        "tumbling 1d before", "session 1h where amount >= 100.00 and mcc != 5411",
        "10m where not card_present and 3 * amount < 9000000000000000.07");
    private static final List<String> FILTERED = List.of(
        "30d before where approved", "7d delayed 7d where fraud", "session 1h where amount >= 100.00 and mcc != 5411");
    private static final List<String> SIGNS = List.of("=", "!=", "<", "<=", ">", ">=");
    private static final List<String> FLAGS = List.of("card_present", "not card_present");
    private static final List<String> CODES = List.of(
        "merchant_country = card_country", "merchant_country != card_country", "last(merchant_country, card) != merchant_country",
        "last(mcc, card) = mcc", "mcc >= 5411", "mcc != 5411", "5411 < mcc", "currency = \"EUR\"", "currency != \"USD\"",
        "type = \"purchase\"", "type != \"refund\"", "entry_mode = \"chip\"", "entry_mode != \"ecommerce\"", "merchant_country = \"FR\"",
        "mcc is missing", "card_country is not missing", "entry_mode is missing", "last(mcc, terminal, 30d before) is missing");

    private static final List<String> MEMBERSHIPS = List.of(
        "mcc in [5411, 7995, 5411]", "mcc not in [4829, 5967, 6051, 7995, 5411, 5412]", "last(mcc, card) in [5411]",
        "merchant_country in [\"FR\", \"DE\"]", "currency not in [\"EUR\"]", "card in cards", "card not in cards", "mcc in categories",
        "mcc not in categories", "merchant_country in countries", "card_country not in countries", "amount is multiple of 1.00",
        "amount is not multiple of 0.03", "local_hour < 5", "local_hour >= 23", "local_hour is missing", "local_hour * 2 - 7 != 3");
    private static final String LISTS = "list cards : card\nlist categories : mcc = [5412, 7995]\nlist countries : country = [\"DE\"]\n";

    private final Random random;

    /**
     * Takes a source of random numbers.
     *
     * @param random that the texts are a function of.
     */
    RandomRules(final Random random)
    {
        this.random = random;
    }

    /**
     * A rule file.
     *
     * @param count of rules.
     * @param depth of their conditions.
     * @return the text.
     */
    String text(final int count, final int depth)
    {
        return LISTS + IntStream.range(0, count).mapToObj(i -> "rule rule_" + i + " review if " + condition(depth) + '\n')
            .collect(Collectors.joining());
    }

    /**
     * A condition.
     *
     * @param depth of its parentheses, roughly.
     * @return the text.
     */
    String condition(final int depth)
    {
        return switch (random.nextInt(depth > 0 ? 13 : 9))
        {
            case 0 -> of(CODES);
            case 1 -> of(FLAGS);
            case 2 -> count() + ' ' + of(SIGNS) + ' ' + random.nextInt(10);
            case 3 -> deviation();
            case 4 -> (random.nextBoolean() ? money(depth) : plain(depth)) + (random.nextBoolean() ? " is missing" : " is not missing");
            case 5 -> duration() + ' ' + of(SIGNS) + ' ' + (1 + random.nextInt(72)) + 'h';
            case 6 -> "amount + " + money(depth) + ' ' + of(SIGNS) + ' ' + money(depth);
            case 7 -> "1 * " + plain(depth) + ' ' + of(SIGNS) + ' ' + plain(depth);
            case 8 -> of(MEMBERSHIPS);
            case 9 -> "not (" + condition(depth - 1) + ')';
            case 10 -> '(' + joined(" or ", depth) + ')';
            default -> '(' + joined(" and ", depth) + ')';
        };
    }

    private String joined(final String word, final int depth)
    {
        return IntStream.rangeClosed(0, 1 + random.nextInt(3)).mapToObj(i -> condition(depth - 1)).collect(Collectors.joining(word));
    }

    private String money(final int depth)
    {
        return switch (random.nextInt(depth > 0 ? 9 : 5))
        {
            case 0 -> "amount";
            case 1 -> random.nextInt(1_000) + String.format(".%02d", random.nextInt(100));
            case 2 -> "sum(amount, " + window() + ')';
            case 3 -> "avg(amount, " + window() + ')';
            case 4 -> random.nextBoolean() ? "max(amount, " + window() + ')' : "last(amount, " + of(KEYS) + ')';
            case 5 -> "(amount + " + money(depth - 1) + ") " + operator() + ' ' + plain(depth - 1);
            case 6 -> "(-(amount - " + money(depth - 1) + "))";
            case 7 -> plain(depth - 1) + " * (amount - " + money(depth - 1) + ')';
            default -> "(amount - " + money(depth - 1) + " + " + money(depth - 1) + ')';
        };
    }

    private String plain(final int depth)
    {
        return switch (random.nextInt(depth > 0 ? 9 : 6))
        {
            case 0 -> Integer.toString(random.nextInt(100));
            case 1 -> random.nextBoolean() ? "0" : "3000000000";
            case 2 -> "(1 * " + random.nextInt(100) + String.format(".%03d)", random.nextInt(1_000));
            case 3 -> "ratio(" + of(KEYS) + ", " + of(FILTERED) + ')';
            case 4 -> random.nextBoolean() ? "(1 * speed_kmh(card))" : "(1 * distance_km(card))";
            case 5 -> count();
            case 6 -> "(1 * " + plain(depth - 1) + ' ' + operator() + ' ' + plain(depth - 1) + ')';
            case 7 -> "((amount + " + money(depth - 1) + ") / (amount - " + money(depth - 1) + "))";
            default -> "(1 * " + plain(depth - 1) + " - 1 * " + plain(depth - 1) + ')';
        };
    }

    private String count()
    {
        return switch (random.nextInt(3))
        {
            case 0 -> "count(" + window() + ')';
            case 1 -> "attempts(" + window() + ')';
            default -> "distinct(merchant, " + window() + ')';
        };
    }

    private String deviation()
    {
        final String window = window();
        return "amount - avg(amount, " + window + ") " + of(SIGNS) + ' ' + random.nextInt(5) + " * stddev(amount, " + window + ')';
    }

    private String duration()
    {
        return random.nextBoolean() ? "since(" + of(KEYS) + ')' : "first_seen(" + of(KEYS) + ')';
    }

    private String window()
    {
        return of(KEYS) + ", " + of(WINDOWS);
    }

    private String operator()
    {
        return random.nextBoolean() ? "*" : "/";
    }

    private String of(final List<String> texts)
    {
        return texts.get(random.nextInt(texts.size()));
    }
}
