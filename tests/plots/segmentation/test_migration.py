import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import migration
from tests.plots.drawn import title


def moves():
    return pd.DataFrame(
        [[0.6, 0.3, 0.1], [0.05, 0.75, 0.2], [np.nan] * 3],
        index=["top", "base", "new"],
        columns=["top", "base", "lost"],
    )


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_migration_map_shows_every_share_and_its_claim():
    ax = migration.migration_map(moves())
    assert words(ax) == ["60", "30", "10", "5", "75", "20"]
    assert title(ax) == "60 % of top customers stayed top"
    [frame] = ax.patches
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((0, 0), 1, 1)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["top", "base", "lost"]


def test_top_tier_without_customers_before_is_said():
    rates = moves()
    rates.loc["top"] = np.nan
    assert title(migration.migration_map(rates)) == "No customer was top before"


def test_migration_counts_in_place_of_shares_are_an_error():
    with pytest.raises(ValueError, match="not the counts"):
        migration.migration_map(moves() * 10)


def test_given_axes_are_used_and_the_table_is_not_changed():
    _, ax = plt.subplots()
    table = moves()
    assert migration.migration_map(table, ax=ax) is ax
    assert_frame_equal(table, moves())


def test_a_table_without_tiers_is_named():
    with pytest.raises(ValueError, match="share no tier"):
        migration.migration_map(moves().rename(columns=str.upper))
