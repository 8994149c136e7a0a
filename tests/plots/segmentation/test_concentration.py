"""Figures of concentration, read from their artists."""

import math

import matplotlib
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit.lifetime import NBD
from crmkit.plots.segmentation.concentration import (
    decile_bars,
    gini_area,
    lorenz_curve,
    luck_bars,
    true_concentration_curve,
)
from crmkit.segmentation.concentration import (
    deciles,
    expected_lorenz,
    gini,
    lorenz,
    true_concentration,
)
from tests.plots.drawn import title

SPEND = pd.Series([50.0, 30, 10, 6, 4])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_lorenz_curve_draws_the_points_and_reads_the_top_fifth():
    points = lorenz(SPEND)
    ax = lorenz_curve(points)
    lines = {line.get_label(): line for line in ax.lines}
    assert lines["customers"].get_xdata().tolist() == [0, 20, 40, 60, 80, 100]
    assert lines["customers"].get_ydata() == pytest.approx([0, 4, 10, 20, 50, 100])
    assert title(ax) == "The top 20 % of customers make 50 % of spend"
    dot = ax.lines[-1]
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == pytest.approx((80, 50))
    assert {"50 %", "top\n20 %"} <= {text.get_text() for text in ax.texts}
    shaded = ax.collections[0].get_paths()[0].get_extents()
    assert (shaded.x0, shaded.x1, shaded.y0, shaded.y1) == pytest.approx((80, 100, 50, 100))


def test_lorenz_curve_title_follows_the_share_and_the_value():
    ax = lorenz_curve(lorenz(SPEND), customer_share=0.4, value="profit")
    assert title(ax) == "The top 40 % of customers make 80 % of profit"
    assert ax.get_ylabel() == "share of profit (%)"


def test_several_lorenz_curves_have_a_legend_and_the_first_makes_the_title():
    model = NBD(r=1, alpha=0.5)
    ax = lorenz_curve(
        {
            "one period": expected_lorenz(model, periods=1, points=501),
            "limit": expected_lorenz(model, points=501),
        },
        value="purchases",
    )
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["all equal", "one period", "limit"]
    top = 100 * true_concentration(model, periods=[1])["top_share"].iloc[0]
    assert title(ax) == f"The top 20 % of customers make {top:.0f} % of purchases"


def test_gini_area_shades_between_diagonal_and_curve_and_says_what_it_is():
    ax = gini_area(lorenz(SPEND))
    assert gini(SPEND) == pytest.approx(0.464)
    assert title(ax) == "Gini 0.464: the shaded area fills 46 % of the triangle"
    _, curve, *_ = ax.lines
    assert curve.get_ydata() == pytest.approx([0, 4, 10, 20, 50, 100])
    # The shading is the polygon between them: half the Gini, in squared per cent.
    [corners] = [path.vertices for path in ax.collections[0].get_paths()]
    x, y = corners.T
    area = abs(
        x @ (pd.Series(y).shift(-1, fill_value=y[0]) - pd.Series(y).shift(1, fill_value=y[-1]))
    )
    assert area / 2 == pytest.approx(0.464 / 2 * 100**2)
    assert "lower half: 15 %" in [text.get_text() for text in ax.texts]


def test_decile_bars_are_as_high_as_the_shares():
    ax = decile_bars(deciles(pd.Series(range(1, 21))))
    heights = [bar.get_height() for bar in ax.patches]
    assert heights[0] == pytest.approx(100 * 39 / 210)
    assert sum(heights) == pytest.approx(100)
    assert ax.texts[0].get_text() == "18.6"
    # The lower half: 1 + ... + 10 = 55 of 210.
    assert title(ax) == "The top 10 % of customers make 19 % of spend, the lower half 26 %"
    assert ax.get_xlabel() == "decile of customers, 1 = highest spend"
    # The title's second claim stands over the bars that it is about.
    assert ax.texts[-1].get_text() == "lower half 26 %"
    assert ax.lines[0].get_xdata().tolist() == pytest.approx([4.6, 9.4])


def test_an_odd_number_of_groups_has_no_lower_half():
    ax = decile_bars(deciles(SPEND, groups=5))
    assert title(ax) == "The top 20 % of customers make 50 % of spend"
    assert not ax.lines


def test_shares_observed_after_several_periods_stand_at_their_periods():
    table = true_concentration(NBD(1, 0.5), periods=[1, 4, math.inf])
    ax = true_concentration_curve(table, observed={1: 0.6, 4: 0.55})
    [seen] = [line for line in ax.lines if line.get_label() == "observed"]
    assert seen.get_xdata().tolist() == [1, 4]
    assert seen.get_ydata() == pytest.approx([60, 55])
    assert [text.get_text() for text in ax.texts] == ["60.0", "55.0", "in the end 52"]


def test_true_concentration_curve_shows_lines_band_limit_and_observation():
    counts = pd.Series([0] * 50 + [1] * 20 + [2] * 10 + [5] * 10 + [12] * 10)
    table = true_concentration(NBD.fit(counts), periods=[4, 1, math.inf])
    ax = true_concentration_curve(table, observed=0.7)
    lines = {line.get_label(): line for line in ax.lines}
    assert lines["all customers"].get_xdata().tolist() == [1, 4]
    assert lines["all customers"].get_ydata() == pytest.approx(
        100 * table["top_share"].sort_index().iloc[:2]
    )
    assert lines["in the end"].get_ydata()[0] == pytest.approx(
        100 * table.loc[math.inf, "top_share"]
    )
    assert lines["observed"].get_ydata()[0] == pytest.approx(70)
    assert len(ax.collections) == 1
    first, last = 100 * table["top_share"].loc[[1, math.inf]]
    assert title(ax) == (
        f"The top 20 % make {first:.0f} % of purchases in one period, {last:.0f} % in the end"
    )
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1", "4"]


def test_a_table_without_limit_or_bounds_is_drawn_as_it_is():
    ax = true_concentration_curve(true_concentration(NBD(1, 0.5), periods=[2, 8]))
    assert not ax.collections
    assert [line.get_label() for line in ax.lines] == ["all customers", "buyers of the period"]
    assert title(ax).endswith("in 8 periods")


def test_figures_draw_on_the_axes_given_and_leave_tables_alone():
    points, groups = lorenz(SPEND), deciles(SPEND, groups=5)
    table = true_concentration(NBD(1, 0.5))
    kept = [frame.copy() for frame in (points, groups, table)]
    _, axes = plt.subplots(1, 3)
    assert lorenz_curve(points, ax=axes[0]) is axes[0]
    assert decile_bars(groups, ax=axes[1]) is axes[1]
    assert true_concentration_curve(table, ax=axes[2]) is axes[2]
    for before, after in zip(kept, (points, groups, table), strict=True):
        pd.testing.assert_frame_equal(before, after)


def test_a_table_of_another_kind_is_refused():
    message = r"no column 'cumulative_customer_share'; found.*'cumulative_spend_share'"
    with pytest.raises(ValueError, match=message):
        lorenz_curve(deciles(SPEND, groups=5))
    with pytest.raises(ValueError, match=r"customer_share=20 must be a number of 0 or more and up"):
        lorenz_curve(lorenz(SPEND), customer_share=20)
    with pytest.raises(ValueError, match="the limit only"):
        true_concentration_curve(true_concentration(NBD(1, 1), periods=[math.inf]))


def test_luck_bars_stack_the_parts_and_write_each_once():
    parts = pd.DataFrame({"equal": [20, 20], "differences": [55, 32], "luck": [18, 0.4]})
    parts.index = ["music", "grocer"]
    ax = luck_bars(parts)
    lengths = [[bar.get_width() for bar in bars] for bars in ax.containers]
    assert lengths == [[20, 20], [55, 32], [18, pytest.approx(0.4)]]
    assert [bar.get_x() for bar in ax.containers[2]] == [75, 52]
    written = [text.get_text().strip() for text in ax.texts if text.get_text()]
    assert written == ["20", "20", "55", "32", "18", "0.4"]
    with pytest.raises(ValueError, match="three parts"):
        luck_bars(parts[["equal"]])
