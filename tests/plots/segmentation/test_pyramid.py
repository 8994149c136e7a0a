import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import pyramid
from tests.plots.drawn import title


def tiers():
    return pd.DataFrame(
        {"customer_share": [0.1, 0.3, 0.6], "value_share": [0.7, 0.4, -0.1]},
        index=["platinum", "gold", "lead"],
    )


def whale():
    profit = pd.Series([80.0, 50, 0, -30])
    return pd.DataFrame(
        {
            "profit": profit,
            "cumulative_customer_share": [0.25, 0.5, 0.75, 1],
            "cumulative_profit_share": profit.cumsum() / 100,
        }
    )


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_bars_of_the_pyramid_are_centred_and_as_wide_as_the_shares():
    ax = pyramid.tier_pyramid(tiers())
    customers, value = ax.containers
    assert [bar.get_width() for bar in customers] == pytest.approx([10, 30, 60])
    assert [bar.get_width() for bar in value] == pytest.approx([70, 40, 0])
    for bar in [*customers, *value]:
        assert bar.get_x() + bar.get_width() / 2 == pytest.approx(0)


def test_best_tier_is_on_top_and_in_the_title():
    ax = pyramid.tier_pyramid(tiers())
    bottom, top = ax.get_ylim()
    assert bottom > top
    assert [label.get_text() for label in ax.get_yticklabels()] == ["platinum", "gold", "lead"]
    assert title(ax) == "Platinum: 10.0 % of customers, 70.0 % of value"


def test_a_loss_is_written_where_no_bar_can_show_it():
    assert words(pyramid.tier_pyramid(tiers()))[-1] == "-10.0 %"


def test_whale_curve_starts_at_zero_and_marks_the_peak():
    ax = pyramid.whale_curve(whale())
    curve, _, _, peak, fifth = ax.lines
    assert curve.get_xdata().tolist() == [0, 25, 50, 75, 100]
    assert list(curve.get_ydata()) == pytest.approx([0, 80, 130, 130, 100])
    # The customer of profit 0 still makes no loss.
    assert (peak.get_xdata()[0], peak.get_ydata()[0]) == (75, 130)
    # A straight line between customers: 20 of the first 25 % bring 64 of 80 %.
    assert (fifth.get_xdata()[0], fifth.get_ydata()[0]) == pytest.approx((20, 64))
    assert words(ax) == [
        "losses",
        "best fifth: 64 %",
        "peak: 130.0 % of profit\nfrom 75.0 % of customers",
    ]
    assert title(ax) == "Whale curve: the last 25.0 % take 30.0 % of profit back"
    assert "%" in ax.get_xlabel()
    assert "%" in ax.get_ylabel()


def test_whale_curve_without_losses_says_so():
    ax = pyramid.whale_curve(
        whale().iloc[:1].assign(cumulative_customer_share=1.0, cumulative_profit_share=1.0)
    )
    assert title(ax) == "Whale curve: no customer makes a loss"
    assert not ax.patches


def test_given_axes_are_used_and_tables_are_not_changed():
    for plot, table in (
        (pyramid.tier_pyramid, tiers()),
        (pyramid.whale_curve, whale()),
    ):
        _, ax = plt.subplots()
        kept = table.copy()
        assert plot(table, ax=ax) is ax
        assert_frame_equal(table, kept)


def test_missing_columns_and_shares_are_named():
    with pytest.raises(ValueError, match="no column 'value_share'"):
        pyramid.tier_pyramid(tiers().drop(columns="value_share"))
    with pytest.raises(
        ValueError, match="no column 'cumulative_customer_share', 'cumulative_profit_share'"
    ):
        pyramid.whale_curve(whale()[["profit"]])
    with pytest.raises(ValueError, match="does not sum"):
        pyramid.tier_pyramid(tiers().assign(value_share=np.nan))
