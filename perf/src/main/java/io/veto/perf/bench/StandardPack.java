package io.veto.perf.bench;

/**
 * Rules of the size of a bank's: 25 of them over some 60 windows of cards, merchants, terminals, devices and addresses.
 */
final class StandardPack
{
    /** Name of the file that errors show. */
    static final String NAME = "standard.rules";

    /** Text of the rule file. */
    static final String TEXT = """
        list risky_mcc : mcc = [4829, 5967, 6051, 7995]
        list deny_bins : bin

        rule card_velocity         decline if count(card, 10m) >= 5 or count(card, 90m) >= 6
        rule decline_velocity      decline if count(card, 15m before where declined) >= 3
        rule probe_then_cash_out   decline if amount >= 500.00 and count(card, 24h before where approved and amount <= 1.00) >= 1
        rule card_testing          decline if count(merchant, 5m) >= 10 and distinct(card, merchant, 5m) / count(merchant, 5m) > 0.8
                                       and avg(amount, merchant, 5m) < 10.00
        rule enumeration           decline if count(pan12, 6h) > 6 or distinct(card, bin+merchant, 10m) >= 6
        rule over_own_average      review if count(card, 30d before where approved) >= 10
                                       and amount > 5 * avg(amount, card, 30d before where approved)
                                       or count(card, 30d before) >= 30
                                       and amount - avg(amount, card, 30d before) >= 3 * stddev(amount, card, 30d before)
        rule cumulative_spend      review if sum(amount, card, 24h) > 5000.00
        rule impossible_travel     decline if card_present and speed_kmh(card) >= 1000 and distance_km(card) >= 500 and since(card) <= 48h
        rule several_countries     review if distinct(merchant_country, card, 24h) >= 3
        rule first_abroad          score 25 if merchant_country != card_country and count(card+merchant_country, 90d before) = 0
                                       and amount > 2 * avg(amount, card, 30d before)
        rule new_merchant          score 20 if count(card+merchant, 90d before) = 0 and amount > 3 * avg(amount, card, 30d before)
        rule new_or_dormant        score 30 if (first_seen(card) < 24h or since(card) > 90d) and amount > 200.00
        rule merchant_burst        review if count(merchant, 10m) >= 50 and count(merchant, 10m) * 1008 > 5 * count(merchant, 7d)
        rule compromised_terminal  score 40 if ratio(terminal, 1d delayed 7d where fraud) > 0.05 or ratio(terminal, 7d delayed 7d where fraud) > 0.03
                                       or ratio(terminal, 28d delayed 7d where fraud) > 0.02
        rule night                 score 15 if local_hour < 5 and ratio(card, 30d before where local_hour < 5) < 0.05
                                       and amount > avg(amount, card, 30d before)
        rule round_amounts         score 15 if amount is multiple of 100.00 and count(card, 24h where amount is multiple of 100.00) >= 3
        rule risky_category        score 20 if mcc in risky_mcc and amount > 300.00
        rule cards_of_device       decline if distinct(card, device, 1h) > 3 or distinct(card, ip, 1h) > 3
        rule ip_velocity           review if count(ip, 1h) > 5
        rule account_takeover      review if count(card, 72h before where type = "profile_change") >= 1 and amount > 200.00
        rule duplicate             review if count(card+merchant, 2m before) >= 1 and last(amount, card+merchant, 2m) = amount
        rule refund_without_sale   review if type = "refund" and count(card+merchant, 90d before where type = "purchase") = 0
        rule fallback_entry        score 25 if entry_mode in ["magstripe", "manual"] and amount > 100.00
        rule cash_velocity         decline if mcc = 6011 and (sum(amount, card, 24h where mcc = 6011) > 500.00
                                       or count(card, 1h where mcc = 6011) >= 3)
        rule many_approvals        review if mcc = 5967 and count(card, 7d before where approved) > 3

        decline if bin in deny_bins
        review at 50, decline at 90
        """;

    private StandardPack()
    {
    }
}
