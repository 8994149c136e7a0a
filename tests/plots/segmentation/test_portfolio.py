import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from pandas.testing import assert_frame_equal

from crmkit.plots import portfolio
from crmkit.segmentation.portfolio import Portfolio
from tests.plots.drawn import title

CLASSES = ["star", "cash cow", "question mark", "dog"]


def classified():
    table = pd.DataFrame(
        {
            "growth": [0.3, -0.2, 0.6, -0.5, np.inf],
            "wallet": [0.9, 0.8, 0.2, 0.1, 0.3],
            "spend_after": [40.0, 30, 10, 10, 10],
            "class": pd.Categorical([*CLASSES, "question mark"], CLASSES, ordered=True),
        }
    )
    return Portfolio(table, "growth", "wallet", 0.0, 0.5, "cut: growth at 0 %, wallet at 0.5")


def test_every_customer_is_one_bubble_of_their_class():
    ax = portfolio.portfolio_map(classified())
    assert [len(points.get_offsets()) for points in ax.collections] == [1, 1, 2, 1]
    assert ax.collections[0].get_offsets().tolist() == [[0.9, 30]]
    assert len({to_rgb(points.get_facecolor()[0]) for points in ax.collections}) == 4


def test_area_is_in_proportion_to_value():
    star, cow, *_ = portfolio.portfolio_map(classified()).collections
    assert star.get_sizes()[0] / cow.get_sizes()[0] == pytest.approx(40 / 30)


def test_new_customers_stand_above_everybody_and_are_counted():
    ax = portfolio.portfolio_map(classified())
    question = ax.collections[2].get_offsets()
    assert question[1][1] > 60
    assert np.isfinite(question).all()
    assert ax.get_ylabel() == "growth (%; cut at 0; 1 new at the upper edge)"


def test_new_customers_stay_on_top_where_growth_is_logarithmic():
    base = classified()
    base.customers.loc[0, "growth"] = 400.0
    ax = portfolio.portfolio_map(base)
    assert ax.get_yscale() == "symlog"
    assert ax.collections[2].get_offsets()[1][1] > 40_000


def test_lines_stand_at_the_cuts_and_large_shares_on_the_left():
    ax = portfolio.portfolio_map(classified())
    across, up = ax.lines
    assert list(across.get_ydata()) == [0, 0]
    assert list(up.get_xdata()) == [0.5, 0.5]
    left, right = ax.get_xlim()
    assert left > right


def test_names_of_the_classes_stand_in_their_quarters():
    ax = portfolio.portfolio_map(classified())
    places = {text.get_text(): text.get_position() for text in ax.texts}
    assert list(places) == CLASSES
    assert places["star"][0] < 0.5 < places["star"][1]
    assert places["dog"][0] > 0.5 > places["dog"][1]


def test_legend_and_title_state_customers_and_value():
    ax = portfolio.portfolio_map(classified())
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[2] == "question mark: 2 customers,\n20 % of value"
    assert title(ax) == "Stars: 20 % of customers, 40 % of value"


def test_of_those_not_shown_title_and_legend_still_speak():
    ax = portfolio.portfolio_map(classified(), shown=pd.Index([0, 3]))
    assert [len(points.get_offsets()) for points in ax.collections] == [1, 0, 0, 1]
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[2] == "question mark: 2 customers,\n20 % of value"
    assert title(ax) == "Stars: 20 % of customers, 40 % of value"


def test_only_new_customers_can_be_shown():
    ax = portfolio.portfolio_map(classified().only(pd.Index([4])))
    assert title(ax) == "Question marks: 100 % of customers, 100 % of value"


def test_given_axes_are_used_and_the_table_is_not_changed():
    _, ax = plt.subplots()
    base = classified()
    assert portfolio.portfolio_map(base, ax=ax) is ax
    assert_frame_equal(base.customers, classified().customers)


def test_a_table_without_its_cut_and_missing_columns_are_named():
    with pytest.raises(TypeError, match=r"what classify\(\) returned, not a DataFrame"):
        portfolio.portfolio_map(classified().customers)
    with pytest.raises(ValueError, match="no column 'profit'"):
        portfolio.portfolio_map(classified(), value="profit")
