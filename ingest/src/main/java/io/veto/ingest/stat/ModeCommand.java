package io.veto.ingest.stat;

import io.veto.engine.line.FallBackPublisher;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.line.OperatorRecord;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.feed.CardNumberMask;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorCommand;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.rules.language.NearestName;
import io.veto.rules.layout.RuleMode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Answers {@code mode}: lets a rule that fell back count again, or puts one in shadow at once. Its arguments are the rule's id and
 * {@code live} or {@code shadow}. The change is journalled and holds until other rules are activated.
 */
public final class ModeCommand implements OperatorCommand
{
    /** Verb of the command. */
    public static final String VERB = "mode";

    private static final String LIVE = "live";
    private static final String SHADOW = "shadow";
    private static final long PATIENCE_MS = 10_000;

    private final OperatorQueue queue;
    private final Supplier<RuleStatistics> statistics;

    /**
     * Makes the command.
     *
     * @param queue      to the line.
     * @param statistics of the rules in force.
     */
    public ModeCommand(final OperatorQueue queue, final Supplier<RuleStatistics> statistics)
    {
        this.queue = queue;
        this.statistics = statistics;
    }

    @Override
    public OperatorAnswer run(final OperatorRequest request, final Consumer<String> progress)
    {
        final List<String> arguments = request.arguments();
        if (2 != arguments.size() || !LIVE.equals(arguments.get(1)) && !SHADOW.equals(arguments.get(1)))
        {
            return new OperatorAnswer(OperatorAnswer.USAGE,
                "mode takes a rule and what it shall be: expectedArguments=[RULE, live|shadow] arguments=" +
                    arguments.stream().map(CardNumberMask::shown).toList());
        }
        final RuleStatistics rules = statistics.get();
        final List<String> ids = IntStream.range(0, rules.ruleCount()).mapToObj(i -> rules.rule(i).id()).toList();
        final String id = arguments.get(0);
        final int rule = ids.indexOf(id);
        final boolean isShadow = SHADOW.equals(arguments.get(1));
        if (rule < 0)
        {
            return new OperatorAnswer(
                OperatorAnswer.USAGE, "no such rule is in force: rule=" + CardNumberMask.shown(id) + ": " + NearestName.hint(id, ids));
        }
        if (rules.rule(rule).isShadow())
        {
            return new OperatorAnswer(OperatorAnswer.FAILED, "the rule file itself puts the rule in shadow: rule=" + id +
                ": take the word out of the file and activate it");
        }
        if (rules.figures(rule).isShadow() == isShadow)
        {
            return new OperatorAnswer(OperatorAnswer.FAILED, "the rule is so already: rule=" + id + " mode=" + arguments.get(1));
        }
        return change(rules, rule, isShadow ? RuleMode.SHADOW : RuleMode.LIVE);
    }

    private OperatorAnswer change(final RuleStatistics rules, final int rule, final RuleMode mode)
    {
        final OperatorRecord record = FallBackPublisher.record(rules.ruleSetHash(), rule, mode, 0, 0);
        if (!queue.offer(record))
        {
            return environment("too many commands wait for the line", "nothing was changed: ask again");
        }
        try
        {
            final long sequence = record.journalled().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return rules == statistics.get() ?
                new OperatorAnswer(OperatorAnswer.DONE, "rule=" + rules.rule(rule).id() + " mode=" +
                    mode.name().toLowerCase(Locale.ROOT) + " sequence=" + sequence + "\n") :
                new OperatorAnswer(OperatorAnswer.FAILED, "other rules were activated meanwhile: look at them with veto stat");
        }
        catch (final ExecutionException e)
        {
            return new OperatorAnswer(OperatorAnswer.ENVIRONMENT, e.getCause().getMessage());
        }
        catch (final TimeoutException e)
        {
            return record.refuse("nobody waits any more") ?
                environment("the line does not take it: waitedMs=" + PATIENCE_MS, "nothing was changed: ask again") :
                environment("the journal does not say that it has it: waitedMs=" + PATIENCE_MS, "look at the rule with veto stat");
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            return environment("the command was interrupted", "look at the rule with veto stat");
        }
    }

    private static OperatorAnswer environment(final String what, final String mend)
    {
        return new OperatorAnswer(OperatorAnswer.ENVIRONMENT, what + ": " + mend);
    }
}
