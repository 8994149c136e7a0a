"""Figures of a choice of cells, read from their artists."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit.plots.segmentation.generalisation import cell_response, chosen_response, class_response
from crmkit.segmentation.generalisation import generalise
from tests.plots.drawn import title

MAILED = pd.DataFrame({"cell": list("aaabbbaabbc"), "bought": [1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1]})


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def checked():
    return generalise(MAILED, response="bought", cells="cell", calibration_rows=6)


def test_cell_response_has_one_point_a_cell_of_both_parts(checked):
    ax = cell_response(checked.cells, few=1)
    others, chosen = ax.collections
    np.testing.assert_allclose(chosen.get_offsets(), [[100 * 2 / 3, 50]])
    np.testing.assert_allclose(others.get_offsets(), [[0, 50]])
    assert title(ax) == "Chosen cells answer 66.7 % where they were chosen, 50.0 % elsewhere"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["other cells", "chosen cells", "all of them together"]


def test_cell_response_draws_no_small_cell_but_counts_it_in_the_diamond(checked):
    ax = cell_response(checked.cells, few=3)
    # Cell b has three customers in the first part, and two in the holdout.
    assert [len(points.get_offsets()) for points in ax.collections] == [0, 0]
    diamonds = [line for line in ax.lines if line.get_marker() == "D" and len(line.get_xdata())]
    places = [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in diamonds]
    # Other cells: b and c hold 3 + 0 and 2 + 1 customers, of whom 0 and 1 + 1 answered.
    assert places == [pytest.approx((0, 200 / 3)), pytest.approx((200 / 3, 50))]
    assert "3 cells of fewer than 3 not drawn" in ax.get_legend().get_title().get_text()


def test_the_arrow_shows_promised_and_kept(checked):
    texts = [text.get_text() for text in cell_response(checked.cells, few=1).texts]
    assert "promised 66.7 %,\nkept 50.0 %" in texts


def test_class_response_says_which_way_each_part_goes():
    rates = pd.DataFrame({1: [0.05, 0.09], 2: [0.06, 0.07], 3: [0.14, 0.08]}, index=["old", "new"])
    ax = class_response(rates.rename_axis(columns="frequency class"))
    np.testing.assert_allclose([line.get_ydata() for line in ax.lines], 100 * rates.to_numpy())
    assert title(ax) == (
        "The highest frequency class responds more than the lowest in old,\nand less in new"
    )
    assert [text.get_text() for text in ax.texts] == ["old: 14.0 %", "new: 8.0 %"]
    with pytest.raises(ValueError, match="nothing to compare"):
        class_response(rates.iloc[:1])


def test_chosen_response_has_a_bar_and_a_number_for_each_rate(checked):
    ax = chosen_response(checked.summary)
    heights = [bar.get_height() for bar in ax.patches]
    # Chosen, other and all; the calibration part, then the holdout.
    assert heights == pytest.approx([200 / 3, 50, 0, 200 / 3, 100 / 3, 60])
    assert [text.get_text() for text in ax.texts] == ["66.7", "50.0", "0.0", "66.7", "33.3", "60.0"]
    assert title(ax) == ("Chosen cells answer 50.0 % in the holdout, all customers 60.0 %")
    assert ax.get_ylim()[0] == 0


def test_whiskers_are_the_intervals(checked):
    ax = chosen_response(checked.summary)
    ends = [segment[:, 1] for bars in ax.collections for segment in bars.get_segments()]
    ours = checked.summary.loc[("calibration", "chosen cells"), ["low", "high"]]
    np.testing.assert_allclose(ends[0], 100 * ours.to_numpy(dtype=float))


def test_figures_draw_on_the_axes_given_and_leave_tables_alone(checked):
    kept = checked.cells.copy(), checked.summary.copy()
    _, axes = plt.subplots(1, 2)
    assert cell_response(checked.cells, ax=axes[0]) is axes[0]
    assert chosen_response(checked.summary, ax=axes[1]) is axes[1]
    pd.testing.assert_frame_equal(kept[0], checked.cells)
    pd.testing.assert_frame_equal(kept[1], checked.summary)


def test_a_table_of_another_kind_is_refused(checked):
    with pytest.raises(ValueError, match="no column 'customers_calibration', 'customers_holdout'"):
        cell_response(checked.summary)
    with pytest.raises(ValueError, match="no column 'response_rate', 'low', 'high'"):
        chosen_response(checked.cells)
