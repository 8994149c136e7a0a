import numpy as np
import pandas as pd
import pytest

from crmkit import datasets, summary
from crmkit.lifetime import BGNBD
from crmkit.rates import rate_interval
from crmkit.retention import rules

SIGNS = pd.DataFrame({"complained": [1, 0, 1], "monthly": [True, False, False]}, index=list("abc"))


def test_signs_add_up_and_the_table_stays_as_it_is():
    before = SIGNS.copy()
    assert rules.count_flags(SIGNS, signs=["complained", "monthly"]).to_dict() == {
        "a": 2, "b": 0, "c": 1,
    }  # fmt: skip
    pd.testing.assert_frame_equal(SIGNS, before)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (SIGNS.assign(complained=2), "neither 0 nor 1"),
        (SIGNS.assign(complained="yes"), "must be 1 for those with the sign"),
        (SIGNS.assign(complained=np.nan), "missing"),
        (SIGNS[["monthly"]], "no column 'complained'"),
        (SIGNS.head(0), "empty"),
    ],
)
def test_signs_that_are_no_yes_or_no_are_refused(table, said):
    with pytest.raises(ValueError, match=said):
        rules.count_flags(table, signs=["complained", "monthly"])


def test_every_customer_and_leaver_is_in_one_row():
    count, left = pd.Series([0, 0, 0, 1, 1, 3]), pd.Series([0, 0, 1, 1, 1, 0])
    table = rules.leaving_by_count(count, left)
    assert table.index.to_list() == [0, 1, 3]
    assert table["customers"].sum() == 6
    assert table["leavers"].sum() == 3
    wilson = rate_interval(table["leavers"], table["customers"])
    pd.testing.assert_frame_equal(table[["low", "high"]], wilson)
    with pytest.raises(ValueError, match="not a whole number"):
        rules.leaving_by_count(count + 0.5, left)


def test_silence_up_to_the_limit_is_no_farewell():
    table = pd.DataFrame({"days_since_last": [0, 182, 183]})
    assert rules.hiatus(table, days=182).to_list() == [1, 1, 0]
    with pytest.raises(ValueError, match="days=-1"):
        rules.hiatus(table, days=-1)
    with pytest.raises(ValueError, match="no column 'days_since_last'"):
        rules.hiatus(table.rename(columns={"days_since_last": "r"}), days=182)


def test_who_is_always_right_is_right_for_all():
    actual = pd.Series([1, 0, 1])
    said = pd.DataFrame({"oracle": actual, "opposite": 1 - actual})
    found = rules.share_right(said, actual)
    assert found["estimate"].to_list() == [1, 0]
    with pytest.raises(ValueError, match="differ in their customers"):
        rules.share_right(said, actual.iloc[:2])
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        rules.share_right(said / 2, actual)


def test_telephone_customers_of_larose_are_reproduced():
    """Larose (2005), the first 3,333 rows: 483 leave."""
    table = datasets.load("phone_churn").iloc[:3_333]
    left = (table["left"] == "yes").astype(int)
    assert left.sum() == 483
    assert left.mean() == pytest.approx(0.1449, abs=5e-5)
    abroad = (table["international_plan"] == "yes").astype(int)
    calls = (table["service_calls"] >= 4).astype(int)
    for sign, without, with_it in ((abroad, 0.115, 0.424), (calls, 0.113, 0.517)):
        found = rules.leaving_by_count(sign, left)["leaving_rate"].to_list()
        assert found == pytest.approx([without, with_it], abs=5e-4)


@pytest.fixture(scope="module")
def cdnow():
    """What was known of the CDNOW sample after nine months, and who bought in the next nine."""
    log = datasets.load("cdnow_sample")
    parts = summary.split(log, calibration_end="1997-09-30", holdout_end="1998-06-30")
    came = (parts.holdout["purchases"] > 0).astype(int)
    return parts, came, BGNBD.fit(parts.calibration, period_days=7)


def test_half_a_year_of_silence_is_right_as_often_as_a_purchase_model(cdnow):
    """Wübben & von Wangenheim (2008): 77 % either way; the others computed before by us."""
    parts, came, model = cdnow
    known = parts.calibration
    expected = model.expected_purchases(known, horizon_days=273)
    said = pd.DataFrame(
        {
            "rule": rules.hiatus(known, days=182),
            "model": (expected >= 0.5).astype(int),
            "nobody": 0,
            "alive": (model.probability_alive(known) > 0.5).astype(int),
        }
    )
    found = rules.share_right(said, came)["estimate"]
    assert found.to_list() == pytest.approx([0.771, 0.777, 0.710, 0.339], abs=6e-4)


def test_best_tenth_is_found_by_past_count_nearly_as_often_as_by_the_model(cdnow):
    """Found before: .468 by either, with equal counts in some order. Here the model only: counts
    tie at the cut, and by the order of the rows they find .43 to .45."""
    parts, _, model = cdnow
    known, bought = parts.calibration, parts.holdout["purchases"]
    top = len(known) // 10

    def best(values):
        return set(values.astype(float).nlargest(top).index)

    expected = model.expected_purchases(known, horizon_days=273)
    assert len(best(bought) & best(expected)) / top == pytest.approx(0.468, abs=0.005)
    by_count = len(best(bought) & best(known["repeat_purchases"])) / top
    assert by_count == pytest.approx(0.468, abs=0.04)
