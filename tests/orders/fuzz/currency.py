"""Marks and codes of currencies: read off one, never added with another."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tests.orders.fuzz.export import Export, money
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

MARKS = [
    "$", "US$", "A$", "C$", "S$", "HK$", "NT$", "R$", "€", "£", "¥", "￥", "元", "円", "원", "₩",
    "₹", "Rs.", "₽", "฿", "₫", "zł", "kr", "CHF", "USD", "EUR", "GBP", "CNY", "RMB", "JPY", "KRW",
    "INR", "BRL", "SEK", "PLN", "HKD",
]  # fmt: skip
RARE = [
    "₺",
    "₪",
    "Kč",
    "Ft",
    "руб.",
    "Rs",
    "kr.",
    "DKK",
    "人民币",
    "US Dollar",
    "€uro",
    "Euro",
    "MXN",
]


def marked(rng, write, rows=None, places=None):
    export = Export(rng, rows)
    export.show("amount", lambda line: write(money(line.cents, group=",")), places or ())
    return export


@family(READ, {mark: mark for mark in MARKS})
def before(mark, rng, folder):
    return marked(rng, lambda text: f"{mark}{text}").csv(folder)


@family(READ, {mark: mark for mark in MARKS})
def before_and_a_blank(mark, rng, folder):
    return marked(rng, lambda text: f"{mark} {text}").csv(folder)


@family(READ, {mark: mark for mark in MARKS})
def behind(mark, rng, folder):
    return marked(rng, lambda text: f"{text} {mark}").csv(folder)


@family(EITHER, {mark: mark for mark in RARE})
def rare(mark, rng, folder):
    return marked(rng, lambda text: f"{text} {mark}").csv(folder)


@family(READ, {"euro": "€", "krone": "kr", "real": "R$", "zloty": "zł"})
def with_decimal_comma(mark, rng, folder):
    export = Export(rng, dear=True)
    export.show("amount", lambda line: f"{money(line.cents, ',', '.')}\xa0{mark}")
    return export.csv(folder, delimiter=";")


def converted(line, rate):
    cents = (Decimal(line.cents) * Decimal(str(rate))).to_integral_value(ROUND_HALF_UP)
    return replace(line, cents=int(cents))


def of_rates(export, names, rates):
    """Make the truth that of the amounts converted; names has one currency a line."""
    export.lines = [
        converted(line, rates[name]) for line, name in zip(export.lines, names, strict=True)
    ]


PAIRS = {
    "dollars and euros": (("$", "USD", "$"), ("€", "EUR", "€")),
    "yuan and dollars": (("¥", "CNY", "¥"), ("$", "USD", "$")),
    "pounds and euros": (("£", "GBP", "£"), ("€", "EUR", "€")),
    "Hong Kong and US": (("HK$", "HKD", "HK$"), ("US$", "USD", "US$")),
    "codes": (("USD ", "USD", "USD"), ("EUR ", "EUR", "EUR")),
    "yuan and won": (("元", "CNY", "元"), ("₩", "KRW", "₩")),
}


@family(REFUSED, PAIRS)
def two_marks(pair, rng, folder):
    export = Export(rng, 40)
    names = [i % 4 == 3 for i in range(40)]
    export.cells["amount"] = [
        pair[second][0] + money(line.cents)
        for line, second in zip(export.lines, names, strict=True)
    ]
    values = {False: 1.0, True: 7.13}
    of_rates(export, names, values)
    export.knows["rates"] = {
        name: values[second] for second in (False, True) for name in pair[second] if name.strip()
    }
    return export.csv(folder)


def with_column(rng, codes, name="currency"):
    export = Export(rng, 40)
    codes = [codes[i % len(codes)] for i in range(40)]
    export.extra[name] = codes
    export.options["currency"] = name
    return export, codes


@family(
    READ,
    {
        "one": ["USD"],
        "capitals or not": ["USD", "usd", "Usd"],
        "blanks around": ["EUR", " EUR", "EUR "],
        "yuan by two names": ["CNY", "RMB"],
        "one by its mark": ["€"],
        "code and mark": ["EUR", "€"],
    },
)
def one_in_a_column(codes, rng, folder):
    export, _ = with_column(rng, codes)
    return export.csv(folder)


@family(
    REFUSED,
    {
        "two": ["USD", "EUR"],
        "three": ["USD", "EUR", "CNY"],
        "one row of another": ["USD"] * 39 + ["EUR"],
        "two marks": ["$", "€"],
    },
)
def several_in_a_column(codes, rng, folder):
    export, codes = with_column(rng, codes)
    rates = {"USD": 1.0, "EUR": 1.0843, "CNY": 0.1389, "$": 1.0, "€": 1.0843}
    of_rates(export, codes, rates)
    export.knows["rates"] = {code: rates[code] for code in dict.fromkeys(codes)}
    return export.csv(folder)


@family(READ, {"two": ["USD", "EUR"], "three": ["USD", "EUR", "JPY"], "rupees": ["INR", "GBP"]})
def rates_told(codes, rng, folder):
    export, codes = with_column(rng, codes)
    values = {"USD": 7.1234, "EUR": 7.8, "JPY": 0.04839, "INR": 0.0862, "GBP": 9.07}
    export.options["rates"] = {code: values[code] for code in codes}
    of_rates(export, codes, values)
    return export.csv(folder)


@kind(REFUSED)
def rate_of_one_is_lacking(rng, folder):
    export, codes = with_column(rng, ["USD", "EUR", "GBP"])
    export.options["rates"] = {"USD": 7.1, "EUR": 7.8}
    export.knows["rates"] = {"USD": 7.1, "EUR": 7.8, "GBP": 9.0}
    of_rates(export, codes, export.knows["rates"])
    return export.csv(folder)


@family(
    REFUSED,
    {
        "zero": {"USD": 0, "EUR": 1},
        "negative": {"USD": -1, "EUR": 1},
        "text": {"USD": "x", "EUR": 1},
        "nan": {"USD": float("nan"), "EUR": 1},
    },
)
def rates_that_are_none(rates, rng, folder):
    export, _ = with_column(rng, ["USD", "EUR"])
    export.options["rates"] = rates
    return export.csv(folder)


@family(
    READ,
    {"yuan": ("¥", "CNY"), "yen": ("¥", "JPY"), "dollars": ("$", "USD"), "euros": ("€", "EUR")},
)
def mark_and_column_agree(pair, rng, folder):
    export, _ = with_column(rng, [pair[1]])
    export.show("amount", lambda line: pair[0] + money(line.cents))
    return export.csv(folder)


@family(
    REFUSED,
    {
        "dollars and euros": ("$", ["EUR"]),
        "yen and yuan": ("¥", ["CNY", "JPY"]),
        "pounds": ("£", ["USD"]),
    },
)
def mark_and_column_at_odds(pair, rng, folder):
    export, codes = with_column(rng, pair[1])
    export.show("amount", lambda line: pair[0] + money(line.cents))
    if len(pair[1]) > 1:
        export.knows["rates"] = {"CNY": 1.0, "JPY": 0.0484}
        of_rates(export, codes, export.knows["rates"])
    return export.csv(folder)


@family(READ, {mark: mark for mark in ("$", "€", "¥", "USD ")})
def some_without_the_mark(mark, rng, folder):
    export = Export(rng, 40)
    export.show("amount", lambda line: mark + money(line.cents), export.some(0.8))
    export.note = r"\b8 rows"
    return export.csv(folder)


@kind(EITHER)
def some_blank_in_the_column(rng, folder):
    export, _ = with_column(rng, ["USD", "USD", "USD", ""])
    export.note = r"(?i)currenc"
    return export.csv(folder)


@kind(READ)
def yuan_by_its_sign_and_word(rng, folder):
    export = Export(rng, 40)
    export.show("amount", lambda line: f"¥{money(line.cents)}", range(0, 40, 2))
    export.show("amount", lambda line: f"{money(line.cents)}元", range(1, 40, 2))
    return export.csv(folder)


@family(REFUSED, {name: name for name in ("Currency", "currency", "币种", "Currency Code")})
def two_in_a_column_that_nobody_named(name, rng, folder):
    """Never added: refused, with or without the column told."""
    export, codes = with_column(rng, ["USD", "EUR"], name)
    del export.options["currency"]
    export.knows["rates"] = {"USD": 1.0, "EUR": 1.0843}
    of_rates(export, codes, export.knows["rates"])
    return export.csv(folder)


@kind(REFUSED)
def currency_column_that_is_not_there(rng, folder):
    export = Export(rng)
    export.extra["Curr"] = ["USD"] * len(export.lines)
    export.options["currency"] = "Currncy"
    export.knows["currency"] = "Curr"
    return export.csv(folder)


@kind(EITHER)
def currency_column_with_words(rng, folder):
    export, _ = with_column(rng, ["US Dollar"])
    return export.csv(folder)
