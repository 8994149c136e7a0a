"""A change that came to some centres: by hand, as in Haifa, on simulations, on bad input."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy import stats

from crmkit import datasets
from crmkit.retention import before_after

FOUR = pd.DataFrame(
    {
        "centre": [1, 1, 2, 2, 3, 3, 4, 4],
        "fined": [1] * 4 + [0] * 4,
        "phase": ["before", "after"] * 4,
        "late": [8, 18, 6, 20, 9, 9, 7, 8],
    }
)
NAMES = {"outcome": "late", "unit": "centre", "group": "fined", "phase": "phase"}
CHANGE = {**NAMES, "treated": 1, "before": "before"}
HAIFA = {"outcome": "late_pickups", "unit": "center", "group": "group", "phase": "phase"}


@pytest.fixture(scope="module")
def haifa():
    return datasets.load("daycare_fines")


def simulated(rng, *, effect, treated=6, others=4, weeks=4):
    """Centres differ, and so do their changes; what the change does is known."""
    n = treated + others
    level, own = rng.gamma(8, 1, n), rng.normal(0, 2, n)
    rows = []
    for centre in range(n):
        for phase in ("before", "after"):
            shift = (own[centre] + effect * (centre < treated)) * (phase == "after")
            late = level[centre] + shift + rng.normal(0, 2, weeks)
            rows += [(centre, int(centre < treated), phase, one) for one in late]
    return pd.DataFrame(rows, columns=["centre", "fined", "phase", "late"])


# As published


def test_a_fine_doubles_lateness_and_the_end_of_the_fine_does_not_undo_it(haifa):
    means = before_after.phase_means(haifa, **HAIFA)["estimate"]
    assert means["test"].to_list() == pytest.approx([8.0, 12.3, 18.5, 18.7], abs=0.05)
    # 8.25 is printed as 8.3.
    assert means["control"].to_list() == pytest.approx([10.0, 9.1, 9.3, 8.3], abs=0.0501)
    assert list(means["test"].index) == list(haifa["phase"].cat.categories)


def test_no_other_choice_of_six_centres_gives_as_large_a_difference(haifa):
    found = before_after.difference_in_differences(
        haifa, treated="test", before="before fine", **HAIFA
    )
    assert (found["low"] > 0).all()
    assert found.loc["after fine", "p_value"] == pytest.approx(1 / 210)
    assert found.loc["last 8 weeks with fine", "p_value"] == pytest.approx(1 / 210)
    means = before_after.phase_means(haifa, **HAIFA)["estimate"].unstack(0)
    change = means.sub(means.loc["before fine"])
    for phase, row in found.iterrows():
        assert row["estimate"] == pytest.approx(
            change.loc[phase, "test"] - change.loc[phase, "control"]
        )


# By hand and against others


def test_means_and_difference_by_hand():
    means = before_after.phase_means(FOUR, **NAMES)
    assert means["estimate"].to_list() == [7, 19, 8, 8.5]
    assert means["units"].to_list() == [2, 2, 2, 2]
    found = before_after.difference_in_differences(FOUR, **CHANGE)
    assert found.index.to_list() == ["after"]
    # 12 more in the fined centres, half a parent more in the others.
    assert found.loc["after", "estimate"] == 11.5


def test_intervals_are_those_of_welch_and_of_student(haifa):
    wide = haifa.pivot_table("late_pickups", ["group", "center"], "phase", observed=True)
    change = wide["after fine"] - wide["before fine"]
    theirs = stats.ttest_ind(change["test"], change["control"], equal_var=False)
    found = before_after.difference_in_differences(
        haifa, treated="test", before="before fine", **HAIFA
    ).loc["after fine"]
    assert found[["low", "high"]].to_list() == pytest.approx([*theirs.confidence_interval()])
    alone = stats.ttest_1samp(wide.loc["test", "after fine"], 0).confidence_interval()
    means = before_after.phase_means(haifa, **HAIFA).loc[("test", "after fine")]
    assert means[["low", "high"]].to_list() == pytest.approx([*alone])


def test_p_value_counts_the_choices_that_are_as_far_off():
    change = np.array([10, 14, 0, 1])
    differences = [
        change[list(pick)].mean() - np.delete(change, list(pick)).mean()
        for pick in combinations(range(4), 2)
    ]
    expected = np.mean(np.abs(differences) >= 11.5)
    found = before_after.difference_in_differences(FOUR, **CHANGE)
    assert found.loc["after", "p_value"] == expected == 2 / 6


def test_what_happened_to_everybody_is_taken_off():
    later = FOUR.assign(late=FOUR["late"] + 5 * (FOUR["phase"] == "after"))
    one, other = (before_after.difference_in_differences(t, **CHANGE) for t in (FOUR, later))
    assert_frame_equal(one, other)


def test_equal_changes_have_no_error():
    table = FOUR.assign(late=[1, 3, 2, 4, 5, 5, 6, 6])
    found = before_after.difference_in_differences(table, **CHANGE).loc["after"]
    assert found[["estimate", "standard_error", "low", "high"]].to_list() == [2, 0, 2, 2]


def test_more_weeks_of_a_centre_are_no_more_centres():
    """Writing every week down ten times tells nothing new."""
    ten = pd.concat([FOUR] * 10, ignore_index=True)
    assert_frame_equal(
        before_after.difference_in_differences(ten, **CHANGE),
        before_after.difference_in_differences(FOUR, **CHANGE),
    )


# On simulations


@pytest.mark.slow
def test_intervals_hold_the_true_effect_about_as_often_as_they_say():
    rng, held, rejected = np.random.default_rng(24), [], []
    for _ in range(200):
        one = before_after.difference_in_differences(simulated(rng, effect=5), **CHANGE)
        held.append(one["low"].iloc[0] <= 5 <= one["high"].iloc[0])
        none = before_after.difference_in_differences(simulated(rng, effect=0), **CHANGE)
        rejected.append(none["p_value"].iloc[0] <= 0.05)
    assert 0.91 <= np.mean(held) <= 0.99
    assert np.mean(rejected) <= 0.09


def test_many_units_are_drawn_instead_of_all_choices():
    panel = simulated(np.random.default_rng(5), effect=5, treated=15, others=15)
    with pytest.raises(ValueError, match=r"15 of 30 units can be chosen in 155,117,520 ways"):
        before_after.difference_in_differences(panel, **CHANGE)
    found = before_after.difference_in_differences(panel, rng=np.random.default_rng(1), **CHANGE)
    assert found.loc["after", "p_value"] < 0.01
    none = simulated(np.random.default_rng(5), effect=0, treated=15, others=15)
    found = before_after.difference_in_differences(none, rng=np.random.default_rng(1), **CHANGE)
    assert found.loc["after", "p_value"] > 0.05


# Bad input


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (FOUR.assign(late=[8, 18, 6, 20, 9, 9, 7, np.nan]), r"'late' is missing in 1 of 8"),
        (FOUR.assign(late=[8, 18, 6, 20, 9, 9, 7, np.inf]), r"'late' is infinite in 1 of 8"),
        (FOUR.assign(late=list("abcdefgh")), "'late' must be numbers"),
        (FOUR.assign(fined=[1, 0, 1, 1, 0, 0, 0, 0]), r"1 centre\(s\) are in two groups.*\[1\]"),
        (FOUR.iloc[:-1], r"1 centre\(s\) lack a phase; first: \[4\]"),
        (FOUR.assign(phase=[None, *FOUR["phase"][1:]]), "'phase' is missing in 1 of 8"),
        (FOUR.iloc[:6], r"\{'treated': 2, 'others': 1\} units: without two in each group"),
        (FOUR[FOUR["phase"] == "before"], "there is no phase but 'before'"),
        (FOUR.iloc[:0], "the panel is empty"),
        (FOUR.drop(columns="centre"), "the panel has no column 'centre'"),
    ],
)
def test_a_panel_that_says_nothing_says_why(table, message):
    with pytest.raises(ValueError, match=message):
        before_after.difference_in_differences(table, **CHANGE)


def test_names_of_groups_and_phases_are_checked():
    with pytest.raises(ValueError, match=r"no fined is 'yes'; found \[1, 0\]"):
        before_after.difference_in_differences(FOUR, **CHANGE | {"treated": "yes"})
    with pytest.raises(ValueError, match=r"no phase is 'then'; found \['before', 'after'\]"):
        before_after.difference_in_differences(FOUR, **CHANGE | {"before": "then"})


def test_one_centre_has_a_mean_and_no_interval():
    means = before_after.phase_means(FOUR.iloc[:2], **NAMES)
    assert means["estimate"].to_list() == [8, 18] and means["low"].isna().all()


def test_a_panel_is_not_changed():
    kept = FOUR.copy()
    before_after.phase_means(FOUR, **NAMES)
    before_after.difference_in_differences(FOUR, **CHANGE)
    assert_frame_equal(FOUR, kept)


def test_four_columns_and_two_names_are_asked_for():
    with pytest.raises(ValueError, match="must be four columns, but are"):
        before_after.phase_means(FOUR, **{**NAMES, "group": "centre"})
    with pytest.raises(ValueError, match=r"no fined is \[1\]; found"):
        before_after.difference_in_differences(FOUR, **{**CHANGE, "treated": [1]})
    with pytest.raises(ValueError, match=r"no phase is \['before'\]; found"):
        before_after.difference_in_differences(FOUR, **{**CHANGE, "before": ["before"]})
    with pytest.raises(ValueError, match="'phase' holds a list, not one value a row"):
        before_after.phase_means(FOUR.assign(phase=[["a"]] * len(FOUR)), **NAMES)


def test_phases_may_be_true_and_false():
    panel = FOUR.assign(phase=FOUR["phase"] == "after")
    found = before_after.difference_in_differences(panel, **{**CHANGE, "before": False})
    named = before_after.difference_in_differences(FOUR, **CHANGE)
    assert found.loc[True].tolist() == named.loc["after"].tolist()


def test_one_name_in_two_spellings_is_no_further_group_or_phase():
    panel = pd.DataFrame({"c": np.repeat(range(4), 2), "p": ["a", "b"] * 4, "y": range(8)})
    panel["g"] = np.repeat(["fined", "Fined ", "not", "not"], 2)
    with pytest.raises(ValueError, match="'g' has one name in 2 spellings"):
        before_after.phase_means(panel, outcome="y", unit="c", group="g", phase="p")


def test_huge_numbers_have_an_interval_as_small_ones_do():
    panel = pd.DataFrame({"c": np.repeat(range(4), 2), "p": ["a", "b"] * 4})
    panel["g"], panel["y"] = np.repeat([1, 0], 4), [8.0, 18, 6, 20, 9, 9, 7, 8]
    asked = {"outcome": "y", "unit": "c", "group": "g", "treated": 1, "phase": "p", "before": "a"}
    one = before_after.difference_in_differences(panel, **asked)
    huge = before_after.difference_in_differences(panel.assign(y=panel["y"] * 1e95), **asked)
    assert (huge["high"] / 1e95).to_list() == pytest.approx(one["high"].to_list())
