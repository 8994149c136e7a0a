"""Money from text and numbers, to the cent."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from tests.orders.leniently import read


def orders(amounts, **columns):
    return pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(len(amounts))],
            "ordered_at": pd.Timestamp("2024-03-05"),
            "amount": amounts,
        }
        | columns
    )


def amounts(values, **options):
    return read(orders(values), returns="keep", zeros="keep", **options).log["amount"].to_list()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("¥1,234.50", 1234.5),
        ("￥12.00", 12.0),
        ("１２．５０", 12.5),
        ("(12.50)", -12.5),
        ("（12.50）", -12.5),
        ("12.50-", -12.5),
        ("-¥3.20", -3.2),
        ("−3.20", -3.2),
        ("+7", 7.0),
        ("$1,234,567.89", 1234567.89),
        ("1 234.50", 1234.5),
        ("12.50元", 12.5),
        ("CNY 8.8", 8.8),
        ("1,23,456.70", 123456.7),
        ("1.2E+03", 1200.0),
        (".5", 0.5),
        ("  7.5 ", 7.5),
        ("1’234.50", 1234.5),
    ],
)
def test_amount_text_is_read(text, value):
    assert amounts([text, "10.25"]) == [value, 10.25]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234,50", 1234.5), ("0,5", 0.5), ("1.234.567,89", 1234567.89), ("€ 12,50", 12.5),
     ("1.234", 1234.0), ("-7,25", -7.25)],
)  # fmt: skip
def test_decimal_commas_are_recognised(text, value):
    assert amounts([text, "10,25"]) == [value, 10.25]


@pytest.mark.parametrize(
    "bad",
    ["abc", "", "12.3.4", "1,2,3", "--5", "12,34.5,6", "inf", "nan", "1e400", "½", ".", "-", "()"],
)
def test_unreadable_amounts_are_counted_with_no_money(bad):
    log, report = read(orders([bad, "3.10"]))
    assert log["amount"].to_list() == [3.1]
    assert report.table.loc["non-numeric amount", ["rows", "money"]].to_list() == [1, 0.0]
    assert report.money_in == 3.1


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan, 1e300, 9e12])
def test_infinite_and_absurd_numbers_are_no_amounts(bad):
    _, report = read(orders([bad, 3.1]))
    assert report.table.loc["non-numeric amount", "rows"] == 1


def test_truth_values_are_no_amounts():
    _, report = read(orders(pd.Series([True, 3], dtype=object)))
    assert report.table.loc["non-numeric amount", "rows"] == 1
    with pytest.raises(ValueError, match="no order line is left"):
        read(orders([True, False]))


def test_comma_before_three_digits_is_thousands_and_the_report_says_so():
    reading = read(orders(["1,234", "5"]))
    assert reading.log["amount"].to_list() == [1234.0, 5.0]
    assert "'1,234' were read as thousands" in str(reading.report)
    assert amounts(["1,234", "5"], decimal=",") == [1.23, 5.0]
    # Where the column shows its decimal point there is no doubt, and no note.
    assert "thousands" not in str(read(orders(["1,234", "5.50"])).report)


def test_a_column_that_mixes_both_conventions_says_so():
    with pytest.raises(ValueError, match=r"mixes decimal points \(2 rows; first: index 0 '1,2.*"):
        read(orders(["1,234.50", "12.50", "1.234,50"]))
    _, report = read(orders(["1,234.50", "12.50", "1.234,50"]), decimal=".")
    assert report.table.loc["non-numeric amount", "rows"] == 1
    assert report.money_in == 1247.0


def test_rounding_is_counted_with_its_money():
    log, report = read(orders(["0.125", "0.005", "10.10"]))
    assert log["amount"].to_list() == [0.13, 0.01, 10.1]
    assert report.table.loc["rounded to the cent", ["rows", "money"]].to_list() == [2, -0.01]
    assert report.exact_money_in == Decimal("10.23")
    assert report.unexplained == 0


def test_halves_are_rounded_as_printed_and_away_from_zero():
    assert amounts([2.675, -2.675, 1.005]) == [2.68, -2.68, 1.01]


def test_noise_of_double_arithmetic_is_no_rounding():
    log, report = read(orders([0.1 + 0.2, 1.1 * 3]))
    assert log["amount"].to_list() == [0.3, 3.3]
    assert report.table.loc["rounded to the cent", "rows"] == 0


def test_a_thousand_tenths_sum_exactly():
    _, report = read(orders([0.1] * 1000))
    assert report.money_in == 100.0
    assert report.exact_money_out == Decimal(100)


@pytest.mark.parametrize("value", [8_999_999_999_999.99, 90_071_992_547.41, 12_345_678_901.23])
def test_large_amounts_keep_their_cents(value):
    assert amounts([value]) == [value]
    assert amounts([str(Decimal(repr(value)))]) == [value]


@pytest.mark.parametrize("dtype", ["int8", "uint16", "int64", "Int64", "float32", "Float64"])
def test_number_types_give_the_same_amounts(dtype):
    assert amounts(pd.Series([5, 0, 100]).astype(dtype)) == [5.0, 0.0, 100.0]


def test_decimal_objects_and_mixed_cells_are_read():
    mixed = pd.Series([Decimal("1.10"), "¥2.20", 3, 4.4, None], dtype=object)
    assert amounts(mixed) == [1.1, 2.2, 3.0, 4.4]


def test_price_times_a_fraction_of_a_piece_is_exact():
    frame = orders([0]).drop(columns="amount").assign(price=["3.33"], kilos=["1.5"])
    log, report = read(frame, customer="customer_id", date="ordered_at", price="price",
                       quantity="kilos")  # fmt: skip
    assert log["amount"].to_list() == [5.0]
    assert report.exact_money_in == Decimal("4.995")


def test_sums_beyond_64_bits_do_not_wrap():
    _, report = read(orders([8e12] * 3, ordered_at=pd.date_range("2024-01-01", periods=3)))
    assert report.money_in == report.money_out == 24e12
    assert report.unexplained == 0


def test_a_column_without_any_amount_says_so():
    for nothing in ([None, None], [np.nan, np.nan], ["", " "]):
        with pytest.raises(ValueError, match=r"(?s)no order line is left.*non-numeric amount +2 "):
            read(orders(nothing))
