package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.layout.Action;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of each declaration, and the bounds of each. */
class DeclarationsTest
{
    private static final String RULE = "rule A review if card_present\n";

    @Test
    void shouldKeepModeClausesAndWordsOfEachRule()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("rules.rules", """
            rule a "Title" decline if amount   > 5.00 # much
              and card_present reason "Too much" expect <= 2% code "N7"
            rule b challenger of a challenge if card_present code 05 expect <= 0.0001%
            rule c shadow score 1000 if card_present expect <= 100%
            """);

        assertEquals(
            List.of(
                "a Title DECLINE 0 false -1 N7 'Too much' 20000 amount > 5.00 and card_present",
                "b  CHALLENGE 0 true 0 05 '' 1 card_present",
                "c  SCORE 1000 true -1  '' 1000000 card_present"),
            IntStream.range(0, ruleSet.ruleCount()).mapToObj(ruleSet::rule)
                .map(r -> String.join(
                    " ", r.id(), r.title(), r.effect().name(), "" + r.points(), "" + r.isShadow(), "" + r.champion(), r.code(),
                    '\'' + r.reason() + '\'', "" + r.expectedMaxMillionths(), r.words()))
                .collect(Collectors.toList()));
    }

    @Test
    void shouldFindAChampionThatComesLater()
    {
        final RuleSet ruleSet =
            RuleSetCompiler.compile("rules.rules", "rule b challenger of a review if card_present rule a review if card_present");

        assertEquals(1, ruleSet.rule(0).champion());
    }

    @Test
    void shouldKeepConstantsAscendingAndOnce()
    {
        final RuleSet ruleSet =
            RuleSetCompiler.compile("lists.rules", "list m : mcc = [7995, 1, 9999, 1] list c : country = [] list d : card\n" + RULE);

        assertEquals(
            List.of("m MCC [1, 7995, 9999]", "c COUNTRY []", "d CARD []"),
            Arrays.stream(ruleSet.lists()).map(l -> l.name() + " " + l.kind() + " " + Arrays.toString(l.constants()))
                .collect(Collectors.toList()));
    }

    @Test
    void shouldKeepTheAnswersForWhenItIsLate()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile(
            "late.rules", RULE + "default on late: review if card_present else challenge if mcc = 1 else approve if mcc = 2 else decline");

        assertEquals(
            List.of(Action.REVIEW, Action.CHALLENGE, Action.APPROVE, Action.DECLINE),
            ruleSet.standIn().cases().stream().map(StandIn.Case::action).collect(Collectors.toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "review at 1, 1, 2147483647, 2147483647",
        "'decline at 1000000, review at 5', 5, 2147483647, 1000000",
        "'review at 5, challenge at 6, decline at 7', 5, 6, 7"})
    void shouldKeepThresholdsInWhateverOrder(final String text, final int reviewAt, final int challengeAt, final int declineAt)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("points.rules", "rule A score 1 if card_present\n" + text);

        assertEquals(new Thresholds(reviewAt, challengeAt, declineAt), ruleSet.thresholds());
    }

    @Test
    void shouldReadDeclarationsOnOneLineOrOnMany()
    {
        final String text = "list l : card list m : mcc = [ 1 ] rule a \"T\" shadow score 4 if card in l" +
            " rule b decline if mcc in m code 59 decline if card in l allow if mcc in m" +
            " review at 5, decline at 6 default on late: approve if mcc in m else decline" +
            " test \"t\" given 2 x { card: A } when { card: A } then decline by a rule c review if card_present";

        final RuleSet ruleSet = RuleSetCompiler.compile("one.rules", text);
        final RuleSet onMany = RuleSetCompiler.compile("many.rules", text.replace(' ', '\n'));

        assertEquals(List.of("a", "b", "l", "m", "c"), ids(ruleSet));
        assertEquals(List.of("a", "b", "l", "m", "c"), ids(onMany));
        assertEquals(List.of(ruleSet.thresholds(), 2), List.of(onMany.thresholds(), onMany.standIn().cases().size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "list x = [1]", "list x : cards", "rule A review if", "rule A review if (amount > 1.00", "rule A review if mcc in [1,",
        "decline if", "decline when card_present", "review at", "review at 50, decline at", "default on late", "default on late:",
        "default on late: approve if", "include", "include x", "test", "test \"t\" when { a: 1 }",
        "rule A amount > 5.00", "rule A “x” review if card_present", "reviw at 50", "rule A review if amount is multiple of",
        "rule A decline review if card_present", "rule A-b review if card_present"})
    void shouldNotLetAWrongDeclarationHideAnErrorInTheNext(final String wrong)
    {
        for (final String next : List.of("list last : curd", "decline if last > 5.00", "rule last decline if last > 5.00"))
        {
            final RuleSetException error = assertThrows(
                RuleSetException.class,
                () -> RuleSetCompiler.compile("wrong.rules", "rule Z review if card_present\n" + wrong + '\n' + next));

            assertTrue(error.diagnostics().size() >= 2, error.getMessage());
            assertEquals(3, error.diagnostics().get(error.diagnostics().size() - 1).line(), error.getMessage());
        }
    }

    @Test
    void shouldTakeTheMostListsAndRefuseOneMore()
    {
        final RuleSet most = RuleSetCompiler.compile("most.rules", RULE + lines(64, i -> "list L" + i + " : card"));

        assertEquals(64, most.lists().length);
        assertEquals(
            List.of("more.rules:66:6: too many lists: expectedMaxLists=64; take lists out"),
            messages("more.rules", RULE + lines(65, i -> "list L" + i + " : card")));
    }

    @Test
    void shouldTakeTheMostConstantsAndRefuseOneMore()
    {
        final RuleSet most = RuleSetCompiler.compile("most.rules", RULE + listed(10_000));

        assertEquals(10_000, most.lists()[0].constants().length);
        assertEquals(
            List.of("more.rules:2:80017: too many constants in a list: expectedMaxConstants=10000; fill it with veto list import b"),
            messages("more.rules", RULE + listed(10_001)));
    }

    @Test
    void shouldTakeTheMostConstantsInAConditionAndRefuseOneMore()
    {
        final RuleSet most = RuleSetCompiler.compile("most.rules", "rule A review if mcc in [" + codes(256) + "]");

        assertEquals(1, most.ruleCount());
        assertEquals(
            List.of("more.rules:1:25: too many constants: expectedMaxConstants=256; declare a list and write in LIST"),
            messages("more.rules", "rule A review if mcc in [" + codes(257) + "]"));
    }

    @Test
    void shouldTakeTheLongestNameOfAListAndRefuseOneCharacterMore()
    {
        final String longest = "l".repeat(64);

        final RuleSet ruleSet = RuleSetCompiler.compile("name.rules", RULE + "list " + longest + " : card");

        assertEquals(longest, ruleSet.lists()[0].name());
        assertEquals(
            List.of("name.rules:2:6: list name too long: expectedMaxLength=64 length=65"),
            messages("name.rules", RULE + "list " + longest + "l : card"));
    }

    @Test
    void shouldTakeTheMostAnswersAndRefuseOneMore()
    {
        final String most = RULE + "default on late:" + lines(7, i -> " approve if mcc = " + i + " else") + " decline";

        final RuleSet ruleSet = RuleSetCompiler.compile("late.rules", most);

        assertEquals(8, ruleSet.standIn().cases().size());
        assertEquals(
            List.of("late.rules:8:50: too many answers in default on late: expectedMaxAnswers=8"),
            messages("late.rules", most.replace(" decline", " approve if mcc = 8 else decline")));
    }

    @Test
    void shouldTakeTheLongestReasonWhateverItsLetters()
    {
        final String longest = "💳".repeat(200);

        final RuleSet ruleSet = RuleSetCompiler.compile("reason.rules", "rule A review if card_present reason \"" + longest + '"');

        assertEquals(longest, ruleSet.rule(0).reason());
    }

    @Test
    void shouldCountStatementsAmongTheMostRules()
    {
        final String text = lines(255, i -> "rule R" + i + " review if card_present") + "\nlist l : card\nallow if card in l";

        final RuleSet most = RuleSetCompiler.compile("most.rules", text);

        assertEquals(256, most.ruleCount());
        assertEquals(
            List.of("more.rules:258:6: too many rules: expectedMaxRules=256; take rules out"),
            messages("more.rules", text + "\nrule more review if card_present"));
    }

    private static String listed(final int count)
    {
        return IntStream.rangeClosed(1, count).mapToObj(i -> String.format("%06d", i))
            .collect(Collectors.joining(", ", "list b : bin = [", "]"));
    }

    private static String codes(final int count)
    {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }

    private static String lines(final int count, final IntFunction<String> line)
    {
        return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private static List<String> ids(final RuleSet ruleSet)
    {
        return IntStream.range(0, ruleSet.ruleCount()).mapToObj(i -> ruleSet.rule(i).id()).collect(Collectors.toList());
    }

    private static List<String> messages(final String name, final String text)
    {
        return assertThrows(RuleSetException.class, () -> RuleSetCompiler.compile(name, text)).diagnostics().stream()
            .map(Diagnostic::message).collect(Collectors.toList());
    }
}
