"""Amounts: marks of thousands and decimals, signs, and what is no amount."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import numpy as np

from tests.orders.fuzz.export import NON_NUMERIC, Export, money
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

ZERO = ("zero amount",)


def indian(cents):
    text, rest = money(cents).split(".")
    head, tail = text[:-3], text[-3:]
    groups = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*groups, tail]) + "." + rest


MANNERS = {
    "plain": money,
    "thousands": lambda c: money(c, group=","),
    "German": lambda c: money(c, ",", "."),
    "decimal comma": lambda c: money(c, ","),
    "French": lambda c: money(c, ",", "\u202f"),
    "French no-break": lambda c: money(c, ",", "\xa0"),
    "Swedish": lambda c: money(c, ",", " "),
    "thin spaces": lambda c: money(c, ".", "\u2009"),
    "Swiss": lambda c: money(c, ".", "'"),
    "Swiss typographic": lambda c: money(c, ".", "’"),
    "Indian": indian,
    "blanks around": lambda c: f"  {money(c)} ",
    "tab behind": lambda c: f"{money(c)}\t",
    "no-break space behind": lambda c: f"{money(c)}\xa0",
    "plus": lambda c: f"+{money(c)}",
    "zeros before": lambda c: money(c).zfill(12),
    "four decimals": lambda c: f"{money(c)}00",
    "float noise": lambda c: f"{money(c)}000000001",
    "text formula": lambda c: f'="{money(c)}"',
    "apostrophe": lambda c: f"'{money(c)}",
}
RARE = {
    "full-width": lambda c: money(c).translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789."}),
    "Arabic digits": lambda c: money(c).translate({ord(d): ord(d) + 0x630 for d in "0123456789"}),
    "Arabic marks": lambda c: money(c, "٫", "٬"),
    "middle point": lambda c: money(c, "·"),
    "underscores": lambda c: money(c, group="_"),
    "scientific": lambda c: f"{c / 100:.6E}",
    "credit and debit": lambda c: f"{money(c)} CR",
    "star": lambda c: f"{money(c)}*",
    "padded with stars": lambda c: f"**{money(c)}",
    "zero width": lambda c: f"\u200b{money(c)}",
}


@family(READ, MANNERS)
def written(write, rng, folder):
    export = Export(rng, dear=True)
    export.show("amount", lambda line: write(line.cents))
    return export.csv(folder)


@family(EITHER, RARE)
def written_rarely(write, rng, folder):
    export = Export(rng, dear=True)
    export.show("amount", lambda line: write(line.cents))
    return export.csv(folder)


@family(READ, {k: MANNERS[k] for k in ("German", "decimal comma", "French", "Swedish")})
def decimal_comma_told(write, rng, folder):
    export = Export(rng, dear=True)
    export.show("amount", lambda line: write(line.cents))
    export.options["decimal"] = ","
    return export.csv(folder, delimiter=";")


@family(REFUSED, {"thousands": "thousands", "plain": "plain"})
def decimal_comma_told_wrongly(manner, rng, folder):
    export = Export(rng, 40, dear=True)
    export.show("amount", lambda line: MANNERS[manner](line.cents))
    export.options["decimal"] = ","
    export.knows["decimal"] = "."
    return export.csv(folder)


@kind(REFUSED)
def decimal_point_told_wrongly(rng, folder):
    export = Export(rng, 40, dear=True)
    export.show("amount", lambda line: money(line.cents, ","))
    export.options["decimal"] = "."
    export.knows["decimal"] = ","
    return export.csv(folder)


def whole(rng, top=9_000):
    """Give an export of whole amounts from 1,000 on, none of which ends in a zero."""
    export = Export(rng, 30)
    amounts = rng.choice(np.arange(1_001, top), len(export.lines), replace=False)
    amounts += amounts % 10 == 0
    export.set([replace(x, cents=int(a) * 100) for x, a in zip(export.lines, amounts, strict=True)])
    return export


def thousandth(line):
    """Read 1.234 thousands as one and a bit, to the cent."""
    cents = Decimal(line.cents // 100).scaleb(-1).to_integral_value("ROUND_HALF_UP")
    return replace(line, cents=int(cents))


GROUPS = {"points": ".", "commas": ","}


@family(REFUSED, GROUPS)
def three_digits_behind(mark, rng, folder):
    export = whole(rng)
    export.show("amount", lambda line: f"{line.cents // 100:,}".replace(",", mark))
    export.others = [export.truth(thousandth)]
    return export.csv(folder, delimiter=";")


@family(REFUSED, GROUPS)
def three_digits_behind_and_whole_ones(mark, rng, folder):
    export = whole(rng)
    few = range(0, 30, 3)
    export.set(
        [
            replace(x, cents=x.cents // 1000 * 100) if i in few else x
            for i, x in enumerate(export.lines)
        ]
    )
    export.show("amount", lambda line: f"{line.cents // 100:,}".replace(",", mark))
    export.others = [
        export.truth(lambda x: x if x.cents < 100_000 else thousandth(x)),
    ]
    return export.csv(folder, delimiter=";")


@family(READ, GROUPS)
def three_digits_behind_but_a_million_settles_it(mark, rng, folder):
    export = whole(rng)
    export.set([replace(export.lines[0], cents=123_456_700), *export.lines[1:]])
    export.show("amount", lambda line: f"{line.cents // 100:,}".replace(",", mark))
    return export.csv(folder, delimiter=";")


@family(READ, {"points": (".", ","), "commas": (",", ".")})
def three_digits_behind_but_cents_settle_it(marks, rng, folder):
    export = whole(rng)
    export.set([replace(export.lines[0], cents=1_250), *export.lines[1:]])
    export.show("amount", lambda line: f"{line.cents // 100:,}".replace(",", marks[0]))
    export.cells["amount"][0] = f"12{marks[1]}50"
    return export.csv(folder, delimiter=";")


@family(READ, {"points": (".", ","), "commas": (",", ".")})
def three_digits_behind_and_told(marks, rng, folder):
    export = whole(rng)
    export.show("amount", lambda line: f"{line.cents // 100:,}".replace(",", marks[0]))
    export.options["decimal"] = marks[1]
    return export.csv(folder, delimiter=";")


@kind(REFUSED)
def two_countries_in_one_column(rng, folder):
    export = Export(rng, 40, dear=True)
    export.show("amount", lambda line: money(line.cents, ",", "."), range(0, 40, 2))
    export.show("amount", lambda line: money(line.cents, ".", ","), range(1, 40, 2))
    return export.csv(folder, delimiter=";")


MINUS = {
    "before": lambda t: f"-{t}",
    "behind": lambda t: f"{t}-",
    "brackets": lambda t: f"({t})",
    "real minus": lambda t: f"−{t}",
    "before the mark": lambda t: f"-${t}",
    "behind the mark": lambda t: f"$-{t}",
    "brackets and mark": lambda t: f"(${t})",
    "mark and brackets": lambda t: f"$({t})",
    "blank between": lambda t: f"- {t}",
    "code": lambda t: f"USD -{t}",
}
RARE_MINUS = {
    "dash": lambda t: f"–{t}",
    "full-width": lambda t: f"－{t}",
    "full-width brackets": lambda t: f"（{t}）",
    "blank and behind": lambda t: f"{t} -",
    "red": lambda t: f"[Red]-{t}",
}


def returned(export, write):
    few = export.some(0.2)
    export.set([replace(x, cents=-x.cents) if i in few else x for i, x in enumerate(export.lines)])
    export.show("amount", lambda line: write(money(-line.cents)), few)
    export.options["returns"] = "keep"
    return export


@family(READ, MINUS)
def minus(write, rng, folder):
    return returned(Export(rng, 40), write).csv(folder)


@family(EITHER, RARE_MINUS)
def rare_minus(write, rng, folder):
    return returned(Export(rng, 40), write).csv(folder)


NO_AMOUNTS = [
    "10 20", "$5 $7", "+-5", "--5", "-+5", "5-5", "-(5)", "(-5)-", "5%", "1/2", "=1+2", "#VALUE!",
    "#N/A", "#REF!", "#DIV/0!", "inf", "-inf", "Infinity", "nan", "1e300", "free", "gratis",
    "n/a", "-", "--", "", " ", "null", "NULL", "\\N", "TBC", "1.2.3", "12.34.56", "12:30", "0x10",
    "True", "5 each", "2x5.00", "~5", "<5", "1e", "e5", "$", "¥", "USD", "1,2.3", "5..5", "..5",
    "5'5", "2024-03-05", "12 345 6", "1 23", "5k", "5万", "one", "()", "- -5", "5 USD 7 EUR",
    "1;2", "5\n7", "¼", "５０％", "1e5e5", "99999999999999999999",
]  # fmt: skip


@family(READ, {repr(word): word for word in NO_AMOUNTS})
def no_amount(word, rng, folder):
    export = Export(rng, 40)
    export.junk(NON_NUMERIC, amount=word)
    return export.csv(folder)


@family(READ, {"behind the decimals": "2.49.", "of a list": "2.49,", "of a sentence": "2.49;"})
def mark_too_many(word, rng, folder):
    """A slip of the pen: read, or counted as no amount."""
    export = Export(rng, 40)
    export.junk(("non-numeric amount", ""), amount=word)
    case = export.csv(folder)
    more = case.truths[0].copy()
    more["K77", datetime(2024, 2, 3, 10, 11, 12), 249] += 1
    case.truths += (more,)
    return case


@family(
    REFUSED,
    {
        "per cent": lambda c: f"{c // 100}%",
        "words": lambda c: "paid",
        "blanks": lambda c: "",
        "two numbers": lambda c: f"{c // 100} {c // 100 % 90 + 10}",
        "dates": lambda c: "2024-03-05",
        "times": lambda c: f"{c // 100 % 24:02d}:30",
        "thousands by letter": lambda c: f"{c // 100}k",
        "lists": lambda c: f"[{c // 100}]",
        "unlike groups": lambda c: f"1,{c // 100:02d},3",
    },
)
def a_column_of(write, rng, folder):
    export = Export(rng, 40)
    export.show("amount", lambda line: write(line.cents))
    case = export.csv(folder)
    case.truths = (type(case.truths[0])(),)
    return case


SHORT = {
    "no zero before": (lambda c: f".{c % 100:02d}", lambda c: c % 100),
    "point at the end": (lambda c: f"{c // 100}.", lambda c: c // 100 * 100),
    "one decimal": (lambda c: f"{c // 100}.{c // 10 % 10}", lambda c: c // 10 * 10),
    "none": (lambda c: str(c // 100), lambda c: c // 100 * 100),
    "one decimal behind a comma": (
        lambda c: f"{c // 100},{c // 10 % 10}",
        lambda c: c // 10 * 10,
    ),
}


@family(READ, SHORT)
def decimals(how, rng, folder):
    export = Export(rng)
    export.set([replace(x, cents=how[1](x.cents)) for x in export.lines])
    export.show("amount", lambda line: how[0](line.cents))
    return export.csv(folder)


@kind(EITHER)
def swiss_dash_for_no_cents(rng, folder):
    export = whole(rng)
    export.show("amount", lambda line: f"{line.cents // 100},-")
    return export.csv(folder, delimiter=";")


def halves(rng):
    """Give amounts of half a cent, which go up."""
    export = Export(rng)
    export.show("amount", lambda line: f"{line.cents // 100}.{line.cents % 100:02d}5")
    export.lines = [replace(line, cents=line.cents + 1) for line in export.lines]
    return export


@kind(READ)
def half_cents_go_up(rng, folder):
    export = halves(rng)
    # One of two decimals shows that the point is no mark of thousands.
    export.lines[0] = replace(export.lines[0], cents=1250)
    export.cells["amount"][0] = "12.50"
    return export.csv(folder)


@kind(READ)
def half_cents_in_floats_go_up(rng, folder):
    export = halves(rng)
    export.cells["amount"] = [float(text) for text in export.cells["amount"]]
    return export.case(export.frame())


@family(
    READ,
    {
        "float64": lambda c: c / 100,
        "float32": lambda c: np.float32(c / 100),
        "decimals": lambda c: Decimal(c).scaleb(-2),
        "floats and texts": lambda c: c / 100 if c % 2 else money(c),
        "numpy and python": lambda c: np.float64(c / 100) if c % 2 else c / 100,
    },
)
def frame_of(convert, rng, folder):
    export = Export(rng).typed()
    export.show("amount", lambda line: convert(line.cents))
    return export.case(export.frame())


@family(READ, {"int64": "int64", "int16": "int16", "Int64": "Int64", "Float64": "Float64"})
def frame_of_whole(dtype, rng, folder):
    export = whole(rng).typed()
    frame = export.frame()
    frame["amount"] = frame["amount"].astype("int64").astype(dtype)
    return export.case(frame)


@kind(READ)
def float_frame_with_nan_and_infinity(rng, folder):
    export = Export(rng, 40).typed()
    export.junk(NON_NUMERIC, amount=float("nan"))
    export.junk(NON_NUMERIC, amount=float("inf"))
    return export.case(export.frame())


@kind(REFUSED)
def true_and_false_as_amounts(rng, folder):
    export = Export(rng)
    export.show("amount", lambda line: line.cents % 2 == 0)
    case = export.case(export.frame())
    case.truths = ()
    return case


@family(READ, {"dropped": "drop", "kept": "keep"})
def zeros(choice, rng, folder):
    export = Export(rng, 40)
    few = export.some(0.05)
    export.set([replace(x, cents=0) if i in few else x for i, x in enumerate(export.lines)])
    export.options["zeros"] = choice
    if choice == "drop":
        export.lose(few, ZERO)
    return export.csv(folder)


@kind(READ)
def prices_of_billions(rng, folder):
    export = Export(rng)
    export.set([replace(x, cents=x.cents + 500_000_000_000) for x in export.lines])
    return export.csv(folder)
