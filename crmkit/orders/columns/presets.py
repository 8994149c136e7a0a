"""The headers of the exports that many shops have, so that nobody has to name their columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROLES = (
    "customer", "date", "amount", "order", "quantity", "price", "discount", "refund", "currency",
    "status",
)  # fmt: skip


@dataclass(frozen=True)
class Preset:
    """The headers of one known export.

    Attributes
    ----------
    columns : mapping
        For each role the headers that it may have; the first found wins.
    signature : tuple of str
        Headers without which a file is another's: "Date" and "Status" alone prove no shop.
    once : tuple of str
        Headers of what an order has once (its total), on its first line or on every one.
    lacks : str
        What to do about a column that the shop leaves out.
    """

    columns: Mapping[str, tuple[str, ...]]
    signature: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    lacks: str = ""


PRESETS: dict[str, Preset] = {
    "crmkit": Preset(
        {
            "customer": ("customer_id",),
            "date": ("ordered_at",),
            "amount": ("amount",),
            "order": ("order_id",),
            "quantity": ("quantity",),
        }
    ),
    # https://archive.ics.uci.edu/dataset/352 and, with the newer names, /dataset/502.
    "uci_online_retail": Preset(
        {
            "customer": ("CustomerID", "Customer ID"),
            "date": ("InvoiceDate",),
            "quantity": ("Quantity",),
            "price": ("UnitPrice", "Price"),
            "order": ("InvoiceNo", "Invoice"),
        }
    ),
    # https://help.shopify.com/manual/fulfillment/managing-orders/exporting-orders: the further
    # items of an order stand on lines of their own that leave most fields blank.
    "shopify": Preset(
        {
            "customer": ("Email",),
            "date": ("Created at",),
            "amount": ("Total",),
            "order": ("Name",),
            "quantity": ("Lineitem quantity",),
            "refund": ("Refunded Amount",),
            "currency": ("Currency",),
            "status": ("Financial Status",),
        },
        signature=("Financial Status", "Lineitem name"),
        once=("Total", "Refunded Amount"),
    ),
    # Amazon Seller Central, help pages 201648780 (Order Report, with the buyer) and 200547170
    # (All Orders Report, without): item-price is what was paid for all pieces of the line.
    "amazon": Preset(
        {
            "customer": ("buyer-email",),
            "date": ("purchase-date",),
            "amount": ("item-price",),
            "order": ("amazon-order-id", "order-id"),
            "quantity": ("quantity", "quantity-purchased"),
            "currency": ("currency",),
            "status": ("item-status", "order-status"),
        },
        signature=("purchase-date", "item-price"),
        lacks="Amazon's All Orders Report names no buyer: take the Order Report, with buyer-email.",
    ),
    # The layout of the public data set "Amazon Sale Report" (amazon.in, 2022).
    "amazon_sale_report": Preset(
        {
            "date": ("Date",),
            "amount": ("Amount",),
            "order": ("Order ID",),
            "quantity": ("Qty",),
            "currency": ("currency",),
            "status": ("Status",),
        },
        signature=("Fulfilment", "Courier Status", "Order ID"),
        lacks="This report names no buyer: take Amazon's Order Report, with buyer-email.",
    ),
    # https://woocommerce.com/document/import-and-export-of-woocommerce-orders/ and the labels of
    # the plugin "Advanced Order Export". The id of every guest is 0: the address tells them apart.
    "woocommerce": Preset(
        {
            "customer": ("customer_email", "billing_email", "Email (Billing)"),
            "date": ("order_date", "Order Date"),
            "amount": ("order_total", "Order Total Amount"),
            "order": ("order_number", "Order Number", "order_id"),
            "refund": ("refunded_total", "Order Refund Amount"),
            "currency": ("order_currency", "Currency"),
            "status": ("status", "order_status", "Order Status"),
        },
        once=("order_total", "Order Total Amount", "refunded_total", "Order Refund Amount"),
    ),
    # For the Chinese shops no page with the headers was found that is theirs and public: these are
    # the names that several public programs read from their files.
    "taobao": Preset(
        {
            "customer": ("买家会员名", "买家昵称"),
            "date": ("订单付款时间", "订单创建时间"),
            "amount": ("买家实际支付金额", "买家实付金额"),
            "order": ("订单编号",),
            "quantity": ("宝贝总数量",),
            "refund": ("退款金额",),
            "status": ("订单状态",),
        },
        signature=("买家应付货款", "宝贝总数量"),
    ),
    "taobao_items": Preset(
        {
            "customer": ("买家会员名", "买家昵称"),
            "date": ("订单付款时间", "订单创建时间"),
            "amount": ("买家实际支付金额", "买家实付金额"),
            "order": ("主订单编号", "订单编号"),
            "quantity": ("购买数量",),
            "refund": ("退款金额",),
            "status": ("订单状态",),
        },
        signature=("购买数量", "买家应付货款"),
        lacks="宝贝报表 names no buyer: take 订单报表, or join the two by 订单编号.",
    ),
    "jd": Preset(
        {
            "customer": ("下单帐号", "下单账号"),
            "date": ("下单时间",),
            "amount": ("应付金额",),
            "order": ("订单号", "订单编号"),
            "quantity": ("订购数量",),
            "status": ("订单状态",),
        },
        signature=("京东价", "订购数量"),
        once=("应付金额",),
    ),
    # 商品报表 has the money of each item, 订单报表 that of each order.
    "youzan": Preset(
        {
            "customer": ("买家手机号", "收货人手机号/提货人手机号"),
            "date": ("买家付款时间", "订单创建时间", "交易成功时间"),
            "amount": ("商品实际成交金额", "订单实付金额"),
            "order": ("订单号",),
            "quantity": ("商品数量",),
            "refund": ("商品已退款金额", "订单已退款金额"),
            "status": ("订单状态", "订单商品状态"),
        },
        once=("订单实付金额", "订单已退款金额"),
    ),
    "chinese_shop": Preset(
        {
            "customer": ("买家会员名", "买家昵称", "会员名"),
            "date": ("订单付款时间", "付款时间"),
            "amount": ("买家实际支付金额", "买家实付金额", "实付金额"),
            "order": ("订单编号", "订单号"),
            "quantity": ("宝贝数量", "宝贝总数量", "商品数量"),
            "refund": ("退款金额",),
            "status": ("订单状态",),
        }
    ),
}  # fmt: skip


def header_key(name: object) -> str:
    """A header without what exports add to it: case, padding, full width, invisible marks.

    >>> header_key("\\ufeffOrder  ID\\t") == header_key("order id")
    True
    """
    text = unicodedata.normalize("NFKC", str(name))
    seen = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    return re.sub(r"\s+", " ", seen).strip().casefold()


def from_preset(
    names: Sequence[str], preset: Preset, given: Mapping[str, str], *, named: bool
) -> dict[str, str] | None:
    """The columns that the preset finds for each role, or None for a file of another shop.

    Whose file it is need not be proved where the caller has `named` the preset.
    """
    by_key = {header_key(name): name for name in reversed(names)}
    if not named and any(header_key(header) not in by_key for header in preset.signature):
        return None
    found = {}
    for role, options in preset.columns.items():
        match = next((by_key[key] for key in map(header_key, options) if key in by_key), None)
        # An amount that the caller names is the amount, and so is one of a price that they name.
        other = {"price": "amount", "amount": "price"}.get(role)
        if match is not None and other not in given:
            found[role] = match
    return found | dict(given)


def once_an_order(preset: str | None, found: Mapping[str, str]) -> set[str]:
    """The roles whose column says what the whole order has, and not one line of it."""
    if preset is None:
        return set()
    once = {header_key(header) for header in PRESETS[preset].once}
    return {role for role, name in found.items() if header_key(name) in once}
