"""Forecasts against simple rules, on tables worked by hand and on CDNOW."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets, summary
from crmkit.lifetime import BGNBD, ParetoNBD, comparison, evaluation
from crmkit.lifetime.comparison import compare, last_period, past_rate

LOG = pd.DataFrame(
    {
        "customer_id": ["Li", "Li", "Wu", "Wu", "Wu", "Xu", "Xu"],
        "ordered_at": pd.to_datetime(
            ["2024-01-01", "2024-01-21", "2024-01-11", "2024-01-26", "2024-02-02", "2024-01-30",
             "2024-02-03"]
        ),
        "amount": [10.0, 10, 10, 10, 10, 10, -5],
    }
)  # fmt: skip
SPLIT = summary.split(LOG, calibration_end="2024-01-31", holdout_end="2024-02-10")


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def forecasts(**expected) -> dict:
    actual = pd.Series([0, 0, 1, 1, 2, 8] * 10)
    return {n: pd.DataFrame({"expected": e * 10, "actual": actual}) for n, e in expected.items()}


# The rules


def test_past_rate_is_repeats_by_day_times_days_of_the_holdout():
    # Li bought once in 30 days, Wu once in 20, Xu not yet; the holdout has 10 days.
    assert past_rate(SPLIT)["expected"].to_dict() == pytest.approx(
        {"Li": 1 / 3, "Wu": 0.5, "Xu": 0}
    )


def test_last_period_counts_days_with_a_repeat_in_as_many_days_as_the_holdout_has():
    # From 22 to 31 January: Wu's second purchase; Xu's first does not count.
    assert last_period(SPLIT, LOG)["expected"].to_dict() == {"Li": 0, "Wu": 1, "Xu": 0}
    assert last_period(SPLIT, LOG)["actual"].to_dict() == {"Li": 0, "Wu": 1, "Xu": 0}


def test_a_return_is_no_purchase_of_the_last_period():
    returned = pd.concat(
        [LOG, LOG.tail(1).assign(customer_id="Li", ordered_at=pd.Timestamp("2024-01-30"))]
    )
    assert last_period(SPLIT, returned)["expected"]["Li"] == 0


def test_who_came_on_the_last_day_is_expected_not_to_return():
    cut = summary.split(LOG, calibration_end="2024-01-30", holdout_end="2024-02-10")
    assert past_rate(cut)["expected"]["Xu"] == 0


def test_inputs_are_not_changed():
    before = LOG.copy(deep=True)
    last_period(SPLIT, LOG)
    pd.testing.assert_frame_equal(LOG, before)


# The comparison


def test_the_three_measures_by_hand():
    found = compare(
        forecasts(rule=[1.0, 1, 1, 1, 1, 1], model=[0, 0.5, 1, 1, 2, 5.5]),
        against="rule", rng=rng(), top_share=1 / 6,
    )  # fmt: skip
    estimate, difference = found["estimate"], found["difference"]
    assert estimate["total"].to_list() == pytest.approx([6 / 12 - 1, 10 / 12 - 1])
    assert difference["total", "model"] == pytest.approx(2 / 12 - 6 / 12)
    assert estimate["customer"].to_list() == pytest.approx([10 / 6, 3 / 6])
    # The rule ties for all: a sixth of the customers make a sixth of the purchases.
    assert estimate["ranking"].to_list() == pytest.approx([1 / 6, 8 / 12])


def test_the_rule_does_not_differ_from_itself():
    found = compare(forecasts(rule=[1.0, 0, 1, 2, 1, 3], b=[0.0, 0, 0, 1, 1, 2]), against="rule",
                    rng=rng())  # fmt: skip
    same = found.xs("rule", level="forecast")[["difference", "difference_low", "difference_high"]]
    assert (same == 0).all(axis=None)


def test_differences_are_paired():
    """A forecast a little above another differs by so much whoever is drawn."""
    one = [0.2, 0.2, 1.2, 1.2, 2.2, 8.2]
    found = compare(forecasts(a=one, b=[x + 0.1 for x in one]), against="a", rng=rng())
    row = found.loc[("customer", "b")]
    assert row["difference_low"] == pytest.approx(0.1) == row["difference_high"]
    assert row["estimate"] == pytest.approx(0.3)


@pytest.mark.slow
def test_intervals_hold_the_difference_of_all_customers():
    draw, inside, truth = np.random.default_rng(2), 0, _long_run()
    for _ in range(200):
        rate = draw.gamma(1, 1, 300)
        actual = pd.Series(draw.poisson(rate))
        both = {"mean": np.full(300, 1.0), "known": rate}
        tables = {n: pd.DataFrame({"expected": e, "actual": actual}) for n, e in both.items()}
        found = compare(tables, against="mean", rng=draw, draws=60).loc[("customer", "known")]
        inside += found["difference_low"] <= truth <= found["difference_high"]
    assert 182 <= inside <= 199


def _long_run() -> float:
    draw = np.random.default_rng(3)
    rate = draw.gamma(1, 1, 2_000_000)
    actual = draw.poisson(rate)
    return float(np.abs(rate - actual).mean() - np.abs(1 - actual).mean())


def test_bad_input_is_told():
    good = forecasts(rule=[1.0] * 6, model=[1.0] * 6)
    with pytest.raises(ValueError, match="against='past' is no option"):
        compare(good, against="past", rng=rng())
    other = good["model"].assign(actual=1)
    with pytest.raises(ValueError, match="model and rule are about other customers"):
        compare({"rule": good["rule"], "model": other}, against="rule", rng=rng())
    none = {"rule": good["rule"].assign(actual=0)}
    with pytest.raises(ValueError, match="nobody bought in the holdout"):
        compare(none, against="rule", rng=rng())
    with pytest.raises(ValueError, match="missing"):
        missing = {"rule": good["rule"].assign(expected=np.nan)}
        compare(missing, against="rule", rng=rng())
    with pytest.raises(ValueError, match="top_share"):
        compare(good, against="rule", rng=rng(), top_share=1.5)


# CDNOW


@pytest.fixture(scope="module")
def cdnow():
    log = datasets.load("cdnow_sample")
    return log, summary.split(log, calibration_end="1997-09-30", holdout_end="1998-06-30")


def test_published_hiatus_rule_is_as_often_right_as_the_model(cdnow):
    """Wübben & von Wangenheim (2008): CDNOW, 26 weeks, 77 % of customers for both."""
    known, came = cdnow[1].calibration, cdnow[1].holdout["purchases"] > 0
    rule = known["days_since_last"] <= 26 * 7
    model = ParetoNBD.fit(known, period_days=7).probability_alive(known) > 0.5
    assert 100 * (rule == came).mean() == pytest.approx(77, abs=0.5)
    assert 100 * (model == came).mean() == pytest.approx(77, abs=0.5)


def test_on_cdnow_a_model_beats_the_past_on_totals_and_not_on_ranking(cdnow):
    log, split = cdnow
    model = evaluation.forecast(BGNBD.fit(split.calibration, period_days=7), split)
    both = {"past rate": past_rate(split), "last period": last_period(split, log), "BG/NBD": model}
    found = compare(both, against="past rate", rng=rng(), draws=100)
    assert found.loc[("total", "BG/NBD"), "difference_high"] < 0
    assert found.loc[("customer", "BG/NBD"), "difference_high"] < 0
    ranking = found.loc[("ranking", "BG/NBD")]
    assert ranking["difference_low"] < 0 < ranking["difference_high"]


# What cannot be


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ordered_at": LOG["ordered_at"].astype(str)}, "must be dates without a time zone"),
        ({"ordered_at": LOG["ordered_at"].dt.tz_localize("UTC")}, "without a time zone"),
        ({"ordered_at": LOG["ordered_at"].mask(LOG.index == 3)}, "'ordered_at' is missing in 1"),
        ({"amount": "10"}, "'amount' must be numbers"),
        ({"customer_id": LOG["customer_id"].str.lower()}, "has no order in the log in 3 of 3"),
    ],
)
def test_a_log_that_is_not_that_of_the_split_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        last_period(SPLIT, LOG.assign(**change))


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"holdout": SPLIT.holdout[:2]}, "differ in their customers: 1 only in calibration"),
        ({"holdout": SPLIT.holdout.drop(columns="days")}, "the holdout has no column 'days'"),
        ({"holdout": SPLIT.holdout.assign(days=-10)}, "'days' is not above 0 in 3 of 3"),
        ({"calibration": SPLIT.calibration[:0]}, "the calibration is empty"),
        ({"calibration": SPLIT.calibration.assign(age_days=np.nan)}, "'age_days' is missing"),
    ],
)
def test_a_split_whose_parts_do_not_fit_is_refused(part, message):
    split = SimpleNamespace(**{"calibration": SPLIT.calibration, "holdout": SPLIT.holdout} | part)
    for rule in (past_rate, lambda one: last_period(one, LOG)):
        with pytest.raises(ValueError, match=message):
            rule(split)


def test_no_split_and_no_models_are_refused():
    with pytest.raises(TypeError, match="split must come from summary"):
        past_rate(SPLIT.calibration)
    with pytest.raises(TypeError, match="kinds must be a list"):
        comparison.forecasts(SPLIT, BGNBD)
    with pytest.raises(TypeError, match="kinds must be classes of purchase models"):
        comparison.forecasts(SPLIT, ["BGNBD"])


def test_purchases_that_are_no_numbers_are_not_compared():
    both = forecasts(rule=[1.0] * 6, model=[0.5] * 6)
    for wrong, message in ((-1, "'actual' is negative"), ("1", "'actual' must be numbers")):
        tables = {name: one.assign(actual=wrong) for name, one in both.items()}
        with pytest.raises(ValueError, match=message):
            compare(tables, against="rule", rng=rng())
    with pytest.raises(TypeError, match="forecasts must map names to tables"):
        compare([both["rule"]], against="rule", rng=rng())
