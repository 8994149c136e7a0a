"""Figures of RFM, read from their artists."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit.plots.segmentation.rfm import mailing_bars, rfm_heatmap, segment_bars
from crmkit.segmentation.rfm import Scores, cell_grid, profile
from tests.plots.drawn import title

SCORES = Scores(
    pd.DataFrame({"r_score": [2, 2, 2, 1], "f_score": [1, 1, 2, 1], "m_score": 1}),
    pd.DataFrame({"measure": ["recency", "frequency", "monetary"], "score": [2, 2, 1]}),
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_heatmap_writes_the_shares_with_recency_upwards():
    ax = rfm_heatmap(cell_grid(SCORES))
    # Rows from the top: recency 2, then 1; the cell without customers is masked and has no text.
    assert [text.get_text() for text in ax.texts] == ["50", "25", "25"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["2", "1"]
    assert title(ax) == (
        "Highest share of customers: 50 %, at recency 2, frequency 1\n(cells in %)"
    )


def test_heatmap_of_money_is_not_in_percent():
    spend = pd.Series([1000.0, 3000, 500, 40])
    ax = rfm_heatmap(cell_grid(SCORES, values=spend), label="mean spend ($)", percent=False)
    assert [text.get_text() for text in ax.texts] == ["2,000", "500", "40"]
    assert title(ax) == "Highest mean spend ($): 2,000, at recency 2, frequency 1"


def test_heatmap_tells_few_customers_from_none():
    grid = pd.DataFrame([[0.998, 0.002]], index=[1], columns=[1, 2])
    assert [text.get_text() for text in rfm_heatmap(grid).texts] == ["100", "<1"]
    with pytest.raises(ValueError, match="no cell with customers"):
        rfm_heatmap(grid * np.nan)


def test_heatmap_greys_thin_cells_and_leaves_them_out_of_the_title():
    grid = pd.DataFrame([[0.9, 0.4], [np.nan, 0.1]], index=[2, 1], columns=[1, 2])
    counts = pd.DataFrame([[3, 1200], [0, 50]], index=[2, 1], columns=[1, 2])
    ax = rfm_heatmap(grid, counts=counts, few=30)
    assert [text.get_text() for text in ax.texts] == ["90", "3", "40", "1,200", "10", "50"]
    assert title(ax).startswith("Highest share of customers: 40 %, at recency 2, frequency 2")
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["fewer than 30 customers: too few to judge", "nobody"]
    # What is grey has no colour of the scale: the 90 % do not stretch it.
    assert ax.collections[0].get_clim() == (0, 0.4)
    with pytest.raises(ValueError, match="no cell holds 2000 customers"):
        rfm_heatmap(grid, counts=counts, few=2000)


def test_heatmap_frames_the_cell_of_the_title():
    ax = rfm_heatmap(cell_grid(SCORES))
    framed = [patch for patch in ax.patches if patch.get_linewidth() == 3]
    assert [patch.get_xy() for patch in framed] == [(0, 0)]


def test_heatmap_without_gaps_needs_no_key():
    assert rfm_heatmap(pd.DataFrame([[0.1, 0.2]], index=[1], columns=[1, 2])).get_legend() is None


def test_mailing_bars_name_the_best_list_and_its_lead():
    answers = pd.Series({"recency": 20.0, "the RFM sum": 25})
    ax = mailing_bars(answers, letters=100, at_random=10)
    assert [bar.get_width() for bar in ax.patches] == [20, 25]
    assert title(ax) == "The RFM sum reaches 25 buyers, 5 more than recency"
    assert [text.get_text() for text in ax.texts] == ["20", "25", "anybody: 10"]
    assert list(ax.lines[0].get_xdata()) == [10, 10]
    assert title(mailing_bars(answers.iloc[:1], letters=100)) == "Recency reaches 20 buyers"


def profile_of_four():
    table = pd.DataFrame(
        {
            "days_since_last": [1, 2, 3, 4],
            "purchases": [1, 1, 1, 1],
            "total_spend": [70.0, 10, 10, 10],
        }
    )
    return profile(table, pd.Series(["Best", "Rest", "Rest", "Rest"]))


def test_segment_bars_put_heads_beside_money():
    ax = segment_bars(profile_of_four())
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([25, 75, 70, 30])
    assert [text.get_text() for text in ax.texts] == ["25.0", "75.0", "70.0", "30.0"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Best", "Rest"]
    assert title(ax) == "Best: 25 % of customers, 70 % of spend"
    assert ax.yaxis_inverted()


def test_figures_draw_on_the_axes_given_and_leave_tables_alone():
    grid, shares = cell_grid(SCORES), profile_of_four()
    kept = grid.copy(), shares.copy()
    _, axes = plt.subplots(1, 2)
    assert rfm_heatmap(grid, ax=axes[0]) is axes[0]
    assert segment_bars(shares, ax=axes[1]) is axes[1]
    pd.testing.assert_frame_equal(kept[0], grid)
    pd.testing.assert_frame_equal(kept[1], shares)


def test_a_table_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="no column 'spend_share'; found"):
        segment_bars(profile_of_four().drop(columns="spend_share"))
