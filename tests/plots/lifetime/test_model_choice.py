"""Figures of the choice of a model, read from their artists."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color

from crmkit.plots import model_choice
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET
from tests.plots.drawn import overlaps, texts, title

ROWS = pd.MultiIndex.from_product(
    [["total", "customer", "ranking"], ["rule", "near", "far"]], names=["measure", "forecast"]
)
TABLE = pd.DataFrame(
    {
        "difference": [0, -0.3, 0.2, 0, -0.1, 0.1, 0, 0.02, -0.02],
        "difference_low": [0, -0.5, 0.1, 0, -0.2, -0.1, 0, -0.01, -0.03],
        "difference_high": [0, -0.1, 0.3, 0, -0.01, 0.3, 0, 0.05, -0.01],
    },
    index=ROWS,
)
COUNTS = pd.Series({"random": 3000.0, "regular": 2052.0})
ERRORS = pd.DataFrame(
    {"rule": [0.9, 0.8, 0.7], "A": [0.05, -0.1, 0.1], "B": [-0.4, 0.1, 0.0]},
    index=[60.0, 90.0, 120.0],
)


@pytest.mark.parametrize(
    ("measure", "colors", "claim"),
    [
        (
            "total",
            [EXPECTED, CONTRAST],
            (1, 1),
        ),
        (
            "customer",
            [EXPECTED, QUIET],
            (1, 0),
        ),
        (
            "ranking",
            [QUIET, CONTRAST],
            (0, 1),
        ),
    ],
)
def test_colors_say_on_which_side_an_interval_lies(measure, colors, claim):
    ax = model_choice.beaten({"shop": TABLE}, measure=measure, rule="rule")
    drawn = [
        line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 2.5
    ]
    assert all(same_color(a.get_color(), b) for a, b in zip(drawn, colors, strict=True))
    better, worse = claim
    assert title(ax) == (
        f"{better} of 2 forecasts clearly beat the rule, "
        f"{worse} clearly {'falls' if worse == 1 else 'fall'} behind"
    )
    assert [label.get_text() for label in ax.get_yticklabels()] == ["shop, near", "shop, far"]


def test_intervals_are_drawn_as_the_table_has_them():
    ax = model_choice.beaten({"shop": TABLE}, measure="total", rule="rule")
    drawn = [list(line.get_xdata()) for line in ax.lines if line.get_linewidth() == 2.5]
    assert drawn == [[-0.5, -0.1], [0.1, 0.3]]


def test_an_unknown_measure_is_refused_with_the_options():
    with pytest.raises(ValueError, match="'total', 'customer', 'ranking'"):
        model_choice.beaten({"shop": TABLE}, measure="money", rule="rule")


def test_bars_are_as_long_as_the_customers_called_alive():
    ax = model_choice.alive_bars(COUNTS, truth=2022)
    assert [bar.get_width() for bar in ax.patches] == [3000, 2052]
    assert title(ax) == "random is off by 978 customers, regular by 30"
    assert texts(ax) == ["really alive: 2,022", "3,000", "2,052"]
    assert not overlaps(ax)
    both = pd.Series({"one": 3000.0, "other": 3000.0, "regular": 2052.0})
    assert title(model_choice.alive_bars(both, truth=2022)).startswith("2 models are off by 978")


def test_history_says_from_where_on_all_models_stay_in_the_band():
    ax = model_choice.history_lines(ERRORS)
    assert title(ax) == "From 90 days of history on, the models stay within 20%"
    lines = {line.get_label(): line for line in ax.lines}
    for name in ERRORS:
        assert lines[name].get_ydata() == pytest.approx(100 * ERRORS[name])


def test_history_that_never_stays_is_said_so():
    ax = model_choice.history_lines(ERRORS.iloc[:1])
    assert title(ax) == "No history here is long enough to stay within 20%"
    # One that leaves the band again has not stayed.
    leaves = ERRORS.assign(B=[0.0, 0.1, np.float64(0.5)])
    assert title(model_choice.history_lines(leaves)).startswith("No history")
