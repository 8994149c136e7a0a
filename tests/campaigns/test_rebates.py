"""Kickbacks: by hand, as published, on simulations whose truth is known, on bad input."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chisquare, norm

from crmkit import companies
from crmkit.campaigns import audits, digits, peer_rebates, repeated_game
from crmkit.loyalty.rewards import rivalry

AXELROD = {"temptation": 5, "reward": 3, "punishment": 1, "sucker": 0}
STAKES = {"extra_margin": 50, "seller_fine": 60, "buyer_fine": 100}
PAIR = {**STAKES, "discount_factor": 0.9, "leaving_rate": 0.1}
LIKE = {"rebate_rate": "rate", "volume": "sales", "held": ["line", "area"]}


def lot(seed=1):
    return np.random.default_rng(seed)


def people(rng, n=600, bent=0, extra=0.03, spread=0.005):
    table = pd.DataFrame(
        {
            "line": rng.choice(list("abc"), n),
            "area": rng.choice(list("xy"), n),
            "sales": 10 ** rng.normal(5, 0.5, n),
        }
    )
    table["fair"] = 0.05 + 0.01 * (table["line"] == "b") + 0.01 * np.log10(table["sales"] / 1e5)
    table["rate"] = table["fair"] + rng.normal(0, spread, n) + extra * (np.arange(n) < bent)
    return table.assign(rate=table["rate"].clip(0, 1), bent=(np.arange(n) < bent).astype(int))


# The repeated game


def test_axelrods_payoffs_need_a_half_and_two_thirds():
    found = repeated_game.thresholds(**AXELROD)["discount_factor"]
    assert found.to_dict() == {"grim trigger": 0.5, "tit for tat": pytest.approx(2 / 3)}


def test_thresholds_are_those_of_the_game_of_two_clubs():
    game = rivalry.ClubGame(neither=3.2, alone=4.1, against=0.5, both=2)
    found = repeated_game.thresholds(temptation=4.1, reward=3.2, punishment=2, sucker=0.5)
    for name, least in found["discount_factor"].items():
        assert game.patience_needed(name) == pytest.approx(least)


def value(first, discount, strategy, rounds=2_000):
    """What a fixed plan of moves (True: honest) earns against a strategy, by playing it."""
    total, honest, weight = 0.0, True, 1.0
    pay = {(1, 1): 3, (0, 1): 5, (1, 0): 0, (0, 0): 1}
    for number in range(rounds):
        mine = first(number)
        total += weight * pay[(int(mine), int(honest))]
        honest = (honest and mine) if strategy == "grim trigger" else mine
        weight *= discount
    return total


@pytest.mark.parametrize("strategy", ["grim trigger", "tit for tat"])
def test_below_its_threshold_some_plan_beats_honesty_and_above_it_none(strategy):
    least = repeated_game.thresholds(**AXELROD).loc[strategy, "discount_factor"]
    plans = [lambda k: False, lambda k: k % 2 == 1, lambda k: k != 0, lambda k: k < 5]
    for discount, beaten in ((least - 0.02, True), (least + 0.02, False)):
        honest = value(lambda k: True, discount, strategy)
        best = max(value(one, discount, strategy) for one in plans)
        assert bool(best > honest + 1e-6) is beaten


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"reward": 6}, "must fall"), ({"reward": 2.4}, "taking turns"), ({"sucker": np.nan}, "suck")],
)
def test_another_game_is_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        repeated_game.thresholds(**(AXELROD | changed))


def test_each_point_of_turnover_takes_a_point_of_the_future():
    counts = [repeated_game.next_year(0.9, leaving_rate=one / 100) for one in range(30)]
    assert np.allclose(np.diff(counts), -0.009)
    assert repeated_game.next_year(0.9) == 0.9
    assert repeated_game.next_year(0.9, rotation_years=1) == 0


def test_the_longest_breaking_term_is_the_last_without_a_kickback():
    for detection in (0.05, 0.1, 0.15, 0.2, 0.22):
        longest = repeated_game.longest_breaking_term(detection_rate=detection, **PAIR)
        table = repeated_game.by_rotation(range(1, 60), detection_rate=detection, **PAIR)
        assert table.index[~table["holds"]].max() == longest
        assert table["holds"].is_monotonic_increasing
    assert repeated_game.longest_breaking_term(detection_rate=0.2, **PAIR) == 5
    assert repeated_game.longest_breaking_term(detection_rate=0.3, **PAIR) == math.inf
    assert not repeated_game.by_rotation([math.inf], detection_rate=0.3, **PAIR)["holds"].any()


def test_more_detection_never_shortens_the_term_that_breaks():
    rates = np.linspace(0, 0.4, 41)
    terms = [repeated_game.longest_breaking_term(detection_rate=one, **PAIR) for one in rates]
    assert terms == sorted(terms) and terms[0] == 1


def test_both_keep_on_just_the_kickbacks_of_the_range():
    now = {"detection_rate": 0.1, **PAIR}
    row = repeated_game.by_rotation([4], **now).loc[4]
    for paid, buyer, seller in (
        (row["lowest_kickback"] - 1, False, True),
        (row["lowest_kickback"] + 1, True, True),
        (row["highest_kickback"] - 1, True, True),
        (row["highest_kickback"] + 1, True, False),
    ):
        found = repeated_game.kickback_values(paid, rotation_years=4, **now)["holds"]
        assert found.to_dict() == {"buyer": buyer, "seller": seller}


def test_the_value_of_a_kickback_is_that_of_simulated_relations():
    now = {**PAIR, "detection_rate": 0.1}
    found = repeated_game.kickback_values(15, rotation_years=5, **now)
    counts = repeated_game.next_year(0.9, leaving_rate=0.1, detection_rate=0.1, rotation_years=5)
    years = lot().geometric(1 - counts, 200_000)
    assert found.loc["seller", "value"] == pytest.approx(29 * years.mean(), rel=0.01)
    with pytest.raises(ValueError, match="no bound"):
        repeated_game.kickback_values(15, discount_factor=1, **STAKES)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"leaving_rate": 10}, "leaving_rate"), ({"rotation_years": 0.5}, "rotation_years"),
     ({"rotation_years": np.nan}, "rotation_years"), ({"detection_rate": None}, "detection_rate")],
)  # fmt: skip
def test_rates_in_per_cent_and_terms_below_a_year_are_named(wrong, message):
    with pytest.raises((ValueError, TypeError), match=message):
        repeated_game.next_year(0.9, **wrong)


def test_money_below_zero_is_refused():
    with pytest.raises(ValueError, match="buyer_fine"):
        repeated_game.by_rotation([2], **(PAIR | {"buyer_fine": -1}))
    with pytest.raises(ValueError, match="more than once"):
        repeated_game.by_rotation([2, 2], **PAIR)


# First digits


def test_the_law_is_benfords():
    printed = [0.301, 0.176, 0.125, 0.097, 0.079, 0.067, 0.058, 0.051, 0.046]
    assert np.allclose(digits.law(), printed, atol=0.0005) and np.isclose(digits.law().sum(), 1)


def test_first_digits_of_awkward_amounts():
    amounts = pd.Series([5.0, 0.3, 0.1 + 0.2, 9.995, 1e15, 4999.99, 0.07])
    assert digits.first_digits(amounts).to_list() == [5, 3, 3, 9, 1, 4, 7]


def test_powers_of_two_follow_the_law():
    found = digits.fits(pd.DataFrame({"x": 2.0 ** np.arange(1, 301)}), amount="x")
    assert found.loc["all", "p_value"] > 0.99 and found.loc["all", "effect_size"] == 0


def ledger(rng, n, extra=0.0):
    amount = 10 ** rng.uniform(0, 4, n)
    return pd.DataFrame({"x": np.where(rng.random(n) < extra, 4_500.0, amount)})


def test_chi_square_is_that_of_scipy():
    table = ledger(lot(), 500, 0.1)
    counts = digits.shares(table["x"])["amounts"]
    peer = chisquare(counts, 500 * digits.law())
    found = digits.fits(table, amount="x").loc["all"]
    assert found["chi_square"] == pytest.approx(peer.statistic)
    assert found["p_value"] == pytest.approx(peer.pvalue)


def test_one_point_of_digit_4_weighs_2_in_a_small_file_and_57_in_a_large_one():
    found = digits.by_size([2_000, 50_000])
    assert found["noncentrality"].round().to_list() == [2, 57]
    # The figure belongs to digit 4: for the first and the last digit it is another.
    assert digits.by_size([50_000], digit=1)["noncentrality"].round().item() == 24
    assert digits.by_size([50_000], digit=9)["noncentrality"].round().item() == 115


def test_files_are_rejected_as_often_as_computed():
    share = digits.law().to_numpy().copy()
    share *= (share.sum() - share[3] - 0.01) / (1 - share[3])
    share[3] = digits.law()[4] + 0.01
    counts = lot().multinomial(10_000, share / share.sum(), 4_000)
    expected = 10_000 * digits.law().to_numpy()
    chi = ((counts - expected) ** 2 / expected).sum(axis=1)
    stated = digits.by_size([10_000])["rejected_share"].item()
    assert (chi > 15.507).mean() == pytest.approx(stated, abs=0.025)


@pytest.mark.slow
@pytest.mark.parametrize("extra", [0.0, 0.03, 0.1])
def test_intervals_of_w_hold_the_truth_as_often_as_they_say(extra):
    true = extra * np.sqrt((1 - digits.law()[4]) / digits.law()[4])
    held = 0
    for seed in range(200):
        found = digits.fits(ledger(lot(seed), 2_000, extra), amount="x").loc["all"]
        held += found["low"] <= true + 1e-9 and true <= found["high"]
    assert held / 200 >= 0.91


def test_a_larger_file_of_the_same_fault_has_another_p_value_and_the_same_w():
    small, large = (digits.fits(ledger(lot(), n, 0.03), amount="x").loc["all"]
                    for n in (400, 40_000))  # fmt: skip
    assert small["p_value"] > 0.05 > 1e-6 > large["p_value"]
    assert small["low"] < large["effect_size"] < small["high"]
    assert large["chance_mad"] == pytest.approx(small["chance_mad"] / 10)


def test_mad_of_chance_is_what_chance_gives():
    found = [digits.fits(ledger(lot(seed), 1_000), amount="x").loc["all"] for seed in range(100)]
    table = pd.DataFrame(found)
    assert table["mad"].mean() == pytest.approx(table["chance_mad"].mean(), rel=0.07)


@pytest.mark.parametrize("wrong", [0, -5, np.nan, np.inf])
def test_credit_notes_and_missing_amounts_are_refused(wrong):
    with pytest.raises(ValueError, match="amounts"):
        digits.first_digits(pd.Series([10, wrong]))


def test_a_file_without_a_name_and_digits_beyond_nine_are_refused():
    with pytest.raises(ValueError, match="seller"):
        digits.fits(pd.DataFrame({"x": [1, 2], "seller": ["a", None]}), amount="x", by="seller")
    with pytest.raises(ValueError, match="digit"):
        digits.by_size([100], digit=10)
    with pytest.raises(ValueError, match="percentage point"):
        digits.by_size([100], excess=1)


# Peers


def test_the_honest_are_where_they_are_expected_and_the_bent_above():
    table = people(lot(), bent=40)
    found = peer_rebates.against_peers(table, **LIKE)
    assert (found["expected"] - table["fair"]).abs().max() < 0.004
    assert found["deviation"][:40].mean() == pytest.approx(0.03, abs=0.003)
    assert found["z"][40:].std() == pytest.approx(1, abs=0.15)
    assert np.allclose(found["excess"], found["deviation"] * table["sales"])


def test_the_yardstick_hardly_widens_with_the_bent():
    scales = []
    for bent in (0, 60):
        table = people(lot(3), bent=bent, extra=0.04)
        found = peer_rebates.against_peers(table, **LIKE)
        scales.append((found["deviation"] / found["z"]).iloc[0])
    assert scales[1] / scales[0] < 1.2


@pytest.mark.slow
def test_honest_buyers_are_flagged_as_often_as_said():
    alone, any_at_all = [], []
    for seed in range(100):
        peers = peer_rebates.against_peers(people(lot(seed), n=300), **LIKE)
        table = peer_rebates.rules(peers)["flagged"]
        alone.append(table["each alone"])
        any_at_all.append(table["all together"] > 0)
    assert np.mean(alone) == pytest.approx(15, abs=1.5)
    assert np.mean(any_at_all) <= 0.12


@pytest.mark.slow
def test_of_those_flagged_by_false_discovery_few_are_honest():
    wrong = []
    for seed in range(60):
        table = people(lot(seed), n=400, bent=40)
        chosen = peer_rebates.flagged(peer_rebates.against_peers(table, **LIKE))
        wrong.append(1 - peer_rebates.judged(chosen, table["bent"])["rate"]["precision"])
    assert np.mean(wrong) <= 0.07


def test_stricter_rules_flag_fewer_and_the_same_first():
    table = people(lot(), bent=30)
    peers = peer_rebates.against_peers(table, **LIKE)
    found = peer_rebates.rules(peers)
    assert found["flagged"].is_monotonic_decreasing and found["lowest_z"].is_monotonic_increasing
    assert found.loc["each alone", "chance_flags"] == 30
    bound = norm.isf(0.05)
    assert found.loc["each alone", "flagged"] == (peers["z"] >= bound).sum()


def test_precision_and_recall_by_hand():
    found = peer_rebates.judged(pd.Series([1, 1, 1, 0, 0]), pd.Series([1, 1, 0, 1, 1]))
    assert found["rate"].to_dict() == {"precision": pytest.approx(2 / 3), "recall": 0.5}
    assert ((found["low"] < found["rate"]) & (found["rate"] < found["high"])).all()
    with pytest.raises(ValueError, match="nobody is flagged"):
        peer_rebates.judged(pd.Series([0, 0]), pd.Series([1, 0]))


@pytest.mark.parametrize(
    ("change", "message"),
    [({"rate": 5.0}, "0.05 is 5 %"), ({"sales": 0.0}, "sales"), ({"rate": np.nan}, "rate"),
     ({"line": None}, "line"), ({"rate": 0.05}, "no residual")],
)  # fmt: skip
def test_bad_columns_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        peer_rebates.against_peers(people(lot(), n=50).assign(**change), **LIKE)


def test_a_buyer_without_peers_and_few_buyers_are_refused():
    table = people(lot(), n=50)
    table.loc[3, "line"] = "alone"
    with pytest.raises(ValueError, match="one buyer only"):
        peer_rebates.against_peers(table, **LIKE)
    with pytest.raises(ValueError, match="10 or more"):
        peer_rebates.against_peers(people(lot(), n=9), **LIKE)


def test_another_rule_is_answered_with_the_list():
    peers = pd.DataFrame({"z": [1.0], "p_value": [0.1]})
    with pytest.raises(ValueError, match="false discovery rate"):
        peer_rebates.flagged(peers, rule="bonferroni")


def test_inputs_are_left_as_they_were():
    table = people(lot(), n=50, bent=5)
    before = table.copy()
    peer_rebates.judged(
        peer_rebates.flagged(peer_rebates.against_peers(table, **LIKE)), table["bent"]
    )
    pd.testing.assert_frame_equal(table, before)


# Audits

MONEY = pd.Series([80.0, 0, 40, 0], index=list("abcd"))
ORDERS = pd.DataFrame({"right": [4, 1, 3, 2], "wrong": [1, 4, 2, 3], "lot": 0}, index=list("abcd"))


def test_audits_by_hand():
    found = audits.values_by_order(ORDERS, MONEY, files=2, cost=10, rng=lot(), draws=40)
    assert found["estimate"].to_dict() == {"right": 100, "wrong": -20, "lot": 40}
    assert found["found"].to_dict() == {"right": 2, "wrong": 0, "lot": 1}
    all_of_them = audits.values_by_order(ORDERS, MONEY, files=4, cost=10, rng=lot(), draws=40)
    assert (all_of_them["estimate"] == 80).all()
    none = audits.values_by_order(ORDERS, MONEY, files=0, cost=10, rng=lot(), draws=40)
    assert (none[["estimate", "low", "high"]] == 0).all().all()


def test_gains_are_differences_on_the_same_draws():
    same = audits.gains(ORDERS.assign(again=ORDERS["lot"]), MONEY, against="lot", files=2,
                        rng=lot(), draws=40)  # fmt: skip
    assert same.loc["again"].to_list() == [0, 0, 0] and same.loc["right", "gain"] == 60


@pytest.mark.slow
def test_intervals_hold_what_the_same_audits_bring_elsewhere():
    def company(seed):
        rng = lot(seed)
        z = rng.normal(0, 1, 300)
        return z, 1_000 * rng.exponential(1, 300) * (rng.random(300) < norm.cdf(z - 1))

    many = [company(seed) for seed in range(1_000, 1_300)]
    true = np.mean([money[np.argsort(-z)[:30]].sum() for z, money in many])
    held = 0
    for seed in range(200):
        z, money = company(seed)
        found = audits.values_by_order(
            pd.DataFrame({"z": z}), pd.Series(money), files=30, cost=0, rng=lot(seed), draws=200
        ).loc["z"]
        held += found["low"] <= true <= found["high"]
    assert held / 200 >= 0.90


def test_too_many_files_other_buyers_and_a_missing_order_are_named():
    with pytest.raises(ValueError, match="exceeds the 4 buyers"):
        audits.values_by_order(ORDERS, MONEY, files=5, cost=1, rng=lot())
    with pytest.raises(ValueError, match="recovered"):
        audits.values_by_order(ORDERS, MONEY.iloc[:3], files=1, cost=1, rng=lot())
    with pytest.raises(ValueError, match="against"):
        audits.gains(ORDERS, MONEY, against="size", files=1, rng=lot())


def test_the_peers_of_the_simulated_ledger_give_the_bent_away():
    firm = companies.rebate_ledger(seed=1)
    invoices = firm.invoices.drop_duplicates("invoice").query("amount > 0")
    table = firm.buyers.join(invoices.groupby("buyer")[["amount", "rebate"]].sum())
    table["region"] = table["region"].str.strip().str.title()
    table["rate"] = table["rebate"] / table["amount"]
    peers = peer_rebates.against_peers(
        table, rebate_rate="rate", volume="amount", held=["product", "region"]
    )
    found = peer_rebates.judged(peer_rebates.flagged(peers), firm.truth["bent"])
    assert found["rate"]["precision"] > 0.7 and found["rate"]["recall"] > 0.4


def test_rates_that_mostly_follow_exactly_give_no_yardstick():
    buyers = pd.DataFrame(
        {"rate": [0.05] * 38 + [0.06, 0.07], "sales": 1000.0 * np.arange(1, 41), "line": "ab"}
    ).assign(line=["a", "b"] * 20)
    with pytest.raises(ValueError, match="no spread to measure by"):
        peer_rebates.against_peers(buyers, rebate_rate="rate", volume="sales", held="line")


def test_files_called_1_and_text_1_are_not_one_file():
    ledger = pd.DataFrame({"amount": np.linspace(10, 99, 20), "seller": [1, "1"] * 10})
    with pytest.raises(ValueError, match="2 spellings"):
        digits.fits(ledger, amount="amount", by="seller")


def test_audits_and_flags_ask_for_each_buyer_once():
    twice = pd.Series([1, 0, 1], index=list("aab"))
    with pytest.raises(ValueError, match="more than once"):
        peer_rebates.judged(twice, twice)
    with pytest.raises(ValueError, match="more than once"):
        audits.gains(
            pd.DataFrame({"z": twice, "lot": 0}), twice, against="lot", files=1,
            rng=np.random.default_rng(1),
        )  # fmt: skip
