"""The exports of the usual shops. The headers are theirs, all rows are invented."""

import pandas as pd
import pytest

from crmkit.orders import PRESETS
from crmkit.orders.columns.presets import ROLES, header_key
from tests.orders.leniently import read


def table(header, *rows):
    return pd.DataFrame([row.split("|") for row in rows], columns=header.split("|"))


def used(report):
    (note,) = [note for note in report.notes if note.startswith("columns of preset")]
    return note.removeprefix("columns of preset ").split(":")[0]


SHOPIFY = (
    "Name|Email|Financial Status|Paid at|Fulfillment Status|Currency|Subtotal|Shipping|Taxes|Total"
    "|Discount Code|Discount Amount|Created at|Lineitem quantity|Lineitem name|Lineitem price"
    "|Cancelled at|Refunded Amount|Id|Lineitem discount"
)


def shopify():
    return table(
        SHOPIFY,
        "#1|ann@x.org|paid|2024-03-01|fulfilled|USD|30|5|0|35.00||0|2024-03-01 10:00:00|1|Tea|10||0"
        "|9|0",
        "#1|ann@x.org||||||||||||2|Cup|10||||0",
        "#2|bob@x.org|partially_refunded|2024-03-02||USD|20|0|0|20.00||0|2024-03-02 11:00:00|1|Tea"
        "|20||5.00|8|0",
        "#3|bob@x.org|voided|||USD|40|0|0|40.00||0|2024-03-03 12:00:00|4|Tea|10|2024-03-03|0|7|0",
        "#3|bob@x.org||||||||||||1|Cup|0||||0",
        "#4|ann@x.org|refunded|2024-03-04||USD|8|0|0|8.00||0|2024-03-04 09:00:00|1|Cup|8||8.00|6|0",
    )


def test_a_shopify_order_is_its_total_less_what_was_refunded():
    log, report = read(shopify())
    assert used(report) == "shopify"
    assert log["customer_id"].to_list() == ["ann@x.org", "bob@x.org"]
    assert log["amount"].to_list() == [35.0, 15.0]
    # One tea and two cups; of the second order a quarter went back.
    assert log["quantity"].to_list() == [3.0, 0.75]
    # 35 + 20 - 5 + 40 + 8 - 8: the further lines have no money of their own.
    assert report.money_in == 90.0
    table = report.table
    assert table.loc["further line of an order"].to_list() == [
        2,
        0.0,
        "counted with its first line",
    ]
    assert table.loc["cancelled order"].to_list() == [3, 40.0, "dropped"]
    assert table.loc["non-numeric amount", "rows"] == 0
    assert (report.unexplained, report.unexplained_rows) == (0, 0)
    # Further lines leave the currency blank, too: they have no amount that could need one.
    assert "amounts are in USD" in report.notes


def test_further_lines_need_no_preset():
    columns = {"customer": "Email", "date": "Created at", "amount": "Total", "order": "Name"}
    log, report = read(shopify(), **columns)
    assert log["amount"].to_list() == [35.0, 20.0, 40.0, 8.0]
    # What was not named is said: the cancelled order and the refunds are still in.
    assert "'Financial Status' (status=)" in str(report)
    assert "'Refunded Amount' (refund=)" in str(report)


def test_a_blank_amount_of_an_order_without_any_is_no_amount():
    frame = shopify().iloc[1:]
    assert read(frame).report.table.loc["non-numeric amount", "rows"] == 1


def test_a_further_line_that_a_sort_put_before_its_order_s_first_is_one():
    log, report = read(shopify().iloc[[1, 0, 2, 3, 4, 5]])
    assert log["amount"].to_list() == [35.0, 15.0]
    assert log["quantity"].to_list() == [3.0, 0.75]
    assert report.table.loc["further line of an order", "rows"] == 2
    assert report.table.loc["non-numeric amount", "rows"] == 0


WOO = (
    "order_id|order_number|order_date|status|order_total|order_currency|customer_id|customer_email"
)


def test_a_woocommerce_total_that_stands_on_every_line_counts_once():
    frame = table(
        WOO + "|item_name",
        "7|7|2024-03-01 10:00:00|wc-completed|30.00|EUR|0|ann@x.org|tea",
        "7|7|2024-03-01 10:00:00|wc-completed|30.00|EUR|0|ann@x.org|cup",
        "8|8|2024-03-02 10:00:00|wc-processing|12.00|EUR|0|bob@x.org|tea",
        "9|9|2024-03-03 10:00:00|wc-cancelled|99.00|EUR|4|cat@x.org|tea",
    )
    log, report = read(frame)
    assert used(report) == "woocommerce"
    # Guests all have the id 0: they are told apart by their address.
    assert log["customer_id"].to_list() == ["ann@x.org", "bob@x.org"]
    assert log["amount"].to_list() == [30.0, 12.0]
    assert report.table.loc["further line of an order", "rows"] == 1
    assert report.table.loc["cancelled order"].to_list() == [1, 99.0, "dropped"]
    assert "'order_total' is an order's total: 1 lines that repeat it" in str(report)
    assert (report.unexplained, report.unexplained_rows) == (0, 0)


def test_a_refund_that_stands_on_every_line_comes_off_once():
    frame = table(
        WOO + "|refunded_total",
        "7|7|2024-03-01 10:00:00|completed|30.00|EUR|0|ann@x.org|5.00",
        "7|7|2024-03-01 10:00:00|completed|30.00|EUR|0|ann@x.org|5.00",
    )
    assert read(frame).log["amount"].to_list() == [25.0]


def test_amounts_that_differ_within_an_order_are_those_of_its_lines():
    frame = table(
        WOO,
        "7|7|2024-03-01 10:00:00|completed|30.00|EUR|1|ann@x.org",
        "7|7|2024-03-01 10:00:00|completed|20.00|EUR|1|ann@x.org",
        "8|8|2024-03-02 10:00:00|completed|12.00|EUR|2|bob@x.org",
        "8|8|2024-03-02 10:00:01|completed|12.00|EUR|2|bob@x.org",
    )
    log, report = read(frame)
    assert log["amount"].sum() == 74.0
    assert "'order_total' differs within 1 orders" in str(report)


def test_the_labels_of_a_woocommerce_plugin_are_known():
    frame = table(
        "Order Number|Order Status|Order Date|Email (Billing)|Order Total Amount"
        "|Order Refund Amount",
        "7|Completed|2024-03-01 10:00|ann@x.org|30.00|10.00",
        "8|Failed|2024-03-01 10:00|bob@x.org|30.00|0",
    )
    assert read(frame).log["amount"].to_list() == [20.0]


AMAZON = (
    "order-id|order-item-id|purchase-date|payments-date|buyer-email|buyer-name|sku|product-name"
    "|quantity-purchased|currency|item-price|item-tax|shipping-price"
)


def test_amazon_s_item_price_is_that_of_all_pieces():
    frame = table(
        AMAZON,
        "1-1|11|2024-03-01T10:00:00+00:00|2024-03-01|a@amazon.x|Ann|s1|Tea|3|GBP|30.00|0|0",
        "1-1|12|2024-03-01T10:00:00+00:00|2024-03-01|a@amazon.x|Ann|s2|Cup|1|GBP|30.00|0|0",
    )
    log, report = read(frame, timezone="Europe/London")
    assert used(report) == "amazon"
    assert log["amount"].to_list() == [30.0, 30.0]
    assert log["quantity"].to_list() == [3.0, 1.0]


def test_amazon_reports_without_a_buyer_say_what_to_take():
    frame = table(
        "amazon-order-id|purchase-date|order-status|quantity|currency|item-price|item-status",
        "1-1|2024-03-01T10:00:00+00:00|Shipped|1|USD|5.00|Shipped",
    )
    with pytest.raises(ValueError, match=r"missing column \['customer'\].*with buyer-email"):
        read(frame)


def test_the_amazon_sale_report_drops_what_was_cancelled():
    frame = table(
        "index|Order ID|Date|Status|Fulfilment|Sales Channel |Courier Status|Qty|currency"
        "|Amount|zip",
        "0|1-1|2022-04-30|Cancelled|Merchant|Amazon.in||0|INR|647.62|400081",
        "1|1-2|2022-04-30|Shipped - Delivered to Buyer|Merchant|Amazon.in|Shipped|1|INR|406|560085",
        "2|1-3|2022-04-30|Cancelled|Amazon|Amazon.in||0|||560085",
        "3|1-4|2022-04-30|Shipped - Returned to Seller|Merchant|Amazon.in|Shipped|1|INR|50|560085",
    )
    log, report = read(frame, customer="zip")
    assert used(report) == "amazon_sale_report"
    assert log["amount"].to_list() == [406.0]
    assert report.table.loc["cancelled order"].to_list() == [3, 697.62, "dropped"]
    with pytest.raises(ValueError, match="names no buyer"):
        read(frame)


TAOBAO = (
    "订单编号|买家会员名|买家支付宝账号|买家应付货款|买家应付邮费|买家支付积分|总金额|返点积分|买家实际支付金额"
    "|买家实际支付积分|订单状态|订单创建时间|订单付款时间 |宝贝种类 |宝贝总数量|店铺Id|退款金额"
)


def test_taobao_orders_that_were_closed_or_never_paid_are_no_purchases():
    frame = table(
        TAOBAO,
        "1|小明||90|0|0|90|0|90.00|0|交易成功|2024-03-01 10:00:00|2024-03-01 10:01:00|1|2|0|0",
        "2|阿强||50|0|0|50|0|50.00|0|交易关闭|2024-03-01 11:00:00|2024-03-01 11:01:00|1|1|0|50.00",
        "3|小红||30|0|0|30|0|0.00|0|等待买家付款|2024-03-01 12:00:00||1|1|0|0",
        "4|小明||20|0|0|20|0|20.00|0|买家已付款，等待卖家发货|2024-03-02 10:00:00"
        "|2024-03-02 10:05:00|1|1|0|5.00",
    )
    log, report = read(frame)
    assert used(report) == "taobao"
    assert log["amount"].to_list() == [90.0, 15.0]
    assert log["quantity"].to_list() == [2.0, 0.75]
    # Rows 2 and 3, and the refund of row 2.
    assert report.table.loc["cancelled order"].to_list() == [3, 0.0, "dropped"]
    assert report.table.loc["unparseable date", "rows"] == 0


def test_taobao_s_item_report_has_the_money_of_each_item():
    header = (
        "子订单编号|主订单编号|标题|价格|购买数量|订单状态|买家应付货款|买家实际支付金额"
        "|退款金额|订单付款时间"
    )
    rows = (
        "11|1|茶|10|2|交易成功|20|20.00|0|2024-03-01 10:00:00",
        "12|1|杯|20|1|交易成功|20|20.00|20.00|2024-03-01 10:00:00",
    )
    with pytest.raises(ValueError, match="宝贝报表 names no buyer"):
        read(table(header, *rows))
    frame = table(header, *rows).assign(买家会员名="小明")
    log, report = read(frame)
    assert used(report) == "taobao_items"
    assert (log["amount"].sum(), log["order_id"].to_list()) == (20.0, ["1"])


def test_jd_orders_of_several_goods_count_once():
    frame = table(
        "订单号|商品ID|订购数量|下单时间|京东价|订单金额|结算金额|应付金额|订单状态|下单帐号|客户姓名",
        "1|a|1|2024-03-01 10:00:00|30|80|80|80.00|完成|jd_1|张*",
        "1|b|2|2024-03-01 10:00:00|25|80|80|80.00|完成|jd_1|张*",
        "2|a|1|2024-03-02 10:00:00|30|30|30|30.00|已取消|jd_2|李*",
    )
    log, report = read(frame)
    assert used(report) == "jd"
    assert log[["amount", "quantity"]].to_numpy().tolist() == [[80.0, 3.0]]
    assert report.table.loc["cancelled order", "money"] == 30.0


def test_youzan_goods_keep_their_own_refunds():
    frame = table(
        "订单号|订单状态|买家付款时间|订单实付金额|商品数量|商品已退款金额|买家手机号",
        "E1|交易完成|2024-03-01 10:00:00|50.00|1|0|13800000001",
        "E1|交易完成|2024-03-01 10:00:00|50.00|2|20.00|13800000001",
        "E2|交易关闭|2024-03-02 10:00:00|9.00|1|9.00|13800000002",
    )
    log, report = read(frame)
    assert used(report) == "youzan"
    # The order's 50 stand on two lines; the refund of its second item comes off.
    assert log["amount"].to_list() == [30.0]
    assert (report.unexplained, report.unexplained_rows) == (0, 0)


def test_headers_match_whatever_their_case_padding_and_marks():
    frame = pd.DataFrame(
        {"\ufeffCUSTOMER_ID ": ["a"], "Ordered_At\u200b": ["2024-03-01"], "ａｍｏｕｎｔ\t": [5.0]}
    )
    assert read(frame).log["amount"].to_list() == [5.0]
    padded = pd.DataFrame({"Client ": ["a"], "day": ["2024-03-01"], "paid\u200f": [5.0]})
    log = read(padded, customer="client", date="Day", amount="paid").log
    assert log["amount"].to_list() == [5.0]


def test_two_headers_that_differ_by_case_alone_are_not_mixed_up():
    frame = pd.DataFrame(
        {"customer_id": ["a"], "ordered_at": ["2024-03-01"], "Paid": [5.0], "PAID": [7.0]}
    )
    assert read(frame, amount="PAID").log["amount"].to_list() == [7.0]
    with pytest.raises(ValueError, match="missing column 'paid'"):
        read(frame, amount="paid")


def test_common_headers_alone_prove_no_shop():
    frame = table("Date|Status|Amount|Order ID|who", "2024-03-01|Cancelled|5|1|a")
    with pytest.raises(
        ValueError, match=r"missing column \['date'\]; .*Pass date='Date', amount='Amount', if"
    ):
        read(frame, customer="who")


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_made_of_roles_and_their_own_headers(name):
    preset = PRESETS[name]
    assert set(preset.columns) <= set(ROLES)
    headers = {header_key(one) for options in preset.columns.values() for one in options}
    assert {header_key(one) for one in preset.once} <= headers
    assert preset.lacks or {"customer", "date"} <= set(preset.columns)


def test_a_named_preset_needs_no_proof_of_whose_file_it_is():
    frame = shopify().drop(columns="Lineitem name")
    with pytest.raises(ValueError, match="missing columns"):
        read(frame)
    assert read(frame, preset="shopify").log["amount"].to_list() == [35.0, 15.0]


def test_a_price_that_one_names_makes_the_amount_beside_a_preset():
    frame = table("customer_id|ordered_at|amount|pieces|each", "a|2024-03-01|5|2|10")
    assert read(frame, quantity="pieces", price="each").log["amount"].to_list() == [20.0]


def test_totals_that_no_preset_knows_are_questioned():
    row = "a|2024-03-01 10:00|{}|{}|{}"
    lines = [row.format(10 + n, n, item) for n in range(5) for item in ("tea", "cup")]
    frame = table("customer_id|ordered_at|amount|order_id|item", *lines)
    log, report = read(frame)
    assert log["amount"].sum() == 120.0
    assert "'amount' is the same on all lines of each order (5 lines repeat it)" in str(report)
    frame.loc[9, "amount"] = "1"
    assert "same on all lines" not in str(read(frame).report)
