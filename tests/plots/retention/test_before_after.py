"""The figure of an experiment, read from its artists; its claim, from the table."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import before_after
from crmkit.plots.style import BAD
from tests.plots.drawn import overlaps, texts, title

WEEKLY = pd.DataFrame(
    {"fined": [8.0, 8, 12, 18, 20, 19, 21], "no fine": [10.0, 9, 9, 9, 10, 8, 9]},
    index=pd.RangeIndex(1, 8, name="week"),
)
FINE = {"treated": "fined", "first": 3, "last": 5, "what": "late parents", "change": "fine"}


def test_both_groups_are_drawn_and_the_time_of_the_change_is_shaded():
    ax = before_after.before_during_after(WEEKLY, **FINE)
    for line, name in zip(ax.lines[:2], WEEKLY, strict=True):
        assert list(line.get_ydata()) == WEEKLY[name].to_list()
    span = ax.patches[0]
    assert (span.get_x(), span.get_x() + span.get_width()) == (2.5, 5.5)
    assert "fined" in texts(ax) and "no fine" in texts(ax)
    ax.figure.canvas.draw()
    for name in (text for text in ax.texts if text.get_text() in WEEKLY):
        assert name.get_window_extent().x0 > ax.get_window_extent().x1


def test_means_before_with_and_after_are_drawn_and_named():
    ax = before_after.before_during_after(WEEKLY, settled=4, **FINE)
    levels = [line.get_ydata()[0] for line in ax.lines[2:]]
    assert levels == [8, 19, 20]
    assert {line.get_color() for line in ax.lines[2:]} == {BAD}
    assert title(ax) == "Late parents: 8.0 before the fine, 19.0 with it, 20.0 after it"
    # Without `settled`, all weeks of the change count.
    ax = before_after.before_during_after(WEEKLY, **FINE)
    assert ax.lines[3].get_ydata()[0] == pytest.approx(50 / 3)
    assert overlaps(ax) == []


def test_given_axes_are_used_and_the_table_is_not_changed():
    before = WEEKLY.copy()
    _, ax = plt.subplots()
    assert before_after.before_during_after(WEEKLY, ax=ax, **FINE) is ax
    assert_frame_equal(WEEKLY, before)


def test_weeks_on_both_sides_are_needed():
    for wrong in ({"first": 1}, {"last": 7}, {"settled": 6}):
        with pytest.raises(ValueError, match="nothing to compare"):
            before_after.before_during_after(WEEKLY, **FINE | wrong)
    with pytest.raises(ValueError, match="weekly has no column 'test'"):
        before_after.before_during_after(WEEKLY, **FINE | {"treated": "test"})
