"""Figures of what a customer is worth, read from their artists; titles checked with the tables."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from crmkit.plots import valuation
from crmkit.plots.style import BAD, GOOD
from tests.plots.drawn import overlaps, texts, title

PAYMENTS = pd.DataFrame(
    {"expected": [100.0, 80, 64], "worth_today": [100.0, 72, 52]},
    pd.Index(range(3), name="year"),
)
TIMES = pd.DataFrame([[100.0, 70, 50], [0, 90, 60]], index=["now", "in a year"])
TOTALS = pd.Series([370.0, 330], index=TIMES.index)
VALUES = pd.DataFrame(
    {"10 %": [150.0, 180, 360, 550], "20 %": [140.0, 170, 300, 400]},
    pd.Index([0.4, 0.5, 0.8, 0.9], name="retention"),
)
STEPS = {"steps": [(0.4, 0.5), (0.8, 0.9)]}
LEVERS = pd.DataFrame({"low": [1.0, 1.2], "high": [1.0, 4.5]}, index=["margin", "retention"])
SHARES = pd.DataFrame({"winning": [0, 0.2, 0.3], "keeping": [0, 0.3, 0.6]}, pd.Index([0, 10, 40]))
CEILINGS = pd.Series({"winning": 0.4, "keeping": 0.8})
TOP = pd.Series([0.0, 12.5, -4], pd.Index([0, 5, 10], name="spend on winning"))
COSTS = pd.DataFrame({"average": [600.0, 120], "last": [650.0, 1000]}, index=["won", "kept"])

FIGURES = {
    "payments": (valuation.payments_today, PAYMENTS, {"total": 300, "expected": 400}),
    "times": (valuation.payment_times, TIMES, {"values": TOTALS}),
    "curve": (valuation.value_curve, VALUES, STEPS),
    "levers": (valuation.levers, LEVERS, {}),
    "spending": (valuation.spending_curves, SHARES, {"ceilings": CEILINGS}),
    "top": (valuation.best_spend, TOP, {}),
    "costs": (valuation.average_and_last, COSTS, {"value": 900}),
}
EVERY_FIGURE = pytest.mark.parametrize("name", FIGURES)


def heights(bars) -> list[float]:
    return [bar.get_height() for bar in bars]


def test_payments_show_what_is_expected_what_it_is_worth_and_all_later_years():
    ax = valuation.payments_today(PAYMENTS, total=300, expected=400)
    expected, today, beyond, later = ax.containers
    assert heights(expected) == [100, 80, 64] and heights(today) == [100, 72, 52]
    assert heights(beyond) == [156] and heights(later) == [76]
    assert texts(ax) == ["100", "72", "52", "76"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0", "1", "2", "all later"]
    assert title(ax) == "All payments are worth 300 today: 224 of it from the first 3"


def test_a_case_has_a_disc_for_each_payment_that_comes_and_its_sum():
    ax = valuation.payment_times(TIMES, values=TOTALS)
    now, later = (collection.get_offsets() for collection in ax.collections)
    assert now.tolist() == [[0, 0], [1, 0], [2, 0]] and later.tolist() == [[1, 1], [2, 1]]
    sizes = ax.collections[0].get_sizes()
    assert sizes / sizes[0] == pytest.approx([1, 0.7, 0.5])
    assert texts(ax) == ["100", "70", "50", "... = 370", "90", "60", "... = 330"]
    assert title(ax) == "One customer, 2 values: from 330 to 370"


def test_cases_with_other_values_are_refused():
    with pytest.raises(ValueError, match="different rows"):
        valuation.payment_times(TIMES, values=TOTALS.iloc[::-1])


def test_a_step_is_marked_with_both_values_and_its_gain():
    ax = valuation.value_curve(VALUES, **STEPS)
    assert ax.lines[0].get_ydata().tolist() == [150, 180, 360, 550]
    assert ax.lines[1].get_ydata().tolist() == [140, 170, 300, 400]
    told = [text for text in texts(ax) if text]
    assert told == ["+30", "40 %: 150", "50 %: 180", "+190", "80 %: 360", "90 %: 550"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["10 %", "20 %"]
    upside_down = valuation.value_curve(VALUES[["20 %", "10 %"]], **STEPS)
    assert [text.get_text() for text in upside_down.get_legend().get_texts()] == ["10 %", "20 %"]
    assert title(ax) == "More retention: +30 from 40 to 50 %, +190 from 80 to 90 %"


def test_a_step_off_the_table_is_refused():
    with pytest.raises(ValueError, match=r"\(0.4, 0.6\) are no two retention rates"):
        valuation.value_curve(VALUES, steps=[(0.4, 0.6)])


def test_levers_name_the_longest():
    ax = valuation.levers(LEVERS)
    assert [heights(bars) for bars in ax.containers] == [[1, 1.2], [1, 4.5]]
    assert texts(ax) == ["1.00", "1.20", "1.00", "4.50"]
    assert title(ax) == "1 % more retention adds up to 4.5 % value"


def test_spending_curves_mark_ceilings_and_half_of_them():
    ax = valuation.spending_curves(SHARES, ceilings=CEILINGS)
    assert ax.lines[0].get_ydata() == pytest.approx([0, 20, 30])
    # .2 is reached at 10; .4 a third of the way from 10 to 40.
    assert [text for text in texts(ax) if text.startswith("half")] == ["half: 10", "half: 20"]
    assert "ceiling of keeping: 80 %" in texts(ax)
    assert title(ax) == "Half of the ceiling is reached early: winning with 10, keeping with 20"


def test_the_best_spend_is_marked():
    ax = valuation.best_spend(TOP, what="a prospect")
    assert ax.lines[0].get_ydata().tolist() == [0, 12.5, -4]
    assert ax.lines[2].get_xydata().tolist() == [[5, 12.5]]
    assert texts(ax) == ["spend 5, worth 12.5"]
    assert title(ax) == "A prospect is worth most at a spend of 5"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("spend on winning", "value of a prospect")


def test_the_last_one_is_bad_where_it_cost_more_than_a_customer_is_worth():
    ax = valuation.average_and_last(COSTS, value=900)
    average, last = ax.containers
    assert heights(average) == [600, 120] and heights(last) == [650, 1000]
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in last]
    assert colors == [GOOD, BAD]
    assert ax.lines[0].get_ydata()[0] == 900 and "a customer is worth 900" in texts(ax)
    assert title(ax) == (
        "On average winning costs 5.0 times as much as keeping. But the last one\n"
        "won cost less than a customer is worth, the last one kept more"
    )
    # At just what a customer is worth, nothing is lost.
    assert "kept less" in title(valuation.average_and_last(COSTS, value=1000))


def test_costs_in_another_order_are_refused():
    with pytest.raises(ValueError, match="'won' and 'kept', in this order"):
        valuation.average_and_last(COSTS.iloc[::-1], value=900)
    with pytest.raises(ValueError, match="no column 'last'"):
        valuation.average_and_last(COSTS[["average"]], value=900)


@EVERY_FIGURE
def test_figures_draw_on_the_axes_given_and_leave_tables_alone(name):
    figure, table, options = FIGURES[name]
    before = table.copy()
    _, (first, second) = plt.subplots(1, 2)
    assert figure(table, ax=second, **options) is second
    assert not first.has_data() and second.has_data()
    assert table.equals(before)


@EVERY_FIGURE
def test_no_labels_overlap(name):
    figure, table, options = FIGURES[name]
    assert not overlaps(figure(table, **options))
    assert np.isfinite(table.to_numpy(float)).all()
