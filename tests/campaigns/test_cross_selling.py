"""Cross-selling: by hand, as published, on simulations whose truth is known, on bad input."""

import numpy as np
import pandas as pd
import pytest

from crmkit import companies, datasets, rates
from crmkit.campaigns import cell_scores, mailing_profit
from crmkit.retention import churn

MONEY = {"size": 500, "among": 1000, "sale": 100, "letter": 3}
CELLS = {"happened": "bought", "by": ["car", "fire"]}


def people(rng, n=2000):
    car, fire = rng.integers(0, 2, n), rng.integers(0, 2, n)
    chance = 0.05 + 0.15 * car * fire
    bought = (rng.random(n) < chance).astype(int)
    return pd.DataFrame({"car": car, "fire": fire, "bought": bought, "chance": chance})


def lot():
    return np.random.default_rng(1)


@pytest.fixture(scope="module")
def caravan():
    table = datasets.load("caravan")
    return table.assign(bought=(table["bought"] == "Yes").astype(int))


# As published


@pytest.fixture(scope="module")
def standardised(caravan):
    from sklearn.preprocessing import StandardScaler

    traits = caravan.drop(columns="bought")
    return StandardScaler().fit_transform(traits), caravan["bought"].to_numpy()


@pytest.fixture(scope="module")
def split(standardised):
    from sklearn.model_selection import train_test_split

    return train_test_split(*standardised, test_size=1000, random_state=0)


@pytest.mark.parametrize(
    ("neighbours", "predicted", "bought"), [(1, 62, 9), (2, 6, 1), (4, 4, 0), (5, 7, 1)]
)
def test_nearest_neighbours_find_what_islp_prints(split, neighbours, predicted, bought):
    from sklearn.neighbors import KNeighborsClassifier

    known, judged, known_bought, judged_bought = split
    found = KNeighborsClassifier(neighbours).fit(known, known_bought).predict(judged)
    assert (found.sum(), (found * judged_bought).sum()) == (predicted, bought)
    assert judged_bought.mean() == pytest.approx(0.067, abs=0.0005)


@pytest.mark.parametrize(("cut", "predicted", "bought"), [(0.5, 2, 0), (0.25, 29, 9)])
def test_a_logit_finds_what_islp_prints(split, cut, predicted, bought):
    from sklearn.linear_model import LogisticRegression

    known, judged, known_bought, judged_bought = split
    logit = LogisticRegression(C=1e10, solver="liblinear").fit(known, known_bought)
    found = logit.predict_proba(judged)[:, 1] > cut
    assert (found.sum(), (found * judged_bought).sum()) == (predicted, bought)


def test_the_first_thousand_as_test_are_those_of_isl(standardised):
    from sklearn.neighbors import KNeighborsClassifier

    x, y = standardised
    found = KNeighborsClassifier(1).fit(x[1000:], y[1000:]).predict(x[:1000])
    assert (found.sum(), (found * y[:1000]).sum()) == (77, 9)
    assert (found != y[:1000]).mean() == pytest.approx(0.118, abs=0.0005)


def test_two_columns_do_the_work(caravan):
    car = rates.rate_by(caravan, happened="bought", by="car_premium")["rate"]
    assert car[[6, 0]].to_list() == pytest.approx([0.113, 0.025], abs=0.0005)
    both = caravan[(caravan["car_premium"] == 6) & (caravan["fire_premium"] >= 3)]
    assert len(both) == 1186
    assert both["bought"].mean() == pytest.approx(0.158, abs=0.0005)


def test_the_table_of_two_is_not_worse_than_the_logit_of_85_and_near_the_winner(caravan):
    # Ours, by cross-validation: the contest's own 4,000 are in no package.
    traits = list(caravan.columns.drop("bought"))
    both = {"happened": "bought", "by": ["car_premium", "fire_premium"], "seed": 1}
    found = pd.DataFrame(
        {
            "table": cell_scores.out_of_fold(caravan, **both),
            "logit": churn.out_of_fold(caravan, left="bought", traits=traits, seed=1),
            "lot": 0,
        }
    )
    money = {"size": 800, "among": 4000, "sale": 100}
    table = mailing_profit.best(found, caravan["bought"], letter=3, rng=lot(), **money)
    assert table.loc["table", "responses"] == pytest.approx(128, abs=3)
    assert table.loc["lot", "responses"] == pytest.approx(800 * 348 / 5822)
    assert table.loc["table", "low"] < 100 * 121 - 2400 < table.loc["table", "high"]
    gain = mailing_profit.gains(found, caravan["bought"], against="logit", rng=lot(), **money).loc[
        "table"
    ]
    assert gain["gain"] > 0 > gain["low"]


def test_fire_premium_is_the_second_column_on_one_half_and_does_as_well_on_the_other(caravan):
    half = caravan.sample(frac=0.5, random_state=53)
    rest = caravan.drop(index=half.index)
    tried = ["MOSTYPE", "MKOOPKLA", "MOSHOOFD", "fire_premium", "PWAPART", "MINKGEM", "MOPLLAAG"]
    cells = {"happened": "bought", "by": "car_premium"}
    found = cell_scores.next_columns(half, candidates=tried, seed=53, **cells)
    assert found.index[0] == "fire_premium" and found["happened"].is_monotonic_decreasing
    table = cell_scores.learned(half, happened="bought", by=["car_premium", "fire_premium"])
    scores = cell_scores.applied(table, rest).to_frame("table")
    money = {"size": 800, "among": 4000, "sale": 100, "letter": 3}
    judged = mailing_profit.best(scores, rest["bought"], rng=lot(), draws=40, **money)
    assert judged["responses"].iloc[0] > 2 * 48


def test_a_default_moves_more_farmers_than_a_class():
    farmers = datasets.load("village_insurance")
    default = farmers.groupby("default_buy")["bought"].mean()
    assert default.to_list() == pytest.approx([0.41, 0.52], abs=0.005)
    own_class = farmers.groupby("own_training")["bought"].mean()
    assert own_class.to_list() == pytest.approx([0.463, 0.465], abs=0.0005)


# By hand


def test_a_cell_is_filled_up_with_customers_of_the_average_kind():
    table = pd.DataFrame({"car": [0] * 8 + [6, 6], "fire": 0, "bought": [0] * 8 + [1, 1]})
    found = cell_scores.learned(table, extra_customers=2, **CELLS)
    assert found["expected"].to_list() == pytest.approx([0.4 / 10, 2.4 / 4])
    plain = cell_scores.learned(table, extra_customers=0, **CELLS)
    assert plain["expected"].to_list() == plain["rate"].to_list() == [0, 1]


def test_customers_and_buyers_are_conserved_in_the_cells():
    table = people(lot())
    found = cell_scores.learned(table, **CELLS)
    assert found["customers"].sum() == len(table)
    assert found["happened"].sum() == table["bought"].sum()


def test_an_unseen_cell_gets_the_rate_of_all():
    table = people(lot())
    found = cell_scores.applied(
        cell_scores.learned(table, **CELLS), pd.DataFrame({"car": [1, 9], "fire": [1, 1]})
    )
    assert found[1] == pytest.approx(table["bought"].mean())
    assert found[0] > found[1]


def test_nobody_s_own_purchase_is_in_their_score():
    table = people(lot(), n=400)
    before = cell_scores.out_of_fold(table, seed=1, **CELLS)
    alone = table.assign(car=np.arange(400) // 200, fire=np.arange(400))
    # Each cell holds two customers or one: what remains to learn from is nearly the rate of all.
    scores = cell_scores.out_of_fold(alone, happened="bought", by="car", seed=1)
    assert scores.nunique() <= 20 and before.between(0, 1).all()
    assert np.corrcoef(cell_scores.out_of_fold(table.assign(bought=lot().permutation(
        table["bought"])), seed=1, **CELLS), table["bought"])[0, 1] < 0.2  # fmt: skip


def test_ties_count_for_the_same_part_and_row_order_does_not_matter():
    bought = pd.Series([1, 0, 0, 0] * 50)
    rankings = pd.DataFrame({"tied": [1, 1, 0, 0] * 50, "lot": 0})
    found = mailing_profit.best(rankings, bought, rng=lot(), **{**MONEY, "size": 250})
    assert found["responses"].to_list() == [125, 62.5]
    assert found["profit"].to_list() == [12500 - 750, 6250 - 750]
    turned = mailing_profit.best(rankings.iloc[::-1], bought, rng=lot(), **{**MONEY, "size": 250})
    assert turned["profit"].to_list() == found["profit"].to_list()


def test_mailing_all_earns_the_same_by_every_ranking():
    table = people(lot())
    rankings = pd.DataFrame({"good": table["chance"], "bad": -table["chance"]})
    found = mailing_profit.best(rankings, table["bought"], rng=lot(), **{**MONEY, "size": 1000})
    everybody = 100 * 1000 * table["bought"].mean() - 3000
    assert found["profit"].to_list() == pytest.approx([everybody] * 2)


def test_more_letters_never_sell_less():
    table = people(lot())
    found = mailing_profit.by_size(
        table[["chance"]], table["bought"], sizes=range(100, 1001, 100), among=1000, sale=100,
        letter=3, rng=lot(),
    )  # fmt: skip
    assert found["responses"].is_monotonic_increasing
    assert list(found["customers"]) == list(range(100, 1001, 100))


def test_a_longer_list_gains_what_lies_between_both_profits():
    table, money = people(lot()), {"among": 1000, "sale": 100, "letter": 3}
    two = {"sizes": [300, 700], "rng": lot(), **money}
    more = mailing_profit.longer_list(table["chance"], table["bought"], **two)
    both = mailing_profit.by_size(table[["chance"]], table["bought"], **two | {"rng": lot()})
    assert more["gain"] == pytest.approx(both["profit"].diff().iloc[1])
    assert more["customers"] == 400 and more["low"] < more["gain"] < more["high"]
    with pytest.raises(ValueError, match="the shorter list first"):
        mailing_profit.longer_list(table["chance"], table["bought"], **two | {"sizes": [7, 3]})


def test_a_letter_pays_above_its_cost_over_the_sale():
    assert mailing_profit.pays_for(pd.Series([0.03, 0.031]), sale=100, letter=3).to_list() == [0, 1]
    assert mailing_profit.pays_for(pd.Series([0.0, 0.1]), sale=100, letter=0).to_list() == [0, 1]


# On simulations


def test_the_table_finds_the_rates_of_its_own_simulation():
    firm = companies.insurer(n_customers=40_000, seed=3)
    cells = cell_scores.learned(firm.customers, happened="bought", by=["car_class", "fire_class"])
    truth = firm.truth["buying_rate"].groupby(
        [firm.customers["car_class"], firm.customers["fire_class"]]
    )
    held = (cells["low"] < truth.mean()) & (truth.mean() < cells["high"])
    assert held.mean() > 0.8


@pytest.mark.slow
def test_the_interval_holds_the_profit_of_the_next_mailing():
    held, gain_held = [], []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        known, new = people(rng, 1500), people(rng, 1000)
        rankings = known[["chance"]].assign(lot=0)
        found = mailing_profit.best(rankings, known["bought"], rng=rng, draws=400, **MONEY)
        # Ties are broken by lot, as in a real mailing.
        order = (-new["chance"] + 1e-9 * rng.random(1000)).sort_values().index[:500]
        profit = 100 * new.loc[order, "bought"].sum() - 1500
        held.append(found.loc["chance", "low"] <= profit <= found.loc["chance", "high"])
        gain = mailing_profit.gains(
            rankings, known["bought"], against="lot", size=500, among=1000, sale=100, rng=rng,
            draws=400,
        ).loc["chance"]  # fmt: skip
        true = profit + 1500 - 100 * new["bought"].sample(500, random_state=rng).sum()
        gain_held.append(gain["low"] <= true <= gain["high"])
    assert 0.92 < np.mean(held) < 0.985
    assert 0.92 < np.mean(gain_held) < 0.99


# Bad input


def test_inputs_stay_as_they_are():
    table = people(lot())
    before = table.copy()
    cells = cell_scores.learned(table, **CELLS)
    cell_scores.applied(cells, table)
    mailing_profit.best(table[["chance"]], table["bought"], rng=lot(), **MONEY)
    pd.testing.assert_frame_equal(table, before)


def test_cells_of_one_customer_each_teach_nothing():
    table = people(lot(), n=50).assign(number=range(50))
    with pytest.raises(ValueError, match="each of 50 cells holds one customer"):
        cell_scores.learned(table, happened="bought", by="number")


def test_cells_written_otherwise_are_refused():
    cells = cell_scores.learned(people(lot()), **CELLS)
    with pytest.raises(ValueError, match="no customer stands in any of the 4 cells"):
        cell_scores.applied(cells, pd.DataFrame({"car": ["1"], "fire": ["1"]}))
    with pytest.raises(ValueError, match="no column 'fire'"):
        cell_scores.applied(cells, pd.DataFrame({"car": [1]}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bought": 0}, "0 customers of the rarer kind"),
        ({"bought": 2}, "bought"),
        ({"car": np.nan}, "'car' is missing"),
    ],
)
def test_bad_customers_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        cell_scores.out_of_fold(people(lot()).assign(**change), seed=1, **CELLS)


def test_a_candidate_that_the_table_has_already_is_refused():
    with pytest.raises(ValueError, match=r"candidates hold \['car'\]"):
        cell_scores.next_columns(people(lot()), candidates=["car"], seed=1, **CELLS)


def test_negative_fillers_are_refused():
    with pytest.raises(ValueError, match="extra_customers=-1"):
        cell_scores.learned(people(lot()), extra_customers=-1, **CELLS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"size": 2000}, "size=2,000 letters are more than among=1,000"),
        ({"size": 0}, "size=0"),
        ({"sale": 0}, "sale=0"),
        ({"letter": -3}, "letter=-3"),
        ({"confidence": 95}, "confidence=95"),
    ],
)
def test_impossible_mailings_are_refused(change, message):
    table = people(lot())
    with pytest.raises(ValueError, match=message):
        mailing_profit.best(
            table[["chance"]], table["bought"], rng=lot(), **{**MONEY, **change}
        )  # fmt: skip


def test_other_customers_missing_scores_and_a_lone_ranking_are_refused():
    table = people(lot())
    with pytest.raises(ValueError, match="customer"):
        mailing_profit.best(table[["chance"]][1:], table["bought"], rng=lot(), **MONEY)
    with pytest.raises(ValueError, match="'chance' is missing"):
        mailing_profit.best(
            table[["chance"]].mask(table["car"] == 1), table["bought"], rng=lot(), **MONEY
        )
    with pytest.raises(ValueError, match="nothing to compare it with"):
        mailing_profit.gains(
            table[["chance"]], table["bought"], against="chance", size=5, among=10, sale=1,
            rng=lot(),
        )  # fmt: skip
    with pytest.raises(TypeError, match="generator"):
        mailing_profit.best(table[["chance"]], table["bought"], rng=1, **MONEY)
    with pytest.raises(ValueError, match="promised is above 1"):
        mailing_profit.pays_for(pd.Series([3.0]), sale=100, letter=3)


def test_cells_that_cannot_be_are_refused_before_they_are_applied():
    known = pd.DataFrame({7: [0, 0, 6, 6], "bought": [0, 1, 1, 0]})
    cells = cell_scores.learned(known, happened="bought", by=[7])
    assert cell_scores.applied(cells, known).to_list() == [0.5] * 4
    exchanged = cells.rename(columns={"customers": "happened", "happened": "customers"})
    for wrong in (exchanged, cells.assign(expected=50.0), cells.assign(expected=np.nan)):
        with pytest.raises(ValueError, match=r"'happened' is above|'expected'"):
            cell_scores.applied(wrong, known)
