package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.testkit.SeededStreams;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the text, the compiler either makes a rule set or reports errors in one line each, at places inside the
 * text.
 */
class CompilerFuzzTest
{
    private static final int TEXTS = 4_000;
    private static final List<String> WORDS = List.of(
        "rule", "A", "B", "review", "decline", "approve", "if", "and", "or", "not", "is", "missing", "where", "before",
        "delayed", "tumbling", "session", "count", "sum", "avg", "stddev", "ratio", "distinct", "last", "since", "hit",
        "amount", "mcc", "currency", "merchant_country", "type",
        "card_present", "fraud", "card", "terminal", "(", ")", "(", ")", ",", "+", "-", "*", "/", "=", "!=", "<", ">=", "5", "220.00",
        "30d", "7d", "5411", "\"EUR\"", "\"", "#", "\n", "\r\n", "\t", "é", "💳", "\uD83D", "\u0000", "\uFEFF", "==",
        "&&", "1w", "999999999999999999", "99999999999999999999", "rule A review if", "count(card, 7d before where", "0.001",
        "tumbling 1d \"Europe/Paris\"", "card+bin", "last(mcc, card", "ratio(card, session 1h where",
        "list", "l", ":", "list l : mcc = [", "]", "[", "{", "}", "in", "not in l", "is multiple of", "score", "score 40", "allow",
        "challenge",
        "at", "at 50", "default on late:", "else", "shadow", "challenger of", "code", "reason", "expect", "<=", "2%", "59", "include",
        "include \"b.rules\"", "test \"t\"", "given", "when", "then", "by", "without", "{ card: A,", "x", "local_hour", "on", "late");

    @ParameterizedTest
    @ValueSource(longs = { 11, 12, 13 })
    void shouldCompileOrReportWhateverTheWords(final long seed)
    {
        SeededStreams.check(
            seed,
            random -> IntStream.range(0, TEXTS).mapToObj(i -> words(random)).collect(Collectors.toList()),
            texts -> texts.forEach(CompilerFuzzTest::compileOrReport));
    }

    @ParameterizedTest
    @ValueSource(longs = { 21, 22, 23 })
    void shouldCompileOrReportWhateverTheSlip(final long seed)
    {
        SeededStreams.check(
            seed,
            random -> IntStream.range(0, TEXTS).mapToObj(i -> slipped(random)).collect(Collectors.toList()),
            texts -> texts.forEach(CompilerFuzzTest::compileOrReport));
    }

    private static String words(final Random random)
    {
        return IntStream.range(0, random.nextInt(40))
            .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())) + (random.nextInt(8) == 0 ? "" : " "))
            .collect(Collectors.joining());
    }

    private static String slipped(final Random random)
    {
        final StringBuilder text = new StringBuilder("""
            rule A "Title" review if amount > 220.00 and not (mcc = 5411 or card_present)
            rule B decline if count(card, 7d delayed 7d before where not hit(A) and amount >= 1.00) / 2 > 1.5
            rule C review if distinct(card, bin+merchant, tumbling 1d "Europe/Paris" before) > 3 or last(mcc, card) = mcc
            rule D review if amount - avg(amount, card, session 1h) >= 3 * stddev(amount, card, session 1h) and since(card) < 1h
            list l : mcc = [5411, 5412] list cards : card
            rule E "Title" shadow decline if mcc in l and card not in cards or amount is not multiple of 5.00
              code 59 reason "R" expect <= 2.5%
            rule F challenger of A score 40 if mcc in [5411] and currency not in ["EUR"]
            include "b.rules"
            decline if card in cards
            review at 50, decline at 90
            default on late: approve if amount <= 30.00 and mcc not in l else decline
            test "t" given 5 x { card: A, amount: 12.00, every: 1m } given A in cards when { card: A } then decline by A, B without C
            """);
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            final int at = random.nextInt(text.length());
            if (random.nextBoolean())
            {
                text.deleteCharAt(at);
            }
            else
            {
                text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
            }
        }
        return text.toString();
    }

    private static RuleFile included(final String from, final String name)
    {
        return "b.rules".equals(name) ? new RuleFile(name, "# included\nrule I review if card_present") : null;
    }

    private static void compileOrReport(final String text)
    {
        try
        {
            final RuleSet ruleSet = RuleSetCompiler.compile("fuzz.rules", text, TestZones.PARIS_AND_TOKYO, CompilerFuzzTest::included);
            assertEquals(
                ruleSet.hash(),
                RuleSetCompiler.compile("fuzz.rules", ruleSet.text(), TestZones.PARIS_AND_TOKYO).hash());
        }
        catch (final RuleSetException e)
        {
            final int lineCount = (int)text.chars().filter(c -> '\n' == c).count() + 1;
            for (final Diagnostic diagnostic : e.diagnostics())
            {
                assertTrue(diagnostic.line() >= 1, diagnostic::toString);
                assertTrue(diagnostic.line() <= lineCount || "b.rules".equals(diagnostic.fileName()), diagnostic::toString);
                assertTrue(diagnostic.column() >= 1, diagnostic::toString);
                assertTrue(diagnostic.toString().chars().filter(c -> '\n' == c).count() == 2, diagnostic::toString);
                assertTrue(diagnostic.caretLine().endsWith("^"), diagnostic::toString);
            }
        }
    }
}
