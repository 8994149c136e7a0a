"""Titles, comments, blank rows and column numbers stand above the header."""

from datetime import datetime

import pytest

from crmkit.orders.sources.header import header_row, values_of

NAMES = ["id", "day", "paid"]
ROW = ["7", "2024-03-05", "9.50"]


@pytest.mark.parametrize(
    "above",
    [
        [],
        [["Orders of 2024", "", ""]],
        [["Orders of 2024"], [], ["", None, ""]],
        [["# made by the shop", "version 2", "EUR"]],
        [["1", "2", "3"]],
        [[0.0, 1.0, 2.0]],
        [["Period", "2024"]],
        [["Shop", "The Tea House"], ["Period", "2024-01-01"]],
    ],
)
def test_what_stands_above_the_header_is_counted(above):
    assert header_row([*above, NAMES, ROW, ROW]) == len(above)


def test_numbers_from_excel_are_column_numbers_too():
    rows = [[1, 2, 3, 4], ["id", "day", "paid", "item"], [7, datetime(2024, 3, 5), 9.5, "tea"]]
    assert header_row(rows) == 1


def test_where_no_row_holds_names_the_first_is_the_header():
    assert header_row([]) == header_row([[]]) == header_row([[""], ["x"]]) == 0
    assert header_row([ROW, ROW]) == 0
    assert header_row([["0", "1", "2"], ROW]) == 0


def test_a_header_that_begins_with_a_hash_is_no_comment():
    assert header_row([["#", "day", "paid"], ROW]) == 0
    assert header_row([["#id", "day", "paid"], ["#1001", "5 Mar 2024", "9 USD"], ROW]) == 0


def test_a_row_of_text_below_the_header_is_no_header():
    assert header_row([NAMES, ["anna", "soon", "nothing"], ROW]) == 0


def test_a_header_with_a_blank_name_is_still_the_header():
    assert header_row([["", *NAMES], ["0", *ROW], ["1", *ROW]]) == 0
    assert header_row([["Orders of 2024"], ["", *NAMES], ["0", *ROW]]) == 1


def test_merged_group_names_stand_above():
    rows = [
        ["Order", "", "", "Buyer", "", ""],
        [*NAMES, "name", "city", "zip"],
        [*ROW, "A", "B", 1],
    ]
    assert header_row(rows) == 1


def test_a_line_of_values_above_the_header_is_told_by_its_width_or_the_blank_row_below():
    assert header_row([["from", "2023-01-01", "to", "2024-12-31"], NAMES, ROW, ROW]) == 1
    assert header_row([["Orders", "2023-01-01", "2024-12-31"], [], NAMES, ROW, ROW]) == 2


def test_values_like_those_below_are_no_names():
    below = [["K2", "2024-03-06", "12.50"], ["K3", "2024-03-07", "9.00"]]
    assert values_of(["K1", "2024-03-05", "7.50"], below) == ["2024-03-05", "7.50"]
    assert values_of(["id", "day", "2024-03"], below) == []
    assert values_of(["id", "day", "2024", "2025"], [[*row, "7.00", "8.00"] for row in below]) == []
    assert values_of(["0", "1", "2"], below) == []
