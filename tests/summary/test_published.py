"""The CDNOW sample: published counts, and the tables of the classic tool `lifetimes`."""

import warnings

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.summary import customers, distinct_histories, split

CALIBRATION_END, HOLDOUT_END = "1997-09-30", "1998-06-30"


@pytest.fixture(scope="module")
def log():
    return datasets.load("cdnow_sample")


@pytest.fixture(scope="module")
def parts(log):
    return split(log, calibration_end=CALIBRATION_END, holdout_end=HOLDOUT_END)


@pytest.fixture(scope="module")
def summary_of_lifetimes():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it sets an option that pandas 3 no longer has
        from lifetimes.utils import summary_data_from_transaction_data

    return summary_data_from_transaction_data


@pytest.fixture(scope="module")
def classic(log, summary_of_lifetimes):
    found = summary_of_lifetimes(
        log.astype({"customer_id": object}),
        "customer_id",
        "ordered_at",
        "amount",
        observation_period_end=CALIBRATION_END,
    )
    return found.rename(index=str)


def test_counts_of_the_paper(parts):
    # Fader, Hardie & Lee 2005, "Counting your customers" the easy way, section 4.
    assert len(parts.calibration) == 2357
    assert (parts.calibration["repeat_purchases"] > 0).sum() == 946
    assert parts.calibration["repeat_purchases"].sum() == 2457
    assert parts.holdout["purchases"].sum() == 1882
    assert len(parts.born_in_holdout) == 0
    assert (parts.holdout["days"] == 273).all()


def test_customers_by_number_of_repeats(parts):
    # The same paper's bins x = 0 ... 7 or more.
    repeats = parts.calibration["repeat_purchases"].clip(upper=7)
    assert repeats.value_counts().sort_index().tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]


def test_money_in_is_money_out(log, parts):
    spent = parts.calibration["total_spend"].sum() + parts.holdout["total_spend"].sum()
    assert round(spent, 2) == round(log["amount"].sum(), 2)


def test_distinct_histories_cover_all_customers(parts):
    counts = distinct_histories(parts.calibration)
    assert counts["customers"].sum() == 2357
    assert len(counts) < 2357 / 1.5


def test_purchase_statistics_are_those_of_lifetimes(parts, classic):
    ours = parts.calibration
    classic = classic.loc[ours.index]
    assert (ours["repeat_purchases"] == classic["frequency"]).all()
    assert (ours["age_at_last_days"] == classic["recency"]).all()
    assert (ours["age_days"] == classic["T"]).all()


def test_mean_repeat_spend_is_that_of_lifetimes_for_repeaters(parts, classic):
    # lifetimes writes 0 for customers without a repeat, whose mean is not known.
    ours = parts.calibration["mean_repeat_spend"]
    repeaters = parts.calibration["repeat_purchases"] > 0
    np.testing.assert_allclose(
        ours[repeaters], classic.loc[ours.index, "monetary_value"][repeaters]
    )
    assert ours[~repeaters].isna().all()
    assert (classic.loc[ours.index, "monetary_value"][~repeaters] == 0).all()


def test_lifetimes_counts_a_return_as_a_purchase_and_we_do_not(summary_of_lifetimes):
    log = pd.DataFrame(
        {
            "customer_id": [1, 1],
            "ordered_at": pd.to_datetime(["2024-03-01", "2024-03-05"]),
            "amount": [50.0, -50.0],
        }
    )
    classic = summary_of_lifetimes(log, "customer_id", "ordered_at", "amount")
    assert classic["frequency"].tolist() == [1]
    assert customers(log, as_of="2024-03-05")["repeat_purchases"].tolist() == [0]


def test_holdout_spend_is_counted_by_day_where_lifetimes_counts_it_by_line(log, parts):
    # lifetimes.utils.calibration_and_holdout_data takes the mean over order lines in the holdout,
    # but over days in the calibration. The two differ where a day has several lines.
    ours = parts.holdout["mean_spend"]
    lines = log[(log["ordered_at"] > CALIBRATION_END) & (log["ordered_at"] <= HOLDOUT_END)]
    by_line = lines.groupby("customer_id")["amount"].mean().reindex(ours.index)
    several = lines[lines.duplicated(["customer_id", "ordered_at"])]["customer_id"].unique()
    differ = (by_line - ours).abs() > 0.005
    assert differ.any()
    assert set(differ[differ].index) <= set(several)
