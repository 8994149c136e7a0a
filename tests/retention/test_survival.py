"""Kaplan-Meier and log-rank: by hand, published, late entry, simulated, on bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from crmkit import datasets
from crmkit.retention import survival

FIVE = pd.DataFrame(
    {"bonds": [0, 0, 1, 1, 1], "months": [0, 3, 3, 5, 7], "left": [0, 1, 1, 0, 1]},
    index=list("abcde"),
)
LATE = pd.DataFrame(
    {"begin": [0, 0, 2, 3, 5], "months": [2, 6, 5, 6, 8], "left": [1, 1, 1, 0, 1]},
    index=list("abcde"),
)
TIME = {"tenure": "months", "left": "left"}
# Rows 23 and 54: weeks of remission of leukaemia with 6-MP (21 patients) and with a placebo (21),
# Freireich et al. 1963, Gehan 1965.
WITH_6MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
LEUKAEMIA = pd.DataFrame(
    {
        "months": [*WITH_6MP, *PLACEBO],
        "left": [*RELAPSED, *[1] * 21],
        "placebo": [0] * 21 + [1] * 21,
    }
)


@pytest.fixture(scope="module")
def telecom():
    table = datasets.load("telecom_churn")
    table["left"] = (table["churn"] == "Yes").astype("int64")
    return table


def test_kaplan_meier_by_hand():
    # At 3 months 4 are at risk and 2 leave; at 7 the last one does. 0 and 5 are only seen.
    curve = survival.curves(FIVE, tenure="months", left="left").loc["all"]
    assert curve.index.to_list() == [0, 3, 7]
    assert curve["at_risk"].to_list() == [5, 4, 1]
    assert curve["survival"].to_list() == [1, 1 / 2, 0]


def test_tenure_zero_stays_in_and_changes_no_curve():
    all_five = survival.curves(FIVE, tenure="months", left="left").loc["all", "survival"]
    four = survival.curves(FIVE.iloc[1:], tenure="months", left="left").loc["all", "survival"]
    assert all_five.equals(four)


def test_who_leaves_at_once_lowers_the_curve_from_the_start():
    table = FIVE.assign(left=[1, 1, 1, 0, 1])
    curve = survival.curves(table, tenure="months", left="left").loc["all"]
    assert curve["survival"].iloc[0] == 0.8


def test_survival_of_the_telecom_customers(telecom):
    curve = survival.curves(telecom, tenure="tenure_months", left="left").loc["all"]
    known = curve["survival"].loc[[12, 24, 48, 72]]
    assert known.to_list() == pytest.approx([0.8432, 0.7887, 0.7088, 0.5928], abs=0.00005)


def test_curves_are_those_of_statsmodels_and_fall_within_bounds(telecom):
    curve = survival.curves(telecom, tenure="tenure_months", left="left").loc["all"]
    theirs = SurvfuncRight(telecom["tenure_months"], telecom["left"])
    assert curve["survival"].iloc[1:].to_numpy() == pytest.approx(theirs.surv_prob)
    assert (curve["survival"].diff().dropna() <= 0).all()
    assert curve["low"].between(0, 1).all() and curve["high"].between(0, 1).all()
    inside = curve.iloc[1:]
    assert (inside["low"] < inside["survival"]).all() and (
        inside["survival"] < inside["high"]
    ).all()
    # Leavers add up, and the last row stands at the longest tenure.
    assert curve["leavers"].sum() == telecom["left"].sum()
    assert curve.index[-1] == telecom["tenure_months"].max()


def test_a_group_that_nobody_left_is_flat():
    table = FIVE.assign(left=[0, 1, 0, 0, 0])
    curves = survival.curves(table, tenure="months", left="left", by="bonds")
    assert curves.loc[1, "survival"].to_list() == [1, 1]
    assert curves.loc[1].index.to_list() == [0, 7]


def test_kaplan_meier_intervals_hold_the_truth_about_as_often_as_they_say():
    rng, held = np.random.default_rng(7), []
    for _ in range(200):
        lives, seen = rng.exponential(30, 200), rng.uniform(0, 60, 200)
        table = pd.DataFrame({"months": np.minimum(lives, seen), "left": (lives <= seen) * 1})
        curve = survival.curves(table, tenure="months", left="left").loc["all"]
        at = curve[curve.index <= 20].iloc[-1]
        held.append(at["low"] <= np.exp(-20 / 30) <= at["high"])
    assert 0.91 <= np.mean(held) <= 0.99


@pytest.mark.parametrize("bad", [-1, np.nan, np.inf])
def test_a_tenure_that_cannot_be_is_named(bad):
    table = FIVE.assign(months=[0, 3, 3, 5, bad])
    with pytest.raises(ValueError, match=r"'months' is \w+ in 1 of 5 row\(s\); first: \['e'\]"):
        survival.curves(table, tenure="months", left="left")


def test_groups_of_curves_stand_in_the_order_of_their_categories():
    kinds = pd.Categorical(["low", "low", "high", "high", "low"], ["none", "low", "high"])
    curves = survival.curves(FIVE.assign(k=kinds), tenure="months", left="left", by="k")
    assert list(curves.index.get_level_values("k").unique()) == ["low", "high"]
    mixed = FIVE.assign(k=[1, "a", 1, "a", 1])
    assert len(survival.curves(mixed, tenure="months", left="left", by="k")) > 0


def test_the_table_is_not_changed():
    kept = FIVE.copy()
    survival.curves(FIVE, tenure="months", left="left", by="bonds")
    assert_frame_equal(FIVE, kept)


def test_the_column_of_groups_is_named_by_text():
    with pytest.raises(ValueError, match="customers has no column 0"):
        survival.curves(FIVE, tenure="months", left="left", by=0)


# As published


def test_leukaemia_curve_is_the_published_one():
    curve = survival.curves(LEUKAEMIA.query("placebo == 0"), **TIME)
    published = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    found = survival.at(curve, [6, 7, 10, 13, 16, 22, 23])["survival"]
    assert found.to_list() == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize(
    ("load", "tenure", "left", "by", "published", "digit"),
    [
        (lambda: datasets.load("reigns"), "years", "lost_office", "democracy", 260.47, 0.005),
        (lambda: LEUKAEMIA, "months", "left", "placebo", 16.79, 0.005),
        (lambda: datasets.load("brain_cancer"), "months", "died", "sex", 1.44, 0.005),
        (lambda: datasets.load("recidivism"), "weeks", "arrested", "aid", 3.84, 0.005),
    ],
)
def test_log_rank_statistics_are_those_published(load, tenure, left, by, published, digit):
    test = survival.log_rank(load(), tenure=tenure, left=left, by=by)
    assert test["chi_square"] == pytest.approx(published, abs=digit)


def test_log_rank_p_values_are_those_published():
    brain, trials = datasets.load("brain_cancer"), datasets.load("publication_times")
    p = survival.log_rank(brain, tenure="months", left="died", by="sex")["p_value"]
    assert p == pytest.approx(0.23, abs=0.005)
    p = survival.log_rank(trials, tenure="months", left="published", by="positive")["p_value"]
    assert p == pytest.approx(0.36, abs=0.005)


@pytest.mark.parametrize(
    ("gender", "with_entry", "without"),
    [(1, [0.638, 0.454], [0.843, 0.667]), (2, [0.741, 0.500], [0.890, 0.652])],
)
def test_retirement_home_without_entry_ages_lives_too_long(gender, with_entry, without):
    """A figure of ours, from 68 to 80 and 85 years; the publication gives the data alone."""
    old = datasets.load("retirement_home").query("gender == @gender and age_months > 816")
    old = old.assign(begin=old["entry_months"].clip(lower=816))
    time = {"tenure": "age_months", "left": "died"}
    found = survival.at(survival.curves(old, **time, entry="begin"), [960, 1020])["survival"]
    assert found.to_list() == pytest.approx(with_entry, abs=0.0005)
    found = survival.at(survival.curves(old, **time), [960, 1020])["survival"]
    assert found.to_list() == pytest.approx(without, abs=0.0005)


# Late entry


def test_late_entry_by_hand():
    # At 2 a and b are at risk (c enters then), at 5 b, c and d, at 6 b and d with e entered at 5.
    curve = survival.curves(LATE, **TIME, entry="begin").loc["all"]
    assert curve.index.to_list() == [0, 2, 5, 6, 8]
    assert curve["at_risk"].to_list() == [2, 2, 3, 3, 1]
    assert curve["survival"].to_list() == pytest.approx([1, 1 / 2, 1 / 3, 2 / 9, 0])


def test_entry_at_zero_is_no_late_entry():
    table = FIVE.assign(begin=0, left=[1, 1, 1, 0, 1])
    assert_frame_equal(
        survival.curves(table, **TIME, entry="begin"), survival.curves(table, **TIME)
    )


def test_the_curve_begins_at_the_smallest_entry():
    curve = survival.curves(LATE.iloc[2:], **TIME, entry="begin").loc["all"]
    assert curve.index[0] == 2 and curve["survival"].iloc[0] == 1 and curve["at_risk"].iloc[0] == 1


def test_late_entry_recovers_the_truth_and_ignoring_it_does_not():
    rng, held, ignored = np.random.default_rng(3), [], []
    for _ in range(200):
        lives, begin = rng.exponential(30, 1000), rng.uniform(-10, 40, 1000).clip(0)
        there = lives > begin
        end = np.minimum(lives, begin + 20)
        table = pd.DataFrame({"months": end, "left": (lives <= end) * 1, "begin": begin})[there]
        at = survival.at(survival.curves(table, **TIME, entry="begin"), 25).iloc[0]
        held.append(at["low"] <= np.exp(-25 / 30) <= at["high"])
        ignored.append(survival.at(survival.curves(table, **TIME), 25)["survival"].iloc[0])
    assert 0.90 <= np.mean(held) <= 0.99
    assert np.mean(ignored) > np.exp(-25 / 30) + 0.1


def test_an_early_risk_set_of_one_that_empties_is_warned_of():
    table = LATE.assign(months=[1, 6, 5, 6, 8], begin=[0, 2, 2, 3, 5])
    with pytest.warns(UserWarning, match="all 1 at risk in 'all' left at 1, and the curve stays"):
        curve = survival.curves(table, **TIME, entry="begin").loc["all"]
    assert curve["survival"].iloc[1:].to_list() == [0] * (len(curve) - 1)
    assert curve[["low", "high"]].iloc[1:].to_numpy().tolist() == [[0, 0]] * (len(curve) - 1)


def test_exits_before_entries_are_refused_and_those_at_the_entry_left_out():
    with pytest.raises(
        ValueError, match=r"'begin' is after 'months' in 1 of 5.*\['e'\]. Both count"
    ):
        survival.curves(LATE.assign(begin=[0, 0, 2, 3, 9]), **TIME, entry="begin")
    with pytest.warns(UserWarning, match="1 customer.s. left at the very time of their 'begin'"):
        some = survival.curves(LATE.assign(begin=[0, 0, 5, 3, 5]), **TIME, entry="begin")
    assert_frame_equal(some, survival.curves(LATE.drop(index="c"), **TIME, entry="begin"))
    with pytest.raises(ValueError, match="'begin' equals 'months' for everybody"):
        survival.curves(LATE.assign(begin=LATE["months"]), **TIME, entry="begin")


# Reading a curve


def test_a_curve_is_read_at_its_last_step():
    curve = survival.curves(FIVE, **TIME)
    assert survival.at(curve, [0, 2.9, 3, 6, 7])["survival"].to_list() == [1, 1, 0.5, 0.5, 0]
    assert list(survival.at(curve, 3).columns) == ["survival", "low", "high"]


def test_a_curve_is_not_read_beyond_its_end():
    curves = survival.curves(FIVE, **TIME, by="bonds")
    with pytest.raises(ValueError, match=r"0 was watched from 0 to 3, not at \[5\.?0?\]"):
        survival.at(curves, 5)
    with pytest.raises(ValueError, match="months is empty"):
        survival.at(curves, [])
    with pytest.raises(ValueError, match="two levels"):
        survival.at(curves.loc[0], 1)


# Log-rank


def test_log_rank_is_the_score_test_of_cox_where_nobody_is_tied():
    rng = np.random.default_rng(2)
    begin, x, layer = rng.uniform(0, 5, 80), rng.integers(0, 2, 80), rng.integers(0, 3, 80)
    table = pd.DataFrame(
        {"months": begin + rng.exponential(9, 80), "begin": begin, "x": x, "s": layer}
    )
    table["left"] = rng.integers(0, 2, 80)
    score = information = 0.0
    for row in table[table["left"] == 1].itertuples():
        there = (begin < row.months) & (table["months"] >= row.months) & (layer == row.s)
        mean = x[there].mean()
        score += row.x - mean
        information += mean * (1 - mean)
    found = survival.log_rank(table, **TIME, by="x", strata="s", entry="begin")
    assert found["chi_square"] == pytest.approx(score**2 / information)


@pytest.mark.parametrize(("strata", "entry"), [(None, None), ("s", None), (None, "begin")])
def test_log_rank_is_that_of_statsmodels(strata, entry):
    """Which does not take strata and entry together."""
    rng = np.random.default_rng(9)
    table = pd.DataFrame(rng.integers(0, 3, (200, 2)), columns=["g", "s"])
    table["begin"] = rng.integers(0, 5, 200) + 0.5
    table["months"] = np.ceil(table["begin"]) + rng.integers(0, 12, 200)
    table["left"] = rng.binomial(1, 0.7, 200)
    theirs = survdiff(
        *(table[name] for name in ("months", "left", "g")),
        strata=None if strata is None else table[strata],
        entry=None if entry is None else table[entry].to_numpy(),
    )
    found = survival.log_rank(table, **TIME, by="g", strata=strata, entry=entry)
    assert found[["chi_square", "p_value"]].to_list() == pytest.approx(theirs)


def test_log_rank_rejects_equal_groups_as_rarely_as_it_says():
    rng, p = np.random.default_rng(11), []
    for _ in range(400):
        table = pd.DataFrame({"months": rng.geometric(0.1, 60), "g": rng.integers(0, 3, 60)})
        table["left"] = rng.binomial(1, 0.8, 60)
        p.append(survival.log_rank(table, **TIME, by="g")["p_value"])
    assert 0.03 <= np.mean(np.array(p) < 0.05) <= 0.075


def test_log_rank_of_a_tiny_p_value_is_no_zero():
    reigns = datasets.load("reigns")
    found = survival.log_rank(reigns, tenure="years", left="lost_office", by="democracy")
    assert 0 < found["p_value"] < 1e-50


def test_log_rank_names_what_it_cannot_compare():
    with pytest.raises(ValueError, match="'bonds' has the one group"):
        survival.log_rank(FIVE.assign(bonds=1), **TIME, by="bonds")
    with pytest.raises(ValueError, match="none of 5 customers left"):
        survival.log_rank(FIVE.assign(left=0), **TIME, by="bonds")
    with pytest.raises(ValueError, match="never at risk together"):
        survival.log_rank(
            FIVE.assign(months=[1, 1, 3, 4, 5], left=[0, 0, 1, 1, 1]), **TIME, by="bonds"
        )


def test_a_first_group_that_is_never_at_risk_is_seen():
    table = pd.DataFrame(
        {"months": [0, 0, 3, 4, 5, 6, 7], "g": list("aabcbcb"), "left": [0, 0, 1, 1, 1, 1, 1]}
    )
    with pytest.raises(ValueError, match="some group of 'g' is never at risk together"):
        survival.log_rank(table, **TIME, by="g")


def test_one_customer_and_repeated_labels_are_no_trouble():
    one = survival.curves(pd.DataFrame({"months": [3], "left": [True]}), **TIME).loc["all"]
    assert one["survival"].to_list() == [1, 0]
    twice = FIVE.set_axis(["a"] * 5)
    assert_frame_equal(survival.curves(twice, **TIME, by="bonds"),
                       survival.curves(FIVE, **TIME, by="bonds"))  # fmt: skip
    with pytest.raises(ValueError, match="'begin' is missing in 1 of 5"):
        survival.curves(LATE.assign(begin=[0, 0, 2, 3, np.nan]), **TIME, entry="begin")
