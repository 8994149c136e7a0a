"""What became of each order: was anything sold?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.columns.column import Column

# Nothing was sold: cancelled, void, failed. Shopify's words stand in its documentation
# (shopify.dev, OrderFinancialStatus), WooCommerce's in its own
# (woocommerce.com/document/managing-orders/order-statuses). For the Chinese shops they are the
# words that public programs read from their files.
CANCELLED = (
    "cancelled", "canceled", "cancelled by buyer", "cancelled by seller", "cancellation",
    "void", "voided", "abandoned", "declined", "failed", "payment failed", "payment error",
    "closed lost", "reversed", "deleted", "TRADE_CLOSED_BY_TAOBAO",
    "取消", "已取消", "取消订单", "订单取消", "订单已取消", "交易取消", "买家已取消", "卖家已取消",
    "订单关闭", "订单已关闭", "交易关闭", "作废", "已作废", "已删除", "删除", "支付失败",
    "付款失败", "付款以前，卖家或买家主动关闭交易", "已取消訂單", "訂單已取消",
    "annulé", "annulée", "storniert", "cancelado", "cancelada", "anulado", "annullato", "annullata",
    "anulowane", "anulowano", "anulowany", "geannuleerd", "отменён", "отменено", "отменена",
    "iptal edildi", "취소", "취소됨", "취소완료", "주문취소", "결제취소", "キャンセル",
    "キャンセル済み", "キャンセル済", "注文キャンセル",
)  # fmt: skip
# Nothing was sold where this is all that stands there: "pending" and "on-hold" wait for the money,
# but "Paid (pending review)" does not.
NOT_YET = (
    "closed", "expired", "rejected", "denied", "unpaid", "not paid", "pending", "pending payment",
    "payment pending", "awaiting payment", "on-hold", "draft", "checkout-draft", "trash",
    "WAIT_BUYER_PAY", "关闭", "已关闭", "等待买家付款", "等待付款", "待付款", "未付款", "待支付",
    "未支付", "等待支付",
)  # fmt: skip
# All the money went back.
REFUNDED = (
    "refunded", "fully refunded", "refund completed", "returned", "charged back", "chargeback",
    "Shipped - Returned to Seller", "Shipped - Rejected by Buyer", "TRADE_CLOSED", "已退款",
    "全额退款", "退款成功", "退款完成", "已全额退款", "退款", "退货", "已退货", "退货退款",
    "退款退货", "已退货退款", "退货成功", "退货完成", "付款以后用户退款成功，交易自动关闭",
    "remboursé", "remboursée", "erstattet", "rückerstattet", "reembolsado", "reembolsada",
    "rimborsato", "rimborsata", "terugbetaald", "zwrócone", "возвращён", "возврат", "환불",
    "환불완료", "반품완료", "返金", "返金済み", "返品", "返品済み",
)  # fmt: skip


class Status(NamedTuple):
    """Rows of which nothing was sold, those of them whose money went back, and what was read."""

    cancelled: np.ndarray
    refunded: np.ndarray
    note: str


def read_status(column: Column, cancelled: Sequence[str] | None = None) -> Status:
    """Which rows have a status that says that nothing was sold?

    >>> words = pd.Series(["Shipped", "wc-cancelled", "已取消（超时）", "Refunded"])
    >>> read_status(Column("status", words, str)).cancelled.tolist()
    [False, True, True, True]
    """
    if isinstance(cancelled, str):
        raise ValueError(
            f"cancelled={cancelled!r} is one text. Pass a list of words: cancelled=[{cancelled!r}]."
        )
    back = {_key(word) for word in REFUNDED}
    codes, values = column.distinct()
    if cancelled is None:
        told = [_KEYS & {_key(value)} or _PART_KEYS & _part_keys(value) for value in values]
    else:
        own = {_key(word) for word in cancelled}
        told = [own & {_key(value)} for value in values]
    # One place more than there are values: code -1 finds it, the rows without a status.
    is_nothing = np.array([*map(bool, told), False], bool)
    is_back = np.array([*(bool(keys & back) for keys in told), False], bool)
    present = {_key(value) for value in values}
    absent = [word for word in cancelled or () if _key(word) not in present]
    note = _note(column.name, codes, values, is_nothing)
    if absent:
        note += f"; no row has {', '.join(map(repr, absent))}"
    return Status(is_nothing[codes], is_back[codes], note)


def cancelled_rows(status: Status, millionths: np.ndarray, order: np.ndarray | None) -> np.ndarray:
    """Which rows belong to no sale, returns included?

    A line below zero whose status says "refunded" is the refund itself. It goes only with the
    purchase that it belongs to: where every purchase line of its order is cancelled, too.
    """
    returned = millionths < 0
    sold = ~returned & ~status.cancelled
    gone = status.cancelled & ~returned
    if order is None:
        return gone | (status.cancelled & ~status.refunded & returned)
    known = order >= 0
    live = np.isin(order, order[sold & known]) & known
    dead = np.isin(order, order[gone & known]) & known & ~live
    alone = status.cancelled & ~status.refunded & ~live
    return gone | (returned & (dead | alone))


def _key(value: object) -> str:
    """Without case, accents, blanks, hyphens and WooCommerce's "wc-": letters and digits only.

    Numbers are themselves: a column of them with blanks holds 2.0 in place of 2.
    """
    text = unicodedata.normalize("NFKD", str(value)).strip().casefold()
    if _NUMBER.fullmatch(text):
        return text.rstrip("0").rstrip(".") if "." in text else text
    text = text.removeprefix("wc-").removeprefix("wc_")
    return "".join(mark for mark in text if mark.isalnum())


def _part_keys(value: object) -> set[str]:
    """What stands in and out of brackets, and between commas: 未发货，退款成功 or (删除)完成."""
    parts = _BETWEEN.split(str(value))
    return {_key(part) for part in parts} if len(parts) > 1 else set()


_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_BETWEEN = re.compile(r"[()（）\[\]【】,，;；]")
_PART_KEYS = {_key(word) for word in (*CANCELLED, *REFUNDED)}
_KEYS = _PART_KEYS | {_key(word) for word in NOT_YET}


def _note(
    name: str, codes: np.ndarray, values: pd.Series, is_nothing: np.ndarray, most: int = 12
) -> str:
    counts = np.bincount(codes + 1, minlength=len(values) + 1)
    words = [("(blank)", int(counts[0]), False)] + [
        (repr(str(value)), int(count), bool(nothing))
        for value, count, nothing in zip(values, counts[1:], is_nothing[:-1], strict=True)
    ]

    def listed(nothing: bool) -> str:
        mine = sorted((-count, word) for word, count, is_it in words if is_it == nothing and count)
        said = [f"{word} ({-count:,})" for count, word in mine[:most]]
        more = f" and {len(mine) - most:,} more" if len(mine) > most else ""
        return ", ".join(said) + more or "nothing"

    return f"status {name!r}: no sale is {listed(True)}; a sale is {listed(False)}"
