"""Bills as an absorbing chain: published rows, hand work, simulation and bad input."""

import numpy as np
import pandas as pd
import pytest

from crmkit import companies
from crmkit.campaigns import roll_rates

LEDGER = pd.DataFrame(
    {
        "bill": list("aabbbccc"),
        "month": [1, 2, 1, 2, 3, 4, 5, 7],
        "state": ["late", "paid", "late", "late", "lost", "late", "late", "paid"],
    }
)
# Anderson, Sweeney & Williams: up to 30 days old, 31 to 90 days old; paid, bad debt.
OFFICE = pd.DataFrame(
    [[0.3, 0.3, 0.4, 0.0], [0.3, 0.1, 0.4, 0.2]],
    index=["to 30", "31-90"],
    columns=["to 30", "31-90", "paid", "bad"],
)
TRUE = pd.DataFrame(
    [[0.1, 0.3, 0.6, 0.0], [0.0, 0.2, 0.5, 0.3]],
    index=["first", "second"],
    columns=["first", "second", "paid", "lost"],
)


def simulated(seed, n=1500):
    """Bills that follow TRUE to their end."""
    rng = np.random.default_rng(seed)
    names, moves = list(TRUE.columns), TRUE.to_numpy().cumsum(axis=1)
    rows = []
    at, going = np.zeros(n, int), np.arange(n)
    for month in range(40):
        rows.append(pd.DataFrame({"bill": going, "month": month, "state": at}))
        open_ = at < 2
        going, at = going[open_], at[open_]
        at = (rng.random(len(at))[:, None] >= moves[at]).sum(axis=1)
    ledger = pd.concat(rows)
    return ledger.assign(state=np.array(names)[ledger["state"]])


def test_anderson_sweeney_williams_table_of_months_and_money():
    """Row 75: N 1.67 .56 .56 1.30; of 1,000 and 2,000 dollars 2,370 are paid and 630 lost."""
    n = roll_rates.months_in_state(OFFICE)
    assert n.round(2).to_numpy().ravel().tolist() == [1.67, 0.56, 0.56, 1.30]
    money = roll_rates.absorbed(OFFICE).T @ [1000, 2000]
    assert money.round(-1).to_dict() == {"paid": 2370, "bad": 630}


def test_taylor_department_store_loses_three_in_a_thousand():
    """Row 76: paid .8, then .9, then .85 of what is left; 450 of 150,000."""
    store = pd.DataFrame(
        [[0, 0.2, 0, 0.8, 0], [0, 0, 0.1, 0.9, 0], [0, 0, 0, 0.85, 0.15]],
        index=["current", "one month", "two months"],
        columns=["current", "one month", "two months", "paid", "bad"],
    ).astype(float)
    bad = roll_rates.absorbed(store).loc["current", "bad"]
    assert bad == pytest.approx(0.003)
    assert 150_000 * bad == pytest.approx(450)


def test_three_bills_by_hand():
    found = roll_rates.roll_rates(LEDGER)
    # c's sixth month is missing: its move into month 7 is unknown, that into month 5 is not.
    assert found["at_risk"].unique().tolist() == [4]
    assert found["happened"].loc["late"].to_dict() == {"late": 2, "lost": 1, "paid": 1}
    assert roll_rates.matrix(found).loc["late"].to_dict() == {
        "late": 0.5,
        "lost": 0.25,
        "paid": 0.25,
    }
    assert roll_rates.absorbed(roll_rates.matrix(found)).loc["late"].to_dict() == {
        "lost": 0.5,
        "paid": 0.5,
    }


def test_rates_of_a_state_sum_to_one_and_bills_end_somewhere():
    chain = roll_rates.matrix(roll_rates.roll_rates(simulated(1)))
    assert chain.sum(axis=1).to_list() == pytest.approx([1, 1])
    assert roll_rates.absorbed(chain).sum(axis=1).to_list() == pytest.approx([1, 1])


def test_order_of_rows_does_not_matter_and_input_stays():
    ledger = simulated(2, 200)
    before = ledger.copy()
    mixed = ledger.sample(frac=1, random_state=1)
    amounts = pd.Series({"first": 900.0, "second": 100.0})
    one, other = (
        roll_rates.open_money(t, amounts, rng=np.random.default_rng(1), draws=40)
        for t in (ledger, mixed)
    )
    pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(ledger, before)


def test_rows_of_ends_that_stay_where_they_are_change_nothing():
    whole = pd.concat([OFFICE, pd.DataFrame(np.eye(4)[2:], ["paid", "bad"], OFFICE.columns)])
    pd.testing.assert_frame_equal(roll_rates.absorbed(whole), roll_rates.absorbed(OFFICE))


def test_more_payments_in_any_state_mean_less_lost():
    better = OFFICE.copy()
    better.loc["31-90", ["paid", "bad"]] = [0.5, 0.1]
    assert (roll_rates.absorbed(better)["bad"] < roll_rates.absorbed(OFFICE)["bad"]).all()


def test_money_paid_and_lost_is_the_money_open_and_in_proportion():
    ledger = simulated(3, 500)
    amounts = pd.Series({"first": 900.0, "second": 100.0})
    found = roll_rates.open_money(ledger, amounts, rng=np.random.default_rng(1), draws=40)
    assert found["estimate"].sum() == pytest.approx(1000)
    twice = roll_rates.open_money(ledger, 2 * amounts, rng=np.random.default_rng(1), draws=40)
    pd.testing.assert_frame_equal(twice, 2 * found)


@pytest.mark.slow
def test_intervals_hold_the_true_loss_as_often_as_they_say():
    amounts = pd.Series({"first": 900.0, "second": 100.0})
    truth = (roll_rates.absorbed(TRUE).T @ amounts)["lost"]
    held = 0
    for seed in range(200):
        row = roll_rates.open_money(
            simulated(seed, 400), amounts, rng=np.random.default_rng(seed), draws=200
        ).loc["lost"]
        held += row["low"] <= truth <= row["high"]
    assert 180 <= held <= 199


def test_a_bill_reaches_its_goal_only_within_the_months():
    ledger = pd.DataFrame(
        {
            "bill": list("aaaabbc"),
            "month": [1, 2, 3, 4, 1, 2, 3],
            "state": ["late", "final", "final", "cut", "late", "paid", "late"],
        }
    )
    told = {"start": "late", "goal": "cut"}
    assert roll_rates.reached(ledger, within_months=3, **told).to_dict() == {"a": 1, "b": 0}
    # c began a month before the end: known for one month only.
    short = roll_rates.reached(ledger, within_months=1, **told)
    assert short.to_dict() == {"a": 0, "b": 0, "c": 0}


def test_share_that_rolls_on_agrees_with_the_chain():
    """To reach the second state from the first: N of the two over N of the second alone."""
    ledger = simulated(5, 20_000)
    n = roll_rates.months_in_state(TRUE)
    chain = n.loc["first", "second"] / n.loc["second", "second"]
    seen = roll_rates.reached(ledger, start="first", goal="second", within_months=5)
    assert len(seen) == 20_000
    assert seen.mean() == pytest.approx(chain, abs=0.01)


def test_the_utility_loses_what_its_ledger_says():
    """The chain is not exact there, since habits differ; it is near."""
    firm = companies.power_utility(n_customers=10, n_trial=10, seed=4)
    ledger = firm.ledger.assign(state=firm.ledger["state"].str.strip().str.lower())
    ledger = ledger.drop_duplicates()
    chain = roll_rates.matrix(roll_rates.roll_rates(ledger))
    early = ledger[ledger["bill"].isin(ledger.loc[ledger["month"] <= 5, "bill"])]
    ends = early.groupby("bill")["state"].last()
    ends = ends[ends.isin(["paid", "lost"])]
    said = roll_rates.absorbed(chain).loc["reminded", "lost"]
    assert said == pytest.approx((ends == "lost").mean(), abs=0.02)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: pd.concat([t, t.head(1)]), "a bill twice in a month in 1 of 9"),
        (lambda t: t.assign(state=[*t["state"][:-1], "Paid "]), "one name in 2 spellings"),
        (lambda t: t.assign(state=[None, *t["state"][1:]]), "'state' is missing in 1 of 8"),
        (lambda t: t.assign(month=t["month"] / 2), "not a whole number"),
        (lambda t: t.drop(columns="state"), "no column 'state'"),
        (lambda t: t.head(0), "empty"),
        (lambda t: t.head(1), "two months on end"),
        (lambda t: t.assign(month=[np.inf, *t["month"][1:]]), "infinite"),
    ],
)
def test_a_ledger_that_cannot_be_is_told_and_how_to_mend_it(change, told):
    with pytest.raises(ValueError, match=told):
        roll_rates.roll_rates(change(LEDGER))


@pytest.mark.parametrize(
    ("chain", "told"),
    [
        (OFFICE * 100, "Shares run from 0 to 1"),
        (OFFICE.iloc[:, :3], "does not sum to 1"),
        (OFFICE.T, "without a column|does not sum"),
        (OFFICE.assign(bad=[np.nan, 0.2]), "missing"),
        (pd.DataFrame(np.eye(2), list("ab"), list("ab")), "at least one that ends"),
        (
            pd.DataFrame([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0, 0, 1.0]], list("abp"), list("abp")),
            "goes in circles",
        ),
    ],
)
def test_a_chain_that_cannot_be_is_told(chain, told):
    with pytest.raises(ValueError, match=told):
        roll_rates.absorbed(chain)


def test_money_in_a_state_that_nobody_saw_is_refused():
    with pytest.raises(ValueError, match=r"\['cut'\]; the ledger shows where bills go from"):
        roll_rates.open_money(LEDGER, pd.Series({"cut": 9.0}), rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="negative"):
        roll_rates.open_money(LEDGER, pd.Series({"late": -9.0}), rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="name two states"):
        roll_rates.reached(LEDGER, start="late", goal="late", within_months=1)
    with pytest.raises(ValueError, match="no option"):
        roll_rates.reached(LEDGER, start="late", goal="cut", within_months=1)
    with pytest.raises(ValueError, match="take fewer months"):
        roll_rates.reached(LEDGER, start="late", goal="paid", within_months=9)


def test_moves_that_nobody_made_are_no_empty_table():
    ledger = pd.DataFrame({"bill": list("aab"), "month": [1, 2, 1], "state": "late"})
    with pytest.raises(ValueError, match="no bill ever leaves its state"):
        roll_rates.roll_rates(ledger)


def test_a_rate_that_is_missing_is_no_zero_and_nullable_chains_are_solved():
    pairs = [("late", "late"), ("late", "paid")]
    index = pd.MultiIndex.from_tuples(pairs, names=["state", "next_state"])
    with pytest.raises(ValueError, match="'rate' is missing"):
        roll_rates.matrix(pd.DataFrame({"rate": [np.nan, 1]}, index))
    chain = roll_rates.matrix(pd.DataFrame({"rate": [0.2, 0.8]}, index)).astype("Float64")
    assert roll_rates.absorbed(chain).loc["late", "paid"] == pytest.approx(1)
