"""A festival in one series: quoted figures, its own simulation, and what cannot be told."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from crmkit import datasets
from crmkit.campaigns import festival


@pytest.fixture(scope="module")
def shop():
    sales = datasets.load("souvenirs")
    sales[["year", "name"]] = sales["month"].str.split(" ", expand=True)
    later = sales["year"] > "1987"
    sales["festival"] = ((sales["name"] == "Mar") & later).astype(int)
    sales["april after"] = ((sales["name"] == "Apr") & later).astype(int)
    return sales


@pytest.fixture(scope="module")
def weeks():
    return datasets.load("walmart_weeks")


def test_souvenirs_are_as_commonly_quoted(shop):
    # As commonly quoted (not read in the book): trend .0220, festival .5015 in logarithms.
    found = festival.effects(shop, value="sales", season="name", events=["festival"])
    logs = np.log(found["estimate"])
    assert logs["trend"] == pytest.approx(0.0220, abs=0.00005)
    assert logs["festival"] == pytest.approx(0.5015, abs=0.00005)
    assert found.loc["festival", "estimate"] == pytest.approx(1.65, abs=0.005)


def test_april_after_the_surfing_shows_no_clear_dip(shop):
    events = ["festival", "april after"]
    found = festival.effects(shop, value="sales", season="name", events=events)
    april = found.loc["april after"]
    assert april["low"] < 1 < april["high"]
    # Ours: a tenth below, but anything from -39 to +34 % is plausible.
    assert april.round(2).to_dict() == {"estimate": 0.91, "low": 0.61, "high": 1.34}


def test_effects_agree_with_the_formula_of_statsmodels(shop):
    peer = smf.ols("np.log(sales) ~ t + C(name) + festival", shop.assign(t=range(84))).fit()
    found = festival.effects(
        shop, value="sales", season="name", events=["festival"], confidence=0.9
    )
    expected = np.exp(peer.conf_int(0.1).loc[["t", "festival"]].to_numpy())
    np.testing.assert_allclose(found[["low", "high"]], expected)


def test_intervals_hold_the_factor_that_was_simulated():
    rng = np.random.default_rng(1)
    months = pd.DataFrame({"month": np.tile(range(12), 6), "fair": 0})
    months.loc[[14, 26, 38, 50, 62], "fair"] = 1
    held = 0
    for _ in range(200):
        logs = 0.02 * np.arange(72) + np.sin(months["month"]) + 0.5 * months["fair"]
        sales = months.assign(sales=np.exp(logs + rng.normal(0, 0.2, 72)))
        row = festival.effects(sales, value="sales", season="month", events=["fair"]).loc["fair"]
        held += row["low"] <= np.exp(0.5) <= row["high"]
    assert 0.91 <= held / 200 <= 0.985


def test_a_festival_that_came_every_year_cannot_be_told_from_its_month(shop):
    always = shop.assign(festival=(shop["name"] == "Mar").astype(int))
    with pytest.raises(ValueError, match="'festival' cannot be told from the season"):
        festival.effects(always, value="sales", season="name", events=["festival"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sales": 0.0}, "'sales'"),
        ({"sales": np.nan}, "'sales'"),
        ({"festival": 2}, "neither 0 nor 1"),
        ({"name": None}, "is missing"),
    ],
)
def test_effects_refuse_what_cannot_be(shop, change, message):
    with pytest.raises(ValueError, match=message):
        festival.effects(shop.assign(**change), value="sales", season="name", events=["festival"])


def test_too_few_months_and_exchanged_columns_are_named(shop):
    asked = {"value": "sales", "season": "name", "events": ["festival"]}
    with pytest.raises(ValueError, match="12 rows are too few for 14 unknowns"):
        festival.effects(shop[:12], **asked)
    with pytest.raises(ValueError, match="columns of their own"):
        festival.effects(shop, **asked | {"events": ["sales"]})


def test_department_one_peaks_before_christmas_and_falls_below_afterwards(weeks):
    one = weeks[weeks["department"] == 1]
    found = festival.aligned(
        one, date="week_ends", value="sales", festivals=["2010-12-24", "2011-12-23"]
    )
    # Ours: 2.55 and 2.13 in week 51, .73 and .75 in the week that ends on 6 or 7 January.
    assert found.loc[0].round(2).to_list() == [2.55, 2.13]
    assert found.loc[2].round(2).to_list() == [0.73, 0.75]


def test_the_holiday_flag_raises_nothing(weeks):
    mean = weeks.groupby("holiday", observed=True)["sales"].mean()
    assert mean.round().to_dict() == {"FALSE": 54743, "TRUE": 53366}


def test_aligned_holds_a_peak_against_weeks_outside_of_every_window():
    table = pd.DataFrame(
        {"week": pd.date_range("2024-01-05", periods=9, freq="7D"),
         "sales": [10.0, 10, 8, 30, 5, 10, 10, 20, 10]})  # fmt: skip
    before = table.copy()
    asked = {"date": "week", "value": "sales", "weeks": 1}
    found = festival.aligned(table, festivals={"A": "2024-01-26", "B": "2024-03-01"}, **asked)
    assert found["A"].to_list() == [0.8, 3.0, 0.5]
    assert found["B"].iloc[:2].to_list() == [2.0, 1.0] and np.isnan(found["B"].iloc[2])
    shuffled = table.sample(frac=1, random_state=1)
    again = festival.aligned(shuffled, festivals={"A": "2024-01-26", "B": "2024-03-01"}, **asked)
    pd.testing.assert_frame_equal(found, again)
    pd.testing.assert_frame_equal(table, before)


def test_aligned_refuses_what_cannot_be_placed():
    table = pd.DataFrame(
        {"week": pd.date_range("2024-01-05", periods=4, freq="7D"), "sales": [1.0, 2, 3, 4]}
    )
    asked = {"date": "week", "value": "sales", "weeks": 1}
    for festivals, message in (
        (["2024-01-06"], "is no 'week' of the table"),
        ([], "festivals is empty"),
        (["2024-01-12", "2024-01-26"], "no week lies outside"),
    ):
        with pytest.raises(ValueError, match=message):
            festival.aligned(table, festivals=festivals, **asked)
    with pytest.raises(ValueError, match="holds no dates"):
        festival.aligned(table.astype({"week": "str"}), festivals=["2024-01-12"], **asked)
    with pytest.raises(ValueError, match="more than once"):
        festival.aligned(pd.concat([table, table]), festivals=["2024-01-12"], **asked)
    days = pd.to_datetime(["2024-01-05", "2024-01-12", "2024-01-18", "2024-01-26"])
    with pytest.raises(ValueError, match=r"another weekday in 1 of 4 row\(s\); first: \[2\]"):
        festival.aligned(table.assign(week=days), festivals=["2024-01-12"], **asked)
    with pytest.raises(ValueError, match="sold nothing"):
        festival.aligned(table.assign(sales=0.0), festivals=["2024-01-12"], **asked)
