"""Customers: the same one written in two ways, two written as one, and nobody at all."""

import unicodedata
from dataclasses import replace

import pandas as pd

from tests.orders.fuzz.export import ANY_OR_NONE, MISSING, Export, money
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

NAMES = {
    "leading zeros": lambda i: f"{i + 7:06d}",
    "zeros of several lengths": lambda i: "0" * (i + 1) + "7",
    "eighteen digits": lambda i: str(202403051234567891 + i),
    "thirty digits": lambda i: str(10**29 + i),
    "e-mail addresses": lambda i: f"anna.{i}@shop.example",
    "uuids": lambda i: f"6f9619ff-8b86-d011-b42d-00cf4fc9{i:04x}",
    "phone numbers with plus": lambda i: f"+86 138 0013 {8000 + i}",
    "phone numbers": lambda i: f"1380013{8000 + i}",
    "hexadecimal": lambda i: f"A3F9{i:04X}",
    "numbers with commas": lambda i: f"1,{234 + i}",
    "like dates": lambda i: f"2024-01-{1 + i:02d}",
    "like dates with slashes": lambda i: f"{1 + i}/2",
    "negative numbers": lambda i: str(-5 - i),
    "names with apostrophe": lambda i: f"O'Brien {i}",
    "names with quotes": lambda i: f'Anna "Nan" Li {i}',
    "names with commas": lambda i: f"Li, Anna {i}",
    "names of two lines": lambda i: f"Anna\nLi {i}",
    "Chinese names": lambda i: "王李张刘陈杨赵黄周吴"[i % 10] + "小" + "明红军丽芳"[i // 10 % 5],
    "emoji": lambda i: f"🛒{i}",
    "accents": lambda i: f"José Muñoz {i}",
    "very long": lambda i: "k" * 3000 + str(i),
    "formulas": lambda i: f"=cmd|' /C calc'!A{i}",
    "JSON": lambda i: f'{{"id": {i}, "tags": ["a", "b"]}}',
    "truth words": lambda i: f"{['true', 'false', 'yes', 'no'][i % 4]}{i // 4 or ''}",
    "names that hold a placeholder": lambda i: (
        ["Anonymous Bakery", "Total Energies", "NA-001", "Nana", "None Such Ltd", "小计算机店"][i]
        if i < 6
        else f"n/a{i}"
    ),
    "slashes and backslashes": lambda i: f"DOMAIN\\user/{i}",
    "hash signs": lambda i: f"#{i + 1}",
    "single letters": lambda i: chr(97 + i % 26) + ("x" if i > 25 else ""),
    "codes in capitals and not": lambda i: f"a{i:03d}" if i % 2 else f"B{i:03d}",
}


@family(READ, NAMES)
def written_as(name, rng, folder):
    export = Export(rng)
    export.ids(name)
    # A blank may stand for a line end within a name.
    export.others = [
        export.truth(lambda line: replace(line, customer=" ".join(line.customer.split())))
    ]
    return export.csv(folder)


MARKS = {
    "zero width space": "\u200b",
    "zero width non-joiner": "\u200c",
    "zero width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "right-to-left mark": "\u200f",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "soft hyphen": "\xad",
    "no-break space": "\xa0",
    "ideographic space": "\u3000",
    "narrow no-break space": "\u202f",
    "blank": " ",
    "tab": "\t",
}


@family(READ, MARKS)
def unseen_behind_some(mark, rng, folder):
    export = Export(rng)
    export.show("customer", lambda line: line.customer + mark, export.some())
    return export.csv(folder)


@family(READ, MARKS)
def unseen_before_some(mark, rng, folder):
    export = Export(rng)
    export.show("customer", lambda line: mark + line.customer, export.some())
    return export.csv(folder)


@kind(READ)
def accents_composed_and_not(rng, folder):
    export = Export(rng)
    export.ids(lambda i: f"Zoë Muñoz {i}")
    export.show("customer", lambda line: unicodedata.normalize("NFD", line.customer), export.some())
    return export.csv(folder)


WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})


@kind(READ)
def full_width_beside_half_width(rng, folder):
    export = Export(rng)
    export.show("customer", lambda line: line.customer.translate(WIDE), export.some())
    return export.csv(folder)


@kind(READ)
def text_formulas_that_keep_zeros(rng, folder):
    export = Export(rng)
    export.ids(lambda i: f"{i + 7:03d}")
    export.show("customer", lambda line: f'="{line.customer}"', export.some())
    return export.csv(folder)


@kind(READ)
def apostrophes_that_keep_zeros(rng, folder):
    export = Export(rng)
    export.ids(lambda i: f"{i + 7:03d}")
    export.show("customer", lambda line: f"'{line.customer}", export.some())
    return export.csv(folder)


@kind(READ)
def point_zero_in_some(rng, folder):
    export = Export(rng)
    export.ids(lambda i: str(17850 + i))
    export.show("customer", lambda line: f"{line.customer}.0", export.some())
    return export.csv(folder)


@kind(READ)
def point_zero_in_all(rng, folder):
    export = Export(rng)
    export.ids(lambda i: str(17850 + i))
    export.show("customer", lambda line: f"{line.customer}.0")
    export.others = [export.truth(lambda line: replace(line, customer=f"{line.customer}.0"))]
    return export.csv(folder)


@family(REFUSED, {"all": 1.0, "one in ten": 0.1})
def digits_lost_to_scientific_notation(share, rng, folder):
    export = Export(rng, 40)
    export.ids(lambda i: str(406_123_456_789 + i * 7))
    where = range(40) if share == 1 else export.some(share)
    export.show("customer", lambda line: f"{float(line.customer):.2E}", where)
    return export.csv(folder)


@family(REFUSED, {"frame": "frame", "parquet": "parquet", "excel": "xlsx"})
def floats_beyond_their_digits(holder, rng, folder):
    export = Export(rng)
    export.ids(lambda i: str(202403051234567891 + i))
    export.show("customer", lambda line: float(line.customer))
    return _held(export, holder, folder)


@family(READ, {"frame": "frame", "parquet": "parquet", "excel": "xlsx"})
def whole_floats(holder, rng, folder):
    export = Export(rng)
    export.ids(lambda i: str(13_800_138_000 + i))
    export.show("customer", lambda line: float(line.customer))
    return _held(export, holder, folder)


@family(READ, {"frame": "frame", "parquet": "parquet", "excel": "xlsx"})
def whole_floats_and_blanks(holder, rng, folder):
    export = Export(rng, 40)
    export.ids(lambda i: str(17850 + i))
    export.show("customer", lambda line: float(line.customer))
    export.junk(MISSING, customer=None)
    export.junk(MISSING, customer=None)
    return _held(export, holder, folder)


@kind(READ)
def numbers_and_their_texts_in_one_column(rng, folder):
    export = Export(rng)
    export.ids(lambda i: str(17850 + i))
    export.show("customer", lambda line: int(line.customer), export.some())
    return export.case(export.frame())


@kind(READ)
def numbers_floats_and_texts_in_one_column(rng, folder):
    export = Export(rng, 30)
    export.ids(lambda i: str(17850 + i))
    export.show("customer", lambda line: int(line.customer), range(0, 30, 3))
    export.show("customer", lambda line: float(line.customer), range(1, 30, 3))
    return export.case(export.frame())


def _held(export, holder, folder):
    frame = export.frame()
    if holder == "frame":
        return export.case(frame)
    path = folder / f"orders.{holder}"
    if holder == "parquet":
        frame.to_parquet(path, index=False)
    else:
        frame.to_excel(path, index=False)
    return export.case(path)


DTYPES = {
    "int64": "int64",
    "int32": "int32",
    "unsigned 64": "uint64",
    "nullable whole numbers": "Int64",
    "python strings": "string[python]",
    "arrow strings": "string[pyarrow]",
    "categories": "category",
    "objects": object,
}


@family(READ, DTYPES)
def frame_of(dtype, rng, folder):
    export = Export(rng)
    export.ids(lambda i: str(17850 + i))
    frame = export.frame()
    if "int" in str(dtype).lower():
        frame["customer_id"] = frame["customer_id"].astype("int64")
    frame["customer_id"] = frame["customer_id"].astype(dtype)
    return export.case(frame)


@kind(READ)
def nullable_whole_numbers_with_nulls(rng, folder):
    export = Export(rng, 40)
    export.ids(lambda i: str(202403051234567891 + i))
    export.junk(MISSING, customer=None)
    frame = export.frame()
    frame["customer_id"] = pd.array(
        [None if pd.isna(v) else int(v) for v in frame["customer_id"]], "Int64"
    )
    return export.case(frame)


@family(EITHER, {"lists": lambda c: [c], "dicts": lambda c: {"id": c}, "bytes": str.encode})
def frame_of_odd_objects(wrap, rng, folder):
    export = Export(rng)
    export.show("customer", lambda line: wrap(line.customer))
    return export.case(export.frame())


@kind(REFUSED)
def true_and_false_as_customers(rng, folder):
    export = Export(rng)
    export.show("customer", lambda line: line.cents % 2 == 0)
    return export.case(export.frame())


NOBODY = [
    "", " ", "NA", "N/A", "n/a", "#N/A", "-", "--", "none", "None", "null", "NULL", "(null)",
    "\\N", "?", "nan", "NaN", "(blank)", "unknown", "UNKNOWN", "guest", "Guest", "anonymous",
    "匿名", "散客", "游客", "无", "未知", "\xa0", "\u200b", "<NA>", "　", '=""', "—",
]  # fmt: skip


@family(READ, {repr(word): word for word in NOBODY})
def nobody(word, rng, folder):
    export = Export(rng, 40)
    export.junk(MISSING, customer=word)
    export.junk(MISSING, customer=word, date="2024-02-04 10:11:12")
    return export.csv(folder)


TOTALS = [
    "Total", "TOTAL", "Total:", "Grand Total", "Sum", "Subtotal", "合计", "总计", "小计",
    "合计：", "总 计", "Gesamt", "Summe",
]  # fmt: skip


@family(EITHER, {word: word for word in TOTALS})
def total_line_at_the_end(word, rng, folder):
    export = Export(rng, 40)
    total = money(sum(line.cents for line in export.lines))
    export.junk(ANY_OR_NONE, place=40, customer=word, date="", amount=total)
    return export.csv(folder)


@family(EITHER, {word: word for word in ("Total", "Grand Total", "合计", "总计")})
def total_line_with_a_date(word, rng, folder):
    export = Export(rng, 40)
    total = money(sum(line.cents for line in export.lines))
    last = export.cells["date"][-1]
    export.junk(ANY_OR_NONE, place=40, customer=word, date=last, amount=total)
    return export.csv(folder)


@kind(EITHER)
def total_line_without_a_word(rng, folder):
    export = Export(rng, 40)
    total = money(sum(line.cents for line in export.lines))
    export.junk(ANY_OR_NONE, place=40, customer="", date="", amount=total)
    return export.csv(folder)


@kind(READ)
def capitals_that_differ_are_noted(rng, folder):
    export = Export(rng, 40)
    export.ids(lambda i: f"anna{i}@shop.example" if i % 2 else f"Anna{i - i % 2 + 1}@shop.example")
    export.note = r"(?i)capital|upper|case"
    return export.csv(folder)


@kind(READ)
def one_customer_with_half_of_the_rows_is_noted(rng, folder):
    export = Export(rng, 40)
    export.set([replace(x, customer="9999") if i % 2 else x for i, x in enumerate(export.lines)])
    export.note = "9999"
    return export.csv(folder)


@kind(READ)
def zeros_kept_in_text_beside_numbers_in_excel(rng, folder):
    export = Export(rng, 30).typed()
    export.ids(lambda i: f"00{i + 101}" if i % 2 else str(i + 101))
    export.typed()
    export.show(
        "customer",
        lambda line: line.customer if line.customer[0] == "0" else int(line.customer),
    )
    return _held(export, "xlsx", folder)
