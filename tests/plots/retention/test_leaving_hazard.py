"""Figures of hazard ratios, read from their artists; the claims, from the tables."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from pandas.testing import assert_frame_equal

from crmkit.plots import leaving_hazard
from crmkit.plots.style import EXPECTED, QUIET
from tests.plots.drawn import overlaps, texts, title

RATIOS = pd.DataFrame(
    {"estimate": [0.5, 0.95, 1.8, 0.05], "low": [0.4, 0.6, 1.5, 0.03], "high": [0.6, 1.5, 2, 0.07]},
    index=["backup", "price", "cheque", "two years"],
)
TRUE = pd.Series({"card": 1.0, "adviser": 0.7})
FOUND = {
    "chosen": pd.DataFrame(
        {"estimate": [0.65, 0.72], "low": [0.58, 0.66], "high": [0.72, 0.8]}, index=TRUE.index
    ),
    "by lot": pd.DataFrame(
        {"estimate": [0.97, 0.68], "low": [0.9, 0.62], "high": [1.06, 0.75]}, index=TRUE.index
    ),
}


def test_each_ratio_has_its_interval_on_a_logarithmic_axis_the_lowest_on_top():
    ax = leaving_hazard.hazard_ratios(RATIOS)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["cheque", "price", "backup", "two years"]
    assert ax.get_xscale() == "log"
    spans = [line for line in ax.lines if len(line.get_xdata()) == 2][:4]
    for name, line in zip(names, spans, strict=True):
        assert list(line.get_xdata()) == RATIOS.loc[name, ["low", "high"]].to_list()
    assert texts(ax) == ["1.80", "0.95", "0.50", "0.05"]
    assert title(ax) == ("Of 4 hazard ratios: 2 below 1, 1 above 1 and 1 unclear")
    assert overlaps(ax) == []


def test_the_title_speaks_of_the_highlighted_rows_and_of_them_alone():
    ax = leaving_hazard.hazard_ratios(RATIOS, highlight=["backup", "price"])
    assert title(ax) == "Of 2 hazard ratios: 1 below 1 and 1 unclear"
    dots = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert [to_hex(dot.get_color()) for dot in dots] == [QUIET, EXPECTED, EXPECTED, QUIET]


def test_truth_and_what_was_found_stand_on_one_row_and_the_title_says_what_was_missed():
    ax = leaving_hazard.found_and_true(FOUND, TRUE)
    assert title(ax) == "Chosen: true ratio of card missed; by lot: all 2 found"
    for container, table in zip(ax.containers, FOUND.values(), strict=True):
        assert list(container.lines[0].get_xdata()) == table["estimate"].to_list()
    [truth] = [c for c in ax.collections if c.get_label() == "true"]
    assert [segment[0][0] for segment in truth.get_segments()] == TRUE.to_list()
    assert overlaps(ax) == []


def test_steps_stand_from_the_top_down_and_those_that_hold_one_are_grey():
    ax = leaving_hazard.adjusted_ratios(RATIOS.iloc[[2, 1]], trait="Cheque")
    assert title(ax) == "Cheque: 1.80 cheque, 0.95 price"
    places = [line.get_ydata()[0] for line in ax.lines if len(line.get_xdata()) == 1]
    dots = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert places == [1, 0]
    assert [to_hex(dot.get_color()) for dot in dots] == [EXPECTED, QUIET]
    assert texts(ax) == ["1.80", "0.95"]
    assert overlaps(ax) == []


def test_given_axes_are_used_and_tables_are_not_changed():
    before, found = RATIOS.copy(), FOUND["chosen"].copy()
    _, (one, other) = plt.subplots(1, 2)
    assert leaving_hazard.hazard_ratios(RATIOS, ax=one) is one
    assert leaving_hazard.found_and_true(FOUND, TRUE, ax=other) is other
    assert_frame_equal(RATIOS, before)
    assert_frame_equal(FOUND["chosen"], found)


def test_what_cannot_be_drawn_says_so():
    with pytest.raises(ValueError, match=r"highlight names \['club'\], but ratios has rows"):
        leaving_hazard.hazard_ratios(RATIOS, highlight=["club"])
    with pytest.raises(ValueError, match="no column 'low'"):
        leaving_hazard.hazard_ratios(RATIOS.drop(columns="low"))
    with pytest.raises(ValueError, match="found holds 0 tables; one or two"):
        leaving_hazard.found_and_true({}, TRUE)
    with pytest.raises(ValueError, match="chosen has no column 'club'"):
        leaving_hazard.found_and_true(FOUND, TRUE.rename({"card": "club"}))
