"""Figures of marketplaces, read from their artists."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from crmkit import rates
from crmkit.campaigns import entry_game, share_race, two_sided
from crmkit.plots import cross_group as pull_figures
from crmkit.plots import entry_game as game_figures
from crmkit.plots import group_rates
from crmkit.plots import share_race as race_figures
from crmkit.plots import two_sided as side_figures
from crmkit.plots.style import BAD, EXPECTED, GOOD
from tests.campaigns.tables.marketplaces import GAME, MARKET, RACE, RACES, START
from tests.plots.drawn import overlaps, texts, title

SIDES = pd.DataFrame(
    {"cost": [10.0, 2], "differentiation": [30.0, 20], "benefit": [5.0, 38]},
    index=["sellers", "buyers"],
)


def test_the_side_below_cost_is_marked():
    ax = side_figures.price_bars(two_sided.duopoly(SIDES), unit="yuan")
    bars = ax.containers[0].patches
    assert [bar.get_width() for bar in bars] == [2, 17]
    assert [to_hex(bar.get_facecolor()) for bar in bars] == [BAD, EXPECTED]
    assert title(ax) == "Sellers pay below cost, buyers pay above cost"
    assert texts(ax) == ["price 2, cost 10", "price 17, cost 2"] and overlaps(ax) == []


def test_the_title_names_the_offers_that_pass_the_critical_mass():
    paths = {
        name: share_race.path(RACE, months=36, **START, seller_advantage=yuan)
        for name, yuan in {"nothing": 0, "half": 30, "free": 60}.items()
    }
    ax = race_figures.share_lines(paths, critical=0.5)
    assert title(ax) == "Of 3 offers only free passes the critical mass"
    last = paths["free"]["seller_share"].iloc[-1]
    assert ax.lines[2].get_ydata()[-1] == last and f"free: {last:.2f}" in texts(ax)
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="0 offers"):
        race_figures.share_lines({}, critical=0.5)


def test_the_gains_are_marked_with_their_sign():
    table = share_race.by_subsidy(RACES, MARKET, side="sellers", subsidies=[0, 30, 70], **START)
    ax = race_figures.gain_line(table, marks={"half": 30, "best": 70}, scale=1, unit="yuan")
    half, best = table.loc[30, "estimate"], table.loc[70, "estimate"]
    assert half < 0 < best
    assert title(ax) == f"Half loses {-half:,.1f}, best gains {best:,.1f} yuan"
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_color() for dot in dots] == [BAD, GOOD]
    with pytest.raises(ValueError, match="not in the table"):
        race_figures.gain_line(table, marks={"other": 10})


def test_the_title_says_how_far_each_way_is_from_the_truth():
    truth = pd.Series({"sellers": 2.4, "buyers": 3.4})
    right = pd.DataFrame({"estimate": truth, "low": truth - 0.1, "high": truth + 0.1})
    ax = pull_figures.pulls({"between": right + 1, "within": right}, truth=truth)
    assert title(ax) == "Mean distance from the truth: between 1.00, within 0.00"
    with pytest.raises(ValueError, match="3 ways"):
        pull_figures.pulls(dict.fromkeys("abc", right), truth=truth)


def test_the_framed_cell_is_the_equilibrium():
    ax = game_figures.payoff_cells(entry_game.best_replies(GAME), scale=1)
    framed = [p for p in ax.patches if to_hex(p.get_edgecolor()) == GOOD]
    assert len(framed) == 1 and framed[0].get_x() < 0 < framed[0].get_y()
    assert title(ax) == "The game comes to rest: we “free”, they “free”"
    assert texts(ax)[0] == "we [1], they [1]" and overlaps(ax) == []


def test_bars_are_the_rates():
    table = pd.DataFrame({"way": ["a"] * 4 + ["b"] * 4, "lost": [1, 1, 1, 0, 0, 0, 0, 1]})
    ax = group_rates.rate_bars(rates.rate_by(table, happened="lost", by="way"), what="lost")
    assert [bar.get_width() for bar in ax.containers[0].patches] == [0.75, 0.25]
    assert title(ax) == "a: 0.750, b: 0.250" and texts(ax) == ["0.750 of 4", "0.250 of 4"]
