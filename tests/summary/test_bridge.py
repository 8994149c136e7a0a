"""The words of lifetimes and PyMC-Marketing: the same figures, there and back."""

import pandas as pd
import pytest

from crmkit.summary import customers, from_frequency_recency_T, to_frequency_recency_T

HISTORY = ["purchases", "repeat_purchases", "age_at_last_days", "age_days", "mean_repeat_spend"]
END = "2024-01-28"  # a Sunday, on which the calendar weeks of lifetimes end


@pytest.fixture
def log():
    """c never came back; a bought twice on one day, and twice in one week."""
    orders = [
        ("a", "2024-01-01", 10.0),
        ("a", "2024-01-09", 20.0),
        ("a", "2024-01-09", 5.0),
        ("b", "2024-01-03", 7.0),
        ("c", "2024-01-05", 9.0),
        ("a", "2024-01-23", 12.5),
        ("a", "2024-01-27", 2.5),
        ("b", "2024-01-20", 8.0),
    ]
    log = pd.DataFrame(orders, columns=["customer_id", "ordered_at", "amount"])
    return log.astype({"ordered_at": "datetime64[us]"})


@pytest.mark.parametrize(
    ("counted", "period_days", "theirs"),
    [
        (1, 1, {"freq": "D"}),
        (1, 7, {"freq": "D", "freq_multiplier": 7}),
        (7, 7, {"freq": "W"}),
    ],
)
def test_same_as_lifetimes_makes_of_the_log(log, counted, period_days, theirs):
    lifetimes = pytest.importorskip("lifetimes.utils")
    expected = lifetimes.summary_data_from_transaction_data(
        log, "customer_id", "ordered_at", "amount", observation_period_end=END, **theirs
    )
    ours = customers(log, as_of=END, period_days=counted)
    found = to_frequency_recency_T(ours, period_days=period_days)
    pd.testing.assert_frame_equal(found, expected, check_index_type=False, rtol=1e-12)


def test_by_hand(log):
    found = to_frequency_recency_T(customers(log, as_of=END), period_days=7)
    assert found.loc["a"].to_list() == pytest.approx([3, 26 / 7, 27 / 7, (25 + 12.5 + 2.5) / 3])
    assert found.loc["c"].to_list() == pytest.approx([0, 0, 23 / 7, 0])


@pytest.mark.parametrize("period_days", [1, 3, 7, 30])
def test_there_and_back_changes_nothing(log, period_days):
    ours = customers(log, as_of=END)
    theirs = to_frequency_recency_T(ours, period_days=period_days)
    back = from_frequency_recency_T(theirs, period_days=period_days)
    pd.testing.assert_frame_equal(back, ours[HISTORY], check_dtype=False, check_exact=True)
    again = to_frequency_recency_T(back, period_days=period_days)
    pd.testing.assert_frame_equal(again, theirs)


def test_customers_may_be_a_column_as_pymc_marketing_has_them(log):
    theirs = to_frequency_recency_T(customers(log, as_of=END), period_days=7)
    by_column = from_frequency_recency_T(theirs.reset_index(), period_days=7)
    by_index = from_frequency_recency_T(theirs.rename_axis(None), period_days=7)
    pd.testing.assert_frame_equal(by_column, by_index)
    assert by_column.index.name == "customer_id"


def test_a_model_takes_what_comes_back(log):
    from crmkit.lifetime import BGNBD

    ours = customers(log, as_of=END)
    back = from_frequency_recency_T(to_frequency_recency_T(ours, period_days=7), period_days=7)
    model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, period_days=7)
    assert model.log_likelihood(back) == pytest.approx(model.log_likelihood(ours))


def test_without_money_there_is_none(log):
    ours = customers(log, as_of=END).drop(columns="mean_repeat_spend")
    theirs = to_frequency_recency_T(ours, period_days=7)
    assert list(theirs) == ["frequency", "recency", "T"]
    assert "mean_repeat_spend" not in from_frequency_recency_T(theirs, period_days=7)


def test_tables_given_are_left_alone(log):
    ours = customers(log, as_of=END)
    theirs = to_frequency_recency_T(ours, period_days=7)
    before = ours.copy(), theirs.copy()
    from_frequency_recency_T(theirs, period_days=7)
    pd.testing.assert_frame_equal(ours, before[0])
    pd.testing.assert_frame_equal(theirs, before[1])


GOOD = pd.DataFrame(
    {"frequency": [2.0, 0], "recency": [3.0, 0], "T": [5.0, 2], "monetary_value": [9.0, 0]},
    index=["Li", "Wu"],
)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (GOOD.rename(columns={"T": "t"}), ["no column 'T'", "'t'", "rename yours"]),
        (GOOD.assign(frequency=[2.5, 0]), ["'frequency' is not a whole number", "['Li']"]),
        (GOOD.assign(T=[5.0, None]), ["'T' is missing in 1 of 2", "['Wu']", "drop them"]),
        (GOOD.assign(recency=[6.0, 0]), ["recency is above T", "['Li']", "swapped"]),
        (GOOD.assign(recency=[3.0, 1]), ["above 0 without a repeat", "['Wu']", "since the last"]),
        (GOOD.assign(recency=[0.0, 0]), ["0 with a repeat", "['Li']", "instead of the period"]),
        (GOOD.set_axis(["Li", "Li"]), ["more than once", "['Li']", "One row a customer"]),
        (GOOD.head(0), ["empty"]),
    ],
)
def test_what_cannot_be_is_said_with_the_rows_and_the_way_to_mend_it(table, words):
    with pytest.raises(ValueError) as refused:
        from_frequency_recency_T(table, period_days=7)
    for word in words:
        assert word in str(refused.value)


def test_an_order_log_is_no_customers_table(log):
    with pytest.raises(ValueError, match=r"no column 'repeat_purchases'.*summary\.customers\(log"):
        to_frequency_recency_T(log, period_days=7)
    with pytest.raises(TypeError, match="must be a DataFrame, not a list"):
        to_frequency_recency_T([1, 2], period_days=7)


@pytest.mark.parametrize("period_days", [0, 1.5, "W"])
def test_a_period_is_whole_days(log, period_days):
    with pytest.raises(ValueError, match="period_days="):
        to_frequency_recency_T(customers(log, as_of=END), period_days=period_days)
    with pytest.raises(ValueError, match="period_days="):
        from_frequency_recency_T(GOOD, period_days=period_days)
