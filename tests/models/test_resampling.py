import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.models import resampled

TABLE = pd.DataFrame({"a": [1, 5, 7, 6], "b": [2, 4, 6, 7]})


def test_the_bootstrap_of_a_mean_meets_its_textbook_error():
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"a": rng.normal(5, 2, 300)})
    found = resampled(table, lambda t: t["a"].mean(), rng=rng, draws=2000)
    reach = 1.96 * table["a"].std() / np.sqrt(300)
    assert found["estimate"].item() == table["a"].mean()
    assert found["high"].item() - found["low"].item() == pytest.approx(2 * reach, rel=0.08)


def test_same_generator_same_interval_and_rows_are_not_changed():
    table = TABLE
    kept = table.copy()

    def one():
        return resampled(table, pd.DataFrame.mean, rng=np.random.default_rng(1))

    assert_frame_equal(one(), one())
    assert_frame_equal(table, kept)


def test_a_statistic_without_a_value_is_refused():
    with pytest.raises(ValueError, match="no finite number"):
        resampled(TABLE, lambda t: t["a"].mean() * np.nan, rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="confidence=95"):
        resampled(TABLE, pd.DataFrame.mean, rng=np.random.default_rng(1), confidence=95)


def drawn(statistic, **more):
    return resampled(TABLE, statistic, **{"rng": np.random.default_rng(1), **more})


def test_a_statistic_keeps_its_names_from_draw_to_draw():
    with pytest.raises(ValueError, match="the same numbers in one order"):
        drawn(lambda t: t["a"].value_counts())
    # As long, but in another order: once compared place by place, and wrong in silence.
    coin = pd.DataFrame({"side": list("ab") * 30})
    with pytest.raises(ValueError, match="in one order"):
        resampled(coin, lambda t: t["side"].value_counts(), rng=np.random.default_rng(1))


def test_draws_without_a_number_are_counted():
    def seldom(t):
        return np.nan if (t["a"] == 7).sum() > 3 else t["a"].mean()

    with pytest.warns(UserWarning, match=r"for \d+ of 400 tables drawn; they are left out"):
        found = drawn(seldom)
    assert np.isfinite(found.to_numpy()).all()

    def singular(t):
        return 1 / (len(set(t["a"])) - 3)

    with pytest.raises(ValueError, match=r"\d+ of 400 tables drawn: too few rows"):
        drawn(singular)


@pytest.mark.parametrize("value", ["many", None, TABLE, pd.NA, 1j])
def test_a_statistic_gives_numbers(value):
    with pytest.raises((TypeError, ValueError), match="the statistic"):
        drawn(lambda t: value)


def test_statistic_and_generator_are_what_they_are_called():
    with pytest.raises(TypeError, match="statistic must be a function of a table, not 'mean'"):
        drawn("mean")
    with pytest.raises(TypeError, match="rng=1 must be a generator"):
        drawn(len, rng=1)


def test_a_statistic_that_changes_its_table_does_not_change_ours():
    kept = TABLE.copy()
    drawn(lambda t: t.insert(0, "c", 1) or t["a"].mean())
    assert_frame_equal(TABLE, kept)
