import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import pyramid


@pytest.fixture(autouse=True)
def _close():
    plt.switch_backend("agg")
    yield
    plt.close("all")


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
            "customer_share": [0.25, 0.5, 0.75, 1],
            "profit_share": profit.cumsum() / 100,
        }
    )


def moves():
    return pd.DataFrame(
        [[0.6, 0.3, 0.1], [0.05, 0.75, 0.2], [np.nan] * 3],
        index=["top", "base", "new"],
        columns=["top", "base", "lost"],
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
    assert ax.get_title() == "Platinum: 10.0 % of customers, 70.0 % of value"


def test_a_loss_is_written_where_no_bar_can_show_it():
    assert words(pyramid.tier_pyramid(tiers()))[-1] == "-10.0 %"


def test_whale_curve_starts_at_zero_and_marks_the_peak():
    ax = pyramid.whale_curve(whale())
    curve, _, _, peak = ax.lines
    assert curve.get_xdata().tolist() == [0, 25, 50, 75, 100]
    assert list(curve.get_ydata()) == pytest.approx([0, 80, 130, 130, 100])
    # The customer of profit 0 still makes no loss.
    assert (peak.get_xdata()[0], peak.get_ydata()[0]) == (75, 130)
    assert words(ax) == ["peak: 130.0 % of profit\nfrom 75.0 % of customers"]
    assert ax.get_title() == "Whale curve: the last 25.0 % take 30.0 % of profit back"
    assert "%" in ax.get_xlabel()
    assert "%" in ax.get_ylabel()


def test_whale_curve_without_losses_says_so():
    ax = pyramid.whale_curve(
        pd.DataFrame({"profit": [1.0], "customer_share": [1.0], "profit_share": [1.0]})
    )
    assert ax.get_title() == "Whale curve: no customer makes a loss"
    assert not ax.patches


def test_migration_map_shows_every_share_and_its_claim():
    ax = pyramid.migration_map(moves())
    assert words(ax) == ["60", "30", "10", "5", "75", "20"]
    assert ax.get_title() == "60.0 % of top customers stayed top"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["top", "base", "lost"]


def test_top_tier_without_customers_before_is_said():
    shares = moves()
    shares.loc["top"] = np.nan
    assert pyramid.migration_map(shares).get_title() == "No customer was top before"


def test_migration_counts_in_place_of_shares_are_an_error():
    with pytest.raises(ValueError, match="not the counts"):
        pyramid.migration_map(moves() * 10)


def test_given_axes_are_used_and_tables_are_not_changed():
    for plot, table in (
        (pyramid.tier_pyramid, tiers()),
        (pyramid.whale_curve, whale()),
        (pyramid.migration_map, moves()),
    ):
        _, ax = plt.subplots()
        kept = table.copy()
        assert plot(table, ax=ax) is ax
        assert_frame_equal(table, kept)


def test_missing_columns_and_shares_are_named():
    with pytest.raises(KeyError, match="value_share"):
        pyramid.tier_pyramid(tiers().drop(columns="value_share"))
    with pytest.raises(KeyError, match="profit_share"):
        pyramid.whale_curve(whale()[["profit"]])
    with pytest.raises(ValueError, match="does not sum"):
        pyramid.tier_pyramid(tiers().assign(value_share=np.nan))
    with pytest.raises(ValueError, match="share no tier"):
        pyramid.migration_map(moves().rename(columns=str.upper))
