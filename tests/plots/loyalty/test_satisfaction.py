"""Figures of satisfaction: what their artists say."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import course_style, satisfaction
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title


@pytest.fixture(autouse=True)
def _close():
    plt.switch_backend("agg")
    course_style()
    yield
    plt.close("all")


def around(estimates, reach, index):
    e = np.array(estimates)
    return pd.DataFrame({"estimate": e, "low": e - reach, "high": e + reach}, index=index)


def surveys():
    return around([0.18, 0.07, 0.19], 0.1, [1, 2, 3])


def curve():
    return around([0.1, 0.12, 0.45, 0.6], 0.03, [1, 2, 3, 4]).assign(
        rise=[np.nan, 0.02, 0.33, 0.15]
    )


def groups():
    names = ["no failure", "silent", "excellent recovery"]
    happy = around([7.4, 5.0, 8.1], 0.1, names).assign(difference=[np.nan, -2.4, 0.7])
    again = around([0.71, 0.45, 0.59], 0.03, names).assign(difference=[np.nan, -0.26, -0.12])
    return happy, again


def paths():
    arrows = pd.MultiIndex.from_tuples([("image", "loyalty"), ("value", "loyalty"), ("a", "b")])
    return around([0.2, 0.05, 0.5], 0.1, arrows)


def use():
    rows = pd.MultiIndex.from_product([["few calls", "many calls"], ["light", "middling", "heavy"]])
    return around([0.05, 0.06, 0.4, 0.95, 0.3, 0.43], 0.02, rows)


def offers():
    return pd.DataFrame({"saved_share_needed": [1.13, 0.92, 0.33, 0.27]}, index=[1, 2, 3, 4])


def drawn(name):
    return {
        "nps_over_time": lambda ax=None: satisfaction.nps_over_time(surveys(), truth=0.14, ax=ax),
        "outcome_curve": lambda ax=None: satisfaction.outcome_curve(
            curve(), what="left", of="calls", or_more=True, ax=ax
        ),
        "recovery_paradox": lambda ax=None: satisfaction.recovery_paradox(*groups(), ax=ax),
        "path_intervals": lambda ax=None: satisfaction.path_intervals(paths(), ax=ax),
        "rates_by_use": lambda ax=None: satisfaction.rates_by_use(
            use(), what="left", of="minutes", ax=ax
        ),
        "saved_share_needed": lambda ax=None: satisfaction.saved_share_needed(
            offers(), saved_share=0.4, ax=ax
        ),
    }[name]


@pytest.mark.parametrize("name", satisfaction.__all__)
def test_given_axes_are_used_and_no_labels_overlap(name):
    _, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
    assert drawn(name)(ax) is ax
    assert overlaps(ax) == []
    assert ax.get_xlabel()


def test_nps_is_drawn_in_points_and_its_range_is_the_claim():
    ax = drawn("nps_over_time")()
    assert ax.lines[1].get_ydata().tolist() == pytest.approx([18, 7, 19])
    assert ax.lines[0].get_ydata()[0] == pytest.approx(14)
    assert title(ax) == "Nothing changed, and the NPS goes from 7 to 19"
    assert texts(ax)[:3] == ["18", "7", "19"]


def test_curve_colours_what_lies_beyond_the_cliff():
    ax = satisfaction.outcome_curve(curve(), what="left", of="calls", or_more=True, color=BAD)
    bars = ax.containers[0]
    assert [bar.get_height() for bar in bars] == pytest.approx([10, 12, 45, 60])
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in bars]
    assert colors == [QUIET, QUIET, BAD, BAD]
    assert title(ax) == "The cliff lies between 2 and 3: 12 % and 45 % left"
    assert ax.get_xticklabels()[-1].get_text() == "4 or more"


def test_a_falling_curve_colours_what_lies_before_the_cliff():
    ax = satisfaction.outcome_curve(
        around([0.9, 0.2], 0.03, [1, 2]).assign(rise=[np.nan, -0.7]), what="stayed", of="calls"
    )
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.containers[0]]
    assert colors == [EXPECTED, QUIET]


def test_words_stand_below_the_values():
    ax = satisfaction.outcome_curve(curve(), what="left", of="calls", words={3: "passive"})
    assert ax.get_xticklabels()[2].get_text() == "3\npassive"
    assert "2 and 3:" in title(ax)


def test_paradox_lies_right_of_no_failure_and_below_it():
    ax = drawn("recovery_paradox")()
    points = [tuple(c.lines[0].get_xydata()[0]) for c in ax.containers]
    (x, y), _, (best_x, best_y) = points
    assert (x, y) == pytest.approx((7.4, 71))
    assert best_x > x
    assert best_y < y
    assert title(ax) == (
        "After an excellent recovery: satisfaction +0.7 points, repurchase -12 points"
    )


def test_arrows_are_sorted_and_grey_where_zero_is_held():
    ax = drawn("path_intervals")()
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["value → loyalty", "image → loyalty", "a → b"]
    colors = [line.get_color() for line in ax.lines[:6:2]]
    assert colors == [QUIET, EXPECTED, EXPECTED]
    assert title(ax) == "2 of 3 arrows stand clear of zero, 1 (grey) do not"


def test_lines_of_use_show_the_rates_and_their_ends():
    ax = drawn("rates_by_use")()
    assert ax.lines[0].get_ydata().tolist() == pytest.approx([5, 6, 40])
    assert title(ax) == "Of the lightest users 5 % and 95 % left, of the heaviest 40 % and 43 %"
    assert sorted(texts(ax)) == ["40 %", "43 %", "5 %", "95 %"]


def test_offers_that_pay_are_green():
    ax = drawn("saved_share_needed")()
    bars = ax.containers[0]
    assert [bar.get_height() for bar in bars] == pytest.approx([113, 92, 33, 27])
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in bars]
    assert colors == [QUIET, QUIET, GOOD, GOOD]
    assert title(ax) == "An offer that holds 40 % of leavers pays from call 3 on"


@pytest.mark.parametrize(
    ("held", "claim"),
    [(0.1, "pays at none of these calls"), (0.3, "pays from call 4 on")],
)
def test_title_says_where_an_offer_pays(held, claim):
    assert title(satisfaction.saved_share_needed(offers(), saved_share=held)).endswith(claim)
    uneven = offers().iloc[[2, 0]].set_axis([1, 2])
    assert title(satisfaction.saved_share_needed(uneven, saved_share=0.4)).endswith(
        "pays at call 1"
    )


def test_nobody_leaves_is_written():
    table = offers().assign(saved_share_needed=[np.nan, 0.9, 0.3, 0.2])
    ax = satisfaction.saved_share_needed(table, saved_share=0.4)
    assert texts(ax)[0] == "nobody\nleaves"


def test_missing_columns_lines_and_groups_are_named():
    with pytest.raises(ValueError, match="no column 'low'"):
        satisfaction.nps_over_time(surveys().drop(columns="low"), truth=0)
    with pytest.raises(ValueError, match="one row"):
        satisfaction.outcome_curve(curve().head(1), what="left", of="calls")
    with pytest.raises(ValueError, match="two lines are drawn, but the table has 1"):
        satisfaction.rates_by_use(use().head(3), what="left", of="minutes")
    with pytest.raises(ValueError, match="no group 'excellent recovery'"):
        satisfaction.recovery_paradox(*(table.head(2) for table in groups()))


def test_tables_are_not_changed():
    for plot, table in [
        (lambda t: satisfaction.outcome_curve(t, what="left", of="calls"), curve()),
        (satisfaction.path_intervals, paths()),
        (lambda t: satisfaction.saved_share_needed(t, saved_share=0.4), offers()),
    ]:
        kept = table.copy()
        plot(table)
        assert_frame_equal(table, kept)
