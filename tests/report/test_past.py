"""What happened, counted by hand on small logs and conserved on large ones."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from crmkit.report import past

LOG = pd.DataFrame(
    {
        "customer_id": ["Li", "Li", "Li", "Wu", "Wu", "Xu"],
        "ordered_at": pd.to_datetime(
            ["2023-01-05 10:00", "2023-01-05 18:00", "2023-03-01", "2023-01-20", "2023-02-01",
             "2023-03-31"], format="ISO8601"),
        "amount": [10.0, 5, 20, 7, 8, 100],
    }
)  # fmt: skip


def test_a_day_is_one_purchase_and_the_first_day_is_new():
    table = past.over_time(LOG, "month")
    assert list(table.index) == ["2023-01", "2023-02", "2023-03"]
    assert table["sales"].tolist() == [22, 8, 120]
    assert table["new_sales"].tolist() == [22, 0, 100]
    assert table["repeat_sales"].tolist() == [0, 8, 20]
    assert table["purchases"].tolist() == [2, 1, 2]
    assert table["new_customers"].tolist() == [2, 0, 1]
    assert table["spend_per_purchase"].tolist() == [11, 8, 60]


def test_a_period_without_orders_has_a_row():
    later = LOG.assign(
        ordered_at=LOG["ordered_at"].where(LOG.index < 5, pd.Timestamp("2023-06-01"))
    )
    table = past.over_time(later, "month")
    assert table.loc["2023-05", ["sales", "customers"]].tolist() == [0, 0]
    assert np.isnan(table.loc["2023-05", "spend_per_purchase"])


@pytest.mark.parametrize("by", ["week", "month", "quarter"])
def test_sales_and_customers_over_time_are_those_of_the_log(shop, by):
    table = past.over_time(shop, by)
    assert table["sales"].sum() == pytest.approx(shop["amount"].sum())
    bought = shop[shop["amount"] >= 0]
    assert table["new_customers"].sum() == bought["customer_id"].nunique()
    assert (table["new_sales"] + table["repeat_sales"]).sum() == pytest.approx(table["sales"].sum())


def test_the_groups_of_a_change_add_up_to_it(shop):
    found = past.change(shop, date(2024, 12, 30))
    assert found.table["difference"].sum() == pytest.approx(found.after - found.before)
    assert found.days == 365


def test_each_customer_is_in_the_group_of_a_change_where_they_belong():
    days = {"lost": [200], "less": [200, 10], "more": [200, 10], "new": [10], "back": [290, 10]}
    amounts = {"lost": [5], "less": [9, 4], "more": [4, 9], "new": [7], "back": [1, 6]}
    rows = [
        (who, pd.Timestamp("2023-12-31") - pd.Timedelta(days=ago), amount)
        for who in days
        for ago, amount in zip(days[who], amounts[who], strict=True)
    ]
    rows.append(("start", pd.Timestamp("2023-12-31") - pd.Timedelta(days=199), 0.01))
    log = pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount"])
    # 291 days: two spans of 145, so that "back" first bought before both.
    table = past.change(log, date(2023, 12, 31)).table
    assert table.loc["back", ["customers", "before", "after"]].tolist() == [1, 0, 6]
    assert table.loc["less", "difference"] == -5
    assert table.loc["more", "difference"] == 5
    assert table.loc["new", "after"] == 7
    assert table.loc["lost", "before"] == pytest.approx(5.01)


def test_a_history_of_less_than_120_days_is_compared_with_nothing():
    assert past.change(LOG, date(2023, 3, 31)) is None


def test_cohorts_that_differ_by_chance_are_no_trend_and_others_are():
    sizes = {0: [100.0] * 9, 1: [50.0, 20, 22, 19, 21, 20, 21, 22, 20]}
    assert past.cohort_trend(pd.DataFrame(sizes)) is None
    sizes[1] = [50.0, 40, 42, 39, 41, 20, 21, 22, 20]
    trend = past.cohort_trend(pd.DataFrame(sizes))
    assert trend.earlier == pytest.approx(0.405)
    assert trend.later == pytest.approx(0.2075)
    assert trend.customers == 400
