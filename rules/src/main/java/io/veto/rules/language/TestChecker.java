package io.veto.rules.language;

import io.veto.rules.language.RuleTest.Entry;
import io.veto.rules.language.RuleTest.Event;
import io.veto.rules.language.RuleTest.Expectation;
import io.veto.rules.language.RuleTest.Step;
import io.veto.rules.language.VetoRulesParser.EventContext;
import io.veto.rules.language.VetoRulesParser.ExpectationContext;
import io.veto.rules.language.VetoRulesParser.GivenContext;
import io.veto.rules.language.VetoRulesParser.NameContext;
import io.veto.rules.language.VetoRulesParser.TestDeclarationContext;
import io.veto.rules.language.VetoRulesParser.TestFieldContext;
import io.veto.rules.list.ListKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;

/**
 * Checks the tests of a rule file, whose rules and lists are known by then.
 */
final class TestChecker
{
    private static final List<String> ANSWERS = List.of("approve", "review", "challenge", "decline", "score");
    private static final BigDecimal INTEGER_MAX = BigDecimal.valueOf(Integer.MAX_VALUE);

    private final Diagnostics diagnostics;
    private final List<String> ruleIds;
    private final ListTable lists;
    private final TestValueChecker values;
    private final Literals literals;
    private long fileEvents = 0;

    /**
     * Begins with no test.
     *
     * @param diagnostics to report to.
     * @param ruleIds     of all rules, in the order of their indexes.
     * @param lists       that are declared.
     */
    TestChecker(final Diagnostics diagnostics, final List<String> ruleIds, final ListTable lists)
    {
        this.diagnostics = diagnostics;
        this.ruleIds = ruleIds;
        this.lists = lists;
        this.values = new TestValueChecker(diagnostics);
        this.literals = new Literals(diagnostics);
    }

    /**
     * Checks all tests of a file.
     *
     * @param declarations in file order.
     * @return the tests; something lacks where an error was reported.
     */
    List<RuleTest> tests(final List<TestDeclarationContext> declarations)
    {
        final List<RuleTest> tests = new ArrayList<>();
        for (final TestDeclarationContext declaration : declarations)
        {
            if (RuleTest.TESTS_MAX == tests.size())
            {
                diagnostics.report(declaration.getStart(), "too many tests", "expectedMaxTests=" + RuleTest.TESTS_MAX + "; take tests out");
                return tests;
            }
            final RuleTest test = test(declaration);
            tests.add(test);
            final long before = fileEvents;
            fileEvents += test.events();
            if (fileEvents > RuleTest.FILE_EVENTS_MAX && before <= RuleTest.FILE_EVENTS_MAX)
            {
                diagnostics.report(declaration.getStart(), "too many events in the tests of the file",
                    "expectedMaxEvents=" + RuleTest.FILE_EVENTS_MAX + " events=" + fileEvents + "; repeat fewer");
            }
        }
        return tests;
    }

    private RuleTest test(final TestDeclarationContext declaration)
    {
        final List<Step> given = new ArrayList<>();
        for (final GivenContext step : declaration.given())
        {
            given.add(null == step.list ? fields(step.event(), times(step), true) : entry(step));
        }
        final RuleTest test = new RuleTest(Diagnostics.masked(Literals.text(declaration.title)), declaration.getStart().getLine(),
            List.copyOf(given), fields(declaration.event(), 1, false), expectation(declaration.expectation()));
        if (test.events() > RuleTest.EVENTS_MAX)
        {
            diagnostics.report(declaration.getStart(), "too many events in a test",
                "expectedMaxEvents=" + RuleTest.EVENTS_MAX + " events=" + test.events() + "; repeat fewer");
        }
        return test;
    }

    private int times(final GivenContext step)
    {
        if (null == step.times)
        {
            return 1;
        }
        if (!"x".equals(step.unit.getText()))
        {
            diagnostics.report(step.unit, "unexpected " + Diagnostics.quote(step.unit.getText()), "write given 5 x { … }");
        }
        final int times = whole(step.times);
        if (times < 1 || times > RuleTest.EVENTS_MAX)
        {
            diagnostics.report(step.times, "number of events out of bounds",
                "expectedMin=1 expectedMax=" + RuleTest.EVENTS_MAX + " events=" + times);
            return 1;
        }
        return times;
    }

    private Event fields(final EventContext event, final int times, final boolean isGiven)
    {
        final Map<TestField, String> names = new EnumMap<>(TestField.class);
        final Map<TestField, Long> numbers = new EnumMap<>(TestField.class);
        for (final TestFieldContext written : event.testField())
        {
            final TestField field = field(written, isGiven);
            if (null == field)
            {
                continue;
            }
            if (names.containsKey(field) || numbers.containsKey(field))
            {
                diagnostics.report(written.getStart(), "field " + Diagnostics.quote(field.word()) + " is there twice", "take one out");
            }
            if (TestField.Kind.NAME == field.kind())
            {
                names.put(field, values.name(field, written.testValue()));
            }
            else
            {
                numbers.put(field, values.number(field, written.testValue()));
            }
        }
        if (numbers.containsKey(TestField.LAT) != numbers.containsKey(TestField.LON))
        {
            diagnostics.report(event.getStart(), "half a place", "write lat and lon, or neither");
        }
        if (1 == times && isGiven && numbers.containsKey(TestField.EVERY))
        {
            diagnostics.report(event.getStart(), "every without a number of events",
                "write given 5 x { …, every: 1m }, or after: for the time since the event before");
        }
        return new Event(times, names, numbers);
    }

    private TestField field(final TestFieldContext written, final boolean isGiven)
    {
        final TestField field = TestField.of(written.field.getText());
        if (null == field)
        {
            diagnostics.report(written.getStart(), "unknown field " + Diagnostics.quote(written.field.getText()),
                NearestName.hint(written.field.getText(), TestField.words()));
        }
        else if (!isGiven && TestField.OF_GIVEN.contains(field))
        {
            diagnostics.report(written.getStart(), Diagnostics.quote(field.word()) + " of the event in question",
                "it happens once, and its answer is what is tested; only given events have it");
            return null;
        }
        return field;
    }

    private Entry entry(final GivenContext step)
    {
        final int list = lists.index(step.list.getText());
        if (list < 0)
        {
            index(step.list, lists.names(), "list");
            return new Entry(list, TestField.CARD, RuleTest.CARD_DEFAULT, 0);
        }
        final ListKind kind = lists.specs().get(list).kind();
        final TestField field = ListKind.COUNTRY == kind ? TestField.MERCHANT_COUNTRY : TestField.of(kind.word());
        if (TestField.Kind.NAME != field.kind())
        {
            return new Entry(list, field, null, values.number(field, step.entry));
        }
        final String name = values.name(field, step.entry);
        if (RuleTest.NEW.equals(name))
        {
            diagnostics.report(step.entry.getStart(), "new is in no list", "write a name that an event has too, such as A");
        }
        return new Entry(list, field, name, 0);
    }

    private Expectation expectation(final ExpectationContext written)
    {
        final Token word = written.effect().getStart();
        final RuleEffect effect = switch (word.getType())
        {
            case VetoRulesLexer.APPROVE, VetoRulesLexer.ALLOW -> RuleEffect.APPROVE;
            case VetoRulesLexer.REVIEW -> RuleEffect.REVIEW;
            case VetoRulesLexer.CHALLENGE -> RuleEffect.CHALLENGE;
            case VetoRulesLexer.DECLINE -> RuleEffect.DECLINE;
            case VetoRulesLexer.SCORE -> RuleEffect.SCORE;
            default -> null;
        };
        if (null == effect)
        {
            diagnostics.report(word, "unknown answer " + Diagnostics.quote(word.getText()), NearestName.hint(word.getText(), ANSWERS));
        }
        final int score = RuleEffect.SCORE == effect ? whole(written.effect().points) : 0;
        return new Expectation(effect, score, rules(written.hit), rules(written.miss));
    }

    private int[] rules(final List<NameContext> names)
    {
        return names.stream().mapToInt(name -> index(name, ruleIds, "rule")).toArray();
    }

    private int index(final NameContext name, final List<String> known, final String what)
    {
        final int index = known.indexOf(name.getText());
        if (index < 0)
        {
            diagnostics.report(name.getStart(), "unknown " + what + ' ' + Diagnostics.quote(name.getText()), known.isEmpty() ?
                "the file has no " + what :
                NearestName.hint(name.getText(), known));
        }
        return index;
    }

    private int whole(final Token digits)
    {
        final BigDecimal number = literals.number(digits);
        return null == number ? 1 : number.min(INTEGER_MAX).intValue();
    }
}
