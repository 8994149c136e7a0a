"""Competing risks: by hand, against statsmodels, published data, simulated, on bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from statsmodels.duration.survfunc import CumIncidenceRight

from crmkit import datasets
from crmkit.retention import incidence, survival

FIVE = pd.DataFrame(
    {
        "months": [1, 2, 3, 4, 5],
        "left": [1, 1, 1, 0, 0],
        "why": ["moved", "price", "price", None, None],
    }
)
TIME = {"tenure": "months", "left": "left"}


def simulated(rng, customers=300):
    """Two reasons with hazards of 0.02 and 0.05 a month, watched for up to 40 months."""
    lives, seen = rng.exponential(1 / 0.07, customers), rng.uniform(10, 40, customers)
    why = np.where(rng.random(customers) < 2 / 7, "rival", "moved")
    return pd.DataFrame(
        {"months": np.minimum(lives, seen), "left": (lives <= seen) * 1, "why": why}
    )


@pytest.fixture(scope="module")
def blood():
    table = datasets.load("monoclonal_gammopathy")
    ill = table["malignancy"] == 1
    return table.assign(
        time=table["months"].where(~ill, table["months_to_malignancy"]),
        ended=((table["died"] == 1) | ill).astype(int),
        why=np.where(ill, "malignancy", "death"),
    )


def test_incidence_by_hand():
    # 1 of 5 moves; 1 of the 4 left and 1 of the 3 left go for the price: 4/5 * 1/4 + 3/5 * 1/3.
    found = incidence.curves(FIVE, **TIME, reason="why")
    last = found.groupby(level="why").tail(1)["incidence"]
    assert last.to_list() == pytest.approx([1 / 5, 2 / 5])
    # As if the one who moved could still have left for the price: 1 - 3/4 * 2/3.
    assert found.loc[("price", 5), "one_minus_survival"] == pytest.approx(1 / 2)


def test_the_counts_of_the_blood_data_are_those_published(blood):
    assert (blood["ended"] == 0).sum() == 409
    assert blood.loc[blood["ended"] == 1, "why"].value_counts().to_dict() == {
        "death": 860, "malignancy": 115,
    }  # fmt: skip


def test_one_minus_kaplan_meier_overstates_three_times(blood):
    """A figure of ours: malignancies after 120, 240 and 360 months."""
    found = incidence.curves(blood, tenure="time", left="ended", reason="why")
    at = survival.at(found, [120, 240, 360]).loc["malignancy"]
    assert at["incidence"].to_list() == pytest.approx([0.064, 0.100, 0.134], abs=0.0005)
    assert at["one_minus_survival"].to_list() == pytest.approx([0.095, 0.210, 0.425], abs=0.0005)


def test_estimates_and_errors_are_those_of_statsmodels(blood):
    code = blood["ended"] * np.where(blood["why"] == "malignancy", 1, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs = CumIncidenceRight(blood["time"], code)
    ours = incidence.curves(blood, tenure="time", left="ended", reason="why").loc["malignancy"]
    at = pd.Series(theirs.cinc[0], theirs.times).reindex(ours.index[1:])
    assert ours["incidence"].iloc[1:].to_numpy() == pytest.approx(at.to_numpy())
    error = pd.Series(theirs.cinc_se[0], theirs.times).reindex(ours.index[1:])
    inside = ours["incidence"] > 0
    share, low = ours.loc[inside, "incidence"], ours.loc[inside, "low"]
    made = -np.log(np.log(low) / np.log(share)) * share * np.log(share) / 1.959964
    # Theirs is no number at the end, where all who are left die.
    theirs = error[inside.iloc[1:]].to_numpy()[:-1]
    assert made.to_numpy()[:-1] == pytest.approx(theirs, rel=1e-4)


def test_reasons_and_those_who_stay_add_up_to_everybody(blood):
    found = incidence.curves(blood, tenure="time", left="ended", reason="why")
    stay = survival.curves(blood, tenure="time", left="ended").loc["all", "survival"]
    total = found["incidence"].groupby(level="time").sum() + stay
    assert total.to_numpy() == pytest.approx(1)
    assert found["leavers"].sum() == blood["ended"].sum()
    # The naive charts add to more than everybody.
    assert found["one_minus_survival"].groupby(level="time").sum().iloc[-1] > 1.2


def test_shares_rise_within_their_intervals_and_one_minus_kaplan_meier_is_never_below(blood):
    found = incidence.curves(blood, tenure="time", left="ended", reason="why")
    assert (found["incidence"].groupby(level="why").diff().dropna() >= 0).all()
    assert (found["one_minus_survival"] >= found["incidence"] - 1e-12).all()
    assert ((found["low"] <= found["incidence"]) & (found["incidence"] <= found["high"])).all()
    assert found[["low", "high"]].stack().between(0, 1).all()


def test_one_reason_alone_is_one_minus_kaplan_meier():
    found = incidence.curves(FIVE.assign(why="price"), **TIME, reason="why").loc["price"]
    curve = survival.curves(FIVE, **TIME).loc["all"]
    assert found["incidence"].to_list() == pytest.approx((1 - curve["survival"]).to_list())
    assert found["one_minus_survival"].to_list() == pytest.approx(found["incidence"].to_list())


def test_entry_at_zero_is_no_late_entry_and_late_entries_recover_the_truth():
    table = FIVE.assign(begin=0)
    plain = incidence.curves(FIVE, **TIME, reason="why")
    assert_frame_equal(incidence.curves(table, **TIME, reason="why", entry="begin"), plain)
    table = simulated(np.random.default_rng(4), 40_000)
    table["begin"] = np.random.default_rng(5).uniform(0, 20, len(table))
    there = table[table["begin"] < table["months"]]
    found = incidence.curves(there, **TIME, reason="why", entry="begin")
    truth = 2 / 7 * (1 - np.exp(-0.07 * 15))
    assert survival.at(found, 15).loc[("rival", 15), "incidence"] == pytest.approx(truth, abs=0.02)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    rng, held, naive = np.random.default_rng(6), [], []
    truth = 2 / 7 * (1 - np.exp(-0.07 * 12))
    for _ in range(200):
        at = survival.at(incidence.curves(simulated(rng), **TIME, reason="why"), 12).loc["rival"]
        held.append(at["low"].iloc[0] <= truth <= at["high"].iloc[0])
        naive.append(at["one_minus_survival"].iloc[0])
    assert 0.915 <= np.mean(held) <= 0.985
    assert (
        np.mean(naive) == pytest.approx(1 - np.exp(-0.02 * 12), abs=0.01) and np.mean(naive) > truth
    )


def test_reasons_stand_in_the_order_of_their_categories_and_the_table_is_not_changed():
    table = FIVE.assign(why=pd.Categorical(FIVE["why"], ["price", "never", "moved"]))
    kept = table.copy()
    found = incidence.curves(table, **TIME, reason="why")
    assert list(found.index.get_level_values(0).unique()) == ["price", "moved"]
    assert_frame_equal(table, kept)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"left": 0}, "none of 5 customers left: there are no reasons to count"),
        ({"why": ["moved", None, "price", None, None]}, r"'why' is missing in 1 of 3.*Say why"),
        ({"why": ["moved", "Price", "price", None, None]}, "'why' has one name in 2 spellings"),
        ({"months": [1, 2, -3, 4, 5]}, "'months' is negative"),
        ({"left": [1, 1, 2, 0, 0]}, "'left' is neither 0 nor 1"),
    ],
)
def test_what_cannot_be_counted_says_so(change, message):
    with pytest.raises(ValueError, match=message):
        incidence.curves(FIVE.assign(**change), **TIME, reason="why")


def test_a_missing_column_and_an_empty_table_are_named():
    with pytest.raises(ValueError, match="customers has no column 'motive'"):
        incidence.curves(FIVE, **TIME, reason="motive")
    with pytest.raises(ValueError, match="customers is empty"):
        incidence.curves(FIVE.iloc[:0], **TIME, reason="why")


def test_everybody_who_leaves_at_once_is_counted_at_zero():
    found = incidence.curves(FIVE.assign(months=0, left=1, why=list("ababa")), **TIME, reason="why")
    assert found["incidence"].to_list() == pytest.approx([0.6, 0.4])


def test_repeated_labels_are_no_trouble():
    twice = FIVE.set_axis(["a"] * 5)
    assert_frame_equal(
        incidence.curves(twice, **TIME, reason="why"), incidence.curves(FIVE, **TIME, reason="why")
    )
