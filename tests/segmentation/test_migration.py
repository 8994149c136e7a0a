import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from crmkit.segmentation import migration, pyramid

# No deadline: a busy machine is no failure of the code.
steady = settings(deadline=None, max_examples=40)

HUNDRED = pd.Series(np.arange(100, 0, -1.0), index=[f"c{n}" for n in range(100)])

values = st.lists(st.integers(-500, 2000), min_size=1, max_size=60).map(
    lambda cents: pd.Series([c / 100 for c in cents], index=[f"c{n}" for n in range(len(cents))])
)


def sizes(tiers):
    return tiers.value_counts().reindex(pyramid.TIERS).to_list()


def two_periods():
    names = {"shares": (1 / 3, 2 / 3), "names": ["A", "B"]}
    before = pyramid.tiers(pd.Series({"a": 9.0, "b": 5, "c": 2}), **names)
    after = pyramid.tiers(pd.Series({"d": 1.0, "b": 9, "a": 5}), **names)
    return before, after


def test_migration_by_hand_counts_lost_and_new():
    counts = migration.migration_matrix(*two_periods())
    expected = pd.DataFrame(
        [[0, 1, 0], [1, 0, 1], [0, 1, 0]],
        index=pd.Index(["A", "B", "new"], name="before"),
        columns=pd.Index(["A", "B", "lost"], name="after"),
    )
    assert_frame_equal(counts, expected)


@steady
@given(values, values, st.integers(0, 40))
def test_migration_drops_nobody(first, second, shift):
    second.index = [f"c{n + shift}" for n in range(len(second))]
    before, after = pyramid.tiers(first), pyramid.tiers(second)
    counts = migration.migration_matrix(before, after)
    assert counts.to_numpy().sum() == len(first.index.union(second.index))
    assert counts.drop(index="new").sum(axis=1).to_list() == sizes(before)
    assert counts.drop(columns="lost").sum().to_list() == sizes(after)
    assert counts.loc["new", "lost"] == 0


def test_migration_of_a_period_with_itself_is_diagonal():
    tiers = pyramid.tiers(HUNDRED)
    counts = migration.migration_matrix(tiers, tiers.iloc[::-1])
    assert np.diag(counts).tolist() == [1, 4, 15, 80, 0]
    assert counts.to_numpy().sum() == 100


def test_migration_rates_sum_to_one_and_an_empty_row_is_unknown():
    counts = migration.migration_matrix(*two_periods())
    counts.loc["new"] = 0
    rates = migration.migration_rates(counts)
    assert rates.loc["B"].to_list() == [0.5, 0, 0.5]
    assert rates.loc["new"].isna().all()


def test_migration_wants_the_same_tiers_in_both_periods():
    before, _ = two_periods()
    with pytest.raises(ValueError, match=r"\['A', 'B'\] before, \['platinum'"):
        migration.migration_matrix(before, pyramid.tiers(HUNDRED))


def test_migration_counts_customers_without_a_tier_in_its_error():
    before, after = two_periods()
    after.iloc[0] = np.nan
    with pytest.raises(ValueError, match=r"after: tier is missing in 1 of 3 .*\['d'\]"):
        migration.migration_matrix(before, after)


def test_no_tier_may_be_called_new_or_lost():
    tiers = pyramid.tiers(HUNDRED, shares=(0.5, 0.5), names=["A", "lost"])
    with pytest.raises(ValueError, match=r"a tier is called \['lost'\]"):
        migration.migration_matrix(tiers, tiers)


def test_tiers_are_not_changed():
    tiers = pyramid.tiers(HUNDRED)
    kept = tiers.copy()
    migration.migration_rates(migration.migration_matrix(tiers, tiers))
    assert_series_equal(tiers, kept)


def test_each_customer_has_one_tier_and_tiers_have_an_order():
    tiers = pyramid.tiers(HUNDRED)
    twice = tiers.iloc[[0, 0, 1]]
    with pytest.raises(ValueError, match=r"after has 1 customer\(s\) more than once.*\['c0'\]"):
        migration.migration_matrix(tiers, twice)
    with pytest.raises(ValueError, match="before has tiers without an order"):
        migration.migration_matrix(tiers.cat.as_unordered(), tiers)
    with pytest.raises(TypeError, match="before must be a Series of tiers"):
        migration.migration_matrix(HUNDRED, tiers)
