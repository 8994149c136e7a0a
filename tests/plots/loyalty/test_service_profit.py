"""Figures of the service-profit chain: what they draw, what their titles claim."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import service_profit, style
from tests.plots.drawn import overlaps, texts, title


@pytest.fixture(autouse=True)
def _drawn():
    plt.switch_backend("agg")
    style.course_style()
    yield
    plt.close("all")


def bank(n=30):
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"training": rng.normal(2, 1, n)})
    table["employees"] = 60 + 3 * table["training"] + rng.normal(0, 2, n)
    table["profit"] = 20 * table["employees"] + 90 * table["training"] + rng.normal(0, 40, n)
    return table


UNITS = {"training": "%", "employees": "points", "profit": "thousand yuan"}


def curve(values, low=-5.0, high=20.0):
    shares = np.array(values)
    return pd.DataFrame(
        {
            "power": shares,
            "low": shares - 0.02,
            "high": shares + 0.02,
            "median_low": np.linspace(-20, low, len(shares)),
            "median_high": np.linspace(90, high, len(shares)),
        },
        index=[30, 100, 300],
    )


def test_links_have_the_slopes_of_the_chain_and_the_title_multiplies_them():
    from crmkit.loyalty.internal_customers.service_profit import chain

    table = bank()
    axes = service_profit.links(table, stages=list(table), units=UNITS)
    found = chain(table, stages=list(table), rng=np.random.default_rng(1))["estimate"]
    for ax, slope in zip(axes, found, strict=False):
        x, y = ax.lines[1].get_data()
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope)
        assert len(ax.lines[0].get_xdata()) == 30
    first, second = found.iloc[:2]
    assert axes[0].figure.get_suptitle() == (
        f"30 branches: {first:.3g} × {second:.3g} = {first * second:.3g} thousand yuan"
    )


def test_spread_says_what_lies_inside_and_counts_every_draw():
    draws = pd.DataFrame({"chain": np.linspace(-40, 100, 1_000)})
    ax = service_profit.chain_spread(draws, estimate=30, cost=20, unit="yuan", n_branches=30)
    assert title(ax) == "30 branches: from -36 to 96, zero and the cost inside"
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(994, abs=4)
    assert texts(ax) == ["zero", "cost: 20", "seen: 30"]
    assert list(ax.lines[0].get_xdata()) == pytest.approx([-36.5, 96.5])
    assert not overlaps(ax)
    ax = service_profit.chain_spread(draws + 50, estimate=60, cost=5, unit="yuan", n_branches=9)
    assert title(ax) == "9 branches: from 13 to 146, neither zero nor the cost inside"


def test_power_marks_where_enough_companies_see_it():
    curves = {"exact": curve([0.2, 0.9, 1.0]), "few answers": curve([0.05, 0.4, 0.95])}
    ax = service_profit.power(curves, {"exact": 85.0, "few answers": 210.0})
    assert title(ax) == "80 % of companies see the chain from 85 or 210 branches on"
    assert list(ax.lines[1].get_ydata()) == pytest.approx([20, 90, 100])
    assert {"exact", "few answers", "85", "210"} <= set(texts(ax))
    assert not overlaps(ax)
    never = service_profit.power({"few": curve([0.05, 0.1, 0.2])}, {"few": np.inf})
    assert "from more than 300 branches on" in title(never)
    with pytest.raises(ValueError, match="the same names"):
        service_profit.power(curves, {"exact": 85.0})


def test_settling_says_whether_the_last_interval_holds_the_truth():
    right, wrong = curve([0.2, 0.9, 1.0], 17, 49), curve([0.1, 0.4, 0.9], 4, 18)
    ax = service_profit.settling(
        {"exact": right, "few answers": wrong}, truth=31, cost=20, unit="yuan"
    )
    assert title(ax) == "With few answers, 300 branches are sure of the wrong answer"
    assert {"exact:\n17 to 49", "few answers:\n4 to 18", "truth 31", "cost 20"} <= set(texts(ax))
    assert not overlaps(ax)
    ax = service_profit.settling({"a": right, "b": right}, truth=31, cost=20, unit="yuan")
    assert title(ax).endswith("still hold the truth")
    with pytest.raises(ValueError, match="where 2 are needed"):
        service_profit.settling({"a": right}, truth=31, cost=20, unit="yuan")


def test_a_way_of_measuring_has_the_same_colour_in_both_figures():
    curves = {"exact": curve([0.2, 0.9, 1.0], 17, 49), "few": curve([0.1, 0.4, 0.9], 4, 18)}
    power = service_profit.power(curves, {"exact": 85.0, "few": 210.0})
    settling = service_profit.settling(curves, truth=31, cost=20, unit="yuan")
    colours = [
        {text.get_text().split(":")[0]: text.get_color() for text in ax.texts}
        for ax in (power, settling)
    ]
    assert colours[0]["exact"] == colours[1]["exact"] != colours[0]["few"] == colours[1]["few"]


def test_given_axes_are_used_and_tables_are_not_changed():
    draws = pd.DataFrame({"chain": np.linspace(-40, 100, 1_000)})
    kept = draws.copy()
    _, ax = plt.subplots()
    drawn = service_profit.chain_spread(
        draws, estimate=30, cost=20, unit="yuan", n_branches=30, ax=ax
    )
    assert drawn is ax
    assert_frame_equal(draws, kept)
    with pytest.raises(ValueError, match="no column 'chain'"):
        service_profit.chain_spread(
            draws.rename(columns=str.upper), estimate=30, cost=20, unit="yuan", n_branches=30
        )
