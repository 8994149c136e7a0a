import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

import crmkit.datasets
from crmkit.segmentation import pyramid

# No deadline: a busy machine is no failure of the code.
steady = settings(deadline=None, max_examples=40)

HUNDRED = pd.Series(np.arange(100, 0, -1.0), index=[f"c{n}" for n in range(100)])

# Cents as whole numbers keep hand sums exact.
values = st.lists(st.integers(-500, 2000), min_size=1, max_size=60).map(
    lambda cents: pd.Series([c / 100 for c in cents], index=[f"c{n}" for n in range(len(cents))])
)


def sizes(tiers):
    return tiers.value_counts().reindex(pyramid.TIERS).to_list()


def test_default_shares_of_customers_are_1_4_15_80():
    assert sizes(pyramid.tiers(HUNDRED)) == [1, 4, 15, 80]


def test_best_customer_of_five_is_platinum_because_ends_are_rounded_up():
    # ceil(.05), ceil(.25), ceil(1.0), 5: one customer down to each of the first three ends.
    spend = pd.Series([5.0, 4, 3, 2, 1])
    assert pyramid.tiers(spend).to_list() == ["platinum", "lead", "lead", "lead", "lead"]


def test_share_whose_product_is_a_hair_above_a_whole_number_adds_no_customer():
    # .1 + .2 = .30000000000000004, and times 10 it must count 3 customers, not 4.
    tiers = pyramid.tiers(HUNDRED[:10], shares=(0.1, 0.2, 0.3, 0.4))
    assert sizes(tiers) == [1, 2, 3, 4]


def test_share_of_value_takes_the_fewest_customers_who_reach_it():
    # 50 reaches half by itself; 50 + 30 = 80 reaches three quarters; the rest share the end.
    spend = pd.Series({"a": 30.0, "b": 50.0, "c": 12.0, "d": 8.0})
    tiers = pyramid.tiers(spend, by="value", shares=(0.5, 0.25, 0.15, 0.10))
    assert tiers.to_dict() == {"a": "gold", "b": "platinum", "c": "iron", "d": "lead"}


def test_limit_met_to_the_cent_is_reached():
    # Ten times .1 sums to .9999999999999999, not to 1.
    spend = pd.Series([0.1] * 10 + [1.0])
    tiers = pyramid.tiers(spend, by="value", shares=(0.5, 0.5), names=["A", "B"])
    assert tiers.to_list() == ["B"] * 10 + ["A"]


def test_equal_values_share_the_higher_or_the_lower_tier():
    spend = pd.Series([9.0, 5, 5, 1])
    cut = {"shares": (0.5, 0.5), "names": ["A", "B"]}
    assert pyramid.tiers(spend, **cut).to_list() == ["A", "A", "A", "B"]
    assert pyramid.tiers(spend, ties="low", **cut).to_list() == ["A", "B", "B", "B"]


def test_all_equal_customers_are_all_at_the_top_or_all_at_the_bottom():
    spend = pd.Series([7.0] * 20)
    assert set(pyramid.tiers(spend)) == {"platinum"}
    assert set(pyramid.tiers(spend, ties="low")) == {"lead"}


@pytest.mark.parametrize("ties", ["low", "high"])
@pytest.mark.parametrize("by", ["customers", "value"])
def test_one_customer_is_platinum(by, ties):
    assert pyramid.tiers(pd.Series({"a": 3.0}), by=by, ties=ties).to_list() == ["platinum"]


def test_customer_with_a_loss_is_lead():
    profit = pd.Series([10.0, 9, 8, 7, -50])
    assert pyramid.tiers(profit).iloc[4] == "lead"


def test_better_tier_compares_greater():
    tiers = pyramid.tiers(HUNDRED)
    assert (tiers >= "gold").sum() == 5
    assert tiers.min() == "lead"


def test_zero_value_is_lead_by_value():
    spend = pd.Series([4.0, 4, 4, 4, 0, 0])
    assert pyramid.tiers(spend, by="value", ties="low").iloc[-2:].to_list() == ["lead", "lead"]


@steady
@given(values, st.sampled_from(["low", "high"]))
def test_row_order_is_free_and_equals_stay_together(value, ties):
    tiers = pyramid.tiers(value, ties=ties)
    turned = value.iloc[::-1]
    assert_series_equal(pyramid.tiers(turned, ties=ties), tiers.iloc[::-1])
    ranked = pd.DataFrame({"value": value, "code": tiers.cat.codes})
    assert (ranked.groupby("value")["code"].nunique() == 1).all()
    assert ranked.sort_values("value", kind="stable")["code"].is_monotonic_increasing


@steady
@given(values)
def test_tier_table_conserves_customers_and_value(value):
    tiers = pyramid.tiers(value)
    table = pyramid.tier_table(value, tiers.sample(frac=1, random_state=1))
    assert table["customers"].sum() == len(value)
    assert table["value"].sum() == pytest.approx(value.sum())
    assert list(table.index) == list(pyramid.TIERS)
    assert_frame_equal(table, pyramid.tier_table(value, tiers))


@steady
@given(values)
def test_low_ties_never_exceed_their_share_by_more_than_the_rounding(value):
    tiers = pyramid.tiers(value, ties="low")
    upper = (tiers > "lead").sum()
    assert upper <= np.ceil(0.2 * len(value) - 1e-9)


def test_tier_table_by_hand():
    profit = pd.Series({"a": 60.0, "b": 40, "c": 10, "d": -10})
    table = pyramid.tier_table(profit, pyramid.tiers(profit, shares=(0.25, 0.25, 0.25, 0.25)))
    assert table.loc["platinum"].to_list() == [1, 0.25, 60.0, 0.6, 60.0, 60.0]
    assert table.loc["lead"].to_list() == [1, 0.25, -10.0, -0.1, -10.0, -10.0]


def test_empty_tier_keeps_its_row():
    spend = pd.Series([1.0, 1])
    row = pyramid.tier_table(spend, pyramid.tiers(spend)).loc["gold"]
    assert row["customers"] == 0
    assert row["value"] == 0
    assert np.isnan(row["mean_value"])


def test_share_of_a_total_loss_is_unknown():
    profit = pd.Series([1.0, -5])
    table = pyramid.tier_table(profit, pyramid.tiers(profit))
    assert table["value_share"].isna().all()
    assert table["value"].sum() == -4


def test_fixed_limits_give_back_the_tiers_that_they_came_from():
    tiers = pyramid.tiers(HUNDRED)
    limits = pyramid.tier_table(HUNDRED, tiers)["lowest_value"]
    assert_series_equal(pyramid.tiers_at(HUNDRED, thresholds=limits), tiers)
    # Everybody doubles: shares say nothing changed, fixed limits do.
    assert_series_equal(pyramid.tiers(2 * HUNDRED), tiers)
    assert sizes(pyramid.tiers_at(2 * HUNDRED, thresholds=limits))[0] == 51


def test_limits_that_rise_or_are_missing_are_errors():
    with pytest.raises(ValueError, match="must fall"):
        pyramid.tiers_at(HUNDRED, thresholds={"A": 1, "B": 5})
    with pytest.raises(ValueError, match=r"no threshold for \['A'\]"):
        pyramid.tiers_at(HUNDRED, thresholds={"A": np.nan, "B": 5})


def test_profit_is_amount_less_cost_in_order_of_appearance():
    log = pd.DataFrame(
        {"customer_id": ["z", "a", "z"], "amount": [9.0, 4, -4], "unit": [6.0, 5, -3]}
    )
    kept = log.copy()
    profit = pyramid.profit(log, cost="unit")
    assert profit.to_dict() == {"z": 2.0, "a": -1.0}
    assert list(profit.index) == ["z", "a"]
    assert_frame_equal(log, kept)


def test_profit_names_missing_columns_and_costs():
    log = pd.DataFrame({"customer_id": ["z"], "amount": [9.0]})
    with pytest.raises(ValueError, match=r"the log has no column 'cost'.*Pass cost="):
        pyramid.profit(log)
    with pytest.raises(ValueError, match=r"'cost' is missing in 1 of 1 row"):
        pyramid.profit(log.assign(cost=np.nan))


def test_profit_wants_a_customer_in_every_line():
    log = pd.DataFrame({"customer_id": ["z", None], "amount": [9.0, 1], "cost": [6.0, 1]})
    with pytest.raises(
        ValueError, match=r"customer_id is missing in 1 of 2 row\(s\); first: \[1\]"
    ):
        pyramid.profit(log)


@pytest.mark.parametrize("share", [0, -0.1, 1.01, np.nan])
def test_top_customers_are_a_share_above_0_and_up_to_1(share):
    with pytest.raises(ValueError, match=r"customer_share=.* above 0 and up to 1"):
        pyramid.whale_facts(HUNDRED, customer_share=share)


def test_whale_curve_by_hand():
    curve = pyramid.whale_curve(pd.Series({"a": -30.0, "b": 80, "c": 50, "d": 0}))
    assert list(curve.index) == ["b", "c", "d", "a"]
    assert curve["cumulative_customer_share"].to_list() == [0.25, 0.5, 0.75, 1]
    assert curve["cumulative_profit_share"].to_list() == [0.8, 1.3, 1.3, 1]


def test_whale_facts_by_hand():
    facts = pyramid.whale_facts(
        pd.Series({"a": -30.0, "b": 80, "c": 50, "d": 0}), customer_share=0.375
    )
    # Half way between .25 (80 %) and .5 (130 %); the customer of profit 0 makes no loss.
    assert facts["top_profit_share"] == pytest.approx(1.05)
    assert facts["peak_customer_share"] == 0.75
    assert facts["peak_profit_share"] == 1.3
    assert facts["loss_makers"] == 1
    assert facts["loss"] == -30


@steady
@given(values.filter(lambda value: value.sum() > 0))
def test_whale_curve_ends_at_one_and_its_peak_is_its_maximum(value):
    curve, facts = pyramid.whale_curve(value), pyramid.whale_facts(value)
    assert curve["cumulative_profit_share"].iloc[-1] == 1
    assert facts["peak_profit_share"] == pytest.approx(
        max(0, curve["cumulative_profit_share"].max())
    )
    assert facts["profit"] == pytest.approx(value.sum())
    turned = pyramid.whale_curve(value.iloc[::-1])
    assert turned["cumulative_profit_share"].to_list() == curve["cumulative_profit_share"].to_list()


def test_whale_curve_of_a_loss_is_an_error():
    with pytest.raises(ValueError, match=r"sums to -1\.00"):
        pyramid.whale_curve(pd.Series([1.0, -2]))


def test_ta_feng_margin_and_whale_curve():
    """Facts of the data, ours: margin 15.0 %, 8.2 % loss-makers, 65 % from the top, 100.9 %."""
    log = crmkit.datasets.load("ta_feng")
    profit = pyramid.profit(log)
    facts = pyramid.whale_facts(profit)
    assert facts["customers"] == 32_266
    assert profit.sum() / log["amount"].sum() == pytest.approx(0.150, abs=0.0005)
    assert facts["loss_maker_share"] == pytest.approx(0.082, abs=0.0005)
    assert facts["top_profit_share"] == pytest.approx(0.65, abs=0.005)
    assert facts["peak_profit_share"] == pytest.approx(1.009, abs=0.0005)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": "spend"}, r"by='spend' is no option; choose one of 'customers', 'value'"),
        ({"ties": "up"}, r"ties='up' is no option; choose one of 'low', 'high'"),
        ({"shares": (1, 4, 15, 80)}, "which sum to 100"),
        ({"shares": (0.5, 0.5)}, r"got 2 shares for \['platinum'"),
        ({"shares": (0.5, 0.5, 0.0, 0.0)}, "above 0"),
        ({"shares": (0.5, 0.5), "names": ["A", "A"]}, "a name of its own"),
    ],
)
def test_wrong_options_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        pyramid.tiers(HUNDRED, **change)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (pd.Series([1.0, np.nan, 2], index=list("abc")), r"value is missing in 1 of 3 .*\['b'\]"),
        (pd.Series([1.0, 2, np.inf], index=list("abc")), r"value is infinite in 1 of 3 .*\['c'\]"),
        (pd.Series([], dtype=float), "empty"),
        (pd.Series(["1", "2"]), "must be numbers"),
        (
            pd.Series([1.0, 2], index=["a", "a"]),
            r"value has 1 customer\(s\) more than once; first: \['a'\]",
        ),
    ],
)
def test_wrong_values_are_counted(value, message):
    with pytest.raises(ValueError, match=message):
        pyramid.tiers(value)


def test_negative_value_by_value_names_the_way_out():
    with pytest.raises(
        ValueError, match=r"value is negative in 1 of 2 .*first: \[1\]\. Use by='customers'"
    ):
        pyramid.tiers(pd.Series([5.0, -1]), by="value")


def test_no_value_at_all_cannot_be_shared_out():
    with pytest.raises(ValueError, match="all values are 0"):
        pyramid.tiers(pd.Series([0.0, 0]), by="value")


def test_other_customers_in_the_tiers_are_counted():
    with pytest.raises(ValueError, match=r"99 only in value \['c1', .*\], 0 only in tiers"):
        pyramid.tier_table(HUNDRED, pyramid.tiers(HUNDRED[:1]))


def test_inputs_are_not_changed():
    value = HUNDRED.copy()
    tiers = pyramid.tiers(value)
    kept = tiers.copy()
    pyramid.tier_table(value, tiers)
    pyramid.whale_curve(value)
    assert_series_equal(value, HUNDRED)
    assert_series_equal(tiers, kept)
