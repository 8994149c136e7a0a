"""Which column means what, and whose order it is."""

import pandas as pd
import pytest

from crmkit.orders import PRESETS
from tests.orders.leniently import read


def export(**columns):
    return pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "ordered_at": ["2024-03-05", "2024-03-06"],
            "amount": [5.0, 2.5],
        }
        | columns
    )


def test_own_names_need_no_keywords():
    log, report = read(export())
    assert log.columns.to_list() == ["customer_id", "ordered_at", "amount"]
    assert log.dtypes.astype(str).to_list() == ["str", "datetime64[us]", "float64"]
    assert isinstance(log.index, pd.RangeIndex)
    assert "preset crmkit" in str(report)


def test_uci_amount_is_quantity_times_price():
    uci = pd.DataFrame(
        {
            "InvoiceNo": ["536365", "536366"],
            "Quantity": [6, 3],
            "InvoiceDate": ["2010-12-01 08:26", "2010-12-01 08:28"],
            "UnitPrice": [2.55, 0.1],
            "CustomerID": [17850.0, 13047.0],
        }
    )
    log, _ = read(uci)
    assert log["amount"].to_list() == [15.3, 0.3]
    assert log["customer_id"].to_list() == [17850, 13047]
    assert log["customer_id"].dtype == "int64"
    assert log["order_id"].to_list() == ["536365", "536366"]
    assert log["quantity"].to_list() == [6, 3]


def test_newer_uci_headers_are_known_too():
    uci = pd.DataFrame(
        {"Invoice": ["1"], "Quantity": [2], "InvoiceDate": ["2010-12-01"], "Price": [1.5],
         "Customer ID": [7]}
    )  # fmt: skip
    assert read(uci).log["amount"].to_list() == [3.0]


def test_chinese_shop_export_is_known_even_with_padded_headers():
    shop = pd.DataFrame(
        {
            "订单编号\t": ["1", "2"],
            "买家会员名 ": ["小明", "阿强"],
            "买家实际支付金额": ["￥12.00", "8"],
            "订单付款时间": ["2024年3月5日 10:20", "2024/3/6 9:01:02"],
            "退款金额": ["", "3"],
        }
    )
    log, report = read(shop)
    assert log["customer_id"].to_list() == ["小明", "阿强"]
    assert log["ordered_at"].astype(str).to_list() == ["2024-03-05 10:20:00", "2024-03-06 09:01:02"]
    assert log["amount"].to_list() == [12.0, 5.0]
    assert report.money_in == 17.0


def test_explicit_names_win_over_a_preset():
    log, _ = read(export(net=[1.0, 2.0]), amount="net")
    assert log["amount"].to_list() == [1.0, 2.0]


def test_missing_column_is_named_with_what_was_found_and_a_suggestion():
    frame = export().rename(columns={"ordered_at": "Date"})
    with pytest.raises(ValueError, match=r"missing column \['date'\]; found .*Pass .*date='Date'"):
        read(frame)


def test_misspelt_column_gets_the_nearest_name():
    with pytest.raises(ValueError, match=r"missing column 'amuont'.*Did you mean amount='amount'"):
        read(export(), amount="amuont")


def test_unknown_preset_lists_all():
    with pytest.raises(ValueError, match="is no option; choose one of .*" + ".*".join(PRESETS)):
        read(export(), preset="ebay")


def test_named_preset_without_its_columns_says_which_are_missing():
    with pytest.raises(ValueError, match="for preset 'chinese_shop'"):
        read(export(), preset="chinese_shop")


def test_duplicated_column_names_are_refused_by_name():
    frame = export()
    frame.columns = ["customer_id", "amount", "amount"]
    with pytest.raises(ValueError, match="more than once: 'amount'"):
        read(frame)


def test_ten_thousand_columns_are_listed_in_part():
    frame = pd.DataFrame([[1] * 10_000], columns=[f"c{n}" for n in range(10_000)])
    with pytest.raises(ValueError, match=r"9,980 more") as error:
        read(frame)
    assert len(str(error.value)) < 1000


def test_kept_columns_come_along_and_cannot_overwrite_the_log():
    log, _ = read(export(colour=["red", "blue"]), keep=["colour"])
    assert log["colour"].to_list() == ["red", "blue"]
    with pytest.raises(ValueError, match="overwrite"):
        read(export(order_id=["1", "2"]), keep=["order_id"])
    with pytest.raises(ValueError, match=r"keep=\['colour'\]"):
        read(export(colour=["red", "blue"]), keep="colour")
    with pytest.raises(ValueError, match=r"missing column 'color'.*Did you mean keep='colour'"):
        read(export(colour=["red", "blue"]), keep=["color"])


def test_every_option_error_lists_the_options():
    for name in ("returns", "duplicates", "zeros", "unparseable_dates", "ragged_rows", "decimal"):
        with pytest.raises(ValueError, match=rf"{name}='maybe' is no option; choose one of '.'?"):
            read(export(), **{name: "maybe"})


@pytest.mark.parametrize(
    "customer", ["0", "007", "00", "🛒", "x" * 5000, "1e5", "12345678901234567890", "-1"]
)
def test_odd_text_ids_are_ids(customer):
    assert read(export(customer_id=[customer, "b"])).log["customer_id"].to_list() == [customer, "b"]


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", None, float("nan"), "nan", "NULL"])
def test_blank_ids_are_missing_customers(blank):
    log, report = read(export(customer_id=[blank, "b"]))
    assert log["customer_id"].to_list() == ["b"]
    assert report.table.loc["missing customer", ["rows", "money"]].to_list() == [1, 5.0]


def test_spaces_around_an_id_make_no_second_customer():
    log, _ = read(export(customer_id=["a1 ", " a1"]))
    assert log["customer_id"].to_list() == ["a1", "a1"]


def test_whole_number_ids_stay_numbers_and_zero_is_one():
    log, _ = read(export(customer_id=[0, 12]))
    assert log["customer_id"].to_list() == [0, 12]
    assert log["customer_id"].dtype == "int64"


def test_ids_that_blanks_made_float_are_whole_again():
    log, report = read(export(customer_id=[12.0, None]))
    assert log["customer_id"].dtype == "int64"
    assert report.table.loc["missing customer", "rows"] == 1


def test_nullable_ids_with_blanks():
    log, _ = read(export(customer_id=pd.array([2**60 + 1, None], dtype="Int64")))
    assert log["customer_id"].to_list() == [2**60 + 1]


def test_text_ids_that_a_spreadsheet_wrote_as_floats_lose_their_point():
    log, report = read(export(customer_id=["17850.0", "13047.0"]))
    assert log["customer_id"].to_list() == ["17850", "13047"]
    assert "lost their '.0'" in str(report)
    assert read(export(customer_id=["1.0", "b"])).log["customer_id"].to_list() == ["1.0", "b"]


def test_mixed_cells_of_a_spreadsheet_become_text():
    frame = export(customer_id=pd.Series([12345.0, "00123"], dtype=object))
    assert read(frame).log["customer_id"].to_list() == ["12345", "00123"]


def test_category_columns_read_like_text():
    log, _ = read(export(customer_id=pd.Categorical(["b", "a"])))
    assert log["customer_id"].to_list() == ["b", "a"]
    assert log["customer_id"].dtype == "str"


def test_column_of_lists_is_refused():
    with pytest.raises(ValueError, match=r"'customer_id' holds lists"):
        read(export(customer_id=[["a"], ["b"]]))


SUPERSTORE = (
    "Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Postal Code,"
    "Product ID,Sales,Quantity,Discount,Profit"
)
SHOP = (
    "Name,Email,Financial Status,Fulfillment Status,Subtotal,Shipping,Taxes,Total,Discount Amount,"
    "Created at,Fulfilled at,Customer Note"
)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (SUPERSTORE, "customer='Customer ID', date='Order Date', amount='Sales'"),
        (SHOP, "customer='Email', date='Created at', amount='Total'"),
        ("index,DATE,CUSTOMER,SKU,PCS,RATE,GROSS AMT", "customer='CUSTOMER', date='DATE', amount="),
        ("orderID,customerID,orderDate,shippedDate,unitPrice,quantity,freight",
         "customer='customerID', date='orderDate', quantity='quantity', price='unitPrice'"),
        ("order_id,unit_price,quantity,discount,customer_id,order_date,freight",
         "customer='customer_id', date='order_date', quantity='quantity', price='unit_price'"),
        ("user_id,transaction_date,discount_amount,transaction_amount",
         "customer='user_id', date='transaction_date', amount='transaction_amount'"),
        ("单号,下单时间,发货时间,客户姓名,客户编号,优惠金额,支付金额,单价",
         "customer='客户编号', date='下单时间', amount='支付金额'"),
        ("Customer Name,Due Date,Tax", "customer='Customer Name', date='...', amount='...'"),
    ],
)  # fmt: skip
def test_missing_columns_are_suggested_as_a_line_to_paste(header, line):
    frame = pd.DataFrame([["1"] * (header.count(",") + 1)], columns=header.split(","))
    with pytest.raises(ValueError, match=rf"Pass {line}") as error:
        read(frame)
    assert len(str(error.value)) < 600


def test_the_suggested_line_reads_the_file():
    frame = export().rename(columns={"customer_id": "Email", "ordered_at": "Created at"})
    with pytest.raises(
        ValueError, match=r"Pass customer='Email', date='Created at', amount='amount', if"
    ):
        read(frame)
    assert len(read(frame, customer="Email", date="Created at").log) == 2


def test_columns_that_nobody_named_but_that_matter_are_said():
    frame = export(OrderID=["1", "2"], Currency=["EUR", "EUR"], Fulfilment_Status=["x", "y"])
    named = {"customer": "customer_id", "date": "ordered_at", "amount": "amount"}
    said = "not read, though the name may matter: 'OrderID' (order=)"
    assert said in read(frame, **named).report.notes
    _, report = read(frame, **named, order="OrderID", keep=["Currency"])
    assert "not read" not in str(report)


def test_a_column_of_another_role_is_not_what_is_meant():
    with pytest.raises(ValueError) as error:
        read(export(), order="order_id")
    assert "missing column 'order_id'" in str(error.value)
    assert "Did you mean" not in str(error.value)
    with pytest.raises(ValueError, match=r"Did you mean order='Bestell Nr'\?"):
        read(export(**{"Bestell Nr": ["1", "2"]}), order="Bestell Nummer")


def test_one_column_for_two_roles_is_refused():
    with pytest.raises(ValueError, match="'amount' is named for 2 roles: amount, price"):
        read(export(), amount="amount", price="amount")


def test_foreign_headers_of_status_and_currency_are_noted():
    frame = export(Zustand=["neu", "neu"], **{"Währung": ["EUR", "EUR"]})
    assert "'Zustand' (status=)" in str(read(frame).report)
    assert "'Währung' names one currency, EUR" in str(read(frame).report)
    with pytest.raises(ValueError, match="'Währung' names 2 currencies"):
        read(export(**{"Währung": ["EUR", "CHF"]}))


def test_a_quantity_that_is_no_number_is_noted_beside_an_amount():
    log, report = read(export(quantity=["two", ""]))
    assert log["quantity"].isna().all()
    said = "quantities in 'quantity' that are no numbers are blank: 1 row (first: index 0 'two')"
    assert said in report.notes
