"""What papers and others have printed of the datasets, counted in ours."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets


@cache
def table(name):
    """Loaded once for all tests, which leave it as it is."""
    return datasets.load(name)


def share_of_top_fifth(money):
    ranked = money.sort_values(ascending=False)
    return ranked.head(round(len(ranked) / 5)).sum() / ranked.sum()


def test_cdnow_master_has_the_published_facts():
    log = table("cdnow")
    assert len(log) == 69_659
    assert log["customer_id"].nunique() == 23_570
    assert (log["amount"] == 0).sum() == 80
    share = share_of_top_fifth(log.groupby("customer_id")["amount"].sum())
    assert share == pytest.approx(0.678, abs=0.0005)
    assert log["customer_id"].iloc[0] == "00001"


def test_cdnow_sample_has_the_published_counts():
    log = table("cdnow_sample")
    days = log.drop_duplicates(["customer_id", "ordered_at"])
    end = pd.Timestamp("1997-09-30")
    before = days[days["ordered_at"] <= end]
    repeats = before.groupby("customer_id").size() - 1
    assert len(repeats) == 2_357
    assert (repeats > 0).sum() == 946
    assert repeats.sum() == 2_457
    assert (days["ordered_at"] > end).sum() == 1_882


def test_cdnow_sample_is_part_of_the_master():
    sample, master = table("cdnow_sample"), table("cdnow")
    columns = ["customer_id", "ordered_at", "quantity", "amount"]
    part = master[master["customer_id"].isin(sample["master_id"])]
    renamed = sample.drop(columns="customer_id").rename(columns={"master_id": "customer_id"})
    pd.testing.assert_frame_equal(
        renamed[columns].sort_values(columns, ignore_index=True),
        part[columns].sort_values(columns, ignore_index=True),
    )


def test_donations_weigh_11104_donors():
    donors = table("donations")
    assert donors["customers"].sum() == 11_104
    assert (donors["last_period"] >= donors["repeat_purchases"]).all()


def test_complete_journey_has_the_published_facts():
    log = table("complete_journey_transactions")
    assert log.shape == (1_469_307, 11)
    assert log["customer_id"].nunique() == 2_469
    assert (log["amount"] <= 0).sum() == 11_226
    assert (log["amount"] >= 0).all()
    assert table("complete_journey_coupon_redemptions")["customer_id"].nunique() == 410
    assert len(table("complete_journey_campaign_descriptions")) == 27
    assert len(table("complete_journey_demographics")) == 801
    assert len(table("complete_journey_products")) == 92_331


def test_complete_journey_is_loaded_in_the_stores_time():
    log = table("complete_journey_transactions")
    assert log["ordered_at"].dt.year.unique().tolist() == [2017]
    # In the file's UTC, purchases run past midnight into the next week; in store time none does.
    week = (log["ordered_at"].dt.day_of_year + 5) // 7 + 1  # Monday to Sunday; 1 January alone
    assert (week == log["week"]).all()


def test_complete_journey_tables_join():
    log = table("complete_journey_transactions")
    products = table("complete_journey_products")
    assert products["product_id"].is_unique
    unknown = log.loc[~log["product_id"].isin(products["product_id"]), "product_id"]
    assert (len(unknown), unknown.nunique()) == (4_836, 17)  # as the card says
    campaigns = table("complete_journey_campaign_descriptions")
    for name in ("complete_journey_campaigns", "complete_journey_coupon_redemptions"):
        assert table(name)["campaign_id"].isin(campaigns["campaign_id"]).all()
        assert table(name)["customer_id"].isin(log["customer_id"]).all()


def test_ta_feng_amount_and_cost_are_of_the_whole_line():
    log = table("ta_feng")
    assert len(log) == 817_741
    assert log["customer_id"].nunique() == 32_266
    # Were they of one unit, the margin would come out at 6 %.
    assert 1 - log["cost"].sum() / log["amount"].sum() == pytest.approx(0.150, abs=0.0005)
    assert not log.duplicated(["customer_id", "ordered_at", "product_id"]).any()


def test_ta_feng_profit_has_the_published_shape():
    log = table("ta_feng")
    profit = (log["amount"] - log["cost"]).groupby(log["customer_id"]).sum()
    assert (profit < 0).mean() == pytest.approx(0.082, abs=0.0005)
    assert share_of_top_fifth(profit) == pytest.approx(0.65, abs=0.005)
    whale = profit.sort_values(ascending=False).cumsum() / profit.sum()
    assert whale.max() == pytest.approx(1.009, abs=0.0005)


def test_charles_book_club_has_the_published_facts():
    club = table("charles_book_club")
    assert len(club) == 4_000
    assert club["bought"].mean() == pytest.approx(0.0845)
    assert club["customer_id"].is_unique


def test_charles_book_club_codes_are_classes_of_the_figures():
    club = table("charles_book_club")
    for code, figure, cuts in (
        ("recency_code", "months_since_last", [0, 2, 6, 12, 999]),
        ("frequency_code", "purchases", [0, 1, 2, 999]),
        ("money_code", "total_spend", [0, 25, 50, 100, 200, 9999]),
    ):
        classes = pd.cut(club[figure], cuts, labels=False) + 1
        assert (classes == club[code]).all(), code


def test_charles_book_club_skips_only_what_says_the_same_twice():
    raw = pd.read_csv(datasets.path("charles_book_club"))
    assert (raw["Yes_Florence"] == raw["Florence"]).all()
    assert (raw["No_Florence"] == 1 - raw["Florence"]).all()


def test_typed_in_tables_hold_the_published_figures():
    retention = table("retention_tables").pivot(index="year", columns="segment", values="customers")
    assert retention["High End"].iloc[[0, 1, 7, 12]].tolist() == [1000, 869, 491, 394]
    assert retention["Regular"].iloc[[0, 1, 7, 12]].tolist() == [1000, 631, 241, 173]
    billboard = table("billboard_exposures")
    assert billboard["people"].sum() == 250
    assert np.average(billboard["exposures"], weights=billboard["people"]) == pytest.approx(4.456)
    grid = table("relationship_grid").set_index(["customers", "margin"])["level"]
    assert grid["few", "high"] == "partnership"
    assert grid["many", "low"] == "basic or reactive"
