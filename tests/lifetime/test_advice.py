"""Which model the data ask for, on companies whose process is known."""

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

from crmkit import companies, datasets, summary
from crmkit.lifetime import BGBB, MBGCNBD, MBGNBD, SBG, ParetoNBD, advise

AS_OF = "2024-12-30"


@cache
def simulated(model, *, seed=1, n=1500, days=364):
    log = model.simulate(n, watched_days=days, rng=np.random.default_rng(seed))
    as_of = log["ordered_at"].min() + pd.Timedelta(days=days)
    table = summary.customers(log, as_of=as_of)
    return log, table.assign(log_gaps=summary.log_gaps(log, as_of=as_of))


RANDOM = MBGNBD(r=0.8, alpha=4.0, a=0.8, b=2.5, period_days=7)
CLOCK = MBGCNBD(r=2.0, alpha=3.0, a=0.7, b=6.0, k=4, period_days=7)


def contracts(n=2000, renewals=6):
    return SBG(0.7, 3.8).simulate(n, renewals=renewals, rng=np.random.default_rng(1))


# Each process asks for its model


@pytest.mark.parametrize("seed", range(3))
def test_random_timing_asks_for_a_model_of_random_timing(seed):
    advice = advise(simulated(RANDOM, seed=seed)[1])
    assert advice.recommended in ("MBGNBD", "BGNBD", "ParetoNBD")
    assert advice.models.loc["MBGCNBD", "fits"] != "yes"


@pytest.mark.parametrize("seed", range(3))
def test_regular_timing_asks_for_the_regular_model_with_its_k(seed):
    advice = advise(simulated(CLOCK, seed=seed)[1])
    assert advice.recommended == "MBGCNBD"
    assert advice.evidence.loc["regularity", "estimate"] == 4
    assert advice.models.index[0] == "MBGCNBD"


def test_without_gaps_regularity_is_asked_for():
    told = advise(simulated(CLOCK)[1].drop(columns="log_gaps")).models.loc["MBGCNBD"]
    assert told["fits"] == "with care" and "summary.log_gaps" in told["reason"]


def test_one_opportunity_a_year_asks_for_bg_bb_from_either_table():
    model = BGBB(1.2, 0.75, 0.66, 2.8, period_days=365)
    log = model.simulate(900, watched_days=6 * 365, rng=np.random.default_rng(1))
    as_of = log["ordered_at"].min() + pd.Timedelta(days=6 * 365)
    by_year = summary.customers(log, as_of=as_of, period_days=365)
    assert advise(by_year).recommended == "BGBB"
    assert advise(datasets.load("donations")).recommended == "BGBB"
    # Counted by days, the same customers have all ages at multiples of 365 days.
    assert advise(summary.customers(log, as_of=as_of)).evidence.loc["step_days", "estimate"] == 365


def test_weekly_periods_are_no_opportunities():
    log, _ = simulated(RANDOM)
    weekly = summary.customers(log, as_of=AS_OF, period_days=7)
    assert advise(weekly).recommended != "BGBB"


def test_a_contract_table_asks_for_a_model_of_contracts():
    advice = advise(contracts())
    assert advice.recommended == "SBG"
    assert set(advice.models.loc[["BGNBD", "ParetoNBD", "BGBB"], "fits"]) == {"no"}
    assert advise(contracts(60, 1)).recommended is None


def test_the_truth_of_a_pareto_shop_is_found():
    orders = companies.online_shop(n_customers=4000, seed=3).orders
    customers = summary.customers(orders, as_of="2024-12-30")
    assert advise(customers).recommended == "ParetoNBD"


# Refusals


def test_too_few_customers_are_refused_with_a_way_out():
    advice = advise(simulated(RANDOM, n=60)[1])
    assert advice.recommended is None
    assert "50 are the least" in advice.answer and "Watch longer" in advice.answer
    assert not (advice.models["fits"] == "yes").any()


def test_a_history_shorter_than_two_gaps_is_refused():
    table = pd.DataFrame(
        {"repeat_purchases": [1] * 300, "age_at_last_days": range(100, 400)}
    ).assign(age_days=lambda t: t["age_at_last_days"] + 3)
    assert "a history of 1.0 typical gaps" in advise(table).answer


def test_a_horizon_beyond_the_history_is_a_caution():
    table = simulated(RANDOM)[1]
    assert "further than the history" not in advise(table, horizon_days=300).answer
    assert "further than the history" in advise(table, horizon_days=800).answer


def test_where_no_silence_shows_leaving_the_advice_says_why_everybody_is_alive():
    told = advise(simulated(CLOCK, days=182)[1]).models
    assert "P(alive) is 1 for all" in told.loc["MBGNBD", "reason"]


def test_one_time_buyers_whom_bg_nbd_calls_alive_are_counted():
    advice = advise(simulated(RANDOM)[1])
    share = advice.evidence.loc["one_timer_share", "estimate"]
    assert f"{share:.0%} of customers" in advice.models.loc["BGNBD", "reason"]


# Money and seasons


@pytest.mark.parametrize(
    ("link", "fits"), [(0.0, "yes"), (0.2, "with care"), (0.6, "no")]
)  # fmt: skip
def test_a_link_of_spend_and_purchases_speaks_against_gamma_gamma(link, fits):
    table, rng = simulated(RANDOM)[1], np.random.default_rng(1)
    x = table["repeat_purchases"]
    mixed = link * (x - x.mean()) / x.std() + np.sqrt(1 - link**2) * rng.normal(size=len(x))
    told = advise(table.assign(mean_repeat_spend=100 + 10 * mixed))
    assert told.models.loc["GammaGamma", "fits"] == fits


def test_spend_below_zero_speaks_against_gamma_gamma():
    told = advise(simulated(RANDOM)[1].assign(mean_repeat_spend=-1.0)).models.loc["GammaGamma"]
    assert told["fits"] == "no"


def test_a_festival_is_seen_and_named():
    orders = companies.online_shop(n_customers=4000, seed=3).orders
    table = summary.customers(orders, as_of="2023-12-31")
    known = orders[orders["ordered_at"] < "2024-01-01"]
    assert "the week up to 2023-11-1" in advise(table, orders=known).answer


@pytest.mark.parametrize("seed", range(6))
def test_no_season_is_seen_where_there_is_none(seed):
    log, table = simulated(ParetoNBD(r=0.6, alpha=6, s=0.5, beta=10, period_days=7), seed=seed)
    assert "no model knows" not in advise(table, orders=log).answer


# Input


def test_distinct_histories_give_the_same_advice():
    table = simulated(RANDOM)[1].drop(columns="log_gaps")
    counted = advise(summary.distinct_histories(table))
    assert counted.recommended == advise(table).recommended
    assert counted.evidence.loc["customers", "estimate"] == len(table)


def test_row_order_does_not_matter_and_inputs_stay_as_they_are():
    table = simulated(CLOCK)[1]
    before = table.copy(deep=True)
    assert advise(table).answer == advise(table.iloc[::-1]).answer
    pd.testing.assert_frame_equal(table, before)


def test_bad_input_is_told():
    with pytest.raises(TypeError, match="must be a table, not a list"):
        advise([1, 2])
    with pytest.raises(ValueError, match="nobody to advise on"):
        advise(pd.DataFrame({"repeat_purchases": []}))
    with pytest.raises(ValueError, match="contract table with renewals and active"):
        advise(pd.DataFrame({"spend": [1.0]}))
    bad = {"repeat_purchases": [1, 0], "age_at_last_days": [9, 0], "age_days": [5, 5]}
    with pytest.raises(ValueError, match="age_at_last_days"):
        advise(pd.DataFrame(bad))
    with pytest.raises(ValueError, match="horizon_days"):
        advise(simulated(RANDOM)[1], horizon_days=0)


def test_printed_it_names_the_model_and_every_reason():
    text = str(advise(contracts()))
    assert text.startswith("Begin with SBG")
    assert "  BGNBD: no." in text


def test_a_shop_with_one_customer_or_no_repeat_is_refused_in_words():
    one = pd.DataFrame({"repeat_purchases": [0], "age_at_last_days": [0], "age_days": [0]})
    assert "0 customers with a repeat purchase" in advise(one).answer


# Hostile tables: an answer, or an error that says what to mend


def plain(**columns):
    table = {"repeat_purchases": [0, 2] * 60, "age_at_last_days": [0, 71] * 60, "age_days": 200}
    return pd.DataFrame(table).assign(**columns)


def opportunities(**columns):
    table = {"repeat_purchases": [0, 2], "last_period": [0, 3], "periods": 6, "customers": 300}
    return pd.DataFrame(table).assign(**columns)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (plain(repeat_purchases=[np.nan, 2] * 60), "'repeat_purchases' is missing in 60 of 120"),
        (plain(age_at_last_days=[0, np.nan] * 60), "'age_at_last_days' is missing"),
        (plain(age_days=np.inf), "'age_days' is infinite"),
        (plain(repeat_purchases=-1), "'repeat_purchases' is negative"),
        (plain(repeat_purchases=[0, 1.5] * 60), "is not a whole number"),
        (plain(repeat_purchases="2"), "must be numbers, but has type"),
        (plain(age_days=pd.Timestamp("2024-01-01")), "must be numbers, but has type datetime64"),
        (plain(age_days=pd.Timedelta(days=9)), "must be numbers, but has type timedelta64"),
        (plain(repeat_purchases=[0, 99] * 60), "'repeat_purchases' is above 'age_at_last_days'"),
        (plain(age_at_last_days=0), "'age_at_last_days' is not 0 exactly where"),
        (plain(customers=0), "'customers' is not above 0"),
        (plain(customers=np.nan), "'customers' is missing"),
        (plain(log_gaps=np.nan), "'log_gaps' is missing"),
        (plain(log_gaps=[0, 1e6] * 60), "'log_gaps' is above that of equal gaps"),
        (plain().set_axis([1] * 120), "119 customer(s) more than once"),
        (contracts().assign(renewals=np.nan), "'renewals' is missing"),
        (contracts().assign(renewals=-1), "'renewals' is negative"),
        (contracts().assign(active=1), "must be bool: True for a customer who is still there"),
        (contracts()[["renewals"]], "a contract table with renewals and active"),
        (opportunities(periods=np.nan), "'periods' is missing"),
        (opportunities(periods=2), "'last_period' is above 'periods'"),
        (opportunities(repeat_purchases=[0, 5]), "above"),
        (opportunities().drop(columns="repeat_purchases"), "has no column 'repeat_purchases'"),
        (opportunities().drop(columns="last_period"), "a table with last_period and periods"),
        (plain().set_axis(["x", "t_x", "T"], axis=1), "crmkit.summary.customers(log, as_of=...)"),
    ],
)
def test_an_impossible_table_is_refused_with_what_to_mend(table, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        advise(table)


@pytest.mark.parametrize(
    "table",
    [
        plain(repeat_purchases=0, age_at_last_days=0),
        plain().iloc[1:2],
        plain(age_days=0, repeat_purchases=0, age_at_last_days=0),
        contracts().assign(active=True),
        contracts().iloc[:1],
        opportunities(repeat_purchases=0, last_period=0, periods=0),
        opportunities(repeat_purchases=[0, 1], last_period=[0, 1], periods=1),
    ],
)
def test_a_table_that_holds_too_little_is_refused_with_a_way_out(table):
    advice = advise(table)
    assert advice.recommended is None and "are the least" in advice.answer
    assert "Wait" in advice.answer or "Watch longer" in advice.answer
    assert not advice.models["reason"].str.contains("nan").any()


@pytest.mark.parametrize(
    "table",
    [
        plain(repeat_purchases=[0, 5] * 60, age_at_last_days=[0, 200] * 60),
        plain().convert_dtypes(),
        plain(mean_repeat_spend=np.nan),
        plain(mean_repeat_spend="12"),
        contracts().assign(active=False),
        opportunities(repeat_purchases=6, last_period=6),
    ],
)
def test_an_odd_but_possible_table_gets_a_table_without_gaps(table):
    models = advise(table).models
    assert set(models["fits"]) <= {"yes", "with care", "no"}
    assert models["reason"].str.len().gt(0).all()
    assert not models["reason"].str.contains(r"\bnan\b").any()


def test_equal_ages_are_no_opportunities_if_more_purchases_came():
    both = advise(plain(repeat_purchases=[0, 5] * 60, age_at_last_days=[0, 200] * 60))
    assert both.recommended != "BGBB" and both.evidence.loc["step_days", "estimate"] == 1


def test_one_renewal_cannot_show_whether_customers_differ():
    assert "leavers were seen at one renewal" in advise(contracts(2000, 1)).answer
    assert "with care" in advise(contracts(2000, 2)).answer


def test_few_opportunities_are_a_caution_in_the_answer():
    assert "with care" in advise(opportunities(periods=3)).answer
    assert "3.0 opportunities is short" in advise(opportunities(periods=3)).answer


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"ordered_at": "2024-01-01"}, "'ordered_at' has type .*: make dates of it"),
        ({"ordered_at": pd.NaT}, "'ordered_at' is missing"),
        ({"amount": "9"}, "'amount' must be numbers"),
    ],
)
def test_orders_without_dates_or_amounts_are_told(bad, told):
    log, table = simulated(RANDOM)
    with pytest.raises(ValueError, match=told):
        advise(table, orders=log.assign(**bad))
