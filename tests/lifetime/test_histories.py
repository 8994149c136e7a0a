"""Checking a customers table and merging equal histories, on tables worked by hand."""

import numpy as np
import pandas as pd
import pytest

from crmkit.lifetime.purchases.engine.histories import BLOCK, Histories, Rows
from crmkit.models.counted import resampled


def _table(**changes):
    table = pd.DataFrame(
        {
            "repeat_purchases": [2, 0, 1, 0, 2],
            "age_at_last_days": [21, 0, 7, 0, 21],
            "age_days": [30, 30, 14, 30, 30],
        },
        index=pd.Index(["Li", "Wu", "Xu", "Ye", "Zu"], name="customer_id"),
    )
    return table.assign(**changes)


def test_customers_with_one_history_count_once_with_their_number():
    histories = Histories.of(_table(), 7)
    assert histories.x.tolist() == [0, 1, 2]
    assert histories.t_x.tolist() == [0, 1, 3]
    assert histories.T.tolist() == [30 / 7, 2, 30 / 7]
    assert histories.weights.tolist() == [2, 1, 2]
    assert histories.inverse.tolist() == [2, 0, 1, 0, 2]
    assert histories.total == 5


def test_values_of_histories_go_back_to_the_customers_in_their_order():
    series = Histories.of(_table(), 1).by_customer(np.array([10.0, 20.0, 30.0]), "answer")
    assert series.to_dict() == {"Li": 30, "Wu": 10, "Xu": 20, "Ye": 10, "Zu": 30}
    assert list(series.index) == ["Li", "Wu", "Xu", "Ye", "Zu"]


def test_rows_are_kept_apart_for_predictions():
    histories = Histories.rows(_table(), 7)
    assert histories.x.tolist() == [2, 0, 1, 0, 2]
    assert histories.inverse.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("scale", [1, 1.7, 1e7])
@pytest.mark.parametrize("kind", ["int64", "int32", "float64", "Int64"])
def test_levels_and_codes_of_rows_give_the_columns_back(scale, kind):
    table = _table().astype(float)
    table[["age_at_last_days", "age_days"]] *= scale
    rows = Rows.of(table.astype(kind if scale != 1.7 else float), 7)
    for column, code, level, unit in zip(table, rows.codes, rows.levels, (1, 7, 7), strict=True):
        found = level if code is None else level[code]
        assert found.tolist() == (table[column] / unit).tolist()


def test_one_impossible_row_beyond_the_first_block_is_found():
    many = pd.concat([_table()] * (BLOCK // 5 + 2), ignore_index=True)
    Rows.of(many, 7)
    many.loc[len(many) - 2, "age_at_last_days"] = 1
    with pytest.raises(ValueError, match=rf"in 1 of {len(many):,} row.*\[{len(many) - 2}\]"):
        Rows.of(many, 7)


@pytest.mark.parametrize("scale", [1, 1.7, 1e7])
def test_pairs_are_the_distinct_ones(scale):
    table = _table().astype(float)
    table[["age_at_last_days", "age_days"]] *= scale
    for histories in (Histories.of(table, 1), Histories.rows(table, 1)):
        for pairs, age in (
            (histories.last_pairs(), histories.t_x),
            (histories.age_pairs(), histories.T),
        ):
            assert (pairs.x[pairs.inverse] == histories.x).all()
            assert (pairs.age[pairs.inverse] == age).all()
            both = set(zip(pairs.x, pairs.age, strict=True))
            assert len(both) == len(pairs.x) == 3


def test_a_table_of_distinct_histories_brings_its_numbers_of_customers():
    merged = pd.DataFrame(
        {
            "repeat_purchases": [0, 1, 2],
            "age_at_last_days": [0, 7, 21],
            "age_days": [30, 14, 30],
            "customers": [2, 1, 2],
        }
    )
    assert Histories.of(merged, 7).weights.tolist() == [2, 1, 2]


def test_large_tables_and_fractions_of_days_merge_alike():
    rng = np.random.default_rng(1)
    x = rng.integers(0, 5, 5000)
    last = np.where(x > 0, rng.integers(5, 20, 5000) / 3, 0)
    table = pd.DataFrame(
        {"repeat_purchases": x, "age_at_last_days": last, "age_days": last + x + 0.1}
    )
    histories = Histories.of(table, 0.5)
    counted = table.groupby(list(table.columns)).size()
    assert len(histories) == len(counted)
    assert histories.weights.tolist() == counted.tolist()
    assert (histories.t_x[histories.inverse] == table["age_at_last_days"] / 0.5).all()


def test_a_bootstrap_sample_has_as_many_customers():
    drawn = resampled(Histories.of(_table(), 7), np.random.default_rng(2))
    assert drawn.total == 5
    assert (drawn.weights > 0).all()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"age_at_last_days": [31, 0, 7, 0, 21]}, r"above 'age_days' in 1 of 5 row.*\['Li'\]"),
        (
            {"age_at_last_days": [21, 3, 7, 4, 21]},
            r"not 0 exactly where.*2 of 5 row.*\['Wu', 'Ye'\]",
        ),
        ({"age_at_last_days": [0, 0, 7, 0, 21]}, r"not 0 exactly where.*1 of 5 row.*\['Li'\]"),
        ({"repeat_purchases": [25, 0, 1, 0, 2]}, r"more than days. Are the ages in weeks\?"),
        ({"repeat_purchases": [2, 0, 1.5, 0, 2]}, r"not a whole number in 1 of 5 row.*\['Xu'\]"),
        ({"repeat_purchases": [-2, 0, 1, 0, 2]}, r"'repeat_purchases' is negative in 1 of 5 row"),
        (
            {"age_days": [30, 30, np.nan, np.nan, 30]},
            r"'age_days' is missing in 2 of 5 row.*\['Xu'",
        ),
        ({"age_days": [30, 30, np.inf, 30, 30]}, r"'age_days' is infinite in 1 of 5 row.*\['Xu'\]"),
        (
            {"age_days": [30, 30, -np.inf, -1, 30]},
            r"'age_days' is infinite in 1 of 5 row.*\['Xu'\]",
        ),
        ({"age_days": ["a", "b", "c", "d", "e"]}, "must be numbers"),
    ],
)
def test_what_cannot_have_happened_is_refused_with_the_customers(change, complaint):
    for make in (Histories.of, Histories.rows, Rows.of):
        with pytest.raises(ValueError, match=complaint):
            make(_table(**change), 7)


def test_a_customer_twice_is_refused():
    twice = pd.concat([_table(), _table().iloc[:2]])
    with pytest.raises(ValueError, match=r"2 customer\(s\) more than once.*'Li', 'Wu'"):
        Histories.of(twice, 7)
    with pytest.raises(ValueError, match="more than once"):
        Histories.of(twice.reset_index(drop=True).set_axis([0, 1, 2, 3, 4, 4, 1]), 7)


def test_a_table_without_rows_or_columns_is_refused():
    with pytest.raises(ValueError, match="empty"):
        Histories.of(_table().iloc[:0], 7)
    with pytest.raises(ValueError, match=r"no column 'age_days'.*crmkit.summary.customers"):
        Histories.of(_table().drop(columns="age_days"), 7)
    with pytest.raises(TypeError, match="not a list"):
        Histories.of([1, 2], 7)


def test_the_table_of_another_package_is_refused_with_the_way_to_convert_it():
    theirs = pd.DataFrame({"frequency": [1], "recency": [3.0], "T": [5.0]})
    with pytest.raises(ValueError, match=r"crmkit\.summary\.from_frequency_recency_T\(table"):
        Histories.of(theirs, 7)


@pytest.mark.parametrize("period", [0, -7, np.nan, np.inf])
def test_a_period_without_length_is_refused(period):
    with pytest.raises(ValueError, match=r"must be a number above 0, e\.g\. 7 for weeks"):
        Histories.of(_table(), period)


def test_the_table_is_not_changed():
    table = _table()
    before = table.copy(deep=True)
    Histories.of(table, 7)
    Histories.rows(table, 7)
    pd.testing.assert_frame_equal(table, before)
