import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from crmkit import datasets
from crmkit.lifetime import Geometric, contracts
from crmkit.lifetime.contracts import Contracts

steady = settings(deadline=None, max_examples=40)
YEAR = 365.25


def cohort(*counts):
    return pd.Series(counts, dtype=float)


def segment(name, years):
    table = datasets.load("retention_tables").pivot(
        index="year", columns="segment", values="customers"
    )
    return table.loc[:years, name]


# Fader & Hardie (2007): High End on years 0-7, Regular on the first four renewals.
@pytest.mark.parametrize(
    ("name", "years", "theta", "theta_unit", "log_likelihood", "unit"),
    [
        ("High End", 7, 0.103, 0.0005, -1637.09, 0.005),
        ("Regular", 4, 0.272, 0.0005, -1451.2, 0.05),
    ],
)
def test_fader_hardie_2007(name, years, theta, theta_unit, log_likelihood, unit):
    model = Geometric.fit(segment(name, years))
    assert model.theta == pytest.approx(theta, abs=theta_unit)
    assert model.report.log_likelihood == pytest.approx(log_likelihood, abs=unit)
    assert model.log_likelihood(segment(name, years)) == pytest.approx(
        model.report.log_likelihood, rel=1e-12
    )


def test_theta_is_leavers_of_decisions_by_hand():
    # 10 + 8 decisions, 2 + 4 leave.
    assert Geometric.fit(cohort(10, 8, 4)).theta == pytest.approx(6 / 18, rel=1e-12)


def test_closed_forms_of_the_geometric():
    model = Geometric(theta=0.2, period_days=YEAR)
    assert model.survival([0, 1, 3]).to_list() == pytest.approx([1, 0.8, 0.512])
    assert model.retention_rate(7) == pytest.approx(0.8)
    assert model.probability_of_leaving([1, 2]).to_list() == pytest.approx([0.2, 0.16])
    assert model.expected_residual_lifetime(5) == pytest.approx(4)
    # r (1 + d) / (1 + d - r), whatever the age; and 1 + that a year later.
    residual = 0.8 * 1.1 / 0.3
    found = model.discounted_expected_residual_lifetime([0, 3, 900], annual_discount_rate=0.1)
    assert found.to_list() == pytest.approx([residual] * 3, rel=1e-13)
    assert model.discounted_expected_lifetime(annual_discount_rate=0.1) == pytest.approx(1.1 / 0.3)
    two = model.discounted_expected_residual_lifetime(annual_discount_rate=0.1, horizon_renewals=2)
    assert two == pytest.approx(0.8 + 0.64 / 1.1)


def test_without_discount_it_is_the_expected_lifetime():
    model = Geometric(theta=0.2, period_days=YEAR)
    found = model.discounted_expected_residual_lifetime([0, 3], annual_discount_rate=0)
    assert found.to_dict() == pytest.approx({0: 4, 3: 4})
    assert found.name == "discounted_expected_residual_lifetime"
    assert model.discounted_expected_lifetime(annual_discount_rate=0) == pytest.approx(5)


def test_a_month_is_discounted_by_its_days():
    year, month = Geometric(0.2, period_days=YEAR), Geometric(0.2, period_days=YEAR / 12)
    v = 1.1 ** (-1 / 12)
    found = month.discounted_expected_residual_lifetime(annual_discount_rate=0.1)
    assert found == pytest.approx(0.8 / (1 - 0.8 * v), rel=1e-12)
    assert found > year.discounted_expected_residual_lifetime(annual_discount_rate=0.1)


@pytest.mark.parametrize("counts", [(50, 50, 50), (50, 0)])
def test_nobody_or_everybody_leaves_is_a_boundary(counts):
    model = Geometric.fit(cohort(*counts))
    assert model.report.boundary == ("theta",)
    assert "boundary" in str(model)
    assert model.parameter_intervals()["low"].isna().all()
    assert np.isfinite(model.survival(range(1200))).all()


def test_interval_shrinks_with_the_root_of_the_customers():
    few, many = (
        Geometric.fit(cohort(10 * n, 8 * n, 4 * n)).parameter_intervals() for n in (10, 1000)
    )
    assert few["standard_error"].item() == pytest.approx(10 * many["standard_error"].item())
    low, high = many.loc["theta", ["low", "high"]]
    assert 0 < low < 1 / 3 < high < 1
    # The delta method by hand: sqrt(theta (1 - theta) / decisions).
    assert many["standard_error"].item() == pytest.approx((2 / 9 / 18000) ** 0.5, rel=1e-6)


def test_json_gives_the_model_back():
    model = Geometric.fit(cohort(10, 8, 4), period_days=30)
    again = Geometric.from_json(model.to_json())
    assert again == model and again.report == model.report
    assert str(again) == str(model) and "contracts of 30 days" in str(model)


# --- the tables that contractual models learn from


def test_cohorts_of_different_age_are_pooled_by_renewal():
    table = pd.DataFrame({"old": [10, 8, 4], "new": [20, 10, np.nan]})
    renewal, left, stayed = Contracts.of(table).decisions
    assert renewal.tolist() == [1, 2]
    assert left.tolist() == [2 + 10, 4] and stayed.tolist() == [8 + 10, 4]
    assert Contracts.of(table).total == 30


def test_a_cohort_whose_first_years_are_unknown_counts_from_where_it_is_seen():
    _, left, stayed = Contracts.of(pd.DataFrame({"late": [np.nan, np.nan, 9, 6]})).decisions
    assert left.tolist() == [0, 0, 3] and stayed.tolist() == [0, 0, 6]


def test_contract_table_and_survival_table_say_the_same():
    table = Geometric(0.3).simulate(500, renewals=6, rng=np.random.default_rng(1))
    counted = contracts.survivors(table)
    assert counted.iloc[0].item() == 500
    one, other = Geometric.fit(table), Geometric.fit(counted)
    assert one == other and one.report.log_likelihood == pytest.approx(other.report.log_likelihood)
    assert one.report.customers == other.report.customers == 500


def test_row_order_is_free_and_inputs_are_left_alone():
    table = cohort(100, 60, 40, 30)
    shuffled = table.iloc[[2, 0, 3, 1]]
    before = shuffled.copy()
    assert Geometric.fit(shuffled) == Geometric.fit(table)
    assert_series_equal(shuffled, before)
    frame = pd.DataFrame({"a": [9.0, 5], "b": [7.0, np.nan]})
    copy = frame.copy()
    Geometric.fit(frame, period_days=1).project(frame, up_to=4)
    assert_frame_equal(frame, copy)


@steady
@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.integers(1, 50))
def test_leavers_and_those_at_the_end_are_all_customers(losses, last):
    counts = np.append(np.cumsum([last, *losses])[::-1], [])
    histories = Contracts.of(pd.Series(counts))
    assert histories.weights.sum() == histories.total == counts[0]
    _, left, stayed = histories.decisions
    assert left.sum() == counts[0] - last and stayed[-1] == last


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            pd.Series([10.0, 8, 9]),
            r"count of cohort 'customers' rises in 1 of 3.*first: \[2\].*Nobody",
        ),
        (pd.Series([1, 0.87, 0.74]), r"not a whole number in 2 of 3.*\[1, 2\].*multiply"),
        (pd.Series([10.0, np.nan, 8]), r"missing in 1 of 3.*\[1\].*fill gaps"),
        (pd.Series([10.0, -1]), r"negative in 1 of 2.*\[1\]"),
        (pd.Series([10.0, np.inf, 3]), r"infinite in 1 of 3.*\[1\]"),
        (pd.Series([10.0]), "nobody has yet faced a renewal"),
        (pd.Series([0.0, 0]), "begins with nobody"),
        (pd.Series([], dtype=float), "empty"),
        (pd.Series([10, 8], index=[2021, 2023]), "without a gap"),
        (pd.Series([10, 8], index=["a", "b"]), "counts renewals"),
        (pd.DataFrame({"a": [3.0, 2], "b": [np.nan] * 2}), "'b' has no count"),
        (pd.DataFrame({"year": [0, 1], "customers": [9, 7]}), "pivot"),
        (pd.DataFrame({"renewals": [1, 2], "active": [1, 0]}), "must be bool"),
        (pd.DataFrame({"renewals": [1, -2], "active": [True, False]}), r"negative.*\[1\]"),
        (pd.DataFrame({"renewals": [1, 2], "active": [True, True]}, index=[5, 5]), "more than onc"),
    ],
)
def test_impossible_tables_are_refused_with_the_mend(table, message):
    with pytest.raises(ValueError, match=message):
        Geometric.fit(table)


def test_impossible_questions_are_refused():
    model = Geometric(0.2)
    with pytest.raises(ValueError, match=r"period_days=365\.25"):
        model.discounted_expected_residual_lifetime(annual_discount_rate=0.1)
    with pytest.raises(ValueError, match=r"renewals=1\.5.*whole number of 0 or more"):
        model.survival(1.5)
    with pytest.raises(ValueError, match=r"renewals is not a whole number in 1 of 2.*\[1\]"):
        model.survival([1, 1.5])
    with pytest.raises(ValueError, match="1 or more"):
        model.retention_rate(0)
    with pytest.raises(ValueError, match=r"horizon_renewals=0.*1 or more"):
        model.expected_residual_lifetime(horizon_renewals=0)
    with pytest.raises(ValueError, match="annual_discount_rate"):
        Geometric(0.2, period_days=YEAR).discounted_expected_residual_lifetime(
            annual_discount_rate=-0.1
        )
    with pytest.raises(ValueError, match="between 0 and 1"):
        Geometric(1.2)
    with pytest.raises(ValueError, match=r"period_days=0.*or None"):
        Geometric(0.2, period_days=0)
    with pytest.raises(ValueError, match="n_customers=0"):
        model.simulate(0, renewals=1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="renewals=-1"):
        model.simulate(3, renewals=-1, rng=np.random.default_rng(0))
    with pytest.raises(TypeError, match="survival table must be a DataFrame, not a list"):
        Geometric.fit([10, 8])
    with pytest.raises(ValueError, match="written down"):
        model.parameter_intervals()
    with pytest.raises(ValueError, match="no column 'region'"):
        contracts.survivors(
            model.simulate(3, renewals=1, rng=np.random.default_rng(0)), cohort="region"
        )
