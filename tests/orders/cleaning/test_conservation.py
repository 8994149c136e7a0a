"""Rows and cents are conserved for any messy frame, under every policy."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.orders.leniently import read

CUSTOMERS = st.sampled_from(["a", "b", "007", "0", "小明", "🛒", "", "  ", None, "nan"])
DATES = st.one_of(
    st.datetimes(pd.Timestamp("2024-01-01"), pd.Timestamp("2024-03-01")).map(
        lambda at: at.replace(microsecond=0).isoformat()
    ),
    st.sampled_from(["2024-01-15", "2024/2/3", "2024年1月5日", "soon", "", None, "2031-01-01"]),
)
CENTS = st.integers(-500, 500)
AMOUNTS = st.one_of(
    CENTS.map(lambda cents: f"{cents / 100:.2f}"),
    st.sampled_from([0, 0.1, 0.30000000000000004, 12, -3.5, 1e10, float("inf"), float("nan")]),
    st.integers(-(10**7), 10**7).map(lambda n: str(Decimal(n) / 10**4)),
    st.sampled_from(["¥1,234.50", "(2.50)", "0", "abc", "", None, "￥０．５０", "1e2", "-0.004"]),
)
ROW = st.tuples(CUSTOMERS, DATES, AMOUNTS, st.sampled_from(["1", "2", "", None]))
POLICIES = st.fixed_dictionaries(
    {
        "returns": st.sampled_from(["net", "drop", "keep"]),
        "duplicates": st.sampled_from(["auto", "drop", "keep"]),
        "zeros": st.sampled_from(["drop", "keep"]),
        "as_of": st.sampled_from([None, "2024-02-01"]),
    }
)


def frame_of(rows, dtype=object):
    columns = zip(*rows, strict=True)
    names = ["customer_id", "ordered_at", "amount", "order_id"]
    return pd.DataFrame(
        {
            name: pd.Series(list(column), dtype=dtype)
            for name, column in zip(names, columns, strict=True)
        }
    )


def reading_of(source, **policies):
    try:
        # Amounts such as "1.234" alone would leave open what the point is.
        return read(source, **{"decimal": "."} | policies)
    except ValueError as error:
        assert "no order line is left" in str(error)
        assume(False)


@pytest.mark.slow
@given(st.lists(ROW, min_size=1, max_size=25), POLICIES)
def test_rows_and_cents_are_conserved(rows, policies):
    # A row twice, so that there are duplicates.
    frame = frame_of([*rows, rows[0]])
    before = frame.copy(deep=True)
    log, report = reading_of(frame, **policies)
    pd.testing.assert_frame_equal(frame, before)
    table = report.table
    out = table[~table["action"].isin(["kept", "not applied"])]
    assert len(frame) == len(log) + out.loc[out["action"] != "rounded", "rows"].sum()
    assert (report.rows_in, report.rows_out) == (len(frame), len(log))
    # The log's cents, summed apart from the report's own arithmetic.
    cents = [
        Decimal(repr(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP) for amount in log["amount"]
    ]
    assert [float(value) for value in cents] == log["amount"].to_list()
    assert sum(cents, Decimal(0)) == report.exact_money_out
    assert report.unexplained == 0
    assert report.money_in == pytest.approx(report.money_out + out["money"].sum(), abs=1e-4)
    if policies["returns"] != "keep":
        assert (log["amount"] >= 0).all()
    if policies["zeros"] == "drop":
        assert (log["amount"] != 0).all()


WOO = ["customer_email", "order_date", "order_total", "order_number", "status", "order_currency",
       "refunded_total"]  # fmt: skip
TOTALS = st.one_of(CENTS.map(lambda cents: f"{cents / 100:.2f}"), st.sampled_from(["", "x", None]))
WOO_ROW = st.tuples(
    CUSTOMERS, DATES, TOTALS, st.sampled_from(["1", "2", "3", "", None]),
    st.sampled_from(["completed", "wc-cancelled", "refunded", "", None]),
    st.sampled_from(["USD", "CNY"]), st.sampled_from(["", "0", "1.25", "3.005", "?", None]),
)  # fmt: skip


@pytest.mark.slow
@given(st.lists(WOO_ROW, min_size=1, max_size=25), POLICIES, st.sampled_from([1, 7.1, 0.3333]))
def test_statuses_rates_refunds_and_totals_of_orders_conserve(rows, policies, rate):
    # A row twice, and one that stays under every rule.
    sold = ("z", "2024-01-20", "1.00", "9", "completed", "CNY", "")
    columns = zip(*[*rows, rows[0], sold], strict=True)
    frame = pd.DataFrame(
        {
            name: pd.Series(list(cells), dtype=object)
            for name, cells in zip(WOO, columns, strict=True)
        }
    )
    policies = policies | {"rates": {"USD": rate, "CNY": 1}, "preset": "woocommerce"}
    log, report = reading_of(frame, **policies)
    assert (report.rows_in, report.rows_out) == (len(frame), len(log))
    assert (report.unexplained, report.unexplained_rows) == (0, 0)
    cents = [Decimal(repr(amount)) for amount in log["amount"]]
    assert sum(cents, Decimal(0)) == report.exact_money_out
    # Money in, by hand: each order's total once, at its rate, refunds taken off.
    assert report.exact_money_in == sum(money_of_totals(frame, Decimal(str(rate))), Decimal(0))
    if policies["returns"] != "keep":
        assert (log["amount"] >= 0).all()


def money_of_totals(frame, rate):
    """What each row adds to the money that came in, in plain Python."""

    def number(cell):
        try:
            return Decimal(cell)
        except (TypeError, ArithmeticError, ValueError):
            return None

    rows = [dict(zip(WOO, cells, strict=True)) for cells in frame.itertuples(index=False)]
    totals = {}
    for row in rows:
        if row["order_number"] and row["order_total"]:
            totals.setdefault(row["order_number"], []).append(number(row["order_total"]) or 0)
    once = all(len(set(of_order)) == 1 for of_order in totals.values())
    seen = set()
    for row in rows:
        order, total = row["order_number"], row["order_total"]
        worth = rate if row["order_currency"] == "USD" else Decimal(1)
        if order and order in seen and (once or not total):
            continue
        if order and total:
            seen.add(order)
        # A refund that cannot be read takes its row out, and the money of the sale is told there.
        back = number(row["refunded_total"]) or Decimal(0)
        if number(total) is not None:
            sixth = Decimal("0.000001")
            for part, sign in ((number(total), 1), (back, -1)):
                yield sign * (part * worth).quantize(sixth, ROUND_HALF_UP)


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.integers(-5, 9), CENTS, st.sampled_from([0.0, 0.15, 0.333333, 1.0, None])),
        min_size=1,
        max_size=20,
    ),
    POLICIES,
)
def test_discounts_conserve(rows, policies):
    pieces, cents, less = zip(*rows, strict=True)
    frame = pd.DataFrame({"customer_id": "a", "ordered_at": "2024-01-05", "pieces": pieces})
    frame = frame.assign(each=[one / 100 for one in cents], less=pd.Series(less, dtype="float64"))
    _, report = reading_of(frame, quantity="pieces", price="each", discount="less", **policies)
    want = sum(
        (
            (Decimal(n) * one / 100 * (1 - Decimal(str(share or 0)))).quantize(
                Decimal("0.000001"), ROUND_HALF_UP
            )
            for n, one, share in rows
        ),
        Decimal(0),
    )
    assert report.exact_money_in == want
    assert (report.unexplained, report.unexplained_rows) == (0, 0)


@pytest.mark.slow
@given(st.lists(st.tuples(CENTS, st.integers(0, 3)), min_size=1, max_size=30), POLICIES)
def test_money_in_is_the_plain_sum(rows, policies):
    frame = pd.DataFrame(
        {
            "customer_id": [who for _, who in rows],
            "ordered_at": pd.date_range("2024-01-01", periods=len(rows), freq="D"),
            "amount": [cents / 100 for cents, _ in rows],
        }
    )
    _, report = reading_of(frame, **policies)
    assert report.exact_money_in == Decimal(sum(cents for cents, _ in rows)) / 100
    assert report.unexplained == 0


TEXT = st.text(st.characters(codec="gb18030", exclude_categories=["Cc", "Cs", "Z"]), max_size=6)
SHEET_TEXT = TEXT.filter(lambda text: not text.startswith("="))
TEXT_ROW = st.tuples(
    SHEET_TEXT, st.sampled_from(["2024-01-15", "2024/2/3 8:05", "soon", ""]),
    st.sampled_from(["¥1,234.50", "3.10", "-1.00", "abc", ""]), SHEET_TEXT,
)  # fmt: skip


@pytest.mark.slow
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None
)
@given(rows=st.lists(TEXT_ROW, min_size=1, max_size=12))
def test_every_kind_of_source_gives_the_same_log(tmp_path, rows):
    frame = frame_of([*rows, ("小明", "2024-01-20", "5.50", "1")], dtype="str")
    expected, report = reading_of(frame)
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        path = tmp_path / "orders.csv"
        frame.to_csv(path, index=False, encoding=encoding)
        log, same = read(path, encoding=encoding)
        pd.testing.assert_frame_equal(log, expected)
        pd.testing.assert_frame_equal(same.table, report.table)
    frame.to_excel(tmp_path / "orders.xlsx", index=False)
    frame.to_parquet(tmp_path / "orders.parquet")
    for name in ("orders.xlsx", "orders.parquet"):
        log, same = read(tmp_path / name)
        pd.testing.assert_frame_equal(log, expected)
        pd.testing.assert_frame_equal(same.table, report.table)
