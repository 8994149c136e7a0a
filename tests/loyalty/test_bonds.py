"""Bonds and leaving: rates, survival and money, by hand and on the telecom data."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.loyalty import bonds

PROTECTIVE = ["online_security", "online_backup", "device_protection", "tech_support"]
STREAMING = ["streaming_tv", "streaming_movies"]
FIVE = pd.DataFrame(
    {"bonds": [0, 0, 1, 1, 1], "months": [0, 3, 3, 5, 7], "left": [0, 1, 1, 0, 1]},
    index=list("abcde"),
)
RATIO = {"estimate": 0.5, "low": 0.4, "high": 0.6}
SEGMENT = pd.DataFrame(
    {"monthly_hazard": [0.05, 0.01], "monthly_margin": [20.0, 20], "cost": [50.0, 50]},
    index=["restless", "calm"],
)


@pytest.fixture(scope="module")
def telecom():
    table = datasets.load("telecom_churn")
    table["left"] = (table["churn"] == "Yes").astype("int64")
    return table


# Having a bond


def test_no_internet_service_is_read_as_not_having_it_only_when_told(telecom):
    with pytest.raises(ValueError, match=r"'online_security' holds words .*say which one means"):
        bonds.has_bonds(telecom, PROTECTIVE)
    has = bonds.has_bonds(telecom, PROTECTIVE, yes="Yes")
    assert set(np.unique(has)) == {0, 1}
    assert has["online_security"].sum() == (telecom["online_security"] == "Yes").sum() == 2019
    assert (has[telecom["internet_service"] == "No"] == 0).all(axis=None)


def test_zeros_and_ones_and_booleans_are_bonds_as_they_are():
    table = pd.DataFrame({"a": [0, 1], "b": [True, False], "c": [1.0, 0.0]})
    assert bonds.has_bonds(table, ["a", "b", "c"]).to_numpy().tolist() == [[0, 1, 1], [1, 0, 0]]


@pytest.mark.parametrize(
    ("values", "yes", "message"),
    [
        (["Yes", None], "Yes", "'a' is missing in 1 of 2"),
        ([1, 2], None, "'a' is neither 0 nor 1 in 1 of 2"),
        ([0.5, np.inf], None, "'a' is neither 0 nor 1 in 2 of 2"),
        (["No", "yes"], "Yes", "'a' never says 'Yes'; it says \\['No', 'yes'\\]"),
    ],
)
def test_what_is_no_bond_is_named(values, yes, message):
    with pytest.raises(ValueError, match=message):
        bonds.has_bonds(pd.DataFrame({"a": values}), ["a"], yes=yes)


def test_bonds_are_named_once_and_exist():
    with pytest.raises(ValueError, match="bonds is empty"):
        bonds.has_bonds(FIVE, [])
    with pytest.raises(ValueError, match=r"bonds names \['left'\] more than once"):
        bonds.has_bonds(FIVE, ["left", "left"])
    with pytest.raises(ValueError, match="customers has no column 'club'"):
        bonds.has_bonds(FIVE, ["club"])


# Rates


def test_rates_by_hand_and_every_customer_is_counted_once():
    rates = bonds.leaving_rates(FIVE, left="left", by="bonds")
    assert rates["customers"].to_list() == [2, 3]
    assert rates["leavers"].to_list() == [1, 2]
    assert rates["leaving_rate"].to_list() == [1 / 2, 2 / 3]
    assert rates[["customers", "leavers"]].sum().to_list() == [5, FIVE["left"].sum()]


def test_wilson_interval_is_the_papers_formula():
    # Wilson 1927: (p + z2/2n -+ z sqrt(p q / n + z2/4n2)) / (1 + z2/n), here of 2 in 3.
    z, n, p = 1.959963984540054, 3, 2 / 3
    centre, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    rate = bonds.leaving_rates(FIVE, left="left", by="bonds").loc[1]
    expected = (np.array([centre - half, centre + half])) / (1 + z**2 / n)
    assert rate[["low", "high"]].to_list() == pytest.approx(expected)


def test_a_group_without_leavers_has_an_interval_from_zero():
    rates = bonds.leaving_rates(FIVE.assign(left=0), left="left", by="bonds")
    assert (rates["low"] == 0).all() and (rates["high"] > 0.5).all() and (rates["high"] < 1).all()


@pytest.mark.parametrize("rate", [0.05, 0.57])
def test_wilson_intervals_hold_the_true_rate_about_as_often_as_they_say(rate):
    rng, held = np.random.default_rng(24), []
    for _ in range(200):
        left = (rng.random(300) < rate).astype(int)
        table = pd.DataFrame({"left": left, "group": "all"})
        found = bonds.leaving_rates(table, left="left", by="group").iloc[0]
        held.append(found["low"] <= rate <= found["high"])
    assert 0.91 <= np.mean(held) <= 0.99


def test_protective_services_and_streaming_in_the_telecom_data(telecom):
    online = telecom[telecom["internet_service"] != "No"].copy()
    for kind, columns, published in (
        ("protective", PROTECTIVE, [0.567, 0.389, 0.238, 0.124, 0.053]),
        ("streaming", STREAMING, [0.344, 0.314, 0.294]),
    ):
        online[kind] = bonds.has_bonds(online, columns, yes="Yes").sum(axis=1)
        rates = bonds.leaving_rates(online, left="left", by=kind)
        assert rates["leaving_rate"].to_list() == pytest.approx(published, abs=0.0005)


def test_no_two_year_customer_left_within_two_years(telecom):
    early = telecom[(telecom["contract"] == "Two year") & (telecom["tenure_months"] < 24)]
    assert (len(early), early["left"].sum()) == (142, 0)


def test_leaving_must_be_known_and_zero_or_one(telecom):
    with pytest.raises(ValueError, match="'churn' must be 1 for those who left"):
        bonds.leaving_rates(telecom, left="churn", by="contract")
    with pytest.raises(ValueError, match="'left' is neither 0 nor 1 in 1 of 5"):
        bonds.leaving_rates(FIVE.assign(left=[0, 1, 1, 0, 2]), left="left", by="bonds")
    with pytest.raises(ValueError, match="'bonds' is missing in 1 of 5"):
        bonds.leaving_rates(FIVE.assign(bonds=[0, 0, 1, 1, None]), left="left", by="bonds")
    with pytest.raises(ValueError, match="customers is empty"):
        bonds.leaving_rates(FIVE.iloc[:0], left="left", by="bonds")
    with pytest.raises(ValueError, match="confidence=95 must be"):
        bonds.leaving_rates(FIVE, left="left", by="bonds", confidence=95)


# Money


def test_value_by_hand():
    months = (1 - np.exp(-0.05 * 36)) / 0.05, (1 - np.exp(-0.025 * 36)) / 0.025
    found = bonds.bond_value(SEGMENT, hazard_ratio=RATIO, horizon_months=36).loc["restless"]
    assert found["months_without"] == pytest.approx(months[0])
    assert found["months_with"] == pytest.approx(months[1])
    assert found["value"] == pytest.approx(20 * (months[1] - months[0]) - 50)


def test_a_bond_is_worth_more_for_those_who_leave_sooner_and_by_a_smaller_ratio():
    found = bonds.bond_value(SEGMENT, hazard_ratio=RATIO, horizon_months=36)
    assert found["value"].is_monotonic_decreasing
    assert (found["low"] < found["value"]).all() and (found["value"] < found["high"]).all()
    longer = bonds.bond_value(SEGMENT, hazard_ratio=RATIO, horizon_months=60)
    assert (longer["value"] > found["value"]).all()


def test_a_bond_that_does_nothing_costs_what_it_costs():
    nothing = {"estimate": 1, "low": 1, "high": 1}
    found = bonds.bond_value(SEGMENT, hazard_ratio=nothing, horizon_months=36)
    assert found["value"].to_list() == [-50, -50]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hazard_ratio": {"estimate": 1.0}}, "hazard_ratio has no column 'low', 'high'"),
        ({"hazard_ratio": RATIO | {"low": 0.7}}, "low <= estimate <= high"),
        ({"hazard_ratio": RATIO | {"low": 0}}, r"hazard_ratio\['low'\]=0 must be a number above 0"),
        ({"horizon_months": 0}, "horizon_months=0 must be"),
        ({"segments": SEGMENT.assign(monthly_hazard=0)}, "'monthly_hazard' is not above 0"),
        ({"segments": SEGMENT.assign(cost=-1)}, "'cost' is negative in 2 of 2"),
        ({"segments": SEGMENT.drop(columns="cost")}, "segments has no column 'cost'"),
    ],
)
def test_what_has_no_value_is_named(change, message):
    known = {"segments": SEGMENT, "hazard_ratio": RATIO, "horizon_months": 36} | change
    with pytest.raises(ValueError, match=message):
        bonds.bond_value(known.pop("segments"), **known)


def test_tables_are_not_changed():
    kept, segment = FIVE.copy(), SEGMENT.copy()
    bonds.has_bonds(FIVE, ["left"])
    bonds.leaving_rates(FIVE, left="left", by="bonds")
    bonds.bond_value(SEGMENT, hazard_ratio=RATIO, horizon_months=9)
    assert_frame_equal(FIVE, kept)
    assert_frame_equal(SEGMENT, segment)


def test_a_word_beyond_the_sixth_is_found_and_two_spellings_are_refused():
    words = pd.DataFrame({"club": ["a", "b", "c", "d", "e", "f", "Yes"]})
    assert bonds.has_bonds(words, ["club"], yes="Yes")["club"].tolist() == [0] * 6 + [1]
    words.loc[0, "club"] = "yes "
    with pytest.raises(ValueError, match=r"'club' says 'Yes' and also \['yes '\]: write one word"):
        bonds.has_bonds(words, ["club"], yes="Yes")


def test_columns_are_named_and_not_passed():
    with pytest.raises(TypeError, match="named by text such as 'spend', not by a Series"):
        bonds.leaving_rates(FIVE, left=FIVE["left"], by="bonds")
    with pytest.raises(TypeError, match="by must be a list, not 3"):
        bonds.leaving_rates(FIVE, left="left", by=3)
    twice = pd.concat([FIVE, FIVE[["left"]]], axis=1)
    with pytest.raises(ValueError, match="customers has a column more than once: 'left'"):
        bonds.leaving_rates(twice, left="left", by="bonds")
    with pytest.raises(TypeError, match="hazard_ratio must map estimate, low and high"):
        bonds.bond_value(SEGMENT, hazard_ratio=0.5, horizon_months=36)


def test_a_group_is_one_value_a_row():
    with pytest.raises(ValueError, match="'k' holds a list, not one value a row"):
        bonds.leaving_rates(FIVE.assign(k=[[1]] * 5), left="left", by="k")
