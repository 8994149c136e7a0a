"""Whose order is it: ids as text and as numbers, what is no part of them, who is nobody."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from crmkit.orders.columns.column import Coded, Column
from crmkit.orders.ids.column import read_ids
from tests.orders.leniently import read


def ids(values, dtype=object):
    data = values if isinstance(values, pd.Series | Coded) else pd.Series(values, dtype=dtype)
    return read_ids(Column("buyer", data, lambda row: f"row {row}"))


def taken(values, dtype=object):
    found = ids(values, dtype)
    return found.take(np.arange(len(found.missing))).to_list()


def said(values, dtype="str"):
    return "\n".join(ids(values, dtype).notes)


@pytest.mark.parametrize(
    "text",
    ["0", "007", "00", "1E5", "1e5", "-1", "x" * 5000, "12345678901234567890", "'t Hooft", "🛒",
     "小明（北京）", "👨‍👩‍👧", "می‌خواهم", "a b", "17,850", "1.10", "Null Island", "Nana", "totally",
     "4e11", "deadbeef1e10", "a'b", "=", '"'],
)  # fmt: skip
def test_odd_texts_are_ids_as_they_stand(text):
    assert taken([text, "b1"], "str") == [text, "b1"]
    assert said([text, "b1"]) == ""


@pytest.mark.parametrize(
    ("text", "clean", "note"),
    [
        ("K1\u200b", "K1", "cannot be seen"),
        ("\ufeffK1", "K1", "cannot be seen"),
        ("\u200fK1\u200e", "K1", "cannot be seen"),
        ("K\u00ad1", "K1", "cannot be seen"),
        ("K\u200d1", "K1", "cannot be seen"),
        ("\xa0K1\u3000", "K1", "unusual blanks"),
        ("K\xa01", "K 1", "unusual blanks"),
        ("K1\t", "K1", "unusual blanks"),
        (" K1 ", "K1", "blanks around"),
        ("Ｋ－１７", "K-17", "half-width"),
        ("Andre\u0301", "Andr\u00e9", "accents"),
        ('="007"', "007", "spreadsheet"),
        ("'007", "007", "spreadsheet"),
        ('\ufeff="00７"', "007", "cannot be seen"),
    ],
)
def test_what_is_no_part_of_an_id_goes_with_a_note(text, clean, note):
    values = [clean, text, "other1", text]
    found = ids(values, "str")
    assert taken(values, "str") == [clean, clean, "other1", clean]
    assert found.codes[0] == found.codes[1] != found.codes[2]
    assert note in found.notes[0]
    assert "in 2 rows (first: row 1" in found.notes[0]


@pytest.mark.parametrize(
    "word",
    ["NA", "N/A", "n/a", "-", "--", "none", "NULL", "?", "(blank)", "Unknown", "guest", "Anonymous",
     "匿名", "散客", "游客", "无", "未知", "Total", "Grand Total",
     "合计", "总计：", "小计", "ＮＡ", "不明", "k.A.", "Totale", "Totaal", "Total général", "Razem",
     "Suma", "Итого", "Всего", "Gesamtergebnis", "Zwischensumme", "本页小计"],
)  # fmt: skip
def test_placeholders_name_nobody_and_are_listed(word):
    found = ids(["a1", word, word], "str")
    assert found.missing.tolist() == [False, True, True]
    assert "name nobody" in found.notes[-1]
    assert "(2 rows)" in found.notes[-1]


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "\u200b"])
def test_blank_ids_are_missing_without_a_word(blank):
    found = ids(["a1", blank, None], "str")
    assert found.missing.tolist() == [False, True, True]
    assert not any("nobody" in note for note in found.notes)


def test_the_point_zero_of_whole_numbers_goes():
    assert taken(["17850.0", "17850", "13047.00"], "str") == ["17850", "17850", "13047"]
    assert "like '17850.0' lost their '.0': 2 rows" in said(["17850.0", "17850", "13047.00"])
    assert taken(["5.0", "NA"], "str")[0] == "5"


@pytest.mark.parametrize("values", [["1.0", "1.1"], ["1.0", "1.1", "1"], ["1.0", "b"], ["007.0"]])
def test_the_point_zero_of_anything_else_stays(values):
    assert taken(values, "str") == values
    assert said(values) == ""


@pytest.mark.parametrize(
    "text",
    ["4.06E+11", "4,06E+11", "4.06E11", "1E+05", "12345678901234567890.0", "9" * 5000 + ".0"],
)
def test_ids_that_lost_their_digits_are_refused(text):
    with pytest.raises(ValueError, match=r"ids stand as numbers .* in 2 rows .* row 1 .* as Text"):
        ids(["a", text, text], "str")


@pytest.mark.parametrize(
    ("values", "dtype"),
    [([1e18, 1.0], "float64"), ([2.0**53], "float64"), ([2.0**24], "float32"),
     ([1e17, "a"], object), ([2.0**53, None], "Float64")],
)  # fmt: skip
def test_numbers_that_cannot_hold_their_digits_are_refused(values, dtype):
    with pytest.raises(ValueError, match=r"ids stand as numbers .* in 1 row"):
        ids(values, dtype)


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([17850.0, -0.0, 2.0**53 - 1], "float64", [17850, 0, 2**53 - 1]),
        ([2**60 + 1, -5], "int64", [2**60 + 1, -5]),
        ([2**63 + 5, 1], "uint64", ["9223372036854775813", "1"]),
        ([1.0, 1.1], "float64", ["1", "1.1"]),
        ([12345.0, "00123", 12345, "12345"], object, ["12345", "00123", "12345", "12345"]),
        ([2**70, "a", -5], object, [str(2**70), "a", "-5"]),
        ([Decimal("123.00"), Decimal("1.5")], object, ["123", "1.5"]),
        ([b"K1", "K1"], object, ["K1", "K1"]),
    ],
)
def test_numbers_and_cells_of_all_types(values, dtype, expected):
    assert taken(values, dtype) == expected


def test_blank_numbers_are_missing():
    for data in (
        pd.Series([5.0, None, np.inf]),
        pd.Series([5, None, None], dtype="Int64"),
        pd.Series(pd.array(pa.array([5, None, None]), dtype=pd.ArrowDtype(pa.decimal128(20, 0)))),
    ):
        found = ids(data)
        assert found.missing.tolist() == [False, True, True]
        assert found.take(np.arange(1)).to_list() == [5]


def test_truth_values_name_nobody_and_are_not_the_number_one():
    assert ids([True, 1, False, 0]).missing.tolist() == [True, False, True, False]
    assert taken([True, 1])[1] == "1"
    assert ids([True, False], "bool").missing.all()
    assert ids([np.inf, "a", Decimal("NaN")]).missing.tolist() == [True, False, True]


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(ValueError, match=r"bytes that are no UTF-8 text, such as b'\\xff'"):
        ids([b"\xff"])


def test_half_a_surrogate_pair_is_refused_in_our_words():
    with pytest.raises(ValueError, match="column 'buyer' holds characters that are no text"):
        ids(["\ud800", "a"])


def test_dates_among_ids_are_told():
    assert "are dates in 1 row (first: row 0" in said([dt.datetime(2024, 3, 4), "3-5"], object)


def test_a_category_that_no_row_has_is_no_id():
    assert taken(pd.Series(pd.Categorical(["a", "b"], ["4.06E+11", "b", "a"]))) == ["a", "b"]


@pytest.mark.parametrize(
    ("values", "note"),
    [
        (["Ann@x.com", "ann@x.com", "Bob@x.com"], "2 ids in 'buyer' (2 rows) differ"),
        (["a b", "ab", "ab", "c d"], "2 ids in 'buyer' (3 rows) differ"),
        (["007", "7", "08"], "2 ids in 'buyer' (2 rows) differ from another only by leading zeros"),
    ],
)
def test_near_twins_are_kept_apart_and_told(values, note):
    assert len(set(ids(values, "str").codes)) == len(set(values))
    assert note in said(values)
    # The same where the source has made the values distinct.
    codes, distinct = pd.factorize(pd.Series(values * 2, dtype="str"))
    assert "differ from another only by" in said(Coded(codes, pd.Series(distinct)))


@pytest.mark.parametrize(
    "values", [["A1", "B1", "AB1"], ["Ann", "Bob"], ["007", "012"], ["a", "b"]]
)
def test_ids_that_differ_are_no_twins(values):
    assert said(values) == ""
    assert said(values * 2) == ""


@pytest.mark.parametrize("dtype", ["str", "int64"])
def test_an_id_with_more_than_a_fifth_of_the_rows_is_told(dtype):
    note = "one id of 'buyer' has {} of the {} rows, first row 1"
    some = list(range(1, 101))
    assert note.format(26, 126) in said([1, *[0] * 26, *some[1:]], dtype)
    assert said([1, *[0] * 25, *some[1:]], dtype) == ""
    # As the source gives a column of repeats.
    codes, distinct = pd.factorize(pd.Series([1, *[0] * 40, *some[1:]]).astype("str"))
    assert note.format(40, 140) in said(Coded(codes, pd.Series(distinct)))


@pytest.mark.parametrize("dtype", ["str", "int64"])
def test_long_numbers_that_a_spreadsheet_cut_off_are_told(dtype):
    cut = [202403051234510000 + 1000 * n for n in range(6)]
    assert "only zeros behind the 15th, such as 202403051234510000" in said(cut, dtype)
    assert said([*cut, 202403051234510001], dtype) == ""


def test_ids_of_many_rows_are_cleaned_by_their_distinct_values():
    values = pd.Series(["a1", "a1 ", "NA", ""], dtype="str")
    codes = np.array([0, 1, 2, 3, -1, 0], "int32")
    found = ids(Coded(codes, values))
    assert found.missing.tolist() == [False, False, True, True, True, False]
    assert found.codes[0] == found.codes[1] == found.codes[5]
    assert found.take(np.array([1, 0])).to_list() == ["a1", "a1"]


def test_no_rows_and_no_ids_are_no_error():
    assert taken([], "str") == []
    assert ids([None, None]).missing.all()
    assert ids([], "float64").missing.tolist() == []


def test_the_source_is_unchanged():
    data = pd.Series(["a1 ", "NA", '="007"'], dtype="str")
    before = data.copy(deep=True)
    ids(data)
    pd.testing.assert_series_equal(data, before)


def test_one_of_a_few_customers_with_half_of_the_rows_is_noted():
    values = ["9999", "K1", "9999", "K2"] * 10
    assert "one id of 'buyer' has 20 of the 40 rows" in said(values)
    assert said(["9999", "K1"] * 9) == ""


def test_what_is_odd_in_order_numbers_is_noted_too():
    frame = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "ordered_at": "2024-03-01",
            "amount": 1.0,
            "order_id": ["A1 ", "n/a"],
        }
    )
    notes = str(read(frame).report)
    assert "ids in 'order_id': blanks around them were taken off in 1 row" in notes
    assert "ids in 'order_id' that name nobody: 'n/a' (1 row)" in notes


def test_a_spreadsheet_s_subtotals_name_nobody_where_their_group_is_an_id():
    values = ["1", "1 Total", "7a", "7a 汇总", "Al", "Al totale", "ACME Total", "Fa. 小计"]
    found = ids(values, "str")
    assert found.missing.tolist() == [False, True, False, True, False, True, False, False]
    assert "'1 Total' (1 row)" in said(values)


def test_a_leading_plus_is_told():
    values = ["+8613800138000", "8613800138000", "+1"]
    assert taken(values, "str") == values
    assert "2 ids in 'buyer' (2 rows) differ from another only by a leading +" in said(values)
    assert said(["+1", "2"]) == ""
