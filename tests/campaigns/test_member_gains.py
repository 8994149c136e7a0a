"""For whom a club pays, by what customers spent after they were chosen."""

import numpy as np
import pandas as pd
import pytest

from crmkit.campaigns import member_gains

TERMS = {"cost": 40, "lift": 0.12, "margin_rate": 0.3}
SPEND = pd.Series([3000.0, 5000.0, 100.0, 300.0, 900.0], index=list("vwxyz"))
GROUPS = pd.Series(["many", "many", "few", "few", "one"], index=list("vwxyz"))


def test_gain_is_the_margin_of_the_lift_less_the_cost():
    found = member_gains.by_group(SPEND, GROUPS, **TERMS)
    assert list(found.index) == ["many", "one", "few"]
    assert found.loc["many", "estimate"] == pytest.approx(4000 * 0.036 - 40)
    assert found["customers"].to_dict() == {"many": 2, "one": 1, "few": 2}
    assert found["profit"].sum() == pytest.approx((SPEND * 0.036 - 40).sum())


def test_whoever_spends_what_is_needed_earns_nothing_and_costs_nothing():
    needed = member_gains.needed_spend(**TERMS)
    found = member_gains.by_group(SPEND * 0 + needed, GROUPS, **TERMS)
    assert found["estimate"].to_list() == pytest.approx([0, 0, 0], abs=1e-9)


def test_rows_may_come_in_any_order():
    mixed = member_gains.by_group(SPEND, GROUPS.iloc[::-1], **TERMS)
    assert mixed.equals(member_gains.by_group(SPEND, GROUPS, **TERMS))


def test_one_customer_has_no_interval_and_no_verdict():
    one = member_gains.by_group(SPEND, GROUPS, **TERMS).loc["one"]
    assert np.isnan(one["low"]) and np.isnan(one["high"]) and one["verdict"] == "unclear"


def test_intervals_hold_the_true_gain():
    rng, held = np.random.default_rng(63), 0
    for _ in range(300):
        spend = pd.Series(rng.gamma(2, 1000, 60))
        low, high = member_gains.by_group(spend, pd.Series("a", index=spend.index), **TERMS).loc[
            "a", ["low", "high"]
        ]
        held += low <= 2000 * 0.036 - 40 <= high
    assert 0.91 <= held / 300 <= 0.98


def test_verdicts_follow_the_interval():
    rng = np.random.default_rng(1)
    spend = pd.Series(np.r_[rng.gamma(2, 2000, 50), rng.gamma(2, 100, 50), [900, 1300.0]])
    groups = pd.Series(["rich"] * 50 + ["poor"] * 50 + ["odd"] * 2)
    found = member_gains.by_group(spend, groups, **TERMS)["verdict"]
    assert found.to_dict() == {"rich": "pays", "odd": "unclear", "poor": "does not pay"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"spend": -SPEND}, "spend"),
        ({"spend": SPEND.where(SPEND > 200)}, "spend"),
        ({"spend": SPEND.astype(str)}, "spend"),
        ({"groups": GROUPS.iloc[:3]}, "groups"),
        ({"groups": GROUPS.where(GROUPS != "one")}, "groups"),
        ({"groups": pd.concat([GROUPS, GROUPS.iloc[:1]])}, "groups"),
        ({"lift": 0}, "lift"),
        ({"margin_rate": 30}, "margin_rate"),
        ({"cost": -1}, "cost"),
        ({"confidence": 95}, "confidence"),
    ],
)
def test_bad_input_is_named(change, message):
    given = {"spend": SPEND, "groups": GROUPS, **TERMS} | change
    with pytest.raises((ValueError, TypeError), match=message):
        member_gains.by_group(given.pop("spend"), given.pop("groups"), **given)


def test_inputs_are_not_changed():
    spend, groups = SPEND.copy(), GROUPS.copy()
    member_gains.by_group(spend, groups, **TERMS)
    assert spend.equals(SPEND) and groups.equals(GROUPS)


def test_groups_are_a_series_of_one_spelling():
    spend = pd.Series([1.0, 2, 3])
    money = {"cost": 1, "lift": 0.1, "margin_rate": 0.3}
    with pytest.raises(TypeError, match="groups must be a Series"):
        member_gains.by_group(spend, ["a", "b", "a"], **money)
    with pytest.raises(ValueError, match="2 spellings"):
        member_gains.by_group(spend, pd.Series(["a", "a ", "b"]), **money)
