import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.retention import cohorts

LOG = pd.DataFrame(
    {
        "customer_id": ["a", "a", "a", "b", "b", "c", "d"],
        "ordered_at": pd.to_datetime(
            [
                *("2024-01-05", "2024-03-01", "2024-03-20"),
                *("2024-01-09", "2024-02-02", "2024-02-20", "2024-02-25"),
            ]
        ),
        "amount": [10.0, 20, 5, 8, -3, 7, -2],
    }
)
ZONED = LOG.assign(ordered_at=LOG["ordered_at"].dt.tz_localize("Asia/Shanghai"))


@pytest.fixture(scope="module")
def cdnow():
    return datasets.load("cdnow")


# --- Triangles by hand ----------------------------------------------------------------------


def test_active_customers_stand_at_their_age_and_what_is_not_seen_is_empty():
    before = LOG.copy()
    made = cohorts.triangle(LOG, as_of="2024-03-31")
    expected = [[2, 0, 1], [1, 0, np.nan]]
    assert np.array_equal(made.to_numpy(), expected, equal_nan=True)
    assert made.index.astype(str).tolist() == ["2024-01", "2024-02"]
    assert_frame_equal(LOG, before)


def test_spend_deducts_returns_in_the_month_in_which_they_come():
    made = cohorts.triangle(LOG, as_of="2024-03-31", counted="spend")
    assert made.iloc[0].tolist() == [18, -3, 25]
    assert made.iloc[1, :2].tolist() == [7, 0]


def test_returned_counts_each_customer_once():
    log = pd.concat([LOG, LOG.assign(ordered_at=LOG["ordered_at"] + pd.DateOffset(months=1))])
    made = cohorts.triangle(log, as_of="2024-04-30", counted="returned")
    assert made.loc["2024-01"].tolist() == [2, 2, 0, 0]
    assert cohorts.cumulative(made, since=1).loc["2024-01"].tolist() == [2, 2, 2]


def test_what_is_left_out_is_counted():
    late = pd.concat([LOG, LOG.iloc[[0]].assign(ordered_at=pd.Timestamp("2024-05-02"))])
    made = cohorts.triangle(late, as_of="2024-04-10")
    assert made.shape == (2, 3)
    assert made.attrs["rows_after_as_of"] == 1
    assert made.attrs["rows_in_open_period"] == 0
    assert made.attrs["customers_without_purchase"] == 1  # d, who only gave something back
    cut = cohorts.triangle(LOG, as_of="2024-03-15")
    assert cut.attrs["rows_in_open_period"] == 1 and cut.shape == (2, 2)


@pytest.mark.parametrize(("period", "cohort_sizes"), [("week", [1, 1, 1]), ("quarter", [3])])
def test_other_periods_of_the_calendar(period, cohort_sizes):
    # Sunday, 31 March, ends a week and a quarter.
    made = cohorts.triangle(LOG, as_of="2024-03-31", period=period)
    assert made[0].tolist() == cohort_sizes


@pytest.mark.parametrize("counted", ["active", "spend"])
def test_nothing_is_lost_or_invented(cdnow, counted):
    made = cohorts.triangle(cdnow, as_of="1998-06-30", counted=counted)
    day = cdnow["ordered_at"].dt.to_period("M")
    bought = cdnow[cdnow["amount"] > 0]
    if counted == "active":
        expected = len(bought.assign(month=day).drop_duplicates(["customer_id", "month"]))
        assert made.iloc[:, 0].sum() == bought["customer_id"].nunique()
    else:
        expected = cdnow["amount"].sum()
    assert np.nansum(made) == pytest.approx(expected)


@pytest.mark.parametrize("counted", ["active", "returned", "spend"])
@pytest.mark.parametrize(
    "same",
    [
        LOG.astype({"customer_id": "string", "amount": "Float64"}),
        LOG.astype({"customer_id": "category"}),
        LOG.set_index("customer_id", drop=False),
        LOG.iloc[::-1].set_axis([0] * 7),
    ],
    ids=["nullable", "category", "named index", "doubled index"],
)
def test_how_the_log_is_held_does_not_matter(same, counted):
    expected = cohorts.triangle(LOG, as_of="2024-03-31", counted=counted)
    assert_frame_equal(cohorts.triangle(same, as_of="2024-03-31", counted=counted), expected)
    orders = cohorts.by_order(LOG, orders=3)
    assert_frame_equal(cohorts.by_order(same, orders=3), orders)


def test_lines_of_one_day_count_once_but_their_money_adds_up():
    twice = pd.concat([LOG, LOG])
    active = cohorts.triangle(LOG, as_of="2024-03-31")
    assert_frame_equal(cohorts.triangle(twice, as_of="2024-03-31"), active)
    spend = cohorts.triangle(LOG, as_of="2024-03-31", counted="spend")
    assert_frame_equal(cohorts.triangle(twice, as_of="2024-03-31", counted="spend"), 2 * spend)


def test_months_in_which_nobody_came_have_no_row_but_count_as_age():
    gap = LOG.assign(ordered_at=LOG["ordered_at"].where(LOG["customer_id"] != "c", "2024-06-03"))
    made = cohorts.triangle(gap, as_of="2024-07-31")
    assert made.index.astype(str).tolist() == ["2024-01", "2024-06"]
    assert made.iloc[0].tolist() == [2, 0, 1, 0, 0, 0, 0]
    assert made.iloc[1, :2].tolist() == [1, 0] and made.iloc[1, 2:].isna().all()


def test_retention_divides_by_the_size():
    made = cohorts.retention(cohorts.triangle(LOG, as_of="2024-03-31"))
    assert made.iloc[0].tolist() == [1, 0, 0.5]


# --- Subscriptions --------------------------------------------------------------------------

SIGNED = pd.DataFrame(
    {
        "begin": pd.to_datetime(["2024-01-05", "2024-01-09", "2024-02-20", "2024-06-01"]),
        "end": pd.to_datetime(["2024-02-28", None, "2024-02-25", None]),
    }
)


def test_subscribers_count_until_the_period_in_which_they_leave():
    made = cohorts.subscription_triangle(SIGNED, start="begin", end="end", as_of="2024-03-31")
    assert made.loc["2024-01"].tolist() == [2, 1, 1]
    # Who leaves within the first month belongs to the cohort and is gone at age 1.
    assert made.loc["2024-02"].tolist()[:2] == [1, 0]
    assert made.attrs["rows_after_as_of"] == 1


def test_an_end_after_the_last_day_is_not_known_yet():
    later = SIGNED.assign(end=pd.Timestamp("2024-05-01")).iloc[:2]
    made = cohorts.subscription_triangle(later, start="begin", end="end", as_of="2024-03-31")
    assert made.iloc[0].tolist() == [2, 2, 2]


def test_the_time_of_day_of_a_subscription_does_not_count():
    late = SIGNED.assign(begin=SIGNED["begin"] + pd.Timedelta(hours=20)).iloc[:3]
    late.loc[2, ["begin", "end"]] = pd.Timestamp("2024-03-31 20:00"), pd.Timestamp("2024-03-31")
    made = cohorts.subscription_triangle(late, start="begin", end="end", as_of="2024-03-31")
    assert made.loc["2024-03", 0] == 1
    assert made.attrs["rows_after_as_of"] == 0


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (SIGNED.assign(end=SIGNED["end"].dt.tz_localize("UTC")), "'end' must .* time zone"),
        (SIGNED.assign(begin="2024-01-05"), "'begin' must hold dates"),
        (SIGNED.assign(begin=pd.NaT), "'begin' is missing in 4 of 4"),
        (SIGNED.assign(end=pd.Timestamp("2024-01-06")), "'end' is before 'begin' in 3 of 4"),
        (SIGNED.rename(columns={"end": "until"}), "subscriptions has no column 'end'"),
    ],
)
def test_bad_subscriptions_are_named(table, message):
    with pytest.raises(ValueError, match=message):
        cohorts.subscription_triangle(table, start="begin", end="end", as_of="2024-03-31")


# --- The growing customer -------------------------------------------------------------------


def test_orders_by_hand():
    made = cohorts.by_order(LOG, orders=3)
    assert made["customers"].tolist() == [3, 1, 1]
    assert made["mean_amount"].tolist() == pytest.approx([25 / 3, 20, 5])
    assert made["mean_gap_days"].tolist()[:2] == [56, 19]


def test_growing_customers_of_cdnow_are_those_who_are_left(cdnow):
    everybody = cohorts.by_order(cdnow, orders=6)
    same = cohorts.by_order(cdnow, orders=6, at_least=6)
    assert everybody["mean_amount"].round(1).tolist() == [33.4, 36.1, 36.8, 38.3, 39.1, 39.5]
    assert everybody["mean_gap_days"].round(0).tolist()[:5] == [111, 91, 75, 63, 54]
    assert same["mean_amount"].round(1).tolist() == [42.0, 39.3, 39.2, 39.8, 40.3, 39.5]
    assert same["mean_gap_days"].round(0).tolist()[:5] == [51, 51, 51, 50, 54]
    assert (same["customers"] == 2844).all()


def test_weekly_cohorts_of_cdnow_hardly_differ(cdnow):
    made = cohorts.triangle(cdnow, as_of="1998-06-28", period="week", counted="returned")
    back = cohorts.cumulative(made, since=1)[26] / made[0]
    assert back.iloc[:12].between(0.35, 0.40).all()


# --- Bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"period": "day"}, "period='day'"),
        ({"counted": "profit"}, "counted='profit'"),
        ({"as_of": "2024-01-10"}, "nobody bought in a complete period up to as_of='2024-01-10'"),
        ({"as_of": "31.03.2024"}, "as_of='31.03.2024' is not a date"),
        ({"log": LOG.assign(ordered_at="2024-01-05")}, "'ordered_at' must hold dates"),
        ({"log": LOG.drop(columns="amount")}, "the log has no column 'amount'"),
        ({"log": LOG.assign(amount=np.nan)}, "'amount' is missing in 7 of 7"),
        ({"log": LOG.assign(customer_id=None)}, "'customer_id' is missing in 7 of 7"),
        ({"log": LOG.iloc[:0]}, "the log is empty"),
        ({"log": LOG.assign(amount=np.inf)}, "'amount' is infinite in 7 of 7"),
        ({"log": LOG.assign(amount=-1.0)}, "nobody bought in a complete period"),
        ({"as_of": "2023-12-31"}, "nobody bought in a complete period"),
        ({"log": ZONED}, "'ordered_at' must hold dates without a time zone.*tz_convert"),
        ({"as_of": "9999-12-31"}, "2024-01-01, to as_of='9999-12-31' there are 95,712 months"),
    ],
)
def test_bad_logs_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        cohorts.triangle(**{"log": LOG, "as_of": "2024-03-31", **change})


def test_too_many_orders_and_too_late_an_age_are_refused():
    with pytest.raises(ValueError, match="no customer has at_least=9 orders"):
        cohorts.by_order(LOG, orders=2, at_least=9)
    with pytest.raises(ValueError, match="since=3: the triangle has ages from 0 to 2"):
        cohorts.cumulative(cohorts.triangle(LOG, as_of="2024-03-31"), since=3)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([["a", "b"]], "age 0 of the triangle must be numbers"),
        ([[3.0, 1], [np.nan, np.nan]], "row 1 of the triangle has no number: leave it out"),
        ([[3.0, 1], [np.nan, 2]], "row 1 of the triangle has a later age, but not one before"),
        ([], "the triangle is empty"),
    ],
)
def test_what_is_no_triangle_has_no_retention(table, message):
    with pytest.raises(ValueError, match=message):
        cohorts.retention(pd.DataFrame(table))
