package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.Measure;
import io.veto.rules.window.Span;
import io.veto.rules.window.WindowEvent;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.WindowMemory;
import io.veto.rules.window.WindowSpec;
import io.veto.rules.window.Windows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The windows themselves on a real set whose twelve aggregates an independent program has computed for every row. The set is not part of
 * the project: without the folder that holds it the test is skipped.
 */
class HandbookWindowsTest
{
    private static final Path SHARED = Path.of(System.getProperty("veto.shared"));
    private static final int ROWS = 1_504_628;
    private static final List<String> COLUMNS = List.of(
        "cust_n_1d", "cust_sum_cents_1d", "cust_n_7d", "cust_sum_cents_7d", "cust_n_30d", "cust_sum_cents_30d",
        "term_n_1d_lag7d", "term_fraud_1d_lag7d", "term_n_7d_lag7d", "term_fraud_7d_lag7d", "term_n_30d_lag7d", "term_fraud_30d_lag7d");

    @BeforeEach
    void needsTheSet()
    {
        assumeTrue(Files.isReadable(SHARED.resolve("data/handbook_windows.csv.gz")), "the handbook set is not here");
    }

    @Test
    void shouldHoldWhatAnIndependentProgramComputed() throws IOException
    {
        final Long[] differences = new Long[COLUMNS.size()];
        Arrays.fill(differences, 0L);
        int rows = 0;

        try (HandbookWindows windows = new HandbookWindows();
            BufferedReader transactions = open("handbook.csv.gz"); BufferedReader answers = open("handbook_windows.csv.gz"))
        {
            assertEquals("transaction_id,event_time_ms,customer_id,terminal_id,amount,fraud,fraud_scenario", transactions.readLine());
            final List<String> names = List.of(answers.readLine().split(","));
            final int[] places = COLUMNS.stream().mapToInt(names::indexOf).toArray();
            String answer = answers.readLine();
            for (String row = transactions.readLine(); null != row; row = transactions.readLine())
            {
                final String[] expected = answer.split(",");
                final String[] fields = row.split(",");
                assertEquals(expected[0], fields[0]);
                final long[] actual = windows.onRow(
                    Long.parseLong(fields[1]), Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), cents(fields[4]),
                    "1".equals(fields[5]));
                for (int i = 0; i < actual.length; i++)
                {
                    differences[i] += Long.parseLong(expected[places[i]]) == actual[i] ? 0 : 1;
                }
                rows++;
                answer = answers.readLine();
            }
        }

        assertEquals(Collections.nCopies(COLUMNS.size(), 0L), Arrays.asList(differences), () -> "rows that differ of " + COLUMNS);
        assertEquals(ROWS, rows);
    }

    private static BufferedReader open(final String name) throws IOException
    {
        return new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(SHARED.resolve("data").resolve(name)), 1 << 16), StandardCharsets.US_ASCII));
    }

    private static long cents(final String amount)
    {
        final int point = amount.indexOf('.');
        return 100 * Long.parseLong(amount.substring(0, point)) + Long.parseLong(amount.substring(point + 1));
    }

    /** The windows of {@link #COLUMNS}, in their order. A row is labelled at once, as a feed does. */
    private static final class HandbookWindows implements AutoCloseable
    {
        private static final int FRAUD_FILTER = 0;
        private static final int PASSES_AS_FRAUD = 2;
        private static final long LAG_MS = TimeUnit.DAYS.toMillis(7);

        private final WindowEvent event = new WindowEvent(1).passes(FRAUD_FILTER, PASSES_AS_FRAUD);
        private final long[] values = new long[COLUMNS.size()];
        private final Windows windows = new Windows(specs(), new boolean[]{true}, WindowLimits.DEFAULT, WindowMemory.main());
        private long sequence;

        long[] onRow(final long timeMs, final int customer, final int terminal, final long cents, final boolean fraud)
        {
            windows.advance(timeMs);
            windows.reserve();
            windows.read(event.timeMs(timeMs).amount(cents).key(KeyKind.CARD, customer + 1L).key(KeyKind.TERMINAL, terminal + 1L));
            for (int i = 0; i < values.length; i++)
            {
                values[i] = windows.load(i) ? windows.value() : -1;
            }
            final long row = ++sequence;
            windows.append(row);
            windows.label(++sequence, row, fraud);
            return values;
        }

        @Override
        public void close()
        {
            windows.close();
        }

        private static WindowSpec[] specs()
        {
            final Key card = Key.of(KeyKind.CARD);
            final Key terminal = Key.of(KeyKind.TERMINAL);
            final int all = WindowSpec.NULL_FILTER;
            final List<WindowSpec> specs = new ArrayList<>();
            for (final int days : new int[]{1, 7, 30})
            {
                final Span span = Span.sliding(TimeUnit.DAYS.toMillis(days));
                specs.add(new WindowSpec(card, Measure.COUNT, null, span, false, all));
                specs.add(new WindowSpec(card, Measure.SUM, null, span, false, all));
            }
            for (final int days : new int[]{1, 7, 30})
            {
                final Span span = Span.delayed(TimeUnit.DAYS.toMillis(days), LAG_MS);
                specs.add(new WindowSpec(terminal, Measure.COUNT, null, span, false, all));
                specs.add(new WindowSpec(terminal, Measure.COUNT, null, span, false, FRAUD_FILTER));
            }
            return specs.toArray(new WindowSpec[0]);
        }
    }
}
