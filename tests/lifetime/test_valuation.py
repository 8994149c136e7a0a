import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from crmkit.lifetime import SBG, Geometric
from crmkit.lifetime.valuation import (
    acquire_or_retain,
    base_value,
    break_even_retention,
    constant_retention_value,
    customer_equity,
    customer_value,
    margin_multiple,
    retention_elasticity,
    retention_programme_value,
    segment_shares,
)

steady = settings(deadline=None, max_examples=60)
TIMINGS = ("now", "now_if_retained", "in_a_year", "in_a_year_if_retained")
rates = st.floats(0.01, 0.5)
shares = st.floats(0.01, 0.99)
SEGMENTS = pd.DataFrame(
    {"customer_share": [1 / 3, 2 / 3], "retention_rate": [0.9, 0.5]}, index=["loyal", "other"]
)


def value(retention_rate, first_payment, *, rate=0.1, years=None, margin=100.0):
    return constant_retention_value(
        annual_margin=margin,
        retention_rate=retention_rate,
        annual_discount_rate=rate,
        first_payment=first_payment,
        years=years,
    )


# --- timing of the first payment


@pytest.mark.parametrize("timing", TIMINGS)
def test_closed_forms_are_the_sum_of_the_payments(timing):
    when = 0 if timing.startswith("now") else 1
    renewals = 1 if timing.endswith("if_retained") else 0
    payments = [100 * 0.8 ** (k + renewals) / 1.1 ** (k + when) for k in range(400)]
    assert value(0.8, timing) == pytest.approx(sum(payments), rel=1e-12)
    assert value(0.8, timing, years=7) == pytest.approx(sum(payments[:7]), rel=1e-12)


@steady
@given(shares, shares, rates, st.sampled_from(TIMINGS))
def test_value_rises_with_retention_and_with_the_horizon(one, other, rate, timing):
    low, high = sorted((one, other))
    assume(high - low > 1e-6)
    assert value(low, timing, rate=rate) < value(high, timing, rate=rate)
    ever = value(high, timing, rate=rate)
    grown = [value(high, timing, rate=rate, years=n) for n in (1, 5, 50, 5000)]
    assert grown == sorted(grown) and grown[-1] == pytest.approx(ever, rel=1e-9)
    assert all(one <= ever * (1 + 1e-12) for one in grown)


def test_without_discount_the_sum_is_finite_where_some_leave():
    ask = {"retention_rate": 0.8, "annual_discount_rate": 0}
    assert value(0.8, "now", rate=0) == pytest.approx(100 * 5)
    assert margin_multiple(**ask) == pytest.approx(4)
    assert retention_elasticity(**ask, first_payment="now") == pytest.approx(4)
    base = base_value(pd.Series([30.0, 30]), SEGMENTS, annual_margin=1, annual_discount_rate=0).loc[
        "by_segment", "value"
    ]
    # 10 + 9 loyal ones make 9 renewals more on average, 20 + 10 others 1.
    assert base == pytest.approx(19 * 9 + 30 * 1)


def test_series_and_arrays_answer_in_kind():
    retention = pd.Series([0.5, 1.0], index=["a", "b"])
    found = value(retention, "now", years=3, rate=0.0)
    assert found.to_dict() == pytest.approx({"a": 175.0, "b": 300.0})
    assert isinstance(value(np.array([0.5, 0.6]), "now"), np.ndarray)


def test_a_geometric_model_is_the_formula():
    model = Geometric(0.2, period_days=365.25)
    found = model.discounted_expected_residual_lifetime(annual_discount_rate=0.1)
    assert 100 * found == pytest.approx(value(0.8, "now_if_retained"))
    new = model.discounted_expected_lifetime(annual_discount_rate=0.1)
    assert 100 * new == pytest.approx(value(0.8, "now"))


# --- published


# Gupta & Lehmann (2003): rows retention, columns discount rates of 10, 12, 14 and 16 per cent.
@pytest.mark.parametrize(
    ("retention", "published"),
    [
        (0.6, [1.20, 1.15, 1.11, 1.07]),
        (0.7, [1.75, 1.67, 1.59, 1.52]),
        (0.8, [2.67, 2.50, 2.35, 2.22]),
        (0.9, [4.50, 4.09, 3.75, 3.46]),
    ],
)
def test_margin_multiples_of_gupta_lehmann_2003(retention, published):
    found = [
        margin_multiple(retention_rate=retention, annual_discount_rate=rate)
        for rate in (0.10, 0.12, 0.14, 0.16)
    ]
    assert found == pytest.approx(published, abs=0.005 + 1e-9)


def test_berger_nasr_1998_case_1():
    found = retention_programme_value(
        annual_margin=260,
        annual_promotion=50,
        retention_rate=0.75,
        years=10,
        annual_discount_rate=0.20,
    )
    assert found == pytest.approx(568.78, abs=0.005)


PLAN = {
    "annual_margin": 100,
    "annual_discount_rate": 0.1,
    "acquisition_ceiling": 0.4,
    "acquisition_speed": 0.05,
    "retention_ceiling": 0.9,
    "retention_speed": 0.03,
}


def test_blattberg_deighton_1996_as_in_pfeifer_2005():
    plan = acquire_or_retain(**PLAN)
    assert plan.acquisition_spend == pytest.approx(21.986, abs=0.0005)
    assert plan.retention_spend == pytest.approx(46.646, abs=0.0005)
    assert plan.customer_value == pytest.approx(150.101, abs=0.0005)


def test_at_the_optimum_the_last_customer_won_or_kept_costs_what_they_are_worth():
    plan = acquire_or_retain(**PLAN)
    won = 0.4 * 0.05 * math.exp(-0.05 * plan.acquisition_spend)
    kept = 0.9 * 0.03 * math.exp(-0.03 * plan.retention_spend)
    assert 1 / won == pytest.approx(plan.customer_value, rel=1e-9)
    assert 1 / kept == pytest.approx(plan.customer_value, rel=1e-9)


@steady
@given(
    st.floats(1, 500), rates, st.floats(0.05, 1), st.floats(0.002, 0.3), shares, st.floats(0.002, 1)
)
def test_no_other_spending_is_worth_more(margin, rate, ceiling, speed, keep, keep_speed):
    plan = acquire_or_retain(
        annual_margin=margin,
        annual_discount_rate=rate,
        acquisition_ceiling=ceiling,
        acquisition_speed=speed,
        retention_ceiling=keep,
        retention_speed=keep_speed,
    )

    def prospect(spend):
        a = ceiling * (1 - math.exp(-speed * spend[0]))
        r = keep * (1 - math.exp(-keep_speed * spend[1]))
        return a * (margin * (1 + rate) - spend[1]) / (1 + rate - r) - spend[0]

    best = (plan.acquisition_spend, plan.retention_spend)
    assert prospect(best) == pytest.approx(plan.prospect_value, abs=1e-9 * margin)
    assert plan.prospect_value >= -1e-12
    for start in ((0, 0), (margin / 4, margin / 4), (margin, 0)):
        found = minimize(lambda spend: -prospect(np.abs(spend)), start, method="Nelder-Mead")
        assert -found.fun <= plan.prospect_value + 1e-9 * margin


def test_nothing_is_spent_where_nothing_pays():
    plan = acquire_or_retain(**PLAN | {"annual_margin": 10, "retention_speed": 1e-3})
    assert plan.retention_spend == plan.retention_rate == 0
    assert plan.customer_value == pytest.approx(10)
    assert plan.acquisition_spend == plan.prospect_value == 0


# --- two segments: Fader & Hardie (2010)


def test_values_of_the_two_segments():
    assert value(0.9, "now_if_retained") == pytest.approx(495.0, abs=0.05)
    assert value(0.5, "now_if_retained") == pytest.approx(91.7, abs=0.05)


def test_after_two_renewals_a_customer_is_probably_loyal():
    posterior = segment_shares(SEGMENTS, renewals_made=2)
    assert posterior.name == "customer_share"
    assert posterior["loyal"] == pytest.approx(0.618, abs=0.0005)
    expected = (posterior * value(SEGMENTS["retention_rate"], "now_if_retained")).sum()
    assert expected == pytest.approx(341.1, abs=0.05)
    assert segment_shares(SEGMENTS, renewals_made=0).to_list() == pytest.approx([1 / 3, 2 / 3])


def test_one_rate_for_all_undervalues_a_base():
    """Cohorts of 10,000 that have faced 0 to 4 renewals; the sums by hand, figures of ours."""
    found = base_value(
        pd.Series(10_000, index=range(5)), SEGMENTS, annual_margin=100, annual_discount_rate=0.1
    )
    loyal = 10_000 / 3 * sum(0.9**k for k in range(5))
    other = 20_000 / 3 * sum(0.5**k for k in range(5))
    assert found.loc["by_segment", "value"] == pytest.approx(loyal * 495 + other * 275 / 3)
    assert found["customers"].to_list() == pytest.approx([loyal + other] * 2)
    last_year = 10_000 / 3 * (sum(0.9**k for k in range(4)) + 2 * sum(0.5**k for k in range(4)))
    rate = (loyal + other - 10_000) / last_year
    assert found.loc["one_rate", "retention_rate"] == pytest.approx(rate)
    assert found.loc["one_rate", "value"] == pytest.approx(
        (loyal + other) * value(rate, "now_if_retained")
    )
    assert found.loc["one_rate", "value"] < 0.63 * found.loc["by_segment", "value"]


def test_without_differences_one_rate_is_right():
    same = SEGMENTS.assign(retention_rate=0.7)
    found = base_value(pd.Series([10, 20, 30]), same, annual_margin=100, annual_discount_rate=0.1)
    assert found.loc["one_rate"].to_list() == pytest.approx(found.loc["by_segment"].to_list())


def test_sbg_values_a_base_like_its_mixture():
    """Many segments cut from a beta distribution are worth what the sBG says."""
    from scipy.stats import beta

    middle = (np.arange(20_000) + 0.5) / 20_000
    retention = 1 - beta.ppf(middle, 0.7, 1.2)
    many = pd.DataFrame({"customer_share": 1 / 20_000, "retention_rate": retention})
    sizes = pd.Series([100.0, 100, 100])
    found = base_value(sizes, many, annual_margin=1, annual_discount_rate=0.1)
    model = SBG(0.7, 1.2, period_days=365.25)
    ahead = model.discounted_expected_residual_lifetime([0, 1, 2], annual_discount_rate=0.1)
    still = sizes * model.survival([0, 1, 2])
    assert customer_equity(still, ahead) == pytest.approx(
        found.loc["by_segment", "value"], rel=1e-3
    )


# --- elasticity and break-even


@steady
@given(st.floats(0.05, 0.95), rates, st.sampled_from(TIMINGS))
def test_elasticity_is_the_slope_of_the_logs(retention, rate, timing):
    step = 1e-6
    up, down = (value(retention * (1 + s), timing, rate=rate) for s in (step, -step))
    slope = (math.log(up) - math.log(down)) / (2 * step)
    found = retention_elasticity(
        retention_rate=retention, annual_discount_rate=rate, first_payment=timing
    )
    assert found == pytest.approx(slope, rel=1e-4)


@steady
@given(st.floats(0.02, 0.98), rates, st.sampled_from(TIMINGS))
def test_break_even_retention_gives_the_cost_back(retention, rate, timing):
    cost = value(retention, timing, rate=rate)
    found = break_even_retention(
        annual_margin=100, acquisition_cost=cost, annual_discount_rate=rate, first_payment=timing
    )
    assert found == pytest.approx(retention, rel=1e-9)


def test_break_even_at_the_ends():
    ask = {"annual_margin": 100, "annual_discount_rate": 0.1}
    assert break_even_retention(acquisition_cost=90, first_payment="now", **ask) == 0
    with pytest.raises(ValueError, match=r"never paid back.*1,100"):
        break_even_retention(acquisition_cost=1200, first_payment="now", **ask)


# --- customers


def test_customer_value_is_margin_times_spend_times_transactions_in_any_order():
    transactions = pd.Series({"a": 2.0, "b": 0.5, "c": 0.0})
    spend = pd.Series({"c": 9.0, "a": 35.0, "b": 20.0})
    found = customer_value(transactions, spend, margin_rate=0.3)
    assert found.to_dict() == pytest.approx({"a": 21.0, "b": 3.0, "c": 0.0})
    assert list(spend.index) == list("cab")


@pytest.mark.parametrize(
    ("transactions", "spend", "message"),
    [
        ({"a": 1.0}, {"b": 1.0}, r"1 only in discounted.*\['a'\], 1 only in mean_spend \['b'\]"),
        ({"a": np.nan}, {"a": 1.0}, r"discounted_transactions is missing.*\['a'\]"),
        ({"a": 1.0}, {"a": -1.0}, "mean_spend.*negative"),
    ],
)
def test_customers_that_do_not_fit_are_refused(transactions, spend, message):
    with pytest.raises(ValueError, match=message):
        customer_value(pd.Series(transactions), pd.Series(spend), margin_rate=0.3)


def test_customer_equity_needs_a_value_for_each_kind():
    counts = pd.Series({"gold": 100, "other": 900})
    assert customer_equity(counts, 2.0) == 2000
    with pytest.raises(ValueError, match="no value for 1 kind"):
        customer_equity(counts, pd.Series({"gold": 70.0}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"first_payment": "soon"}, "now_if_retained"),
        ({"retention_rate": 1.1}, "retention_rate=1.1 .*0 or more and up to 1"),
        ({"retention_rate": np.nan}, "retention_rate=nan .*0 or more and up to 1"),
        ({"retention_rate": np.array([0.5, 1.1])}, r"retention_rate is above 1 in 1 of 2.*\[1\]"),
        ({"retention_rate": pd.Series([-1.0], ["a"])}, r"retention_rate is negative.*\['a'\]"),
        ({"rate": -0.1}, "annual_discount_rate"),
        ({"retention_rate": 1.0, "rate": 0.0}, "infinite"),
        ({"years": 0}, "years=0.*1 or more"),
        ({"margin": math.inf}, "annual_margin"),
    ],
)
def test_values_out_of_range_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        value(**{"retention_rate": 0.8, "first_payment": "now"} | change)


def test_other_arguments_out_of_range_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        margin_multiple(retention_rate=0.95, annual_discount_rate=0.1, annual_margin_growth=0.2)
    with pytest.raises(ValueError, match="retention_ceiling"):
        acquire_or_retain(**PLAN | {"retention_ceiling": 1.2})
    with pytest.raises(ValueError, match=r"customer_share.*sum to 1, not 0\.9"):
        segment_shares(SEGMENTS.assign(customer_share=[0.4, 0.5]), renewals_made=1)
    with pytest.raises(ValueError, match="segments has no column 'retention_rate'"):
        segment_shares(SEGMENTS[["customer_share"]], renewals_made=1)
    with pytest.raises(ValueError, match="renewals_made=-1"):
        segment_shares(SEGMENTS, renewals_made=-1)
    with pytest.raises(ValueError, match="nobody of these segments makes 2 renewals"):
        segment_shares(SEGMENTS.assign(retention_rate=0.0), renewals_made=2)
    with pytest.raises(ValueError, match="renewals faced"):
        base_value(
            pd.Series([1.0], index=["x"]), SEGMENTS, annual_margin=1, annual_discount_rate=0.1
        )
    with pytest.raises(ValueError, match="cohort that has faced a renewal"):
        base_value(pd.Series([1.0]), SEGMENTS, annual_margin=1, annual_discount_rate=0.1)
    with pytest.raises(ValueError, match="counts is negative"):
        customer_equity(pd.Series({"gold": -1}), 2.0)
