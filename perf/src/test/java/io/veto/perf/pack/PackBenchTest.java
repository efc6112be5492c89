package io.veto.perf.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.perf.generate.FraudKind;
import io.veto.perf.generate.TrafficPlan;
import io.veto.rules.language.StandardRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PackBenchTest
{
    private static final double RECALL_MIN = 0.8;
    private static final double PRECISION_MIN = 0.3;
    private static final PackPlan PLAN = new PackPlan(
        StandardRules.NAME, StandardRules.text(), TrafficPlan.ofLastDay(5_000, 5_500, 7, 45, 1), 25, false);

    private static PackResult result;

    @BeforeAll
    static void measure()
    {
        result = new PackBench(PLAN).run();
    }

    @Test
    void shouldPlantEveryKind()
    {
        assertEquals(List.of(), labels(result, kind -> 0 == kind.episodes()));
    }

    @Test
    void shouldFindEightOfTenKnowableTransactionsOfEachKindByItsOwnRule()
    {
        assertEquals(List.of(), missed(result));
    }

    @Test
    void shouldBeRightOftenEnough()
    {
        assertTrue(result.fraudStopped() >= PRECISION_MIN * result.stopped(),
            () -> "fraud=" + result.fraudStopped() + " stopped=" + result.stopped());
    }

    @Test
    void shouldCountEveryTransactionOnce()
    {
        final long ofKinds = result.kinds().stream().mapToLong(KindTally::transactions).sum();

        assertEquals(PLAN.traffic().transactions(), result.transactions() + result.transactionsBefore());
        assertEquals(result.fraud(), ofKinds);
    }

    @Test
    void shouldHaveARuleForEachKind()
    {
        final List<String> ids = result.rules().stream().map(RuleCount::ruleId).collect(Collectors.toList());

        final List<String> lacking = Arrays.stream(FraudKind.values()).filter(kind -> FraudKind.GENUINE != kind)
            .map(FraudKind::label).filter(label -> !ids.contains(label)).collect(Collectors.toList());

        assertEquals(List.of(), lacking);
    }

    @Test
    @Tag("slow")
    @Timeout(1800)
    void shouldFindEightOfTenOfEachKindOnADayOfAMillion()
    {
        final PackResult full = new PackBench(new PackPlan(StandardRules.NAME, StandardRules.text(),
            TrafficPlan.ofLastDay(PackPlan.CARDS_DEFAULT, PackPlan.TRANSACTIONS_DEFAULT, TrafficPlan.SEED_DEFAULT,
                PackPlan.DAYS_DEFAULT, PackPlan.LAST_DAY_FACTOR_DEFAULT), 1, false)).run();

        assertEquals(List.of(), missed(full));
        assertEquals(List.of(), labels(full, kind -> 0 == kind.episodes()));
    }

    private static List<String> missed(final PackResult of)
    {
        final List<String> missed = new ArrayList<>();
        for (final KindTally kind : of.kinds())
        {
            if (kind.knowableFound() < RECALL_MIN * kind.knowable() || kind.episodesFound() < RECALL_MIN * kind.episodes())
            {
                missed.add(kind.kind().label() + " " + kind.knowableFound() + " of " + kind.knowable() + " transactions, " +
                    kind.episodesFound() + " of " + kind.episodes() + " frauds");
            }
        }
        return missed;
    }

    private static List<String> labels(final PackResult of, final Predicate<KindTally> which)
    {
        return of.kinds().stream().filter(which).map(kind -> kind.kind().label()).collect(Collectors.toList());
    }
}
