"""Quantity times price, less the share that is not asked for."""

import pandas as pd
import pytest

from tests.orders.leniently import read

COLUMNS = {"quantity": "pieces", "price": "each", "discount": "less"}


def orders(*rows):
    frame = pd.DataFrame(list(rows), columns=["pieces", "each", "less"])
    frame.insert(0, "customer_id", [f"c{n}" for n in range(len(frame))])
    return frame.assign(ordered_at="2024-03-01")


def test_a_discount_is_a_share_of_quantity_times_price():
    # 3 at 9.99 less 15 % are 25.4745; half a cent more than 25.47.
    frame = orders((3, 9.99, 0.15), (2, 5.0, 0.0), (1, 4.0, None), (2, 3.0, 1.0))
    log, report = read(frame, zeros="keep", **COLUMNS)
    assert log["amount"].to_list() == [25.47, 10.0, 4.0, 0.0]
    assert report.money_in == 39.4745
    assert report.unexplained == 0


def test_percents_are_read_beside_shares():
    frame = orders(("2", "50", "15%"), ("1", "10", "0.5"), ("1", "10", " 2.5 % "), ("1", "8", ""))
    assert read(frame, **COLUMNS).log["amount"].to_list() == [85.0, 5.0, 9.75, 8.0]


def test_a_returned_line_had_the_discount_too():
    log, _ = read(orders((2, 50.0, 0.1), (-1, 50.0, 0.1)), returns="keep", **COLUMNS)
    assert log["amount"].to_list() == [90.0, -45.0]


@pytest.mark.parametrize("less", [15, -0.1, "120%", "15"])
def test_what_is_no_share_is_refused_with_the_remedy(less):
    with pytest.raises(ValueError, match=r"'less' is no discount in 1 row \(first: index 0.*'15%'"):
        read(orders((1, 10.0, less), (1, 10.0, 0.2)), **COLUMNS)


def test_an_unreadable_discount_makes_the_money_unknown():
    log, report = read(orders((1, 10.0, "some"), (1, 10.0, "0.2")), **COLUMNS)
    assert log["amount"].to_list() == [8.0]
    assert report.table.loc["non-numeric amount", "rows"] == 1


def test_the_column_whose_cell_is_bad_is_named():
    frame = orders(("some", 10.0, "0.2"), (1, 10.0, "much"), (1, "dear", "0.2"), (1, 10.0, "0"))
    log, report = read(frame, **COLUMNS)
    assert log["amount"].to_list() == [10.0]
    assert report.table.loc["non-numeric amount", "rows"] == 3
    said = [note for note in report.notes if note.startswith("non-numeric")]
    assert said == [
        "non-numeric amount in 'each', first: index 2 'dear'",
        "non-numeric amount in 'pieces', first: index 0 'some'",
        "non-numeric amount in 'less', first: index 1 'much'",
    ]


def test_a_dash_is_no_discount():
    log, report = read(orders((1, 10.0, "-"), (1, 10.0, "0.2")), may_drop=0, **COLUMNS)
    assert log["amount"].to_list() == [10.0, 8.0]
    assert "'less' says none: 1 row (first: index 0 '-')" in report.notes


def test_a_discount_beside_an_amount_is_refused():
    with pytest.raises(ValueError, match="amount='each' is the money itself"):
        read(orders((1, 10.0, 0.1)), amount="each", discount="less")


def test_a_discount_that_nobody_named_is_said():
    frame = orders((1, 10.0, 0.1)).rename(columns={"less": "Discount"})
    log, report = read(frame, quantity="pieces", price="each")
    assert log["amount"].to_list() == [10.0]
    assert "not read, though the name may matter: 'Discount' (discount=)" in report.notes
