"""Returns against purchases: small tables worked by hand, and a slow loop as the judge."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.orders.cleaning.returns import set_against
from tests.orders.leniently import read


def orders(*rows):
    frame = pd.DataFrame(list(rows), columns=["customer_id", "ordered_at", "amount", "order_id"])
    return frame.assign(ordered_at=pd.to_datetime("2024-03-" + frame["ordered_at"].astype(str)))


def netted(*rows):
    log, report = read(orders(*rows))
    assert report.unexplained == 0
    assert report.unexplained_rows == 0
    return log["amount"].to_list(), report.table


def test_a_fully_returned_line_disappears():
    amounts, table = netted(("a", 1, 10.0, "1"), ("a", 2, 5.0, "2"), ("a", 3, -5.0, None))
    assert amounts == [10.0]
    assert table.loc["return"].to_list() == [1, -5.0, "netted"]
    assert table.loc["returned purchase"].to_list() == [1, 5.0, "netted"]


def test_a_partly_returned_line_shrinks_with_its_quantity():
    frame = orders(("a", 1, 12.0, "1"), ("a", 2, -4.0, "2")).assign(quantity=[6, -2])
    log, _ = read(frame)
    assert log[["amount", "quantity"]].to_numpy().tolist() == [[8.0, 4.0]]


def test_the_own_order_comes_first_whatever_the_time():
    amounts, _ = netted(("a", 2, -3.0, "1"), ("a", 3, 10.0, "1"), ("a", 1, 10.0, "2"))
    assert amounts == [7.0, 10.0]


def test_the_latest_earlier_line_of_the_same_amount_comes_before_the_latest():
    amounts, _ = netted(
        ("a", 1, 5.0, "1"), ("a", 2, 5.0, "2"), ("a", 3, 20.0, "3"), ("a", 4, -5.0, "R")
    )
    assert amounts == [5.0, 20.0]


def test_otherwise_the_latest_earlier_lines_are_used_up_one_by_one():
    amounts, _ = netted(
        ("a", 1, 10.0, "1"), ("a", 2, 4.0, "2"), ("a", 3, -6.0, "R"), ("a", 4, 9.0, "3")
    )
    assert amounts == [8.0, 9.0]


def test_a_later_purchase_is_no_target():
    amounts, table = netted(("a", 1, -3.0, "R"), ("a", 2, 10.0, "1"))
    assert amounts == [10.0]
    assert table.loc["unmatched return"].to_list() == [1, -3.0, "dropped"]
    assert table.loc["return", "rows"] == 0


def test_a_return_on_the_day_of_the_purchase_finds_it():
    assert netted(("a", 1, -3.0, None), ("a", 1, 10.0, None))[0] == [7.0]


def test_other_customers_are_no_target_even_in_the_same_order():
    amounts, table = netted(("a", 1, 10.0, "1"), ("b", 2, -3.0, "1"))
    assert amounts == [10.0]
    assert table.loc["unmatched return", "money"] == -3.0


def test_more_returned_than_bought_is_split_into_covered_and_not():
    amounts, table = netted(("a", 1, 10.0, "1"), ("b", 1, 1.0, "2"), ("a", 2, -14.0, "R"))
    assert amounts == [1.0]
    assert table.loc["return"].to_list() == [0, -10.0, "netted"]
    assert table.loc["returned purchase"].to_list() == [1, 10.0, "netted"]
    assert table.loc["unmatched return"].to_list() == [1, -4.0, "dropped"]


def test_a_return_in_the_future_of_as_of_nets_nothing():
    frame = orders(("a", 1, 10.0, "1"), ("a", 9, -10.0, "1"))
    assert read(frame, as_of="2024-03-05").log["amount"].to_list() == [10.0]


def test_numbers_as_order_ids_match_too():
    frame = orders(("a", 1, 10.0, 7), ("a", 2, 20.0, 8), ("a", 3, -4.0, 7))
    assert read(frame).log["amount"].to_list() == [6.0, 20.0]


def refunds(*rows):
    names = ["订单编号", "买家会员名", "订单付款时间", "买家实际支付金额", "退款金额"]
    return pd.DataFrame(list(rows), columns=names)


def test_a_refund_column_comes_off_its_own_line():
    frame = refunds(
        ("1", "a", "2024-03-01", "10.00", "4.00"),
        ("1", "a", "2024-03-01", "20.00", ""),
        ("2", "b", "2024-03-02", "5.00", "5.00"),
        ("3", "b", "2024-03-03", "6.00", "0"),
    )
    log, report = read(frame)
    assert log["amount"].to_list() == [6.0, 20.0, 6.0]
    assert report.money_in == report.money_out == 32.0
    assert report.table.loc["refund column"].to_list() == [-2, 0.0, "split into return lines"]
    assert (report.rows_in, report.rows_out, report.unexplained_rows) == (4, 3, 0)


def test_kept_refunds_stand_as_lines_below_zero():
    log, report = read(refunds(("1", "a", "2024-03-01", "10.00", "4.00")), returns="keep")
    assert log["amount"].to_list() == [10.0, -4.0]
    assert report.unexplained_rows == 0


def test_dropped_refunds_are_reported():
    log, report = read(refunds(("1", "a", "2024-03-01", "10.00", "4.00")), returns="drop")
    assert log["amount"].to_list() == [10.0]
    assert report.table.loc["return"].to_list() == [1, -4.0, "dropped"]
    assert (report.money_in, report.unexplained) == (6.0, 0)


def test_an_unreadable_refund_takes_its_sale_with_all_its_money():
    frame = refunds(("1", "a", "2024-03-01", "10", "some"), ("2", "a", "2024-03-02", "3", ""))
    log, report = read(frame)
    assert log["amount"].to_list() == [3.0]
    assert report.table.loc["non-numeric refund"].to_list() == [1, 10.0, "dropped"]
    assert "non-numeric refund in '退款金额', first: index 0 'some'" in report.notes
    assert (report.money_in, report.unexplained, report.unexplained_rows) == (13.0, 0, 0)
    with pytest.raises(ValueError, match=r"10\.0% of the rows|76\.9% of the money"):
        read(frame, may_drop=0.5)
    with pytest.raises(ValueError, match="'退款金额': 1 of 2 values are no refunds"):
        read(frame, non_numeric_amounts="error")


@pytest.mark.parametrize(
    "word", ["-", "--", "–", " - ", "€ -", "-  kr", "N/A", "NULL", "none", "No", "无"]
)
def test_a_dash_or_a_word_for_none_is_no_refund(word):
    rows = [("1", "a", "2024-03-01", "9000", word), ("2", "b", "2024-03-02", "10", "4")]
    log, report = read(refunds(*rows), may_drop=0.1)
    assert log["amount"].to_list() == [9000.0, 6.0]
    assert report.money_in == 9006.0
    assert any(
        note.startswith("'退款金额' says none: 1 row (first: index 0") for note in report.notes
    )


@pytest.mark.parametrize("word", ["#N/A", "0 %", "yes", "5-6"])
def test_other_words_are_no_refund_that_is_known(word):
    rows = [("1", "a", "2024-03-01", "9000", word), ("2", "b", "2024-03-02", "10", "4")]
    assert read(refunds(*rows)).report.table.loc["non-numeric refund"].to_list()[:2] == [1, 9000.0]


def test_refunds_and_duplicates_together_conserve():
    frame = refunds(*[("1", "a", "2024-03-01 10:00", "10.00", "4.00")] * 2)
    log, report = read(frame)
    assert log["amount"].to_list() == [6.0]
    assert report.table.loc["exact duplicate"].to_list() == [2, 6.0, "dropped"]
    assert (report.unexplained, report.unexplained_rows) == (0, 0)


def by_hand(cents, day, customer, order):
    """The stated rule as a plain loop over returns, step by step."""
    left = list(cents)
    lines = range(len(left))
    same_order = sorted(lines, key=lambda i: day[i])
    for ret in same_order:
        if left[ret] < 0 and order[ret] >= 0:
            for buy in reversed(same_order):
                if left[buy] > 0 and (customer[buy], order[buy]) == (customer[ret], order[ret]):
                    moved = min(left[buy], -left[ret])
                    left[buy], left[ret] = left[buy] - moved, left[ret] + moved
    for same_amount in (True, False):
        want = list(left)
        for ret in sorted(lines, key=lambda i: day[i]):
            for buy in sorted(lines, key=lambda i: day[i], reverse=True):
                fits = want[buy] == -want[ret] if same_amount else True
                earlier = day[buy] <= day[ret] and customer[buy] == customer[ret]
                if left[ret] < 0 < left[buy] and fits and earlier:
                    moved = min(left[buy], -left[ret])
                    left[buy], left[ret] = left[buy] - moved, left[ret] + moved
    return left


line = st.tuples(st.integers(-6, 6).map(lambda n: n * 50), st.integers(0, 2), st.integers(-1, 2))


@given(st.lists(line, max_size=14))
def test_netting_equals_the_loop_by_hand(lines):
    cents = np.array([amount for amount, _, _ in lines], "int64")
    customer = np.array([who for _, who, _ in lines], "int64")
    order = np.array([number for _, _, number in lines], "int64")
    # Days all differ, so that "latest" has one meaning.
    day = np.random.default_rng(len(lines)).permutation(len(lines))
    at = np.datetime64("2024-01-01", "us") + day.astype("timedelta64[D]")
    got = set_against(cents, at, customer, order=order)
    assert got.tolist() == by_hand(cents.tolist(), day.tolist(), customer.tolist(), order.tolist())
    assert got.sum() == cents.sum()


@pytest.mark.parametrize("scale", [1, 10**15])
def test_netting_is_exact_at_any_scale(scale):
    cents = np.array([3, 2, -4]) * scale
    at = np.array(["2024-01-01"] * 3, "datetime64[us]")
    assert set_against(cents, at, np.zeros(3, "int64")).sum() == scale


def test_blank_order_numbers_stay_blank_and_match_nothing():
    frame = orders(("a", 1, 10.0, None), ("a", 2, 20.0, 7), ("a", 3, -4.0, None))
    log, _ = read(frame)
    assert log["amount"].to_list() == [10.0, 16.0]
    assert log["order_id"].isna().to_list() == [True, False]
    assert log["order_id"][1] == 7
    log, _ = read(frame.assign(order_id=["", "7", " "]))
    assert log["amount"].to_list() == [10.0, 16.0]
    assert log["order_id"].isna().to_list() == [True, False]
