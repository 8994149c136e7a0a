"""What a test by lot found: by hand, against scipy, on simulations, on bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy import stats

from crmkit import rates
from crmkit.retention import experiments
from crmkit.retention.field_tests.welch import welch

SIX = pd.DataFrame(
    {"mail": list("yyynnn"), "spent": [0, 30, 60, 0, 0, 30], "bought": [0, 1, 1, 0, 0, 1]}
)
SIDES = {"group": "mail", "control": "n"}


def hillstrom():
    """Row 68: orders after an e-mail test, as typed counts."""
    counts = {"men": (21_307, 267), "women": (21_387, 189), "none": (21_306, 122)}
    rows = [
        pd.DataFrame({"mail": name, "ordered": np.arange(asked) < orders})
        for name, (asked, orders) in counts.items()
    ]
    return pd.concat(rows, ignore_index=True)


def test_mens_mail_doubles_orders_as_published():
    found = experiments.rate_effects(hillstrom(), group="mail", control="none", outcome="ordered")
    assert 100 * found.loc["men", "response_rate"] == pytest.approx(1.253, abs=5e-4)
    assert 100 * found.loc["none", "response_rate"] == pytest.approx(0.573, abs=5e-4)
    assert 100 * found.loc["men", "estimate"] == pytest.approx(0.681, abs=5e-4)
    z = rates.rate_difference([122, 267], [21_306, 21_307])["z"]
    assert z == pytest.approx(7.4, abs=0.05)
    assert list(found.index) == ["none", "men", "women"]
    assert found.loc["none", ["estimate", "low"]].isna().all()


def test_means_agree_with_welch_of_scipy():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"mail": ["y"] * 70 + ["n"] * 90, "spent": rng.gamma(0.3, 50, 160)})
    found = experiments.mean_effects(table, outcome="spent", **SIDES).loc["y"]
    one, other = (table.loc[table["mail"] == side, "spent"] for side in "yn")
    test = stats.ttest_ind(one, other, equal_var=False)
    ends = test.confidence_interval()
    expected = [test.pvalue, ends.low, ends.high, test.statistic]
    ours = [found["p_value"], found["low"], found["high"], found["estimate"]]
    ours[3] /= found["standard_error"]
    assert ours == pytest.approx(expected)


def test_without_the_largest_order_by_hand():
    found = experiments.mean_effects(SIX, outcome="spent", **SIDES)
    # Of 0, 30, 60 the 60 goes: 15 - 10.
    assert found.loc["y", "without_largest"] == 5
    swapped = SIX.assign(spent=[0, 0, 30, 0, 30, 90])
    # The largest is in the control now: 10 - 15.
    assert experiments.mean_effects(swapped, outcome="spent", **SIDES).loc["y"][
        ["estimate", "without_largest"]
    ].to_list() == [-30, -5]


@pytest.mark.parametrize("share", [0.06, 0.02])
def test_intervals_of_money_hold_the_truth(share):
    """Many zeros and a few large orders: with 100 buyers a group Welch holds its promise."""
    rng = np.random.default_rng(2)
    held, n, tests = 0, round(100 / share / 0.6), 300
    truth = 0.2 * share * 120 * np.exp(1.0**2 / 2)
    for _ in range(tests):
        spent = [
            rng.binomial(1, p, n) * 120 * np.exp(rng.normal(0, 1, n)) for p in (share, 1.2 * share)
        ]
        table = pd.DataFrame({"mail": ["n"] * n + ["y"] * n, "spent": np.concatenate(spent)})
        row = experiments.mean_effects(table, outcome="spent", **SIDES).loc["y"]
        held += row["low"] <= truth <= row["high"]
    assert 0.92 <= held / tests <= 0.98


def test_sample_ratio_by_hand():
    table = pd.DataFrame({"mail": ["y"] * 60 + ["n"] * 40})
    found = experiments.sample_ratio(table, group="mail")
    # (10^2 + 10^2) / 50 = 4 with one degree of freedom.
    assert found["p_value"].to_list() == pytest.approx([stats.chi2.sf(4, 1)] * 2)
    planned = experiments.sample_ratio(table, group="mail", shares={"y": 0.6, "n": 0.4})
    assert planned["p_value"].iloc[0] == 1
    assert planned.loc["y", ["customers", "expected"]].to_list() == pytest.approx([60, 60])
    assert found["customer_share"].sum() == 1


def test_balance_by_hand():
    table = SIX.assign(past=[90, 60, 30, 60, 30, 0], age=[3, 3, 4, 4, 3, 3])
    found = experiments.balance(table, covariates=["past", "age"], **SIDES)
    assert found.loc[("past", "y"), ["mean", "difference"]].to_list() == [60, 30]
    assert found.loc[("past", "y"), "standardised_difference"] == 1
    assert found.loc[("age", "y"), "p_value"] == 1


def test_lots_give_small_p_values_as_often_as_they_say():
    rng = np.random.default_rng(3)
    p = []
    for _ in range(300):
        table = pd.DataFrame({"mail": rng.permutation(list("yn") * 60), "x": rng.gamma(1, 1, 120)})
        p.append(experiments.balance(table, covariates="x", **SIDES)["p_value"].iloc[0])
    assert 0.02 < np.mean(np.array(p) < 0.05) < 0.09


def test_order_of_rows_is_free_and_nothing_is_changed():
    before = SIX.copy()
    one = experiments.mean_effects(SIX, outcome="spent", **SIDES)
    assert_frame_equal(one, experiments.mean_effects(SIX[::-1], outcome="spent", **SIDES))
    experiments.rate_effects(SIX, outcome="bought", **SIDES)
    assert_frame_equal(SIX, before)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"control": "none"}, r"no customer is in control='none'; 'mail' holds \['n', 'y'\]"),
        ({"outcome": "mail"}, "group and outcome are one column"),
        ({"outcome": "money"}, "money"),
    ],
)
def test_wrong_columns_are_named(change, message):
    for effects in (experiments.rate_effects, experiments.mean_effects):
        with pytest.raises(ValueError, match=message):
            effects(SIX, **{**SIDES, "outcome": "bought", **change})


def test_bad_tables_are_refused():
    with pytest.raises(ValueError, match="everybody is in 'n': there is nothing to hold"):
        experiments.rate_effects(SIX[3:], outcome="bought", **SIDES)
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        experiments.rate_effects(SIX, outcome="spent", **SIDES)
    with pytest.raises(ValueError, match=r"mail \['y'\] has one customer"):
        experiments.mean_effects(SIX[2:], outcome="spent", **SIDES)
    with pytest.raises(ValueError, match="does not vary in 'n' and 'y'"):
        experiments.mean_effects(SIX.assign(spent=3), outcome="spent", **SIDES)
    for odd in (np.nan, np.inf):
        with pytest.raises(ValueError, match="spent"):
            experiments.mean_effects(
                SIX.assign(spent=[odd, 1, 2, 3, 4, 5]), outcome="spent", **SIDES
            )
    with pytest.raises(ValueError, match="mail"):
        experiments.rate_effects(SIX.assign(mail=[None, *"yynnn"]), outcome="bought", **SIDES)
    with pytest.raises(ValueError, match="is the same for everybody: leave it out"):
        experiments.balance(SIX.assign(age=3), covariates="age", **SIDES)
    with pytest.raises(ValueError, match="one group only"):
        experiments.sample_ratio(SIX[:3], group="mail")
    with pytest.raises(ValueError, match=r"shares are of \['y', 'x'\], but 'mail' holds"):
        experiments.sample_ratio(SIX, group="mail", shares={"y": 0.5, "x": 0.5})
    with pytest.raises(ValueError, match=r"add up to 0\.9"):
        experiments.sample_ratio(SIX, group="mail", shares={"y": 0.5, "n": 0.4})


def test_a_group_that_answers_never_has_an_interval_all_the_same():
    found = experiments.rate_effects(SIX.assign(bought=0), outcome="bought", **SIDES).loc["y"]
    assert found["low"] < 0 < found["high"]
    assert found["p_value"] == 1


MIXED = pd.DataFrame({"mail": ["a"] * 3 + [1] * 3, "spent": [0, 3, 5, 0, 0, 2], "y": [0, 1] * 3})


def test_names_may_be_words_and_numbers():
    found = experiments.mean_effects(MIXED, group="mail", control="a", outcome="spent")
    assert found.loc[1, "estimate"] == pytest.approx(-2)
    with pytest.raises(ValueError, match="no customer is in control=<NA>"):
        experiments.rate_effects(MIXED, group="mail", control=pd.NA, outcome="y")


@pytest.mark.parametrize(
    "call",
    [
        lambda t: experiments.sample_ratio(t, group="mail"),
        lambda t: experiments.rate_effects(t, group="mail", control="a", outcome="y"),
        lambda t: experiments.mean_effects(t, group="mail", control="a", outcome="spent"),
        lambda t: experiments.balance(t, group="mail", control="a", covariates="spent"),
    ],
)
def test_a_treatment_given_to_nobody_is_told(call):
    names = pd.Categorical(list("aaabbb"), categories=["a", "b", "call"])
    with pytest.raises(ValueError, match=r"nobody is in \['call'\] of 'mail'"):
        call(MIXED.assign(mail=names))
    with pytest.raises(ValueError, match="one name in 2 spellings"):
        call(MIXED.assign(mail=["a", "a", "a ", "b", "b", "b"]))


def test_a_constant_is_a_constant_whatever_its_rounding():
    test = pd.DataFrame({"mail": list("aaabbbb"), "spent": 0.1})
    with pytest.raises(ValueError, match="does not vary"):
        experiments.mean_effects(test, group="mail", control="a", outcome="spent")
    with pytest.raises(ValueError, match="is the same for everybody"):
        experiments.balance(test, group="mail", control="a", covariates="spent")
    found = welch(np.full(3, 0.1), np.full(4, 0.1))
    assert (found["p_value"], found["low"]) == (1.0, pytest.approx(0, abs=1e-15))


def test_shares_name_each_group_once():
    shares = pd.Series([0.5, 0.25, 0.25], ["a", 1, 1])
    with pytest.raises(ValueError, match=r"shares has 1 group\(s\) more than once"):
        experiments.sample_ratio(MIXED, group="mail", shares=shares)
