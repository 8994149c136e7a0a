"""Exits that are reported late: triangles and rates by hand, coverage on simulated registers."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.retention import ChainLadder, cohorts, exits, late_reports

DATES = pd.DataFrame(
    {
        "left": pd.to_datetime(["2024-01-05", "2024-02-09", "2024-05-20", "2024-08-01"]),
        "noted": pd.to_datetime(["2024-01-08", "2024-07-31", "2024-05-21", "2024-09-30"]),
    }
)
ASK = {"left_on": "left", "reported_on": "noted", "since": "2024-01-01", "as_of": "2024-09-30"}
SEEN = pd.DataFrame([[40.0, 70, 80], [42, 69, np.nan], [41, np.nan, np.nan]])
YEARS = pd.Series(1650.0, SEEN.index)
PEOPLE = pd.DataFrame(
    {
        "came": pd.to_datetime(
            ["2015-01-01", "2024-07-01", "2020-01-01", "2020-01-01", "2025-01-01"]
        ),
        "gone": pd.to_datetime(["2024-07-01", None, "2023-12-31", "2025-02-01", None]),
        "why": ["price", None, "help", "help", None],
        "profit": [1, 2, 3, 4, 5],
    }
)
BOOKS = {"customer_since": "came", "left_on": "gone", "reason": "why"}
YEAR = {"first_day": "2024-01-01", "last_day": "2024-12-31"}


def test_an_exit_stands_in_the_quarter_of_leaving_at_its_delay():
    made = late_reports.triangle(DATES, **ASK)
    expected = [[1, 0, 1], [1, 0, np.nan], [1, np.nan, np.nan]]
    assert np.array_equal(made.to_numpy(), np.array(expected, dtype=float), equal_nan=True)
    assert [str(one) for one in made.index] == ["2024Q1", "2024Q2", "2024Q3"]


def test_every_exit_known_by_the_day_is_counted_once():
    rng = np.random.default_rng(1)
    left = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 700, 500), unit="D")
    noted = left + pd.to_timedelta(rng.integers(0, 400, 500), unit="D")
    table = pd.DataFrame({"left": left, "noted": noted})
    before = table.copy()
    for period in ("month", "quarter"):
        made = late_reports.triangle(
            table, left_on="left", reported_on="noted", since="2023-01-01", as_of="2024-12-31",
            period=period,
        )  # fmt: skip
        assert np.nansum(made) == (noted <= pd.Timestamp("2024-12-31")).sum()
    assert_frame_equal(table, before)


def test_as_of_an_earlier_day_the_triangle_is_a_corner_of_the_later_one():
    whole = late_reports.triangle(DATES, **ASK)
    early = late_reports.triangle(DATES, **(ASK | {"as_of": "2024-06-30"}))
    assert early.to_numpy()[0].tolist() == whole.to_numpy()[0, :2].tolist()


def test_quarters_that_a_day_cuts_off_are_left_out():
    made = late_reports.triangle(DATES, **(ASK | {"since": "2024-01-02", "as_of": "2024-09-29"}))
    assert [str(one) for one in made.index] == ["2024Q2"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"left_on": "noted", "reported_on": "left"}, "'left' is before 'noted'.*exchanged"),
        ({"since": "2024-09-30", "as_of": "2024-01-01"}, "exchange them"),
        ({"since": "2024-08-01", "as_of": "2024-09-29"}, "no quarter is complete"),
        ({"period": "week"}, "period='week'"),
        ({"left_on": "day"}, "no column 'day'"),
        ({"as_of": "30/09/2024"}, "without guessing"),
    ],
)
def test_a_triangle_of_wrong_settings_is_refused(change, told):
    with pytest.raises(ValueError, match=told):
        late_reports.triangle(DATES, **(ASK | change))


def test_texts_and_missing_dates_are_refused():
    with pytest.raises(ValueError, match="'left' must hold dates"):
        late_reports.triangle(DATES.astype(str), **ASK)
    with pytest.raises(ValueError, match="'noted' is missing"):
        late_reports.triangle(DATES.assign(noted=DATES["noted"].where([True] * 3 + [False])), **ASK)


def test_rates_by_hand():
    """40 + 42 + 41 exits grow by 139/82, then by 80/70; 1,650 customer-years a period."""
    found = late_reports.leaving_rates(ChainLadder.fit(SEEN), YEARS)
    newest = 41 * (139 / 82) * (80 / 70)
    assert found["expected"].tolist() == pytest.approx([80, 69 * 80 / 70, newest])
    assert found["leaving_rate"].iloc[-1] == pytest.approx(1 - np.exp(-newest / 1650))
    assert found["rate_as_reported"].iloc[-1] == pytest.approx(1 - np.exp(-41 / 1650))
    error = found["standard_error"].iloc[-1]
    reach = 1.959964 * np.sqrt(error**2 + newest) / newest
    hazard = -np.log(1 - found[["low", "high"]].iloc[-1])
    assert hazard.tolist() == pytest.approx(newest / 1650 * np.exp([-reach, reach]))


def test_with_nothing_to_come_the_interval_is_that_of_a_poisson_count():
    found = late_reports.leaving_rates(ChainLadder.fit(SEEN), YEARS).iloc[0]
    seen = pd.DataFrame({"years": [1650 / 1730] * 1730, "why": ["price"] * 80 + [None] * 1650})
    exact = exits.leaving_rate(seen, years="years", reason="why").loc["all"]
    assert found["leaving_rate"] == pytest.approx(exact["leaving_rate"])
    assert found[["low", "high"]].tolist() == pytest.approx(
        exact[["low", "high"]].tolist(), abs=0.001
    )


def test_periods_of_one_name_add_up_and_share_the_error_of_their_factors():
    fitted = ChainLadder.fit(SEEN)
    each = late_reports.leaving_rates(fitted, YEARS)
    whole = late_reports.leaving_rates(fitted, YEARS, by=["all"] * 3).loc["all"]
    for column in ("seen", "expected", "customer_years"):
        assert whole[column] == pytest.approx(each[column].sum())
    assert whole["standard_error"] == pytest.approx(fitted.total()["standard_error"])
    assert whole["standard_error"] > np.sqrt((each["standard_error"] ** 2).sum())


def test_the_total_of_one_cohort_is_its_outlook():
    claims = datasets.load("claims_triangle").pivot(index="year", columns="age", values="paid")
    fitted = ChainLadder.fit(claims)
    outlook = fitted.outlook()
    for year in claims.index:
        alone = fitted.total(cohorts=[year])
        assert alone.tolist() == pytest.approx(
            outlook.loc[year, ["to_come", "standard_error"]].tolist(), abs=1e-6
        )
    with pytest.raises(ValueError, match="no column 1999"):
        fitted.total(cohorts=[1999])


def test_taylor_and_ashe_as_mack_printed_them():
    """Mack 1993, table 3, in money: half a unit of the last printed digit."""
    claims = datasets.load("claims_triangle").pivot(index="year", columns="age", values="paid")
    fitted = ChainLadder.fit(claims)
    every = fitted.total()
    assert every["to_come"] == pytest.approx(18_680_856, abs=0.5)
    assert every["standard_error"] == pytest.approx(2_447_095, abs=0.5)
    factors = [3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177]
    assert fitted.factors.tolist() == pytest.approx(factors, abs=0.00005)


@pytest.mark.parametrize(
    ("years", "options", "told"),
    [
        (YEARS[:2], {}, "3 periods of the triangle"),
        (YEARS * 0, {}, "customer_years"),
        (YEARS.where(YEARS.index > 0), {}, "customer_years"),
        (YEARS, {"by": ["all"]}, "1 names for 3 periods"),
        (YEARS, {"confidence": 95}, "confidence"),
    ],
)
def test_rates_of_wrong_customer_years_are_refused(years, options, told):
    with pytest.raises(ValueError, match=told):
        late_reports.leaving_rates(ChainLadder.fit(SEEN), years, **options)


def _register(rng, yearly_hazard=0.0513):
    """Four years of quarters of 1,650 customer-years; half of the exits known within weeks."""
    counts = rng.poisson(1650 * yearly_hazard, 16)
    quarter = np.repeat(np.arange(16), counts)
    day = rng.random(len(quarter))
    wait = np.where(
        rng.random(len(quarter)) < 0.5,
        rng.exponential(0.16, len(quarter)),
        rng.gamma(2, 1.25, len(quarter)),
    )
    delay = np.floor(day + wait).astype(int)
    known = quarter + delay < 16
    table = np.zeros((16, 16))
    np.add.at(table, (quarter[known], delay[known]), 1)
    place = np.arange(16)
    return pd.DataFrame(np.where(place[:, None] + place < 16, table, np.nan)), counts


@pytest.mark.slow
def test_intervals_hold_the_rate_and_what_is_reported_does_not():
    inside = {name: 0 for name in ("quarter", "year", "reported")}
    true, years = 1 - np.exp(-0.0513), pd.Series(1650.0, range(16))
    for seed in range(200):
        made, _ = _register(np.random.default_rng(seed))
        fitted = ChainLadder.fit(cohorts.cumulative(made))
        quarter = late_reports.leaving_rates(fitted, years).iloc[-1]
        year = late_reports.leaving_rates(fitted, years, by=np.arange(16) // 4).iloc[-1]
        inside["quarter"] += quarter["low"] <= true <= quarter["high"]
        inside["year"] += year["low"] <= true <= year["high"]
        inside["reported"] += quarter["low"] <= quarter["rate_as_reported"]
    print(inside)
    assert inside["quarter"] / 200 == pytest.approx(0.95, abs=0.045)
    assert inside["year"] / 200 == pytest.approx(0.95, abs=0.045)
    assert inside["reported"] < 10


def test_each_customer_is_watched_from_entry_to_exit_or_end():
    """One left half through the year, one came half through it, one left a month after it."""
    seen = late_reports.between(PEOPLE, **BOOKS, **YEAR)
    assert seen.index.tolist() == [0, 1, 3]
    assert (seen["years"] * 365.25).round(9).tolist() == [183, 184, 366]
    assert seen["entry"].round(2).tolist() == [9.0, 0.0, 4.0]
    assert (seen["tenure"] - seen["entry"] - seen["years"]).abs().max() < 1e-12
    assert seen["left"].tolist() == [1, 0, 0]
    assert seen["why"].tolist() == ["price", None, None]


def test_a_leaver_without_a_reason_is_a_leaver():
    unsaid = PEOPLE.assign(why=PEOPLE["why"].where(PEOPLE.index != 0))
    seen = late_reports.between(unsaid, **BOOKS, **YEAR)
    assert seen["why"].iloc[0] == "not said"
    assert exits.leaving_rate(seen, years="years", reason="why")["leavers"].tolist() == [1]


def test_customer_years_of_two_windows_add_up():
    def years(first, last):
        seen = late_reports.between(PEOPLE, **BOOKS, first_day=first, last_day=last)
        return seen["years"].sum()

    halves = years("2024-01-01", "2024-05-31") + years("2024-06-01", "2024-12-31")
    assert halves == pytest.approx(years("2024-01-01", "2024-12-31"))


def test_books_are_not_changed():
    before = PEOPLE.copy()
    late_reports.between(PEOPLE, **BOOKS, **YEAR)
    assert_frame_equal(PEOPLE, before)


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        (PEOPLE.assign(gone=pd.Timestamp("2000-01-01")), {}, "'gone' is before 'came'"),
        (PEOPLE, {"first_day": "2025-01-01", "last_day": "2024-12-31"}, "exchange them"),
        (PEOPLE, {"first_day": "2010-01-01", "last_day": "2010-12-31"}, "no customer was there"),
        (PEOPLE.assign(years=1), {}, r"column\(s\) \['years'\] already"),
        (PEOPLE.assign(came=pd.NaT), {}, "'came' is missing"),
        (PEOPLE.iloc[:0], {}, "empty"),
    ],
)
def test_books_that_cannot_be_are_refused(table, change, told):
    with pytest.raises(ValueError, match=told):
        late_reports.between(table, **BOOKS, **(YEAR | change))


def test_the_order_of_rows_does_not_matter():
    rows = DATES.iloc[[2, 0, 3, 1]]
    assert_frame_equal(late_reports.triangle(rows, **ASK), late_reports.triangle(DATES, **ASK))
    shuffled = late_reports.between(PEOPLE[::-1], **BOOKS, **YEAR)
    assert_frame_equal(shuffled[::-1], late_reports.between(PEOPLE, **BOOKS, **YEAR))


def test_dates_with_hours_count_as_their_days():
    later = DATES + pd.Timedelta(hours=23)
    assert_frame_equal(late_reports.triangle(later, **ASK), late_reports.triangle(DATES, **ASK))


def test_a_slower_report_never_lowers_the_completed_rate_below_the_reported_one():
    made, _ = _register(np.random.default_rng(3))
    found = late_reports.leaving_rates(
        ChainLadder.fit(cohorts.cumulative(made)), pd.Series(1650.0, range(16))
    )
    assert (found["leaving_rate"] >= found["rate_as_reported"]).all()
    assert (found["low"] < found["leaving_rate"]).all()
    assert (found["leaving_rate"] < found["high"]).all()
    assert found[["low", "high"]].stack().between(0, 1).all()


@pytest.mark.parametrize("cohorts_asked", ["0", 0])
def test_one_cohort_is_asked_for_in_a_list(cohorts_asked):
    with pytest.raises(TypeError, match="must be a list"):
        ChainLadder.fit(SEEN).total(cohorts=cohorts_asked)


def test_exits_of_zones_lists_and_tables_of_none_are_refused():
    zoned = DATES.assign(left=DATES["left"].dt.tz_localize("Asia/Shanghai"))
    with pytest.raises(ValueError, match="without a time zone"):
        late_reports.triangle(zoned, **ASK)
    with pytest.raises(TypeError, match="must be a DataFrame"):
        late_reports.triangle(DATES["left"], **ASK)
    with pytest.raises(ValueError, match="is empty"):
        late_reports.triangle(DATES[:0], **ASK)
    with pytest.raises(TypeError, match="by must be a list"):
        late_reports.leaving_rates(ChainLadder.fit(SEEN), YEARS, by="year")
    with pytest.raises(TypeError, match="customer_years"):
        late_reports.leaving_rates(ChainLadder.fit(SEEN), 1650)


def test_a_period_without_a_name_has_no_rate():
    names = [*YEARS.index[:-1], np.nan]
    with pytest.raises(ValueError, match="by is missing in 1 of"):
        late_reports.leaving_rates(ChainLadder.fit(SEEN), YEARS, by=names)
