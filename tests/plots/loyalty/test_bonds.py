"""Figures of bonds, hazards and norms, read from their artists; the claims, from the tables."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import bonds
from crmkit.plots.style import BAD, GOOD, QUIET
from crmkit.retention import survival
from tests.plots.drawn import overlaps, texts, title

RATES = {
    "protection": pd.DataFrame(
        {"leaving_rate": [0.6, 0.3, 0.1], "low": [0.55, 0.26, 0.07], "high": [0.65, 0.34, 0.14]},
        index=[0, 1, 2],
    ),
    "streaming": pd.DataFrame(
        {"leaving_rate": [0.4, 0.35], "low": [0.36, 0.31], "high": [0.44, 0.39]}, index=[0, 1]
    ),
}
PEOPLE = pd.DataFrame(
    {
        "bonds": np.repeat([0, 1, 2], 40),
        "months": np.tile(np.arange(1, 41), 3),
        "left": np.concatenate(
            [np.ones(40), np.tile([1, 0], 20), np.tile([1, 0, 0, 0], 10)]
        ).astype(int),
    }
)
CURVES = survival.curves(PEOPLE, tenure="months", left="left", by="bonds")
VALUES = pd.DataFrame(
    {"value": [30.0, -40, 10], "low": [12.0, -60, -5], "high": [55.0, -20, 28]},
    index=["adviser", "card", "interface"],
)
FIGURES = {
    "rates": (bonds.rates_by_bonds, RATES, {}),
    "survival": (bonds.survival_by_bonds, CURVES, {"month": 24}),
    "values": (bonds.bond_values, VALUES, {}),
}
EVERY_FIGURE = pytest.mark.parametrize("name", FIGURES)


def test_rates_are_drawn_with_their_intervals_and_their_ends_are_named():
    ax = bonds.rates_by_bonds(RATES)
    for container, table in zip(ax.containers, RATES.values(), strict=True):
        line, _, (bars,) = container.lines
        assert list(line.get_ydata()) == pytest.approx(100 * table["leaving_rate"])
        spans = [segment[:, 1] for segment in bars.get_segments()]
        assert np.array(spans) == pytest.approx(100 * table[["low", "high"]].to_numpy())
    assert texts(ax) == ["60 %", "10 %", "protection", "40 %", "35 %", "streaming"]
    assert title(ax) == "Protection: 60 to 10 % leave; streaming: 40 to 35 %"
    assert [int(tick) for tick in ax.get_xticks()] == [0, 1, 2]


def test_the_frame_does_not_cross_the_name_of_the_longest_line():
    ax = bonds.rates_by_bonds(RATES)
    ax.figure.canvas.draw()
    name = next(text for text in ax.texts if text.get_text() == "protection")
    assert name.get_window_extent().x0 > ax.get_window_extent().x1


def test_survival_is_drawn_as_steps_and_read_off_at_the_month():
    ax = bonds.survival_by_bonds(CURVES, month=24, bonds="services")
    for number, line in enumerate(ax.lines[:3]):
        assert line.get_drawstyle() == "steps-post"
        assert list(line.get_ydata()) == pytest.approx(100 * CURVES.loc[number, "survival"])
    # Of those without, 24 of 40 have left after 24 months.
    none, two = (CURVES.loc[n, "survival"].loc[:24].iloc[-1] for n in (0, 2))
    assert none == pytest.approx(0.4)
    assert texts(ax) == ["0", "1", "2", "40 %", f"{100 * two:.0f} %"]
    assert title(ax) == f"After 24 months {100 * two:.0f} % with 2 services are there, 40 % with 0"
    # The bands of the first and the last group only.
    assert len(ax.collections) == 2


def test_bars_of_values_are_as_long_as_the_values_the_best_on_top():
    ax = bonds.bond_values(VALUES)
    bars = [bar for bar in ax.patches]
    assert [bar.get_width() for bar in bars] == [-40, 10, 30]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["card", "interface", "adviser"]
    assert texts(ax) == ["-40", "+10", "+30"]
    assert title(ax) == "1 of 3 pay over their whole interval; the best: adviser"
    rgb = plt.matplotlib.colors.to_hex
    assert [rgb(bar.get_facecolor()) for bar in bars] == [BAD, QUIET, GOOD]


@EVERY_FIGURE
def test_given_axes_are_used_nothing_overlaps_and_no_table_changes(name):
    plot, table, options = FIGURES[name]
    before = table["protection"].copy() if name == "rates" else table.copy()
    _, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    assert plot(table, ax=ax, **options) is ax
    assert_frame_equal(table["protection"] if name == "rates" else table, before)
    assert overlaps(plot(table, **options)) == []
    assert ax.get_xlabel() and title(ax)


def test_what_cannot_be_drawn_says_so():
    with pytest.raises(ValueError, match="kinds holds 0 tables; one to 3"):
        bonds.rates_by_bonds({})
    with pytest.raises(ValueError, match="streaming has one row only"):
        bonds.rates_by_bonds({"streaming": RATES["streaming"].iloc[:1]})
    with pytest.raises(ValueError, match="protection has no column 'low'"):
        bonds.rates_by_bonds({"protection": RATES["protection"].drop(columns="low")})
    with pytest.raises(ValueError, match="curves holds one group only"):
        bonds.survival_by_bonds(CURVES.loc[[0]], month=24)
    with pytest.raises(ValueError, match="no column 'high'"):
        bonds.bond_values(VALUES.drop(columns="high"))
