"""Figures of RFM, read from their artists."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit.plots.rfm import cell_response, chosen_response, rfm_heatmap, segment_bars
from crmkit.segmentation.generalisation import generalise
from crmkit.segmentation.rfm import cell_grid, profile

SCORES = pd.DataFrame({"r_score": [2, 2, 2, 1], "f_score": [1, 1, 2, 1]})
MAILED = pd.DataFrame({"cell": list("aaabbbaabbc"), "bought": [1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1]})


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def checked():
    return generalise(MAILED, response="bought", cells="cell", fit_rows=6)


def test_heatmap_writes_the_shares_with_recency_upwards():
    ax = rfm_heatmap(cell_grid(SCORES))
    # Rows from the top: recency 2, then 1; the cell without customers is masked and has no text.
    assert [text.get_text() for text in ax.texts] == ["50", "25", "25"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["2", "1"]
    assert ax.get_title() == (
        "Highest share of customers: 50 %, at recency 2, frequency 1\n(cells in %)"
    )


def test_heatmap_of_money_is_not_in_percent():
    spend = pd.Series([1000.0, 3000, 500, 40])
    ax = rfm_heatmap(cell_grid(SCORES, values=spend), label="mean spend ($)", percent=False)
    assert [text.get_text() for text in ax.texts] == ["2,000", "500", "40"]
    assert ax.get_title() == "Highest mean spend ($): 2,000, at recency 2, frequency 1"


def test_heatmap_tells_few_customers_from_none():
    grid = pd.DataFrame([[0.998, 0.002]], index=[1], columns=[1, 2])
    assert [text.get_text() for text in rfm_heatmap(grid).texts] == ["100", "<1"]
    with pytest.raises(ValueError, match="no cell with customers"):
        rfm_heatmap(grid * np.nan)


def test_segment_bars_put_heads_beside_money():
    table = pd.DataFrame(
        {
            "days_since_last": [1, 2, 3, 4],
            "purchases": [1, 1, 1, 1],
            "total_spend": [70.0, 10, 10, 10],
        }
    )
    shares = profile(table, pd.Series(["Best", "Rest", "Rest", "Rest"]))
    ax = segment_bars(shares)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([25, 75, 70, 30])
    assert [text.get_text() for text in ax.texts] == ["25.0", "75.0", "70.0", "30.0"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Best", "Rest"]
    assert ax.get_title() == "Best: 25 % of customers, 70 % of spend"
    assert ax.yaxis_inverted()


def test_cell_response_has_one_point_a_cell_of_both_parts(checked):
    ax = cell_response(checked.cells)
    others, chosen = ax.collections
    np.testing.assert_allclose(chosen.get_offsets(), [[100 * 2 / 3, 50]])
    np.testing.assert_allclose(others.get_offsets(), [[0, 50]])
    assert ax.get_title() == "Chosen cells answer 66.7 % where they were chosen, 50.0 % elsewhere"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["other cells", "chosen cells", "the same again"]


def test_chosen_response_has_a_bar_and_a_number_for_each_rate(checked):
    ax = chosen_response(checked.summary)
    heights = [bar.get_height() for bar in ax.patches]
    # Chosen, other and all; the part fitted on, then the part scored.
    assert heights == pytest.approx([200 / 3, 50, 0, 200 / 3, 100 / 3, 60])
    assert [text.get_text() for text in ax.texts] == ["66.7", "50.0", "0.0", "66.7", "33.3", "60.0"]
    assert ax.get_title() == ("Chosen cells answer 50.0 % in the part scored, all customers 60.0 %")
    assert ax.get_ylim()[0] == 0


def test_whiskers_are_the_intervals(checked):
    ax = chosen_response(checked.summary)
    ends = [segment[:, 1] for bars in ax.collections for segment in bars.get_segments()]
    ours = checked.summary.loc[("fitted on", "chosen cells"), ["low", "high"]]
    np.testing.assert_allclose(ends[0], 100 * ours.to_numpy(dtype=float))


def test_figures_draw_on_the_axes_given_and_leave_tables_alone(checked):
    kept = checked.cells.copy(), checked.summary.copy()
    _, axes = plt.subplots(1, 3)
    assert rfm_heatmap(cell_grid(SCORES), ax=axes[0]) is axes[0]
    assert cell_response(checked.cells, ax=axes[1]) is axes[1]
    assert chosen_response(checked.summary, ax=axes[2]) is axes[2]
    pd.testing.assert_frame_equal(kept[0], checked.cells)
    pd.testing.assert_frame_equal(kept[1], checked.summary)


def test_a_table_of_another_kind_is_refused(checked):
    with pytest.raises(KeyError, match=r"missing columns.*customers_fitted"):
        cell_response(checked.summary)
    with pytest.raises(KeyError, match=r"missing columns.*share_of_spend"):
        segment_bars(checked.summary)
