"""Amounts of one currency are added, those of two are not."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.orders.amounts.column import MILLIONTHS, Money
from crmkit.orders.amounts.currency import in_one_currency
from crmkit.orders.columns.column import Coded, Column
from tests.orders.leniently import read


def orders(amounts, currencies=None, **columns):
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(len(amounts))],
            "ordered_at": "2024-03-01",
            "amount": amounts,
        }
    )
    if currencies is not None:
        frame["money"] = currencies
    return frame.assign(**columns)


def marked(marks, numbers=None):
    """Amounts whose marks were read off, without the reading of them."""
    numbers = numbers or [10] * len(marks)
    codes, values = pd.factorize(pd.Series(marks, dtype="str"))
    read_off = Coded(codes, pd.Series(values, dtype="str"))
    return Money(
        np.array(numbers, "int64") * MILLIONTHS, np.ones(len(marks), bool), (), marks=read_off
    )


def one(amount, column=None, rates=None, refund=None):
    rows = len(amount.millionths)
    shown = Column("amount", pd.Series(amount.millionths), lambda row: f"row {row}")
    said = None
    if column is not None:
        said = Column("money", pd.Series(column, dtype="str"), lambda row: f"row {row}")
    return in_one_currency(
        amount, refund, shown=shown, column=said, rates=rates, live=np.ones(rows, bool)
    )


def test_two_currencies_are_refused_with_their_rows_and_the_remedy():
    with pytest.raises(
        ValueError,
        match=r"2 currencies.*EUR in 2 rows, USD in 1 row.*rates=\{'EUR': ..., 'USD': ...\}",
    ) as error:
        read(orders([1.0, 2.0, 3.0], ["EUR", "usd", "€"]), currency="money")
    assert len(str(error.value)) < 600


def test_rates_convert_exactly_to_the_millionth():
    log, report = read(
        orders([10.0, 10.0, 0.1], ["USD", "CNY", "USD"]),
        currency="money",
        rates={"usd": 7.1, "人民币": 1},
    )
    assert log["amount"].to_list() == [71.0, 10.0, 0.71]
    assert report.money_in == 81.71
    assert "amounts were converted at 1 CNY = 1 (1 row), 1 USD = 7.1 (2 rows)" in report.notes


def test_a_currency_without_a_rate_is_refused():
    with pytest.raises(ValueError, match=r"no rate for EUR \(1 row\); rates= has USD. Add 'EUR'"):
        read(orders([1.0, 2.0], ["USD", "EUR"]), currency="money", rates={"USD": 1})


def test_rates_without_a_currency_are_refused():
    with pytest.raises(ValueError, match="no row says in which currency"):
        read(orders([1.0]), rates={"USD": 7.1})


@pytest.mark.parametrize("rate", [0, -1, float("nan"), float("inf"), "many", True, None])
def test_a_rate_is_a_number_above_zero(rate):
    with pytest.raises(ValueError, match="rates: 'USD' is worth"):
        read(orders([1.0], ["USD"]), currency="money", rates={"USD": rate})


def test_rates_are_a_mapping_without_contradiction():
    with pytest.raises(ValueError, match="must give what one unit of each currency is worth"):
        read(orders([1.0], ["USD"]), currency="money", rates=7.1)
    with pytest.raises(ValueError, match="CNY stands twice"):
        read(orders([1.0], ["CNY"]), currency="money", rates={"RMB": 1, "元": 2})


def test_a_blank_beside_one_currency_is_that_currency():
    log, report = read(orders([1.0, 2.0], ["USD", None]), currency="money")
    assert log["amount"].to_list() == [1.0, 2.0]
    assert "amounts are in USD, so the 1 row without a currency, too" in report.notes
    log, _ = read(orders([1.0, 2.0], ["USD", None]), currency="money", rates={"USD": 2})
    assert log["amount"].to_list() == [2.0, 4.0]


def test_a_blank_beside_two_currencies_is_refused_even_with_rates():
    frame = orders([1.0, 2.0, 3.0], ["USD", "EUR", None])
    with pytest.raises(ValueError, match=r"1 amounts say no currency beside.*first: index 2 3.0"):
        read(frame, currency="money", rates={"USD": 1, "EUR": 1.1})


def test_the_currency_of_a_row_without_an_amount_does_not_count():
    frame = orders(["1", "", "3"], ["USD", "EUR", "USD"])
    assert read(frame, currency="money").log["amount"].to_list() == [1.0, 3.0]


def test_marks_in_the_amounts_are_currencies():
    with pytest.raises(ValueError, match=r"3 currencies.*\$ in 1 row.*EUR in 1 row.*¥ in 1 row"):
        one(marked(["$", "€", "¥"]))
    assert one(marked(["$", "$", None])).notes == (
        "amounts are in $, so the 1 row without a currency, too",
    )


@pytest.mark.parametrize(
    ("marks", "name"),
    [
        (["¥", "CNY"], "CNY"),
        (["¥", "RMB"], "CNY"),
        (["￥", "元"], "CNY"),
        (["¥", "円"], "JPY"),
        (["JPY", "¥"], "JPY"),
        (["$", "USD"], "USD"),
        (["US$", "USD"], "USD"),
        (["kr", "SEK"], "SEK"),
    ],
)
def test_a_mark_of_several_countries_is_that_of_the_one_beside_it(marks, name):
    assert one(marked(marks)).notes == (f"amounts are in {name}",)


def test_a_mark_beside_two_of_its_currencies_stays_a_third():
    with pytest.raises(ValueError, match="3 currencies"):
        one(marked(["$", "USD", "A$"]))


def test_column_and_mark_of_a_row_agree_or_are_refused():
    paid = one(marked(["$", "$", None]), ["AUD", "USD", "AUD"], {"AUD": 2, "USD": 3})
    assert (paid.amount.millionths // MILLIONTHS).tolist() == [20, 30, 20]
    with pytest.raises(ValueError, match=r"two currencies in 1 row .first: row 1"):
        one(marked(["$", "€"]), ["USD", "USD"])


def test_a_refund_has_the_currency_of_its_amount():
    paid = one(marked(["€", "€"]), rates={"EUR": 2}, refund=marked(["€", None], [3, 4]))
    assert (paid.refund.millionths // MILLIONTHS).tolist() == [6, 8]
    with pytest.raises(ValueError, match="two currencies"):
        one(marked(["€"]), refund=marked(["£"]))


def test_what_grows_beyond_measure_is_no_amount():
    paid = one(marked(["USD", "USD"], [9 * 10**11, 1]), rates={"USD": 100})
    assert paid.amount.readable.tolist() == [False, True]


@given(
    st.lists(
        st.tuples(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "CNY"])), min_size=1
    ),
    st.decimals("0.0001", "1000", places=4),
)
def test_conversion_equals_decimal_arithmetic(rows, rate):
    numbers, names = zip(*rows, strict=True)
    amount = marked(list(names))
    amount = amount._replace(millionths=pd.Series(numbers, dtype="int64").to_numpy())
    got = one(amount, rates={"USD": rate, "CNY": 1}).amount.millionths.tolist()
    want = [
        int((number * (rate if name == "USD" else 1)).quantize(Decimal(1), ROUND_HALF_UP))
        for number, name in ((Decimal(number), name) for number, name in rows)
    ]
    assert got == want


@pytest.mark.parametrize("header", ["Currency", "币种", "currency_code"])
def test_two_currencies_in_a_column_that_nobody_named_are_refused(header):
    frame = orders([1.0, 2.0, 3.0], **{header: ["USD", "eur", "USD"]})
    with pytest.raises(
        ValueError,
        match=rf"column '{header}' names 2 currencies.*EUR in 1 row, USD in 2 rows.*"
        rf"currency='{header}' and rates=\{{'EUR': ..., 'USD': ...\}}",
    ) as error:
        read(frame)
    assert len(str(error.value)) < 600
    log, _ = read(frame, currency=header, rates={"USD": 1, "EUR": 2})
    assert log["amount"].to_list() == [1.0, 4.0, 3.0]


def test_one_currency_in_a_column_that_nobody_named_is_noted():
    _, report = read(orders([1.0, 2.0], Currency=["usd", "$"]))
    assert "'Currency' names one currency, USD; currency='Currency' would read it" in report.notes
    _, report = read(orders([1.0, 2.0], Currency=["Gold", "Silver"]))
    assert "'Currency' names no currency that is known" in str(report)
    assert "Currency" not in str(read(orders([1.0, 2.0], Currency=[None, ""])).report)


def test_rupees_are_those_of_the_column():
    assert one(marked(["Rs", "Rs"]), ["PKR", "PKR"]).notes == ("amounts are in PKR",)


@pytest.mark.parametrize("mark", ["CA$", "A$", "HK$", "MX$", "NT$", "R$", "US$"])
def test_a_bare_dollar_beside_a_named_one_is_a_second_currency(mark):
    with pytest.raises(ValueError, match=r"2 currencies.*\$ in 2 rows.*in 1 row.*rates="):
        read(orders(["$5", f"{mark}6", "$7"]))
    with pytest.raises(ValueError, match=r"2 currencies"):
        read(orders([5.0, 6.0], ["$", mark]), currency="money")
    # Alone, and beside its own code, it is what it says.
    assert any(
        note.startswith("amounts are in ") for note in read(orders([f"{mark}6"])).report.notes
    )


def test_a_bare_dollar_beside_a_code_is_a_second_currency_but_for_usd():
    with pytest.raises(ValueError, match=r"\$ in 1 row, CAD in 1 row"):
        read(orders(["$5", "CAD 6"]))
    with pytest.raises(ValueError, match=r"\$ in 1 row, CAD in 1 row"):
        read(orders(["$5", "$6 CAD"]))
    assert "amounts are in USD" in read(orders(["$5", "USD 6"])).report.notes
    # A column that says it for some rows says it for all.
    dollars = read(orders(["$5", "$6"], ["CAD", None]), currency="money")
    assert "amounts are in CAD" in dollars.report.notes


def test_a_bare_yen_or_yuan_beside_a_named_one_is_a_second_currency():
    with pytest.raises(ValueError, match="2 currencies"):
        read(orders(["¥5", "JP¥6"]))
    assert "amounts are in JPY" in read(orders(["JP¥5", "JP¥6"])).report.notes
    assert "amounts are in JPY" in read(orders(["JP¥5", "6 JPY"])).report.notes


@pytest.mark.parametrize("code", ["TWD", "HKD", "CNY"])
def test_yuan_beside_the_code_of_where_it_is_written_is_no_second_currency(code):
    log, report = read(orders(["5元", "6元"], [code, code]), currency="money")
    assert log["amount"].to_list() == [5.0, 6.0]
    assert f"amounts are in {code}" in report.notes


def test_yuan_alone_and_beside_its_sign_is_cny():
    assert "amounts are in CNY" in read(orders(["5元", "6圆"])).report.notes
    assert "amounts are in CNY" in read(orders(["5元", "¥6"])).report.notes
    with pytest.raises(ValueError, match="CNY in 1 row, USD in 1 row"):
        read(orders(["5元", "US$6"]))


def test_the_euro_in_words_is_the_euro():
    words = ["EUR", "Euro", "euros", "€"]
    assert "amounts are in EUR" in read(orders([1.0] * 4, words), currency="money").report.notes
