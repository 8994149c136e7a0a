"""The layout of text files: marks between cells, quotes, headers, and lines that are no orders."""

import csv
import gzip
import json
from dataclasses import replace

from tests.orders.fuzz.export import ANY_OR_NONE, MISSING, NO_DATE, RAGGED, Export, iso, money
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

BROKEN = ("wrong number of cells", "non-numeric amount", "unparseable date", "")


def priced(rng, rows=None):
    """Add what exports have besides: an order number and words with every mark in them."""
    export = Export(rng, rows)
    count = len(export.lines)
    export.extra["order_id"] = [f"A{i:05d}" for i in range(count)]
    items = ["Tea, green", "Cup; blue", "Pot | big", "Plain", "Tab\there", "Café", "5 m², 10%"]
    export.extra["item"] = [items[i % len(items)] for i in range(count)]
    return export


@family(READ, {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"})
def delimiter(mark, rng, folder):
    return priced(rng).csv(folder, delimiter=mark)


@family(EITHER, {"caret": "^", "tilde": "~", "colon": ":", "control A": "\x01", "broken bar": "¦"})
def rare_delimiter(mark, rng, folder):
    return priced(rng).csv(folder, delimiter=mark)


@family(READ, {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "caret": "^", "tilde": "~"})
def delimiter_told(mark, rng, folder):
    export = priced(rng)
    export.options["delimiter"] = mark
    return export.csv(folder, delimiter=mark)


@family(
    REFUSED, {"semicolon": ";", "tab": "\t", "two": ",,", "empty": "", "quote": '"', "line": "\n"}
)
def delimiter_told_wrongly(mark, rng, folder):
    export = priced(rng)
    export.options["delimiter"] = mark
    export.knows["delimiter"] = ","
    return export.csv(folder)


@family(READ, {"semicolon": ";", "comma": ",", "bar": "|", "tab": "\t"})
def excel_says_its_delimiter(mark, rng, folder):
    return priced(rng).csv(folder, before=f"sep={mark}\n", delimiter=mark)


ENDS = {"Windows": "\r\n", "old Mac": "\r", "Unix": "\n"}


@family(READ, ENDS)
def line_ends(end, rng, folder):
    return priced(rng).csv(folder, end=end)


@family(READ, {"every other": 2, "one in ten": 10, "the last": 1000})
def mixed_line_ends(step, rng, folder):
    export = priced(rng)
    lines = export.text().splitlines()
    ends = ["\r\n" if i % step else "\n" for i in range(len(lines))]
    path = folder / "orders.csv"
    path.write_bytes("".join(x + e for x, e in zip(lines, ends, strict=True)).encode())
    return export.case(path)


@kind(EITHER)
def two_returns_and_a_line_end(rng, folder):
    return priced(rng).csv(folder, end="\r\r\n")


@kind(READ)
def no_line_end_at_the_end(rng, folder):
    export = priced(rng)
    path = folder / "orders.csv"
    path.write_text(export.text().rstrip("\n"))
    return export.case(path)


@family(READ, {"all": csv.QUOTE_ALL, "texts": csv.QUOTE_NONNUMERIC})
def quoted(how, rng, folder):
    return priced(rng).csv(folder, quoting=how)


CELLS = {
    "line feed": "two\nlines",
    "line ends of Windows": "two\r\nlines",
    "blank lines": "two\n\n\nlines",
    "quotes": 'the "best" tea',
    "quote alone": '"',
    "JSON": json.dumps({"sku": "A,1", "tags": ["x", 'y"z'], "n": 1}),
    "HTML": '<a href="x,y">tea</a>\n<br/>',
    "line separator": "two\u2028lines",
    "next line": "two\u0085lines",
    "vertical tab": "two\x0blines",
    "form feed": "two\x0clines",
    "file separator": "two\x1clines",
    "very long": "tea " * 20_000,
    "only blanks": "   ",
    "formula": "=SUM(A1:A9)",
    "emoji": "🍵" * 9,
}


@family(READ, CELLS)
def cells_with(text, rng, folder):
    export = priced(rng, 40)
    export.extra["item"] = [text if i % 5 == 0 else x for i, x in enumerate(export.extra["item"])]
    return export.csv(folder)


@kind(EITHER)
def cells_with_a_line_like_an_order(rng, folder):
    """A forwarded row in a remark: as well a quote that somebody forgot to close."""
    return cells_with("gift\nK1,2024-03-05,9.99,A1,x", rng, folder)


@family(EITHER, {"inches": '5" pipe', "at the end": 'pipe 5"', "word": 'a "good" tea'})
def quotes_nobody_doubled(text, rng, folder):
    export = priced(rng, 40)
    export.extra["item"] = ["Plain"] * 40
    return export.csv(folder, change=lambda lines: [
        line.replace("Plain", text) if i % 9 == 5 else line for i, line in enumerate(lines)
    ])  # fmt: skip


@kind(EITHER)
def quotes_behind_backslashes(rng, folder):
    export = priced(rng, 40)
    export.extra["item"] = ["Plain"] * 40
    return export.csv(folder, quoting=csv.QUOTE_ALL, change=lambda lines: [
        line.replace("Plain", r"a \"good\" tea") if i % 9 == 5 else line
        for i, line in enumerate(lines)
    ])  # fmt: skip


@kind(EITHER)
def single_quotes_around_cells(rng, folder):
    export = priced(rng, 40)
    export.extra["item"] = ["Plain, green"] * 40
    return export.csv(folder, quotechar="'", quoting=csv.QUOTE_ALL)


STRAY = {
    "early": (3, None),
    "in the middle": (20, None),
    "late": (38, None),
    "and closed": (10, 30),
}


@family(REFUSED, STRAY)
def stray_quote(places, rng, folder):
    """The remedy that the error names must lose no more than the lines with the quote."""
    export = priced(rng, 40)
    export.extra["item"] = ["Plain"] * 40
    opened, closed = places
    gone = [opened - 1] + ([closed - 1] if closed else [])
    export.lose(gone, RAGGED)
    export.knows["may_drop"] = 1

    def change(lines):
        lines[opened] = lines[opened].replace("Plain", '"Plain')
        if closed:
            lines[closed] = lines[closed].replace("Plain", 'Plain"')
        return lines

    return export.csv(folder, change=change)


@family(READ, STRAY)
def stray_quote_dropped(places, rng, folder):
    case = stray_quote(places, rng, folder)
    case.options.update(ragged_rows="drop", may_drop=1)
    return case


RAGGED_ROWS = {
    "a comma too many": lambda line: line + ",x",
    "a cell too few": lambda line: line.rsplit(",", 1)[0],
    "one cell": lambda line: "K1001",
    "amount of thousands": lambda line: line.replace("2.49", "1,002.49"),
    "many": lambda line: line + ",x" * 40,
}


@family(REFUSED, RAGGED_ROWS)
def ragged(change, rng, folder):
    export = Export(rng, 40)
    export.junk(RAGGED, place=20)
    export.knows["may_drop"] = 1
    return export.csv(folder, change=lambda x: [*x[:21], change(x[21]), *x[22:]])


@family(READ, RAGGED_ROWS)
def ragged_dropped(change, rng, folder):
    case = ragged(change, rng, folder)
    case.options["ragged_rows"] = "drop"
    return case


@kind(EITHER)
def decimal_commas_nobody_quoted(rng, folder):
    export = Export(rng, 40)
    case = export.csv(folder, change=lambda x: [x[0], *(y[:-3] + "," + y[-2:] for y in x[1:])])
    return case


TITLES = {
    "one": "Orders of the shop\n",
    "two": "Orders of the shop\nExported 2024-12-31 by Anna\n",
    "and a blank line": "Orders of the shop\n\n",
    "with commas": "Orders of the shop,,\nPeriod,2023-01-01,2024-12-31\n\n",
    "padded": "Orders of the shop,,,,\n,,,,\n",
    "comment": "# exported by till 7\n",
    "comments": "# exported by till 7\n# version 2\n# rows: 40\n",
    "blank line": "\n",
    "blank lines": "\n\n\n",
    "lines of commas": ",,,,\n,,,,\n",
    "bank": 'Account;"DE02 1203 0000"\nBalance;"1.234,50 EUR"\n\n',
    "SAP": "Report ZSD_ORDERS\n----------------------------------------\n\n",
    "quoted": '"Orders of the shop, all"\n"Anna"\n\n',
    "in Chinese": "订单报表\n导出时间：2024-12-31\n",
}


@family(READ, TITLES)
def above_the_header(title, rng, folder):
    return priced(rng, 40).csv(folder, before=title)


@family(READ, {k: v for k, v in TITLES.items() if k not in ("bank", "quoted")})
def above_the_header_and_told(title, rng, folder):
    export = priced(rng, 40)
    export.options["skip"] = title.count("\n")
    return export.csv(folder, before=title)


@family(REFUSED, {"into the rows": 3, "beyond the file": 999, "negative": -1})
def skip_told_wrongly(lines, rng, folder):
    export = priced(rng, 40)
    export.options["skip"] = lines
    export.knows["skip"] = 0
    return export.csv(folder)


FOOTERS = {
    "blank lines": "\n\n\n",
    "rows affected": "\n(40 rows affected)\n",
    "exported": "Exported 40 rows\n",
    "rows of commas": ",,,,\n,,,,\n",
    "end of DOS": "\x1a",
    "blanks": "   \n",
    "total in words": "Total,,40\n",
    "comment": "# end\n",
    "zero bytes": "\0\0\0\0",
    "dashes": "----------\n",
    "MySQL": "40 rows in set (0.01 sec)\n",
}


@family(EITHER, FOOTERS)
def below_the_rows(footer, rng, folder):
    export = priced(rng, 40)
    rows = max(1, footer.count("\n"))
    export.dropped = [("wrong number of cells", *ANY_OR_NONE)] * rows
    return export.csv(folder, after=footer)


@family(READ, {"all over": 3, "one": 1000})
def blank_lines_between(step, rng, folder):
    export = priced(rng, 40)
    return export.csv(folder, change=lambda lines: [
        part for i, line in enumerate(lines) for part in ([line, ""] if i % step == 2 else [line])
    ])  # fmt: skip


@family(EITHER, {"commas": ",,,,", "blanks": "  ", "quotes": '"","","","",""', "tabs": "\t\t"})
def empty_rows_between(text, rng, folder):
    export = priced(rng, 40)
    export.dropped = [(*MISSING, *NO_DATE, "non-numeric amount", *RAGGED, "")] * 2
    return export.csv(folder, change=lambda x: [*x[:10], text, *x[10:20], text, *x[20:]])


def with_headers_between(export, folder, between):
    def change(lines):
        more = between(lines[0])
        return [*lines[:15], *more, *lines[15:30], *more, *lines[30:]]

    return export.csv(folder, change=change)


@family(
    EITHER,
    {
        "header": lambda h: [h],
        "header in capitals": lambda h: [h.upper()],
        "blank line and header": lambda h: ["", h],
        "page and header": lambda h: ["Page 2", h],
        "page, blanks and header": lambda h: ["", "Page 2,,,,", h],
    },
)
def repeated_between(between, rng, folder):
    export = priced(rng, 40)
    export.dropped = [("unparseable date", "non-numeric amount", *RAGGED, *MISSING, "")] * 4
    return with_headers_between(export, folder, between)


@kind(EITHER)
def subtotals_between(rng, folder):
    export = Export(rng, 40)
    for place in (10, 20, 30):
        export.junk(ANY_OR_NONE, place=place, customer="Subtotal", date="", amount="99.99")
    return export.csv(folder)


@family(
    EITHER,
    {
        "behind all cells": (True, True),
        "behind the header": (True, False),
        "behind the rows": (False, True),
    },
)
def trailing_commas(where, rng, folder):
    export = priced(rng, 40)
    return export.csv(folder, change=lambda x: [
        line + ("," if where[i > 0] else "") for i, line in enumerate(x)
    ])  # fmt: skip


@kind(REFUSED)
def columns_swapped_half_way(rng, folder):
    export = Export(rng, 40)
    for i in range(20, 40):
        row = {role: cells[i] for role, cells in export.cells.items()}
        export.cells["date"][i], export.cells["amount"][i] = row["amount"], row["date"]
    return export.csv(folder)


@kind(EITHER)
def customer_and_amount_swapped_for_some(rng, folder):
    """Where customers are numbers, too, nothing tells: only text ids are a chance to see it."""
    export = Export(rng, 40)
    for i in range(35, 40):
        cells = export.cells
        cells["customer"][i], cells["amount"][i] = cells["amount"][i], cells["customer"][i]
    export.lose(range(35, 40), ("non-numeric amount",))
    return export.csv(folder)


HEADERS = {
    "capitals": str.upper,
    "blanks around": lambda h: f" {h} ",
    "title case": lambda h: h.replace("_", " ").title(),
    "quotes": lambda h: f'"{h}"',
    "no-break space": lambda h: f"{h}\xa0",
    "zero width": lambda h: f"\u200b{h}",
}


@family(EITHER, HEADERS)
def header_in(change, rng, folder):
    export = Export(rng)
    export.head = {role: change(name) for role, name in export.head.items()}
    return export.csv(folder)


@kind(READ)
def header_over_two_lines_in_quotes(rng, folder):
    export = Export(rng)
    export.head["amount"] = "amount\n(EUR)"
    export.options["amount"] = "amount\n(EUR)"
    return export.csv(folder)


@family(EITHER, {"unused twice": ("item", "item"), "unused without a name": ("", "item")})
def header_with(names, rng, folder):
    export = Export(rng)
    export.extra = {"x1": ["a"] * len(export.lines), "x2": ["b"] * len(export.lines)}
    text = export.text().replace("x1", names[0], 1).replace("x2", names[1], 1)
    path = folder / "orders.csv"
    path.write_text(text)
    return export.case(path)


@kind(REFUSED)
def header_with_a_used_name_twice(rng, folder):
    export = Export(rng)
    export.extra["x1"] = ["1.00"] * len(export.lines)
    path = folder / "orders.csv"
    path.write_text(export.text().replace("x1", "amount", 1))
    case = export.case(path)
    case.truths = ()
    return case


@kind(READ)
def row_numbers_without_a_header(rng, folder):
    """What pandas writes by default."""
    export = Export(rng)
    path = folder / "orders.csv"
    export.frame().to_csv(path)
    return export.case(path)


@kind(REFUSED)
def no_header_at_all(rng, folder):
    case = Export(rng).csv(folder, change=lambda lines: lines[1:])
    case.truths = ()
    return case


@kind(REFUSED)
def turned_on_its_side(rng, folder):
    export = Export(rng)
    rows = zip(export.names, *export.rows(), strict=False)
    path = folder / "orders.csv"
    path.write_text("\n".join(",".join(row) for row in rows))
    case = export.case(path)
    case.truths = ()
    return case


@family(
    REFUSED,
    {
        "nothing": "",
        "blank lines": "\n\n\n",
        "header only": "customer_id,ordered_at,amount\n",
        "one word": "orders",
        "byte order mark only": "\ufeff",
        "zero bytes": "\0" * 300,
        "binary": "\x00\x01\x02\xff\xfe\x00PNG" * 50,
        "JSON lines": '{"customer_id": "K1", "ordered_at": "2024-03-05", "amount": 9.99}\n' * 20,
        "JSON": json.dumps([{"customer_id": f"K{i}", "amount": i} for i in range(20)]),
        "XML": "<orders><order customer='K1' at='2024-03-05' amount='9.99'/></orders>\n" * 12,
        "HTML": "<html><body><table><tr><td>customer_id</td><td>ordered_at</td></tr></table>",
        "PDF": "%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" * 9,
        "mail": "Dear Anna,\nplease find the orders attached.\nYours, Ben\n",
        "SQL": "INSERT INTO orders VALUES ('K1', '2024-03-05', 9.99);\n" * 12,
    },
)
def file_of(text, rng, folder):
    path = folder / "orders.csv"
    path.write_text(text, "utf-8")
    case = Export(rng).case(path)
    case.truths = ()
    return case


@kind(READ)
def blanks_behind_commas(rng, folder):
    return Export(rng).csv(folder, change=lambda x: [y.replace(",", ", ") for y in x])


@kind(EITHER)
def blanks_and_quotes_behind_commas(rng, folder):
    export = priced(rng, 40)
    export.extra["item"] = ["Tea, green"] * 40
    return export.csv(folder, change=lambda x: [y.replace(',"', ', "') for y in x])


@family(READ, {"one blank": " ", "runs of blanks": "   ", "tabs and blanks": " \t "})
def white_space_table(gap, rng, folder):
    export = Export(rng)
    export.set([replace(x, at=x.at.replace(hour=0, minute=0, second=0)) for x in export.lines])
    export.show("date", lambda line: f"{line.at:%Y%m%d}")
    return export.csv(folder, "master.txt", change=lambda x: [y.replace(",", gap) for y in x])


@family(READ, {"runs": r"\s+", "blank": " "})
def white_space_table_told(mark, rng, folder):
    export = Export(rng)
    export.set([replace(x, at=x.at.replace(hour=0, minute=0, second=0)) for x in export.lines])
    export.show("date", lambda line: f"{line.at:%Y%m%d}")
    export.options["delimiter"] = mark

    def align(lines):
        return [" " + "".join(f"{cell:<14}" for cell in y.split(",")).rstrip() for y in lines]

    return export.csv(folder, "master.txt", change=align)


@kind(EITHER)
def table_of_markdown(rng, folder):
    export = Export(rng)

    def change(lines):
        rows = ["| " + y.replace(",", " | ") + " |" for y in lines]
        return [rows[0], "|---|---|---|", *rows[1:]]

    export.dropped = [(*RAGGED, *NO_DATE, "non-numeric amount", "")]
    return export.csv(folder, change=change)


@family(EITHER, {"bars": "|", "tabs": "\t", "commas": ","})
def dashes_below_the_header(mark, rng, folder):
    """What sqlcmd and other database shells write."""
    export = Export(rng, 40)
    dashes = mark.join(["-----------", "-------------------", "------"])
    export.dropped = [("unparseable date", "non-numeric amount", "missing customer", "")]
    return export.csv(
        folder, delimiter=mark, change=lambda x: [x[0], dashes, *x[1:], "", "(40 rows affected)"]
    )


@kind(EITHER)
def list_of_sap(rng, folder):
    export = Export(rng, 40)

    def change(lines):
        rule = "-" * 60
        rows = ["|" + "|".join(f"{c:<20}" for c in y.split(",")) + "|" for y in lines]
        return ["Orders", rule, rows[0], rule, *rows[1:], rule]

    export.dropped = [(*RAGGED, *NO_DATE, "non-numeric amount", *MISSING, "")] * 3
    return export.csv(folder, "orders.txt", change=change)


@kind(READ)
def dump_of_mysql(rng, folder):
    export = Export(rng, 40)
    export.extra["note"] = ["\\N"] * 40
    export.junk(MISSING, customer="\\N")
    return export.csv(folder, "orders.tsv", delimiter="\t")


NAMES_OF_FILES = {
    "txt": "orders.txt",
    "tsv": "orders.tsv",
    "data": "orders.dat",
    "no ending": "orders",
    "capitals": "ORDERS.CSV",
    "blanks and Chinese": "订单 2024 (1).csv",
    "two endings": "orders.csv.bak",
    "apostrophe": "Anna's orders.csv",
    "brackets": "orders[1].csv",
    "star": "orders*.csv",
    "percent": "orders%20.csv",
}


@family(READ, NAMES_OF_FILES)
def file_named(name, rng, folder):
    return priced(rng).csv(folder, name)


@family(READ, {"string": str, "path": lambda p: p})
def path_as(convert, rng, folder):
    case = priced(rng).csv(folder)
    case.source = convert(case.source)
    return case


@family(READ, {"named gz": "orders.csv.gz", "named csv": "orders.csv", "no ending": "orders"})
def gzipped(name, rng, folder):
    export = priced(rng)
    path = folder / name
    path.write_bytes(gzip.compress(export.text().encode()))
    return export.case(path)


@kind(READ)
def gzipped_in_two_members(rng, folder):
    export = priced(rng)
    data = export.text().encode()
    path = folder / "orders.csv.gz"
    path.write_bytes(gzip.compress(data[:300]) + gzip.compress(data[300:]))
    return export.case(path)


@family(REFUSED, {"half": 0.5, "all but a byte": 1.0})
def gzip_cut_off(share, rng, folder):
    export = priced(rng, 40)
    data = gzip.compress(export.text().encode())
    path = folder / "orders.csv.gz"
    path.write_bytes(data[: min(int(len(data) * share), len(data) - 1)])
    return export.case(path)


@kind(REFUSED)
def gzip_with_a_flipped_bit(rng, folder):
    export = priced(rng, 40)
    data = bytearray(gzip.compress(export.text().encode()))
    data[len(data) // 2] ^= 16
    path = folder / "orders.csv.gz"
    path.write_bytes(data)
    return export.case(path)


@kind(EITHER)
def zero_byte_in_a_cell(rng, folder):
    export = priced(rng, 40)
    export.extra["item"][5] = "te\0a"
    return export.csv(folder)


@kind(READ)
def five_hundred_columns(rng, folder):
    export = Export(rng)
    export.extra = {f"x{i}": [str(i)] * len(export.lines) for i in range(500)}
    return export.csv(folder)


@kind(READ)
def numbers_that_look_like_texts_until_late(rng, folder):
    export = Export(rng, 60)
    export.ids(lambda i: str(1000 + i) if i < 15 else f"X{i}")
    return export.csv(folder)


@family(READ, {"day and order number": True, "time": False})
def exact_repeats(numbered, rng, folder):
    export = priced(rng, 40) if numbered else Export(rng, 40)
    if numbered:
        export.set([replace(x, at=x.at.replace(hour=0, minute=0, second=0)) for x in export.lines])
        export.show("date", lambda line: f"{line.at:%Y-%m-%d}")
    return repeated(export, ("exact duplicate",), folder)


def repeated(export, rules, folder):
    for place in (7, 30):
        export.again(place, rules)
    return export.csv(folder)


@family(READ, {"by default": None, "told": "keep"})
def equal_purchases_of_a_day(told, rng, folder):
    """Nothing tells repeats from equal purchases: they stay, with a note of how many."""
    export = Export(rng, 40, day_only=True)
    export.show("date", lambda line: f"{line.at:%Y-%m-%d}")
    if told:
        export.options["duplicates"] = told
    else:
        export.note = r"(?i)duplicate|repeat"
    return repeated(export, (), folder)


@kind(READ)
def equal_purchases_of_a_day_dropped(rng, folder):
    export = Export(rng, 40, day_only=True)
    export.show("date", lambda line: f"{line.at:%Y-%m-%d}")
    export.options["duplicates"] = "drop"
    return repeated(export, ("exact duplicate",), folder)


@kind(READ)
def rows_that_differ_in_another_column_only(rng, folder):
    export = priced(rng, 40)
    line = export.lines[7]
    export.lines = [*export.lines, line]
    for role in export.cells:
        export.cells[role].append(export.cells[role][7])
    export.extra["order_id"].append(export.extra["order_id"][7])
    export.extra["item"].append("Another")
    return export.csv(folder)


@kind(READ)
def one_line_for_each_second(rng, folder):
    """Nothing odd: the plain file."""
    export = Export(rng)
    export.show("date", lambda line: iso(line.at))
    export.show("amount", lambda line: money(line.cents))
    return export.csv(folder)
