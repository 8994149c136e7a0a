"""The exports of shops: their columns, states, discounts, refunds, and what to say of them."""

from dataclasses import replace

from tests.orders.fuzz.dates import INSTANTS
from tests.orders.fuzz.export import Export, Line, money
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

GONE = ("cancelled order",)


def headed(rng, customer, date, amount, rows=None):
    export = Export(rng, rows)
    export.head = {"customer": customer, "date": date, "amount": amount}
    return export


PRESETS = {
    "crmkit": ("customer_id", "ordered_at", "amount"),
    "Chinese shop": ("买家会员名", "订单付款时间", "买家实际支付金额"),
    "Chinese shop, other names": ("会员名", "付款时间", "实付金额"),
}


@family(READ, PRESETS)
def columns_known(names, rng, folder):
    return headed(rng, *names).csv(folder)


def retail(rng, rows=None):
    """Give quantity times price, as the retail data of UCI have it."""
    export = Export(rng, rows)
    pieces = [int(n) for n in rng.integers(1, 9, len(export.lines))]
    each = [line.cents // 20 + 7 for line in export.lines]
    export.lines = [
        replace(line, cents=n * c) for line, n, c in zip(export.lines, pieces, each, strict=True)
    ]
    export.extra["InvoiceNo"] = [str(536365 + i // 3) for i in range(len(export.lines))]
    export.extra["Quantity"] = [str(n) for n in pieces]
    del export.head["amount"], export.cells["amount"]
    export.extra["UnitPrice"] = [money(c) for c in each]
    export.head = {"customer": "CustomerID", "date": "InvoiceDate"}
    return export


@kind(READ)
def retail_of_uci(rng, folder):
    export = retail(rng)
    export.show("date", lambda line: f"{line.at.month}/{line.at.day}/{line.at:%Y %H:%M}")
    export.lines = [replace(line, at=line.at.replace(second=0)) for line in export.lines]
    return export.csv(folder)


@kind(READ)
def retail_of_uci_with_returns(rng, folder):
    export = retail(rng, 40)
    for i in (5, 25):
        export.lines[i] = replace(export.lines[i], cents=-export.lines[i].cents)
        export.extra["Quantity"][i] = f"-{export.extra['Quantity'][i]}"
    export.options["returns"] = "keep"
    return export.csv(folder)


@kind(READ)
def return_set_against_its_purchase(rng, folder):
    export = Export(rng, 40)
    line = export.lines[5]
    back = export.lines[-1].at.replace(hour=23, minute=59, second=59)
    export.junk(
        ("return",), place=40, customer=line.customer, date=f"{back}", amount=money(-line.cents)
    )
    # The latest earlier line of that amount is the purchase itself: amounts are all different.
    export.lose([5], ("returned purchase",))
    return export.csv(folder)


@family(READ, {"share": lambda p: f"{p / 100:.2f}", "percent": lambda p: f"{p}%"})
def discount_told(write, rng, folder):
    export, shares = discounted(rng)
    export.extra["Off"] = [write(p) for p in shares]
    export.options["discount"] = "Off"
    return export.csv(folder)


def discounted(rng):
    export = retail(rng, 40)
    shares = [int(p) for p in rng.choice([0, 10, 15, 20], 40)]
    shares[0], shares[1] = 15, 0
    lines = []
    for line, p in zip(export.lines, shares, strict=True):
        # Halves go up.
        lines.append(replace(line, cents=(line.cents * (100 - p) + 50) // 100))
    export.lines = lines
    return export, shares


@kind(REFUSED)
def discount_of_whole_percents(rng, folder):
    export, shares = discounted(rng)
    export.extra["Off"] = [str(p) for p in shares]
    export.options["discount"] = "Off"
    return export.csv(folder)


@kind(EITHER)
def discount_that_nobody_named(rng, folder):
    """Used, or left out with a note that names it: both can be right."""
    export, shares = discounted(rng)
    export.extra["Discount"] = [f"{p / 100:.2f}" for p in shares]
    export.note = r"(?i)discount"
    case = export.csv(folder)
    full = retail_truth(export)
    case.truths = (*case.truths, full)
    return case


def retail_truth(export):
    cents = [
        int(q) * int(p.replace(".", ""))
        for q, p in zip(export.extra["Quantity"], export.extra["UnitPrice"], strict=True)
    ]
    whole = [replace(x, cents=c) for x, c in zip(export.lines, cents, strict=True)]
    return type(export.truth())((x.customer, x.at, x.cents) for x in whole)


@kind(REFUSED)
def discount_beside_an_amount(rng, folder):
    export = Export(rng, 40)
    export.extra["Off"] = ["0.1"] * 40
    export.options.update(amount="amount", discount="Off")
    return export.csv(folder)


@family(REFUSED, {"negative": "-0.1", "above one": "1.2", "money": "3.50"})
def discounts_that_are_none(word, rng, folder):
    export, _ = discounted(rng)
    export.extra["Off"] = [word if i % 3 == 0 else "0" for i in range(40)]
    export.options["discount"] = "Off"
    case = export.csv(folder)
    case.truths = ()
    return case


@kind(READ)
def refund_column(rng, folder):
    """A refund becomes a return line: kept, it stands below zero beside its purchase."""
    export = Export(rng, 40)
    export.extra["refund"] = ["0.00"] * 40
    for i in (5, 25):
        export.extra["refund"][i] = export.cells["amount"][i]
    export.options.update(refund="refund", returns="keep")
    more = [replace(export.lines[i], cents=-export.lines[i].cents) for i in (5, 25)]
    case = export.csv(folder)
    for line in more:
        case.truths[0][line.customer, line.at, line.cents] += 1
    return case


CANCELLED = [
    "Cancelled", "cancelled", "CANCELED", "canceled", "wc-cancelled", "Voided", "voided",
    "refunded", "Refunded", "wc-refunded", "failed", "wc-failed", "Unpaid", "交易关闭", "已取消",
    "已关闭", "未付款", "等待买家付款", "退款成功", "已退款", "Shipped - Returned to Seller",
    "Pending payment", "Declined",
]  # fmt: skip
SURE = CANCELLED[:20]
SOLD = [
    "Shipped", "shipped", "Completed", "wc-completed", "paid", "Delivered", "交易成功", "已完成",
    "已发货", "Shipped - Delivered to Buyer", "fulfilled", "Processing", "待收货", "closed won",
]  # fmt: skip


def with_states(rng, good, bad, named=True):
    export = Export(rng, 40)
    few = [4, 21]
    export.extra["Status"] = [bad if i in few else good for i in range(40)]
    if named:
        export.options["status"] = "Status"
    export.lose(few, GONE)
    export.options["may_drop"] = 0.3
    return export


@family(READ, {word: word for word in SURE})
def sold_nothing(word, rng, folder):
    return with_states(rng, "交易成功" if word > "z" else "Completed", word).csv(folder)


@family(EITHER, {word: word for word in CANCELLED if word not in SURE})
def sold_nothing_perhaps(word, rng, folder):
    export = with_states(rng, "Completed", word)
    case = export.csv(folder)
    kept = Export.truth(_all(export))
    case.truths = (*case.truths, kept)
    case.dropped = [(*GONE, "")] * 2
    return case


def _all(export):
    export._lost = set()
    return export


@family(READ, {word: word for word in SOLD})
def sold(word, rng, folder):
    export = Export(rng, 40)
    export.extra["Status"] = [word] * 40
    export.options["status"] = "Status"
    return export.csv(folder)


@kind(READ)
def cancelled_words_told(rng, folder):
    export = with_states(rng, "ok", "storno")
    export.options["cancelled"] = ["storno"]
    return export.csv(folder)


@kind(READ)
def cancelled_words_told_replace_the_usual(rng, folder):
    export = with_states(rng, "cancelled", "storno")
    export.options["cancelled"] = ["storno"]
    return export.csv(folder)


@kind(EITHER)
def cancelled_words_that_do_not_occur(rng, folder):
    export = Export(rng, 40)
    export.extra["Status"] = ["ok"] * 40
    export.options.update(status="Status", cancelled=["strono"])
    return export.csv(folder)


@kind(REFUSED)
def cancelled_told_without_a_status(rng, folder):
    export = Export(rng, 40)
    export.options["cancelled"] = ["storno"]
    case = export.csv(folder)
    case.truths = ()
    return case


@family(EITHER, {"Status": "Status", "状态": "订单状态", "financial": "Financial Status"})
def states_that_nobody_named(name, rng, folder):
    """Dropped with a rule, or kept with a note that names the column; never passed by."""
    export = with_states(rng, "Completed", "Cancelled", named=False)
    export.extra[name] = export.extra.pop("Status")
    export.note = f"(?i){name}|cancelled"
    case = export.csv(folder)
    case.truths = (*case.truths, Export.truth(_all(export)))
    case.dropped = [(*GONE, "")] * 2
    return case


def orders_of(rng, names, extra, rows=40):
    export = headed(rng, *names, rows)
    for name, values in extra.items():
        export.extra[name] = [values[i % len(values)] for i in range(rows)]
    return export


@family(EITHER, {"named": True, "found": False})
def shopify(named, rng, folder):
    names = ("Email", "Created at", "Total")
    export = orders_of(
        rng,
        names,
        {"Financial Status": ["paid"], "Currency": ["USD"], "Discount Amount": ["0.00"]},
    )
    export.ids(lambda i: f"anna.{i}@shop.example")
    # Shopify writes the shop's own clock and its offset.
    export.show("date", lambda line: f"{line.at:%Y-%m-%d %H:%M:%S} +0800")
    export.extra["Name"] = [f"#{1001 + i}" for i in range(40)]
    export.knows["timezone"] = "Asia/Shanghai"
    export.knows.update(zip(("customer", "date", "amount"), export.head.values(), strict=True))
    if named:
        export.options.update(customer="Email", date="Created at", amount="Total")
        export.options["timezone"] = "Asia/Shanghai"
    return export.csv(folder)


@family(EITHER, {"named": True, "found": False})
def amazon(named, rng, folder):
    export = orders_of(
        rng,
        ("buyer-email", "purchase-date", "item-price"),
        {"order-status": ["Shipped"], "currency": ["USD"], "sku": ["A", "B"]},
    )
    export.show("date", lambda line: INSTANTS["Z"](line.at))
    export.knows["timezone"] = "Asia/Shanghai"
    export.knows.update(zip(("customer", "date", "amount"), export.head.values(), strict=True))
    if named:
        export.options.update(customer="buyer-email", date="purchase-date", amount="item-price")
    return export.csv(folder, "orders.txt", delimiter="\t")


@family(EITHER, {"named": True, "found": False})
def woo_commerce(named, rng, folder):
    export = orders_of(
        rng,
        ("Customer User", "Order Date", "Order Total Amount"),
        {"Order Status": ["wc-completed"], "Order Currency": ["EUR"]},
    )
    export.knows.update(zip(("customer", "date", "amount"), export.head.values(), strict=True))
    if named:
        export.options.update(
            customer="Customer User", date="Order Date", amount="Order Total Amount"
        )
    return export.csv(folder)


@family(EITHER, {"named": True, "found": False})
def jd(named, rng, folder):
    export = orders_of(rng, ("客户姓名", "下单时间", "应付金额"), {"订单状态": ["已完成"]})
    export.ids(lambda i: "王李张刘陈"[i % 5] + f"小明{i}")
    export.knows.update(zip(("customer", "date", "amount"), export.head.values(), strict=True))
    if named:
        export.options.update(customer="客户姓名", date="下单时间", amount="应付金额")
    return export.csv(folder, encoding="gbk")


@family(EITHER, {"named": True, "found": False})
def sap(named, rng, folder):
    export = headed(rng, "Sold-to", "Doc. Date", "Net Value", 40)
    export.ids(lambda i: f"{1000 + i:010d}")
    export.set([replace(x, at=x.at.replace(hour=0, minute=0, second=0)) for x in export.lines])
    export.show("date", lambda line: f"{line.at:%d.%m.%Y}")
    export.show("amount", lambda line: money(line.cents, ",", "."))
    export.extra["Curr."] = ["EUR"] * 40
    export.knows.update(zip(("customer", "date", "amount"), export.head.values(), strict=True))
    if named:
        export.options.update(customer="Sold-to", date="Doc. Date", amount="Net Value")
    return export.csv(folder, delimiter="\t", encoding="utf-16")


@kind(EITHER)
def sales_force(rng, folder):
    export = headed(rng, "Account ID", "Close Date", "Amount", 40)
    export.ids(lambda i: f"0018d00000{i:05d}AAA")
    export.set([replace(x, at=x.at.replace(hour=0, minute=0, second=0)) for x in export.lines])
    export.show("date", lambda line: f"{line.at.month}/{line.at.day}/{line.at.year}")
    export.show("amount", lambda line: f"USD {money(line.cents, group=',')}")
    export.options.update(customer="Account ID", date="Close Date", amount="Amount")
    export.dropped = [("wrong number of cells", "missing customer", "unparseable date", "")] * 4
    footer = '\n"Sales report"\n"Copyright (c) 2024 salesforce.com, inc."\n"Confidential"\n'
    return export.csv(folder, encoding="cp1252", after=footer)


@kind(EITHER)
def statement_of_a_bank(rng, folder):
    export = headed(rng, "Auftraggeber", "Buchungstag", "Betrag", 40)
    export.set([replace(x, at=x.at.replace(hour=0, minute=0, second=0)) for x in export.lines])
    export.show("date", lambda line: f"{line.at:%d.%m.%Y}")
    export.show("amount", lambda line: f"{money(line.cents, ',', '.')} €")
    export.options.update(customer="Auftraggeber", date="Buchungstag", amount="Betrag")
    before = '"Konto";"DE02 1203"\n""\n"Kontostand:";"1.234,50 €"\n""\n'
    return export.csv(folder, encoding="cp1252", delimiter=";", before=before, quoting=1)


@kind(EITHER)
def till_with_lines_below_each_order(rng, folder):
    """Shopify's second line of an order has no total: money once, and the line is counted."""
    export = Export(rng, 40)
    for place in (5, 15):
        line = export.lines[place]
        export.junk(
            ("non-numeric amount", "missing customer", "unparseable date"),
            place=place + 1,
            customer=line.customer,
            amount="",
            date="",
        )
    return export.csv(folder)


NEAR = {
    "other names": ("Client", "Day", "Paid"),
    "Kaggle": ("Customer ID", "Order Date", "Sales"),
    "capitals": ("CUSTOMER", "DATE", "AMOUNT"),
    "Chinese": ("客户编号", "下单时间", "金额"),
    "gross": ("Customer", "Date", "GROSS AMT"),
    "e-mail": ("Email", "Created at", "Total"),
    "nothing like them": ("a", "b", "c"),
}


@family(EITHER, NEAR)
def names_to_be_found(names, rng, folder):
    """Columns of a file that no preset knows: the error's proposals must be right."""
    export = headed(rng, *names)
    export.knows.update(customer=names[0], date=names[1], amount=names[2])
    return export.csv(folder)


@kind(EITHER)
def discount_is_not_the_amount(rng, folder):
    export = headed(rng, "Email", "Created at", "Total", 40)
    export.knows.update(customer="Email", date="Created at", amount="Total")
    export.extra["Discount Amount"] = ["0.50"] * 40
    export.extra["Shipping"] = ["4.99"] * 40
    return export.csv(folder)


MISNAMED = {
    "customer with a letter off": {"customer": "custmer_id"},
    "none": {"amount": ""},
    "a number": {"amount": 2},
    "a list": {"customer": ["customer_id"]},
    "nothing like it": {"date": "xyz"},
    "kept column": {"keep": ["itm"]},
    "kept text": {"keep": "item"},
    "order": {"order": "ordr"},
    "the same twice": {"date": "amount"},
}


@family(REFUSED, MISNAMED)
def misnamed(options, rng, folder):
    export = Export(rng, 40)
    export.extra["item"] = ["Tea"] * 40
    export.options.update(options)
    export.knows.update(customer="customer_id", date="ordered_at", amount="amount")
    export.knows.update(keep=["item"])
    return export.csv(folder)


@family(EITHER, {"capitals": {"customer": "Customer_ID"}, "blank": {"date": "ordered_at "}})
def nearly_named(options, rng, folder):
    export = Export(rng, 40)
    export.options.update(options)
    export.knows.update(customer="customer_id", date="ordered_at")
    return export.csv(folder)


SETTINGS = {
    "preset": {"preset": "shopfy"},
    "returns": {"returns": "ignore"},
    "duplicates": {"duplicates": "all"},
    "zeros": {"zeros": True},
    "ragged": {"ragged_rows": "skip"},
    "decimal": {"decimal": ";"},
    "decimal word": {"decimal": "comma"},
    "day of as_of": {"as_of": "31/12/2024"},
    "as_of before all": {"as_of": "2001-01-01"},
    "share above one": {"may_drop": 10},
    "share below zero": {"may_drop": -1},
    "share as text": {"may_drop": "10%"},
    "word of ours": {"unparseable_dates": "ignore"},
}


@family(REFUSED, SETTINGS)
def setting(options, rng, folder):
    export = Export(rng, 40)
    export.options.update(options)
    case = export.csv(folder)
    case.knows = dict.fromkeys(options)
    if "as_of" in options:
        case.truths = ()
    return case


@kind(READ)
def orders_in_the_future(rng, folder):
    export = Export(rng, 40)
    export.options["as_of"] = "2024-12-31"
    export.junk(("date after as_of",), date="2042-03-05")
    export.junk(("date after as_of",), date="2025-01-01 00:00:01")
    return export.csv(folder)


@kind(READ)
def orders_on_the_last_day_are_kept(rng, folder):
    export = Export(rng, 40)
    last = max(line.at for line in export.lines)
    export.options["as_of"] = f"{last:%Y-%m-%d}"
    return export.csv(folder)


@kind(READ)
def kept_columns_change_nothing(rng, folder):
    export = Export(rng)
    export.extra["item"] = ["Tea"] * len(export.lines)
    export.options["keep"] = ["item"]
    return export.csv(folder)


@kind(REFUSED)
def most_rows_would_be_dropped(rng, folder):
    """A tenth at most goes by itself: beyond, the report comes with an error."""
    export = Export(rng, 40)
    few = export.some(0.5)
    export.show("amount", lambda line: "see invoice", few)
    export.lose(few, ("non-numeric amount",))
    return export.csv(folder)


@kind(READ)
def most_rows_may_be_dropped(rng, folder):
    case = most_rows_would_be_dropped(rng, folder)
    case.options["may_drop"] = 1
    return case


@kind(READ)
def one_customer_alone(rng, folder):
    export = Export(rng)
    export.set([Line("K7", line.at, line.cents) for line in export.lines])
    return export.csv(folder)
