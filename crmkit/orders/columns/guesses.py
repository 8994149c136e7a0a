"""Which column could a role have? Suggestions for errors and notes: nothing is read by a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from crmkit.orders.columns.presets import header_key


class _Words(NamedTuple):
    """Words of headers with what they are worth: without one of `core` a header is no candidate."""

    core: dict[str, int]
    more: dict[str, int]
    against: tuple[str, ...]


_WORDS = {
    "customer": _Words(
        {"customer": 6, "client": 6, "buyer": 6, "member": 6, "shopper": 6, "household": 5,
         "user": 5, "cust": 5, "email": 5, "e-mail": 5, "account": 3, "kunde": 5, "cliente": 5,
         "客户": 6, "会员": 6, "买家": 6, "顾客": 6, "用户": 5, "账号": 4, "帐号": 4, "昵称": 3,
         "手机号": 3, "邮箱": 3},
        {"id": 3, "no": 2, "number": 2, "code": 2, "key": 2, "编号": 3, "会员名": 2, "buyer": 1,
         "name": -2, "姓名": -2},
        ("order", "invoice", "product", "item", "store", "shop ", "seller", "sales", "employee",
         "service", "note", "message", "since", "segment", "type", "group", "country", "city",
         "state", "zip", "postcode", "address", "date", "time", "age", "gender", "count",
         "marketing", "status", "tier", "region", "留言", "备注", "地址", "金额", "积分",
         "类型", "等级", "时间", "支付", "货款", "邮费", "服务费", "状态", "店铺"),
    ),
    "date": _Words(
        {"date": 5, "timestamp": 5, "created": 4, "ordered": 4, "purchased": 4, "time": 3,
         "day": 3, "when": 3, "datum": 5, "fecha": 5, "日期": 5, "时间": 5},
        {"order": 3, "purchase": 3, "invoice": 3, "transaction": 3, "created": 1, "paid": 2,
         "at": 1, "付款": 3, "下单": 3, "成交": 3, "订单": 1, "创建": 1, "交易": 1},
        ("ship", "deliver", "due", "birth", "update", "modif", "cancel", "refund", "fulfil",
         "regist", "signup", "join", "since", "required", "expir", "promise", "zone", "status",
         "report", "amount", "price", "total", "daypart", "days", "发货", "收货", "确认", "关闭",
         "注册", "生日", "退款", "更新", "修改", "完成", "入住"),
    ),
    "amount": _Words(
        {"amount": 6, "amt": 6, "revenue": 6, "turnover": 6, "spend": 6, "spent": 6, "sales": 5,
         "total": 5, "money": 5, "paid": 4, "gross": 3, "net": 3, "value": 3, "payment": 3,
         "sum": 2, "price": 2, "betrag": 6, "umsatz": 6, "importe": 5, "金额": 6, "实付": 6,
         "实收": 6, "销售额": 6, "成交额": 6, "总价": 5, "货款": 4, "应付": 3},
        {"net": 1, "order": 1, "item": 1, "subtotal": -1, "实际": 2, "支付": 1, "实付": 1},
        ("discount", "tax", "vat", "ship", "freight", "fee", "refund", "tip", "cost", "profit",
         "margin", "unit", "count", "quantity", "qty", "points", "balance", "method", "status",
         "currency", "date", "time", " at", "code", "number", " id", "weight", "person", "rep ",
         "channel", "manager", "region", "target", "coupon", "gift", "promotion", "lineitem",
         "compare", "outstanding", "reference", "优惠", "折扣", "邮费", "运费", "税", "退款",
         "单价", "积分", "手续费", "服务费", "状态", "方式", "时间", "成本", "余额"),
    ),
    "order": _Words(
        {"order id": 6, "order no": 6, "order number": 6, "invoice id": 5, "invoice no": 5,
         "invoice number": 5, "transaction id": 4, "receipt no": 4, "订单号": 6, "订单编号": 6},
        {}, ("customer", "purchase", "item", "子订单"),
    ),
    "quantity": _Words(
        {"quantity": 6, "qty": 6, "pieces": 5, "units": 4, "数量": 6, "件数": 5}, {"order": 1},
        ("stock", "ship", "refund", "库存", "退"),
    ),
    "price": _Words(
        {"price": 5, "单价": 6, "售价": 5}, {"unit": 3, "item": 1},
        ("total", "compare", "ship", "cost", "总", "原价"),
    ),
    "discount": _Words({"discount": 6, "rebate": 4, "折扣": 6}, {}, ("code", "代码")),
    "refund": _Words(
        {"refund": 6, "退款": 6}, {"amount": 2, "金额": 2},
        ("status", "date", "时间", "状态", "reason"),
    ),
    "currency": _Words(
        {"currency": 6, "币种": 6, "货币": 5, "幣別": 6, "währung": 6, "waehrung": 6, "devise": 6,
         "moneda": 6, "moeda": 6, "valuta": 6, "waluta": 6, "валюта": 6, "通貨": 6, "통화": 6},
        {"code": 1}, ("datum", "date"),
    ),
    "status": _Words(
        {"status": 6, "订单状态": 6, "交易状态": 6, "訂單狀態": 6, "zustand": 6, "statut": 6,
         "estado del pedido": 6, "estado do pedido": 6, "stato": 6, "статус": 6, "注文状況": 6,
         "주문상태": 6},
        {"order": 2, "financial": 1, "payment": 1},
        ("fulfil", "ship", "courier", "marketing", "refund", "customer", "member", "发货", "物流"),
    ),
}  # fmt: skip
# Roles that nobody need name, but that change which lines count and what they are worth.
# A currency is looked at even so.
_MATTERS = ("order", "status", "refund", "discount")


def likely(role: str, names: Iterable[object]) -> list[str]:
    """The headers that may have a role, the best first.

    >>> likely("amount", ["Tax", "Unit Price", "Discount Amount", "GROSS AMT"])
    ['GROSS AMT']
    """
    scored = [(-_score(role, str(name)), place, str(name)) for place, name in enumerate(names)]
    return [name for score, _, name in sorted(scored) if score < 0]


def suggested(role: str, names: Sequence[object]) -> str:
    """What to pass for a role that lacks a column, ready to paste.

    >>> suggested("amount", ["UnitPrice", "Quantity"])
    "quantity='Quantity', price='UnitPrice'"
    """
    best = likely(role, names)[:1]
    parts = ("quantity", "price")
    apart = [f"{part}={likely(part, names)[0]!r}" for part in parts if likely(part, names)]
    if role == "amount" and not best and len(apart) == len(parts):
        return ", ".join(apart)
    return f"{role}={best[0]!r}" if best else f"{role}='...'"


def near(role: str, name: str, names: Iterable[object]) -> str | None:
    """The header that is meant by a name that none has: none that looks like another role.

    >>> near("order", "order_id", ["ordered_at", "amount"]), near("order", "oder", ["Order"])
    (None, 'Order')
    """
    free = [
        str(one)
        for one in names
        if role not in _WORDS
        or _score(role, str(one)) > 0
        or not any(_score(other, str(one)) > 0 for other in _WORDS)
    ]
    return next(iter(get_close_matches(str(name), free, n=1, cutoff=0.5)), None)


def overlooked(found: dict[str, str], free: Sequence[object]) -> tuple[str, ...]:
    """A note of the free columns, which nobody named, whose headers say that they matter."""
    said = []
    for role in _MATTERS:
        if role in found or (role == "discount" and "price" not in found):
            continue
        best = likely(role, free)[:1]
        said += [f"{best[0]!r} ({role}=)"] if best else []
    return (f"not read, though the name may matter: {', '.join(said)}",) if said else ()


def _score(role: str, name: str) -> int:
    # orderDate and OrderDate are two words, ORDERDATE and GROSS AMT are not cut into letters.
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    text = f" {re.sub(r'[_/.#()-]+', ' ', header_key(spaced))} "
    words = _WORDS[role]
    core = max((worth for word, worth in words.core.items() if _holds(text, word)), default=0)
    if not core:
        return 0
    more = sum(worth for word, worth in words.more.items() if _holds(text, word))
    against = sum(word in text for word in words.against)
    return core + more - 6 * against


def _holds(text: str, word: str) -> bool:
    """Short words stand alone: the "at" of "date" is none."""
    return f" {word} " in text if len(word) <= 3 and word.isascii() else word in text
