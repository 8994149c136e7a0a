import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import plots
from crmkit.loyalty import Dirichlet, brands, dirichlet_tables, jeopardy
from crmkit.plots import dirichlet
from tests.plots.drawn import overlaps, texts, title


@pytest.fixture(autouse=True)
def _close():
    plt.switch_backend("agg")
    plots.course_style()
    yield
    plt.close("all")


MODEL = Dirichlet(M=6, K=0.5, S=4, purchase_shares={"Ann": 0.35, "Bob": 0.25, "Cid": 0.1})
COUNTS = MODEL.simulate(2000, rng=np.random.default_rng(1))
SEEN = brands.brand_measures(COUNTS, households=2000)
SHARES = {f"{s:.2f}": s for s in np.arange(0.02, 0.5, 0.02)}
CURVE = MODEL.measures(SHARES)


def test_bars_are_people_and_the_line_what_is_expected():
    table = pd.DataFrame({"actual": [48, 37, 30], "expected": [47.2, 39.2, 30.0]})
    ax = dirichlet.count_bars(table, what="exposures in a week", who="people")
    assert [bar.get_height() for bar in ax.patches] == [48, 37, 30]
    assert list(ax.lines[0].get_ydata()) == [47.2, 39.2, 30.0]
    assert title(ax) == "No bar is more than 2 people away from the model"
    assert "48 people none at all" in texts(ax)
    assert not overlaps(ax)


def test_jeopardy_shows_each_brand_and_the_line_of_the_constant():
    line = jeopardy.jeopardy_line(SEEN)
    ax = dirichlet.double_jeopardy(line)
    curve, points = ax.lines
    assert list(points.get_xdata()) == pytest.approx(list(100 * line["penetration"]))
    assert list(points.get_ydata()) == pytest.approx(list(line["actual"]))
    constant = jeopardy.jeopardy_constant(SEEN)
    b = curve.get_xdata() / 100
    assert list(curve.get_ydata() * (1 - b)) == pytest.approx([constant] * len(b))
    assert {"Ann", "Bob", "Cid"} <= set(texts(ax))
    small, large = line.iloc[0], line.iloc[-1]
    assert title(ax) == (
        f"{100 * small['penetration']:.0f} % buy Cid, {small['actual']:.1f} times each; "
        f"{100 * large['penetration']:.0f} % buy Ann, {large['actual']:.1f} times"
    )
    assert not overlaps(ax)


def two_categories():
    return {
        "tea": pd.DataFrame({"actual": [0.3, 0.1], "expected": [0.32, 0.1]}, index=["A", "B"]),
        "rice": pd.DataFrame({"actual": [0.5], "expected": [0.44]}, index=["C"]),
    }


def test_penetrations_lie_at_expected_and_actual_and_the_worst_is_named():
    ax = dirichlet.penetrations(two_categories())
    diagonal, tea, rice = ax.lines
    assert list(diagonal.get_xdata()) == list(diagonal.get_ydata())
    assert list(tea.get_xdata()) == pytest.approx([32, 10])
    assert list(rice.get_ydata()) == pytest.approx([50])
    assert title(ax) == "3 brands in 2 categories lie 2.7 points off on average"
    assert texts(ax) == ["rice, C:\n6.0 points above"]
    assert tea.get_marker() != rice.get_marker()
    assert not overlaps(ax)


def test_deviations_have_their_intervals_and_those_outside_a_colour_and_a_name():
    table = pd.DataFrame(
        {"deviation": [0.01, -0.04], "low": [-0.01, -0.06], "high": [0.03, -0.02]},
        index=["Ann", "Bob"],
    )
    ax = dirichlet.deviations(table, what="penetration")
    bar, point, outside, _, _ = ax.lines
    assert list(bar.get_xdata()) == pytest.approx([-1, 3])
    assert list(point.get_xdata()) == pytest.approx([1])
    assert outside.get_color() != bar.get_color()
    assert title(ax) == "Outside what chance explains in penetration: Bob"
    inside = dirichlet.deviations(table.iloc[:1], what="penetration")
    assert title(inside) == "No brand is outside what chance explains in penetration"


def test_duplication_shows_every_pair_and_the_line_of_d():
    pairs = jeopardy.duplication_pairs(COUNTS, households=2000)
    ax = dirichlet.duplication(pairs)
    line, same, points = ax.lines
    assert list(points.get_ydata()) == pytest.approx(list(100 * pairs["duplication"]))
    D = jeopardy.duplication_coefficient(pairs)
    assert line.get_ydata()[1] / line.get_xdata()[1] == pytest.approx(D)
    assert list(same.get_ydata()) == list(same.get_xdata())
    assert title(ax).endswith(
        f"(correlation {pairs['penetration'].corr(pairs['duplication']):.2f})"
    )
    assert {"Ann", "Bob", "Cid"} <= set(texts(ax))
    assert not overlaps(ax)


def test_requirements_say_what_a_tenth_expects_in_both_categories():
    other = Dirichlet(M=2, K=0.5, S=1, purchase_shares=MODEL.purchase_shares)
    points = {"soap": other.measures(), "tea": SEEN}
    curves = {"soap": other.measures(SHARES), "tea": CURVE}
    ax = dirichlet.requirements_by_share(points, curves)
    tenth = [100 * table.loc["0.10", "requirements_share"] for table in curves.values()]
    assert title(ax) == (
        f"At a share of 10 %: {tenth[0]:.0f} % expected in soap, {tenth[1]:.0f} % in tea"
    )
    assert list(ax.lines[1].get_ydata()) == pytest.approx(
        list(100 * points["soap"]["requirements_share"])
    )
    assert list(ax.lines[-1].get_ydata()) == pytest.approx(tenth)
    assert texts(ax) == [f"{one:.0f} %" for one in tenth]
    named = dirichlet.requirements_by_share(points, curves, marked={"tea": "Bob"})
    assert texts(named)[0] == "Bob"
    size, requirements = SEEN.loc["Bob", ["purchase_share", "requirements_share"]]
    assert named.texts[0].xy == pytest.approx((100 * size, 100 * requirements))
    assert not overlaps(named)


def test_growth_map_marks_the_routes_and_measures_loyalty_from_the_line():
    routes = dirichlet_tables.growth_routes(MODEL, "Bob", growth=0.3)
    others = MODEL.line(SEEN)
    ax = dirichlet.growth_map(routes, CURVE, others, brand="Bob")
    most = 100 * (others["actual"] / others["expected"] - 1).max()
    assert title(ax) == (
        f"By loyalty alone: 30 % above the line; the highest brand is {most:.0f} % above"
    )
    drawn = {(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines[2:]}
    expected = {
        (100 * routes.loc[one, "penetration"], routes.loc[one, "purchase_rate"])
        for one in ("now", "as the model", "by loyalty alone")
    }
    assert drawn == expected
    assert {"Bob now", "as the model", "by loyalty alone"} <= set(texts(ax))
    assert not overlaps(ax)


def test_given_axes_are_used_and_tables_are_not_changed():
    routes = dirichlet_tables.growth_routes(MODEL, "Bob", growth=0.2)
    pairs, others = jeopardy.duplication_pairs(COUNTS, households=2000), MODEL.line(SEEN)
    kept = [table.copy() for table in (routes, pairs, others, SEEN, CURVE)]
    for plot in (
        lambda ax: dirichlet.double_jeopardy(others, ax=ax),
        lambda ax: dirichlet.duplication(pairs, ax=ax),
        lambda ax: dirichlet.requirements_by_share({"tea": SEEN}, {"tea": CURVE}, ax=ax),
        lambda ax: dirichlet.growth_map(routes, CURVE, others, brand="Bob", ax=ax),
    ):
        _, ax = plt.subplots()
        assert plot(ax) is ax
    for table, before in zip((routes, pairs, others, SEEN, CURVE), kept, strict=True):
        assert_frame_equal(table, before)


def test_missing_columns_are_named():
    with pytest.raises(ValueError, match="tea has no column 'expected'"):
        dirichlet.penetrations({"tea": SEEN.rename(columns={"penetration": "actual"})})
    with pytest.raises(ValueError, match="others has no column 'actual', 'expected'"):
        dirichlet.growth_map(MODEL.line(SEEN).rename(columns={"actual": "purchase_rate"}), CURVE,
                             SEEN, brand="Bob")  # fmt: skip
