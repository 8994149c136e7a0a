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
