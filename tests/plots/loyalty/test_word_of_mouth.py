import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots.loyalty.word_of_mouth import growth_curves, growth_to_limit, step_gains
from tests.plots.drawn import overlaps, texts, title


def curves():
    day = pd.Index([0, 10, 20], name="day")
    columns = {"today": [10.0, 500, 20_470], "keen": [10.0, 9e3, 13_981_010]}
    return pd.DataFrame({**columns, "hasty": [10.0, 1e4, 20_971_510]}, index=day)


def gains():
    index = ["acquired", "activated", "retained", "paying"]
    rates = [0.2, 0.5, 0.4, 0.25]
    return pd.DataFrame({"conversion_rate": rates, "gain": [431.0, 169, 212, 200]}, index=index)


def test_growth_curves_show_each_case_and_say_how_many_times_as_many():
    ax = growth_curves(curves())
    assert ax.get_yscale() == "log"
    for line, name in zip(ax.lines[::2], curves(), strict=True):
        assert line.get_ydata().tolist() == curves()[name].to_list()
    assert texts(ax) == ["today: 20,470", "keen: 13,981,010", "hasty: 20,971,510"]
    assert title(ax) == "After 20 days: keen × 683, hasty × 1,024"
    assert overlaps(ax) == []


def test_growth_to_limit_marks_the_end_that_all_share():
    ax = growth_to_limit(curves()[["today", "keen"]], limit=2_500)
    assert ax.lines[0].get_ydata() == [2_500, 2_500]
    assert texts(ax) == [" the end: 2,500"]
    assert title(ax) == "The cycle decides when, not how many: all end at 2,500"


def test_step_gains_mark_the_step_that_pays_most():
    ax = step_gains(gains())
    assert [bar.get_width() for bar in ax.patches] == [431, 169, 212, 200]
    assert len({bar.get_facecolor() for bar in ax.patches}) == 2
    assert title(ax) == "One point more pays most at “acquired”: 431"
    assert next(label.get_text() for label in ax.get_yticklabels()) == "acquired (now 20 %)"
    assert overlaps(ax) == []


def test_tables_are_left_as_they_are_and_axes_used():
    for plot, table, more in (
        (growth_curves, curves(), {}),
        (growth_to_limit, curves(), {"limit": 9}),
        (step_gains, gains(), {}),
    ):
        _, ax = plt.subplots()
        kept = table.copy()
        assert plot(table, ax=ax, **more) is ax
        assert_frame_equal(table, kept)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="curves has 1 column\\(s\\); the figure shows two or"):
        growth_curves(curves()[["today"]])
    with pytest.raises(ValueError, match="'today' is not above 0"):
        growth_curves(curves().replace(10.0, 0.0))
    with pytest.raises(ValueError, match="'gain' is missing in 1 of 4"):
        step_gains(gains().replace(169.0, np.nan))
