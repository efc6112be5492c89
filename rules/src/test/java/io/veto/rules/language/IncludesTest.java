package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IncludesTest
{
    private static final String RULE = "rule A review if card_present\n";

    @Test
    void shouldPutTheDeclarationsOfAFileInThePlaceOfItsInclude()
    {
        final RuleSet ruleSet = compile(
            "rule A review if card_present include \"b.rules\" rule D review if card_present",
            Map.of(
                "b.rules", "rule B review if mcc in risky\ninclude \"c.rules\"",
                "c.rules", "list risky : mcc = [4829] rule C review if count(card, 1d before where hit(D)) > 1 # the last"));

        assertEquals(
            List.of("A", "B", "C", "D"),
            IntStream.range(0, ruleSet.ruleCount()).mapToObj(i -> ruleSet.rule(i).id()).collect(Collectors.toList()));
        assertEquals("""
            rule A review if card_present # include "b.rules"
            rule B review if mcc in risky
            # include "c.rules"
            list risky : mcc = [4829] rule C review if count(card, 1d before where hit(D)) > 1 # the last
            # end of "c.rules"

            # end of "b.rules"
             rule D review if card_present""",
            ruleSet.text());
    }

    @Test
    void shouldGiveATextThatIncludesNothingAndMakesTheSameRuleSet()
    {
        final RuleSet ruleSet = compile(
            "# 💳 é\ninclude \"b.rules\" include \"b2.rules\" # two\n" + RULE,
            Map.of("b.rules", "\uFEFFlist b : card # 💳", "b2.rules", "\r\nallow if card in b"));

        final RuleSet again = RuleSetCompiler.compile("journal", ruleSet.text());

        assertEquals(ruleSet.text(), again.text());
        assertEquals(ruleSet.hash(), again.hash());
        assertEquals(List.of("b", "A"), List.of(again.rule(0).id(), again.rule(1).id()));
    }

    @Test
    void shouldNameTheIncludedFileInItsErrorsAndInThoseThatSpeakOfIt()
    {
        final RuleSetException error = compileBroken(
            "rule A review if card_present\ninclude \"b.rules\"\nrule C review if amount > 5",
            Map.of("b.rules", "# rules\n rule A review if amuont > 5.00\nrule"));

        assertEquals(
            List.of(
                "a.rules:3:27: cannot compare money with integer: write 5.00",
                "b.rules:2:7: rule id 'A' is taken: line 1 of a.rules has it, choose another",
                "b.rules:2:19: unknown name 'amuont': did you mean amount?",
                "b.rules:3:5: the rule ends too early: expected the id of the rule: letters, digits and _, no digit first"),
            messages(error));
        assertEquals(" rule A review if amuont > 5.00\n                  ^", sourceLines(error.diagnostics().get(2)));
    }

    @Test
    void shouldReportAFileThatIsNotThereAndGoOn()
    {
        final RuleSetException error = compileBroken("include \"c.rules\"\nrule A review if amount > 5", Map.of());

        assertEquals(
            List.of(
                "a.rules:1:9: no file 'c.rules': write its path as seen from this file, such as \"lists/countries.rules\"",
                "a.rules:2:27: cannot compare money with integer: write 5.00"),
            messages(error));
    }

    @Test
    void shouldReportAFileThatCannotBeRead()
    {
        final RuleSetException error = assertThrows(
            RuleSetException.class,
            () -> RuleSetCompiler.compile("a.rules", "include \"c.rules\"\n" + RULE, Zones.NONE, (from, name) ->
            {
                throw new IOException("rules are not UTF-8 text: file=c.rules: save the file as UTF-8");
            }));

        assertEquals(
            List.of("a.rules:1:9: cannot read 'c.rules': rules are not UTF-8 text: file=c.rules: save the file as UTF-8"),
            messages(error));
    }

    @Test
    void shouldRefuseAFileThatIncludesItself()
    {
        final RuleSetException error = compileBroken(
            "include \"b.rules\"\n" + RULE, Map.of("b.rules", "\n include \"a.rules\" include \"b.rules\"", "a.rules", ""));

        assertEquals(
            List.of(
                "b.rules:2:10: file 'a.rules' includes itself: take this include out",
                "b.rules:2:28: file 'b.rules' includes itself: take this include out"),
            messages(error));
    }

    @Test
    void shouldTakeAFileTwiceWhereItDeclaresNothingTwice()
    {
        final RuleSet ruleSet = compile("include \"b.rules\" include \"b.rules\"\n" + RULE, Map.of("b.rules", "# nothing"));

        assertEquals(1, ruleSet.ruleCount());
    }

    @Test
    void shouldTakeTheDeepestIncludeAndRefuseOneMore()
    {
        final RuleSet deepest = RuleSetCompiler.compile("0", "include \"1\"", Zones.NONE, (from, name) -> chained(name, 16));
        final RuleSetException error = assertThrows(
            RuleSetException.class,
            () -> RuleSetCompiler.compile("0", "include \"1\"", Zones.NONE, (from, name) -> chained(name, 17)));

        assertEquals(1, deepest.ruleCount());
        assertEquals(
            List.of("16:1:9: includes nested too deep: expectedMaxDepth=16; include the file further up"), messages(error));
    }

    @Test
    void shouldTakeTheLongestTextsTogetherAndRefuseOneByteMore()
    {
        final String beginning = "include \"b\"\n" + RULE;
        final int markLength = "# include \"b\"\n\n# end of \"b\"\n".length();
        final String longest = "#" + "x".repeat(1024 * 1024 - beginning.length() - markLength - 1);

        final RuleSet ruleSet = compile(beginning, Map.of("b", longest));
        final RuleSetException error = compileBroken(beginning, Map.of("b", longest + "x"));

        assertEquals(1024 * 1024 - "include \"b\"".length(), ruleSet.text().length());
        assertEquals(
            List.of("a.rules:1:9: rules too long with this file: expectedMaxLength=1048576 length=1048577; take rules or comments out"),
            messages(error));
    }

    @Test
    void shouldRefuseIncludesThatMultiplyInBoundedTime()
    {
        final RuleSetException error = assertThrows(
            RuleSetException.class,
            () -> RuleSetCompiler.compile("0", "include \"1\" include \"1\"", Zones.NONE, (from, name) ->
            {
                final int next = Integer.parseInt(name) + 1;
                return new RuleFile(name, next > 16 ? "" : ("include \"" + next + "\" ").repeat(4));
            }));

        assertEquals("rules too long with this file", error.diagnostics().get(0).problem());
        assertEquals(RuleSetCompiler.DIAGNOSTICS_MAX, error.diagnostics().size());
    }

    private static RuleFile chained(final String name, final int last)
    {
        final int number = Integer.parseInt(name);
        return new RuleFile(name, number == last ? RULE : "include \"" + (number + 1) + '"');
    }

    private static RuleSet compile(final String text, final Map<String, String> files)
    {
        return RuleSetCompiler.compile(
            "a.rules", text, Zones.NONE, (from, name) -> files.containsKey(name) ? new RuleFile(name, files.get(name)) : null);
    }

    private static RuleSetException compileBroken(final String text, final Map<String, String> files)
    {
        return assertThrows(RuleSetException.class, () -> compile(text, files));
    }

    private static String sourceLines(final Diagnostic diagnostic)
    {
        return diagnostic.sourceLine() + '\n' + diagnostic.caretLine();
    }

    private static List<String> messages(final RuleSetException error)
    {
        return error.diagnostics().stream().map(Diagnostic::message).collect(Collectors.toList());
    }
}
