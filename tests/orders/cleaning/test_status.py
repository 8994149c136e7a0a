"""Orders of which nothing was sold, and the money that went back with them."""

import pandas as pd
import pytest

from tests.orders.leniently import read

COLUMNS = ["customer_id", "ordered_at", "amount", "order_id", "state"]


def orders(*rows):
    return pd.DataFrame(list(rows), columns=COLUMNS)


def amounts(*rows, **how):
    log, report = read(orders(*rows), status="state", **how)
    assert (report.unexplained, report.unexplained_rows) == (0, 0)
    return log["amount"].to_list(), report


@pytest.mark.parametrize(
    "word",
    ["Cancelled", "canceled", " CANCELLED ", "wc-cancelled", "voided", "Void", "Closed", "unpaid",
     "wc-on-hold", "on hold", "Pending Payment", "failed", "refunded", "Fully-Refunded", "expired",
     "已取消", "交易关闭", "等待买家付款", "待支付", "已关闭", "退款成功", "TRADE_CLOSED",
     "付款以前，卖家或买家主动关闭交易", "退款", "退货", "已取消（超时）", "未发货，退款成功",
     "(删除)等待付款", "Refunded, Completed", "annulé", "Annule", "storniert", "Cancelado",
     "annullato", "anulowane", "geannuleerd", "отменён", "Отменен", "취소", "キャンセル",
     "Closed Lost", "reversed"],
)  # fmt: skip
def test_words_of_the_usual_shops_mean_that_nothing_was_sold(word):
    sold, report = amounts(
        ("a", "2024-03-01", 5.0, "1", "shipped"), ("b", "2024-03-01", 7.0, "2", word)
    )
    assert sold == [5.0]
    assert report.table.loc["cancelled order"].to_list() == [1, 7.0, "dropped"]


@pytest.mark.parametrize(
    "word",
    ["Shipped", "paid", "authorized", "partially_refunded", "wc-completed", "Unshipped", "完成",
     "交易成功", "买家已付款，等待卖家发货", "退款中", "", None, "not cancelled",
     "Paid (pending review)", "部分退款", "未退款", "已发货，退款失败", "Completed, closed",
     "partially refunded, completed", "Not cancelled, paid"],
)  # fmt: skip
def test_other_words_and_blanks_are_sales(word):
    sold, _ = amounts(("a", "2024-03-01", 5.0, "1", word), ("b", "2024-03-01", 7.0, "2", "paid"))
    assert sold == [5.0, 7.0]


def test_the_note_lists_every_word_with_its_rows():
    rows = [("a", "2024-03-01", 1.0, str(n), "Paid") for n in range(3)]
    rows += [("a", "2024-03-01", 1.0, "x", "Cancelled"), ("a", "2024-03-01", 1.0, "y", None)]
    _, report = amounts(*rows)
    said = "status 'state': no sale is 'Cancelled' (1); a sale is 'Paid' (3), (blank) (1)"
    assert said in report.notes


def test_cancelled_replaces_the_words():
    rows = [("a", "2024-03-01", 5.0, "1", "Cancelled"), ("b", "2024-03-01", 7.0, "2", "Lost")]
    sold, report = amounts(*rows, cancelled=["lost", "stolen"])
    assert sold == [5.0]
    assert "no row has 'stolen'" in str(report)


def test_cancelled_without_a_status_column_and_one_text_are_refused():
    frame = orders(("a", "2024-03-01", 5.0, "1", "Cancelled"))
    with pytest.raises(ValueError, match=r"there is no status column\. Pass status="):
        read(frame, cancelled=["lost"])
    with pytest.raises(ValueError, match=r"Pass a list of words: cancelled=\['lost'\]"):
        read(frame, status="state", cancelled="lost")


def test_a_cancelled_order_is_counted_before_its_other_faults():
    rows = [("a", "2024-03-01", 5.0, "1", "paid"), ("", "never", "", "2", "cancelled")]
    _, report = amounts(*rows)
    assert report.table.loc["cancelled order", "rows"] == 1
    for rule in ("non-numeric amount", "unparseable date", "missing customer"):
        assert report.table.loc[rule, "rows"] == 0


def test_the_return_of_a_cancelled_order_takes_from_no_other():
    other = ("a", "2024-03-01", 10.0, "1", "paid")
    sold, report = amounts(
        other, ("a", "2024-03-02", 10.0, "2", "cancelled"), ("a", "2024-03-03", -10.0, "2", "paid")
    )
    assert sold == [10.0]
    assert report.table.loc["cancelled order"].to_list() == [2, 0.0, "dropped"]


@pytest.mark.parametrize("returns", ["keep", "drop"])
def test_the_return_of_a_cancelled_order_goes_under_every_policy(returns):
    sold, _ = amounts(
        ("a", "2024-03-01", 10.0, "1", "paid"),
        ("a", "2024-03-02", 10.0, "2", "cancelled"),
        ("a", "2024-03-03", -10.0, "2", "refunded"),
        returns=returns,
    )
    assert sold == [10.0]


def test_the_return_of_a_partly_cancelled_order_stays_within_it():
    sold, report = amounts(
        ("a", "2024-03-01", 10.0, "1", "paid"),
        ("a", "2024-03-02", 6.0, "2", "cancelled"),
        ("a", "2024-03-02", 4.0, "2", "paid"),
        ("a", "2024-03-03", -6.0, "2", "paid"),
        # A return of something else may still take from what order 2 kept, if there were any.
        ("a", "2024-03-04", -3.0, "R", "paid"),
    )
    assert sold == [7.0]
    assert report.table.loc["unmatched return"].to_list() == [1, -2.0, "dropped"]


def test_what_a_partly_cancelled_order_kept_can_come_back():
    sold, _ = amounts(
        ("a", "2024-03-02", 6.0, "2", "cancelled"),
        ("a", "2024-03-02", 4.0, "2", "paid"),
        ("a", "2024-03-04", -3.0, "R", "paid"),
    )
    assert sold == [1.0]


def test_a_refunded_line_below_zero_is_the_return_itself():
    sold, report = amounts(
        ("a", "2024-03-01", 10.0, "1", "交易成功"), ("a", "2024-03-02", -4.0, "1", "退款成功")
    )
    assert sold == [6.0]
    assert report.table.loc["cancelled order", "rows"] == 0
    assert "1 lines below zero with a status that is no sale" in str(report)


def test_without_order_numbers_a_cancelled_return_is_none():
    frame = orders(
        ("a", "2024-03-01", 10.0, "1", "paid"), ("a", "2024-03-02", -4.0, "2", "cancelled")
    ).drop(columns="order_id")
    assert read(frame, status="state").log["amount"].to_list() == [10.0]


def test_cancelled_orders_that_one_asks_for_are_no_loss():
    rows = [
        (f"c{n}", "2024-03-01", 5.0, str(n), "cancelled" if n < 5 else "paid") for n in range(9)
    ]
    assert len(read(orders(*rows), status="state", may_drop=0.1).log) == 4
    found = orders(*rows).rename(columns={"state": "订单状态", "customer_id": "买家会员名",
        "ordered_at": "付款时间", "amount": "实付金额", "order_id": "订单号"})  # fmt: skip
    with pytest.raises(ValueError, match=r"'cancelled order' \(5 of 9 rows\).*status="):
        read(found, may_drop=0.1)


@pytest.mark.parametrize("asked", [["2"], ["2.0"], ["02", "2"]])
def test_numbers_are_the_same_with_and_without_their_point(asked):
    # A blank makes the numbers of a column floats.
    rows = [("a", "2024-03-01", 5.0, "1", 1.0), ("b", "2024-03-01", 7.0, "2", 2.0),
            ("b", "2024-03-01", 8.0, "3", 20.0), ("b", "2024-03-01", 9.0, "4", None)]  # fmt: skip
    sold, _ = amounts(*rows, cancelled=asked)
    assert sold == [5.0, 8.0, 9.0]
