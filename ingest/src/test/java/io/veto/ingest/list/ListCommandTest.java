package io.veto.ingest.list;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.veto.engine.line.OperatorQueue;
import io.veto.engine.line.OperatorRecord;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.ingest.token.Tokeniser;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.list.ListKeys;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.Lists;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is refused before anything is journalled, and what a client hears when not all can be. */
@Timeout(60)
class ListCommandTest
{
    private static final RuleSet RULES = RuleSetCompiler.compile("test.rules", """
        list terminals : terminal
        rule by_terminal
          decline if terminal in terminals
        """);

    private final OperatorQueue queue = new OperatorQueue();
    private final Lists lists = new Lists();
    private RuleSet ruleSet = RULES;
    private long sequence = 100;

    @AfterEach
    void nothingIsLeftBehind()
    {
        assertNull(queue.poll());
    }

    @Test
    void shouldFillTheListsToTheirBoundAndRefuseOneMore()
    {
        final int list = lists.number("terminals", ListKind.TERMINAL);
        lists.add(list, ListKeys.key(ListKind.TERMINAL, "T1"), Lists.NEVER_MS);
        for (long key = 1; key <= Lists.ENTRIES_MAX - 3; key++)
        {
            lists.add(list, key, Lists.NEVER_MS);
        }
        final ListCommand command = command();

        final OperatorAnswer tooMany = command.run(request("add", "T2", "T3", "T4"), line -> { });
        final OperatorAnswer fitting = journalled(command, request("add", "T1", "T2", "T3", "T3"));
        final OperatorAnswer oneMore = command.run(request("add", "T4"), line -> { });
        final OperatorAnswer removed = journalled(command, request("remove", "T2", "T9"));
        final OperatorAnswer inItsPlace = command.run(request("check", "T4"), line -> { });

        assertEquals(
            List.of(
                new OperatorAnswer(3, "lists are full: maximumEntries=4194304 entries=4194302 newEntries=3: take out entries whose time " +
                    "is up with veto list remove"),
                new OperatorAnswer(0, "added=2 renewed=2 lastSequence=101"),
                new OperatorAnswer(3, "lists are full: maximumEntries=4194304 entries=4194304 newEntries=1: take out entries whose time " +
                    "is up with veto list remove"),
                new OperatorAnswer(0, "removed=1 absent=1 lastSequence=102"),
                new OperatorAnswer(0, "added=1 renewed=0 room=1")),
            List.of(tooMany, fitting, oneMore, removed, inItsPlace));
    }

    @Test
    void shouldRefuseAllWhenOneRowIsWrong()
    {
        final ListCommand command = command();

        final OperatorAnswer answer = command.run(request("add", "T1", ""), line -> { });

        assertEquals(new OperatorAnswer(2, "value does not fit the list: kind=terminal expected=an identifier actual="), answer);
    }

    @Test
    void shouldRefuseRowsThatAreNone()
    {
        final byte[] cut = request("add", "T1").payload();

        assertEquals(
            List.of(new OperatorAnswer(2, "rows are cut short: length=" + (cut.length - 1)),
                new OperatorAnswer(2, "text is too long: maximumLength=512 length=65535"),
                new OperatorAnswer(2, "wrong number of arguments: expected=2 actual=1"),
                new OperatorAnswer(2, "unknown change of a list: expected=add|remove|check actual=empty")),
            List.of(command().run(new OperatorRequest(List.of("add", "terminals"), Arrays.copyOf(cut, cut.length - 1)), line -> { }),
                command().run(new OperatorRequest(List.of("add", "terminals"), new byte[]{0, 0, 0, 0, -1, -1}), line -> { }),
                command().run(new OperatorRequest(List.of("add"), cut), line -> { }),
                command().run(request("empty"), line -> { })));
    }

    @Test
    void shouldTellAClientThatWaitsThatTheServerStops() throws InterruptedException
    {
        final ListCommand command = command();
        final CompletableFuture<OperatorAnswer> answer =
            CompletableFuture.supplyAsync(() -> command.run(request("add", "T1"), line -> { }));
        Thread.sleep(50);
        queue.close();

        assertEquals(new OperatorAnswer(3, "the server stops: start it again and ask again"), answer.join());
    }

    @Test
    void shouldTellHowMuchOfAChangeIsMadeWhenTheServerStopsInTheMiddle()
    {
        final ListCommand command = command();
        final String[] values = new String[1_000];
        Arrays.setAll(values, i -> "T" + i);
        final CompletableFuture<OperatorAnswer> answer =
            CompletableFuture.supplyAsync(() -> command.run(request("add", values), line -> { }));
        take().journalled().complete(101L);
        final OperatorRecord onItsWay = take();
        queue.close();
        onItsWay.journalled().complete(102L);

        assertEquals(new OperatorAnswer(3, "only a part of the change is made: entries=1000 changedEntries=512 " +
            "cause=the server stops: start it again and ask again"), answer.join());
    }

    @Test
    void shouldTakeEntriesOutOfAListThatNoRulesDeclareAnyMoreAndPutNoneIn()
    {
        final ListCommand command = command();
        journalled(command, request("add", "T1", "T2"));
        ruleSet = RuleSetCompiler.compile("test.rules", "rule big\n  review if amount > 10.00\n");

        final OperatorAnswer added = command.run(request("add", "T3"), line -> { });
        final OperatorAnswer removed = journalled(command, request("remove", "T1"));

        assertEquals(
            List.of(new OperatorAnswer(2, "no such list: list=terminals: the active rules declare none"),
                new OperatorAnswer(0, "removed=1 absent=0 lastSequence=102")),
            List.of(added, removed));
    }

    @Test
    void shouldZeroWhatACardNumberWasReadFrom()
    {
        final byte[] pan = "9999990000000011".getBytes(StandardCharsets.US_ASCII);
        final EntryKeys keys = new EntryKeys(new Tokeniser(new byte[32]));

        assertNull(keys.read(ListKind.CARD, pan));
        assertEquals("999999...0011", keys.shown());
        assertArrayEquals(new byte[pan.length], pan);
    }

    private ListCommand command()
    {
        return new ListCommand(queue, new Tokeniser(new byte[32]), lists, () -> ruleSet);
    }

    private static OperatorRequest request(final String operation, final String... values)
    {
        final ListRows rows = new ListRows();
        for (final String value : values)
        {
            rows.add(0, value.getBytes(StandardCharsets.UTF_8), Lists.NEVER_MS, new byte[0]);
        }
        return new OperatorRequest(List.of(operation, "terminals"), rows.take());
    }

    private OperatorAnswer journalled(final ListCommand command, final OperatorRequest request)
    {
        final CompletableFuture<OperatorAnswer> answer = CompletableFuture.supplyAsync(() -> command.run(request, line -> { }));
        while (!answer.isDone())
        {
            final OperatorRecord record = queue.poll();
            if (null != record)
            {
                record.journalled().complete(++sequence);
            }
        }
        return answer.join();
    }

    private OperatorRecord take()
    {
        OperatorRecord record = queue.poll();
        while (null == record)
        {
            Thread.onSpinWait();
            record = queue.poll();
        }
        return record;
    }
}
