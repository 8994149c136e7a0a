import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.loyalty import paid_clubs, programmes
from crmkit.plots import course_style
from crmkit.plots import programmes as plots
from tests.plots.drawn import overlaps, texts, title


@pytest.fixture(autouse=True)
def _close():
    plt.switch_backend("agg")
    course_style()
    yield
    plt.close("all")


def cohorts():
    table = pd.DataFrame(
        {"issued": [100, 300, 200], "redeemed": [60, 210, 40], "expired": [40, 90, 0]},
        index=pd.PeriodIndex(["2022Q1", "2022Q2", "2023Q1"], freq="Q", name="issued_in"),
    )
    return table.assign(outstanding=[0, 0, 160])


def around():
    months = pd.Index([-2, -1, 0, 1, 2], name="months_since_joining")
    mean = np.array([1.0, 1.0, 3.0, 1.5, 1.5])
    return pd.DataFrame(
        {"customers": 9, "mean_purchases": mean, "low": mean - 0.1, "high": mean + 0.1},
        index=months,
    )


def found():
    return pd.DataFrame(
        {"estimate": [0.4, 0.1], "low": [0.35, 0.05], "high": [0.45, 0.15]},
        index=["before and after", "by lot"],
    )


SHOP = {"margin_rate": 0.3, "reward_rate": 0.05}


def test_fates_fill_every_bar_and_the_title_counts_what_is_over():
    ax = plots.fates_of_points(cohorts())
    heights = np.array([[bar.get_height() for bar in bars] for bars in ax.containers])
    assert heights.sum(axis=0).tolist() == pytest.approx([100, 100, 100])
    assert heights[0].tolist() == pytest.approx([60, 70, 20])
    # 130 of 400, and not the mean of 40 and 30 %.
    assert title(ax) == "Of the points of the periods that are over, 32 % ran out unused"
    assert overlaps(ax) == []


def test_fates_of_young_points_claim_nothing():
    ax = plots.fates_of_points(cohorts().tail(1))
    assert title(ax) == "No period is over yet: points of each are still open"


def test_profit_crosses_zero_at_the_marked_break_even():
    table = programmes.programme_profit([0, 0.1, 0.2, 0.3], spend=1000, **SHOP)
    ax = plots.profit_by_lift(table, break_even=programmes.break_even_lift(**SHOP))
    line = ax.lines[0]
    assert np.interp(0, line.get_ydata(), line.get_xdata()) == pytest.approx(20)
    assert texts(ax) == ["loses nothing at +20.0 %", "at +0 %: \N{MINUS SIGN}50 yuan"]
    assert title(ax) == "Below +20.0 % the programme costs more than it brings"
    assert overlaps(ax) == []


def test_split_bars_read_as_their_shares():
    shares = pd.DataFrame(
        {"did not fly": [0.68, 0.52], "flew": [0.32, 0.48]}, index=["members", "miles"]
    )
    ax = plots.split_bars(shares)
    first, second = ax.containers
    assert [bar.get_width() for bar in first] == pytest.approx([68, 52])
    assert [bar.get_x() for bar in second] == pytest.approx([68, 52])
    assert title(ax) == "Did not fly: 68 % of members, 52 % of miles"
    assert texts(ax) == ["68 %", "52 %", "32 %", "48 %"]
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="do not add up to 1 in 1 of 2"):
        plots.split_bars(shares.assign(flew=[0.32, 0.4]))
    with pytest.raises(ValueError, match="two columns and two rows"):
        plots.split_bars(shares.head(1))


def test_sources_are_drawn_largest_on_top():
    ax = plots.point_sources(pd.Series({"cards": 68.6e6, "flights": 1.8e6}), unit="miles")
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([1.8, 68.6])
    assert texts(ax) == ["1.8 million", "68.6 million"]
    assert title(ax) == "Cards: 97 % of all miles"
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="no points were given"):
        plots.point_sources(pd.Series({"cards": 0}))


def test_rise_after_joining_is_parted_into_the_club_and_the_rest():
    ax = plots.around_joining(around())
    assert title(ax) == "After joining, members buy 50 % more than before"
    anyway = pd.Series([1.0, 1, 1.4, 1.4, 1.4], index=around().index)
    ax = plots.around_joining(around(), without_club=anyway)
    assert title(ax) == "80 % of the rise after joining would have come without the club"
    assert "joined" in texts(ax)
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="different months"):
        plots.around_joining(around(), without_club=anyway.head(2))


def test_only_what_lies_above_the_break_even_is_named():
    ax = plots.lifts(found(), break_even=0.2, truth=pd.Series({"by lot": 0.1}))
    assert title(ax) == 'Only "before and after" clears the break-even of 20.0 %'
    assert [label.get_text() for label in ax.get_yticklabels()] == ["before and after", "by lot"]
    ax = plots.lifts(found().tail(1), break_even=0.2)
    assert title(ax) == "No estimate clears the break-even of 20.0 %"


def test_fee_curve_marks_the_best_fee_and_who_joins():
    orders = pd.Series([1.0, 5, 10, 40])
    club = {"saving_per_order": 6, "cost_per_order": 4, "margin_per_order": 15}
    table = paid_clubs.paid_club(orders, fees=[0, 30, 60, 280], purchase_lift=0.2, **club)
    ax = plots.fee_curve(table, mean_of_all=orders.mean())
    best = table["profit"].idxmax()
    assert title(ax).startswith(f"The club earns most at a fee of {best} yuan")
    times = table.loc[best, "mean_purchases"] / 14
    assert f"they order {times:.1f} times" in texts(ax)[0]
    assert ax.lines[0].get_ydata().tolist() == table["profit"].tolist()


def test_tables_are_not_changed():
    for make, draw in ((cohorts, plots.fates_of_points), (around, plots.around_joining)):
        table = make()
        draw(table)
        assert_frame_equal(table, make())


@pytest.mark.parametrize(
    ("draw", "known"),
    [
        (plots.fates_of_points, {}),
        (plots.profit_by_lift, {"break_even": 0.1}),
        (plots.around_joining, {}),
        (plots.lifts, {"break_even": 0.1}),
        (plots.fee_curve, {"mean_of_all": 1}),
    ],
)
def test_a_table_without_its_columns_is_refused(draw, known):
    with pytest.raises(ValueError, match="has no column"):
        draw(pd.DataFrame({"x": [1]}), **known)
