"""Money from text and numbers, to the cent."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from crmkit.orders.amounts.column import read_money, times
from crmkit.orders.amounts.currency_names import CODES
from crmkit.orders.columns.column import Coded, Column
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


def money_of(values, dtype="str", **options):
    data = values if isinstance(values, pd.Series) else pd.Series(values, dtype=dtype)
    return read_money(Column("amount", data, lambda row: f"row {row}"), **options)


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
        ("1'234'567.50", 1234567.5),
        ("$-5", -5.0),
        ("($5)", -5.0),
        ("$(5)", -5.0),
        ("–5", -5.0),
        ("- 5", -5.0),
        ("5 EUR-", -5.0),
        ("5,-", 5.0),
        ("5.--", 5.0),
        ("500/-", 500.0),
        ("Rs.500", 500.0),
        ("Rs. 1,200.50", 1200.5),
        ("$.5", 0.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("1 234 567", 1234567.0),
        ("1\u202f234.50", 1234.5),
        ("٥٫٥٠", 5.5),
        ("١٬٢٣٤٫٥٠", 1234.5),
        ("\u200e5.50\u200f", 5.5),
        ("5.00元整", 5.0),
        ("人民币￥5.00元", 5.0),
        ('="12.50"', 12.5),
        ("'12.50", 12.5),
        ("007.50", 7.5),
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
    ["abc", "", "12.3.4", "1,2,3", "--5", "12,34.5,6", "inf", "nan", "1e400", "½", ".", "-", "()",
     "10 20", "$5 $7", "+-5", "-5-", "(-5)", "(5", "5)", "5+", "5%", "5/kg", "5 CR", "10.5万", "5k",
     "0x10", "12 34", "1234 567", "1'234 567", "123,45,678", "€5 USD", "USDT 5", "all 5", "5\n6",
     "2024-03-05", "1e99999999", "12,", "5 元 5", "=5+5", "\u00ad5"],
)  # fmt: skip
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


@pytest.mark.parametrize("text", ["1,234", "1.234", "-1,234", "$1.234", "12,345"])
def test_one_mark_with_three_digits_behind_is_refused_where_nothing_settles_it(text):
    with pytest.raises(ValueError, match=r"column 'amount': one mark .*in 1 row .*index 0 '") as e:
        read(orders([text, "5"]))
    assert "decimal='.'" in str(e.value)
    assert "decimal=','" in str(e.value)
    assert len(str(e.value)) < 400


def test_either_convention_can_be_asked_for():
    assert amounts(["1,234", "5"], decimal=".") == [1234.0, 5.0]
    assert amounts(["1,234", "5"], decimal=",") == [1.23, 5.0]
    assert amounts(["1.234", "5"], decimal=".") == [1.23, 5.0]
    assert amounts(["1.234", "-2.500"], decimal=",") == [1234.0, -2500.0]


@pytest.mark.parametrize(
    ("proof", "point", "comma"),
    [
        ("12.50", 1234.0, 1.234),
        ("1,234,567", 1234.0, 1.234),
        ("0.500", 1234.0, 1.234),
        ("1234.567", 1234.0, 1.234),
        ("1,23,456.78", 1234.0, 1.234),
        ("1,234.567", 1234.0, 1.234),
        ("12,50", 1.234, 1234.0),
        ("1.234.567", 1.234, 1234.0),
        ("0,500", 1.234, 1234.0),
        ("1.234,567", 1.234, 1234.0),
        ("1 234,567", 1.234, 1234.0),
    ],
)
def test_one_value_that_leaves_no_doubt_settles_the_column(proof, point, comma):
    money = money_of(["1,234", "1.234", proof])
    assert (money.millionths[:2] / 1e6).tolist() == [point, comma]
    assert "told which" in " ".join(money.notes)


def test_proofs_that_outnumber_the_doubts_need_no_note():
    assert money_of(["1,234", "5.50"]).notes == ()


def test_a_column_that_mixes_both_conventions_says_so():
    with pytest.raises(ValueError, match=r"mixes decimal points in 2 rows .first: index 0 '1,2.*"):
        read(orders(["1,234.50", "12.50", "1.234,50"]))
    _, report = read(orders(["1,234.50", "12.50", "1.234,50"]), decimal=".")
    assert report.table.loc["non-numeric amount", "rows"] == 1
    assert report.money_in == 1247.0


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("$5", "$"), ("¥5", "¥"), ("￥5", "¥"), ("kr 5", "kr"), ("5 kr.", "kr"), ("Rs. 5", "Rs"),
        ("5 €", "EUR"), ("EUR5", "EUR"), ("eur 5", "EUR"), ("£5", "GBP"), ("US$5", "US$"),
        ("$5 USD", "USD"), ("$5 CAD", "CAD"), ("HK$5", "HK$"), ("NT$5", "NT$"), ("R$ 5", "R$"),
        ("A$5", "A$"), ("C$5", "C$"), ("S$5", "S$"), ("US$5 USD", "USD"),
        ("CHF 5", "CHF"), ("5 zł", "PLN"),
        ("₹5", "INR"), ("5 ₽", "RUB"), ("฿5", "THB"), ("5₫", "VND"), ("5円", "JPY"), ("5원", "KRW"),
        ("5元", "元"), ("5 Ft", "HUF"), ("5 TL", "TRY"), ("5 грн", "UAH"), ("KSh 5", "KES"),
        ("RMB5", "CNY"), ("¥5元", "CNY"), ("5美元", "USD"), ("-$5", "$"),
        ("($5)", "$"),
    ],
)  # fmt: skip
def test_currency_marks_are_told_row_by_row(text, mark):
    money = money_of([text, "5", "none", None])
    assert money.millionths.tolist()[1:] == [5_000_000, 0, 0]
    assert money.marks.codes.tolist() == [0, -1, -1, -1]
    assert money.marks.values.to_list() == [mark]


def test_several_marks_and_none():
    marks = money_of(["$5", "€5", "5", "$7", "€ x"]).marks
    assert marks.values.iloc[marks.codes[[0, 1, 3]]].to_list() == ["$", "EUR", "$"]
    assert marks.codes[[2, 4]].tolist() == [-1, -1]
    assert money_of(["5", "7.50"]).marks is None
    assert times(money_of(["$5"]), money_of(["2"])).marks.values.to_list() == ["$"]


def test_unusual_ways_of_writing_are_told():
    assert "minus behind were read as below zero: 2 rows (first: row 1 '(5)'" in " ".join(
        money_of(["-1", "(5)", "5-"]).notes
    )
    assert "scientific notation were read" in " ".join(money_of(["1.2E+03"]).notes)
    assert money_of(["-1", "5.50"]).notes == ()


def test_texts_are_read_alike_in_slices(monkeypatch):
    texts = ["$1,234.50", "12.50", "1,234", "bad", "€5", "0.125", "(7)"] * 5
    whole = money_of(Coded(np.arange(35), pd.Series(texts)).take(np.arange(35)))
    monkeypatch.setattr("crmkit.orders.amounts.column._SLICE", 3)
    sliced = money_of(texts)
    assert sliced.millionths.tolist() == whole.millionths.tolist()
    assert sliced.marks.codes.tolist() == whole.marks.codes.tolist()
    assert whole.millionths[:7].tolist() == [
        1_234_500_000, 12_500_000, 1_234_000_000, 0, 5_000_000, 125_000, -7_000_000
    ]  # fmt: skip


def test_a_category_that_no_row_has_proves_nothing():
    data = pd.Series(pd.Categorical(["1,234"], ["1,234", "12.50"]))
    with pytest.raises(ValueError, match="nothing in the column tells"):
        money_of(data)


@pytest.mark.parametrize(
    "data",
    [
        pd.Series(pd.Categorical([5.5, 2, 5.5])),
        pd.Series(pd.Categorical(["5.50", "2", "5.50"])),
        pd.Series(pa.array(["5.50", "2", "5.50"]).dictionary_encode().to_pandas()),
        pd.Series(
            pd.array(
                pa.array(["5.50", "2", "5.50"]).dictionary_encode(),
                pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string())),
            )
        ),
    ],
)
def test_categories_of_numbers_and_of_texts_are_read(data):
    assert money_of(data).millionths.tolist() == [5_500_000, 2_000_000, 5_500_000]


def test_decimals_of_arrow_keep_every_digit():
    values = [Decimal("8999999999999.99"), None, Decimal("-2.35"), Decimal("9e12")]
    exact = pa.array(values, pa.decimal128(30, 2))
    money = money_of(pd.Series(pd.array(exact, pd.ArrowDtype(exact.type))))
    assert money.millionths.tolist() == [8_999_999_999_999_990_000, 0, -2_350_000, 0]
    assert money.readable.tolist() == [True, False, True, False]
    fine = pa.array([Decimal("1.0000005"), Decimal("-1.0000005")], pa.decimal128(38, 10))
    data = pd.Series(pd.array(fine, pd.ArrowDtype(fine.type)))
    assert money_of(data).millionths.tolist() == [1_000_001, -1_000_001]


def test_single_precision_means_what_it_prints():
    money = money_of([0.1, 1_000_000.1, np.nan], "float32")
    assert money.millionths.tolist() == [100_000, 1_000_000_100_000, 0]
    assert "hold no cents from 131,072 on: 1 row" in money.notes[0]
    assert money_of([0.1, 5.25], "float32").notes == ()


def test_truth_values_are_not_the_number_one():
    money = money_of([True, 1, 1.0, False], object)
    assert money.readable.tolist() == [False, True, True, False]
    assert money.millionths.tolist() == [0, 1_000_000, 1_000_000, 0]


@pytest.mark.parametrize("dtype", ["datetime64[us]", "timedelta64[us]", "complex128", "bool"])
def test_columns_of_other_types_hold_no_amounts(dtype):
    assert not money_of(np.array([1, 0]).astype(dtype), None).readable.any()


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


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_read_before_and_behind(code):
    money = money_of([f"{code}5", f"{code} 5", f"5 {code}", f"5{code}"])
    assert money.millionths.tolist() == [5_000_000] * 4
    assert money.marks.values.to_list() == [code]


def test_a_few_amounts_of_the_other_convention_can_be_dropped_and_many_cannot():
    few = [*["1,234.50"] * 30, "1.234,50"]
    with pytest.raises(ValueError, match=r"or pass decimal='\.': the 1 row of the other kind"):
        read(orders(few))
    assert len(read(orders(few), decimal=".").log) == 30
    with pytest.raises(ValueError) as error:
        read(orders([*["1,234.50"] * 10, *["1.234,50"] * 9]))
    assert "decimal=" not in str(error.value)
