"""Excel: cells of every type, headers anywhere, sheets, and files that are none."""

import re
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.orders.fuzz.dates import cut
from tests.orders.fuzz.export import ANY, ANY_OR_NONE, NO_DATE, NON_NUMERIC, Export, money
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

EMPTY = (*ANY, "")


def save(export, folder, *, above=(), edit=None, name="orders.xlsx", left=0):
    """Write the rows to a workbook below the rows `above`, then let `edit` have book and sheet."""
    book = Workbook()
    sheet = book.active
    for row in [*above, export.names, *export.rows()]:
        sheet.append([None] * left + list(row))
    if edit:
        edit(book, sheet)
    path = folder / name
    book.save(path)
    return export.case(path)


def typed(rng, rows=None, **how):
    export = Export(rng, rows, **how).typed()
    export.extra["item"] = ["Tea"] * len(export.lines)
    return export


@family(READ, {"types": True, "texts": False})
def cells_of(types, rng, folder):
    return save(typed(rng) if types else Export(rng), folder)


@family(
    READ, {"xlsx": "orders.xlsx", "capitals": "ORDERS.XLSX", "csv": "orders.csv", "none": "orders"}
)
def named(name, rng, folder):
    return save(typed(rng), folder, name="x.xlsx") if not name else renamed(rng, folder, name)


def renamed(rng, folder, name):
    case = save(typed(rng), folder)
    case.source = case.source.rename(folder / name)
    return case


@kind(READ)
def days_without_time(rng, folder):
    export = typed(rng)
    export.set([replace(x, at=cut(x.at, "%d")) for x in export.lines])
    export.typed()
    export.show("date", lambda line: line.at.date())
    return save(export, folder)


@kind(READ)
def numbers_of_days_without_a_format(rng, folder):
    export = typed(rng)
    export.set([replace(x, at=cut(x.at, "%d")) for x in export.lines])
    export.typed()
    export.show("date", lambda line: (line.at - datetime(1899, 12, 30)).days)
    return save(export, folder)


@kind(READ)
def counted_from_1904(rng, folder):
    def edit(book, sheet):
        book.epoch = CALENDAR_MAC_1904

    return save(typed(rng), folder, edit=edit)


@family(
    READ,
    {
        "two-digit years": "dd/mm/yy",
        "month names": "d mmmm yyyy",
        "twelve hours": "m/d/yyyy h:mm AM/PM",
        "Chinese": 'yyyy"年"m"月"d"日"',
        "locale": "[$-F800]dddd, mmmm dd, yyyy",
        "German": "dd.mm.yyyy hh:mm:ss",
    },
)
def dates_shown_in(form, rng, folder):
    def edit(book, sheet):
        for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
            row[0].number_format = form

    return save(typed(rng), folder, edit=edit)


@family(
    READ,
    {
        "euros": "#,##0.00 €",
        "dollars": '"$"#,##0.00',
        "accounting": '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-',
        "no decimals": "0",
        "red": "#,##0.00;[Red]-#,##0.00",
        "thousands": '0.0,"k"',
    },
)
def amounts_shown_in(form, rng, folder):
    def edit(book, sheet):
        for row in sheet.iter_rows(min_row=2, min_col=3, max_col=3):
            row[0].number_format = form

    return save(typed(rng), folder, edit=edit)


@kind(REFUSED)
def days_and_months_swapped_by_an_american_excel(rng, folder):
    """dd/mm texts pasted into Excel of the US: those up to day 12 became dates, swapped."""
    export = typed(rng, 40)
    export.set([replace(x, at=cut(x.at, "%d")) for x in export.lines])
    export.typed()

    def swapped(line):
        if line.at.day > 12:
            return f"{line.at:%d/%m/%Y}"
        return line.at.replace(day=line.at.month, month=line.at.day)

    export.show("date", swapped)
    return save(export, folder)


@kind(READ)
def dates_beside_their_iso_texts(rng, folder):
    export = typed(rng, 40)
    export.show("date", lambda line: f"{line.at:%Y-%m-%d %H:%M:%S}", range(0, 40, 3))
    return save(export, folder)


ABOVE = {
    "title": [["Orders of the shop"]],
    "title and blank row": [["Orders of the shop"], []],
    "title, period, blank row": [["Orders"], ["from", "2023-01-01", "to", "2024-12-31"], []],
    "blank rows": [[], [], []],
    "title in the third column": [[None, None, "Orders of the shop"], []],
}


@family(READ, ABOVE)
def above_the_header(rows, rng, folder):
    return save(typed(rng, 40), folder, above=rows)


@family(READ, ABOVE)
def above_the_header_and_told(rows, rng, folder):
    export = typed(rng, 40)
    export.options["skip"] = len(rows)
    return save(export, folder, above=rows)


@family(READ, {"one": 1, "three": 3})
def empty_columns_before(count, rng, folder):
    return save(typed(rng), folder, left=count)


@kind(READ)
def table_in_the_middle_of_the_sheet(rng, folder):
    return save(typed(rng), folder, left=2, above=[[], [], ["Orders"], []])


@kind(EITHER)
def two_tables_side_by_side(rng, folder):
    def edit(book, sheet):
        for i, word in enumerate(("target", "east", "west")):
            sheet.cell(1 + i, 8, word)

    return save(typed(rng), folder, edit=edit)


@kind(EITHER)
def merged_title_over_groups_of_columns(rng, folder):
    def edit(book, sheet):
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("C1:D1")

    return save(typed(rng), folder, above=[["Who and when", None, "What", None]], edit=edit)


@kind(REFUSED)
def merged_customers(rng, folder):
    """A customer stands once above several rows: who reads on fills down, or refuses."""
    export = typed(rng, 40)
    lines = sorted(export.lines, key=lambda line: (line.customer, line.at))
    export.set(lines)
    export.typed()
    export.cells["customer"] = [
        line.customer if i == 0 or lines[i - 1].customer != line.customer else None
        for i, line in enumerate(lines)
    ]
    return save(export, folder)


@kind(EITHER)
def empty_rows_between(rng, folder):
    export = typed(rng, 40)
    for place in (10, 20):
        export.junk(EMPTY, place=place, customer=None, date=None, amount=None)
    return save(export, folder)


@kind(READ)
def formatted_rows_behind(rng, folder):
    def edit(book, sheet):
        for row in range(60, 200):
            sheet.cell(row, 1).font = Font(bold=True)

    return save(typed(rng, 30), folder, edit=edit)


@kind(READ)
def hidden_rows_and_filter(rng, folder):
    def edit(book, sheet):
        sheet.auto_filter.ref = "A1:D41"
        for row in range(5, 12):
            sheet.row_dimensions[row].hidden = True

    return save(typed(rng, 40), folder, edit=edit)


@family(EITHER, {"Total": "Total", "合计": "合计", "blank": None})
def total_row(word, rng, folder):
    export = typed(rng, 40)
    total = sum(line.cents for line in export.lines) / 100
    export.junk(ANY_OR_NONE, place=40, customer=word, date=None, amount=total)
    return save(export, folder)


@family(READ, {w: w for w in ("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?")})
def error_cells(word, rng, folder):
    export = typed(rng, 40)
    export.junk(NON_NUMERIC, amount=word, date=datetime(2024, 2, 3))
    export.junk(NO_DATE, amount=2.5, date=word)
    return save(export, folder)


@kind(READ)
def true_among_the_amounts(rng, folder):
    export = typed(rng, 40)
    export.junk(NON_NUMERIC, amount=True, date=datetime(2024, 2, 3))
    return save(export, folder)


@kind(READ)
def number_as_text_among_the_amounts(rng, folder):
    export = typed(rng, 40)
    export.show("amount", lambda line: money(line.cents), range(0, 40, 3))
    return save(export, folder)


@kind(READ)
def noise_of_floats(rng, folder):
    export = typed(rng)
    export.show("amount", lambda line: line.cents / 100 + 1e-11)
    return save(export, folder)


@kind(READ)
def noise_of_times(rng, folder):
    """A day number with a clock time is a second by rounding only."""
    export = typed(rng)
    export.show("date", lambda line: (line.at - datetime(1899, 12, 30)) / timedelta(days=1))

    def edit(book, sheet):
        for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
            row[0].number_format = "yyyy-mm-dd hh:mm:ss"

    return save(export, folder, edit=edit)


@kind(REFUSED)
def formulas_never_computed(rng, folder):
    export = typed(rng, 40)
    export.show("amount", lambda line: f"={line.cents}/100")
    return save(export, folder)


@kind(READ)
def formulas_with_their_results(rng, folder):
    case = save(typed(rng, 40), folder)
    return rewritten(case, lambda xml: re.sub(
        r'(<c r="C\d+"[^>]*>)<v>(\d[\d.]*)</v>', r"\1<f>1+1</f><v>\2</v>", xml
    ))  # fmt: skip


def rewritten(case, change, member="xl/worksheets/sheet1.xml"):
    """Change the XML of a sheet that openpyxl wrote."""
    with zipfile.ZipFile(case.source) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[member] = change(parts[member].decode()).encode()
    with zipfile.ZipFile(case.source, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return case


@kind(READ)
def no_dimension_written(rng, folder):
    return rewritten(save(typed(rng), folder), lambda x: re.sub(r"<dimension[^>]*/>", "", x))


@kind(READ)
def wrong_dimension_written(rng, folder):
    return rewritten(
        save(typed(rng), folder),
        lambda x: re.sub(r"<dimension[^>]*/>", '<dimension ref="A1"/>', x),
    )


@kind(READ)
def cells_without_places(rng, folder):
    """Some writers leave out r="A1": cells then follow one another."""
    return rewritten(save(typed(rng), folder), lambda x: re.sub(r'(<c) r="[A-Z]+\d+"', r"\1", x))


@family(EITHER, {"behind": False, "before": True})
def another_sheet(first, rng, folder):
    def edit(book, sheet):
        other = book.create_sheet("notes", 0 if first else None)
        other.append(["made by", "Anna"])

    return save(typed(rng), folder, edit=edit)


@family(READ, {"behind": False, "before": True})
def empty_sheet(first, rng, folder):
    return save(
        typed(rng), folder, edit=lambda book, sheet: book.create_sheet("x", 0 if first else None)
    )


def halves(export):
    def edit(book, sheet):
        other = book.create_sheet("February")
        other.append([cell.value for cell in sheet[1]])
        for row in list(sheet.iter_rows(min_row=22, values_only=True)):
            other.append(row)
        sheet.title = "January"
        sheet.delete_rows(22, 100)

    return edit


@kind(READ)
def rows_on_two_sheets_told(rng, folder):
    export = typed(rng, 40)
    export.options["sheet"] = ["January", "February"]
    return save(export, folder, edit=halves(export))


@kind(READ)
def rows_on_two_sheets_told_by_place(rng, folder):
    export = typed(rng, 40)
    export.options["sheet"] = [0, 1]
    return save(export, folder, edit=halves(export))


@family(READ, {"name": "February", "place": 1})
def one_sheet_of_two(which, rng, folder):
    export = typed(rng, 40)
    case = save(export, folder, edit=halves(export))
    export.lines = export.lines[20:]
    case.truths = (export.truth(),)
    case.options["sheet"] = which
    return case


@kind(READ)
def first_of_two_sheets_names_the_other(rng, folder):
    export = typed(rng, 40)
    case = save(export, folder, edit=halves(export))
    export.lines = export.lines[:20]
    case.truths = (export.truth(),)
    case.note = "February"
    return case


@family(REFUSED, {"name": "March", "place": 7, "in a list": ["January", "March"]})
def sheet_that_is_not_there(which, rng, folder):
    export = typed(rng, 40)
    export.options["sheet"] = which
    export.knows["sheet"] = ["January", "February"]
    return save(export, folder, edit=halves(export))


@kind(EITHER)
def hidden_sheet_first(rng, folder):
    def edit(book, sheet):
        other = book.create_sheet("old", 0)
        other.append(["customer_id", "ordered_at", "amount"])
        other.append(["OLD", datetime(2020, 1, 1), 1])
        other.sheet_state = "hidden"
        book.active = 1

    export = typed(rng, 40)
    export.note = "old"
    return save(export, folder, edit=edit)


@kind(REFUSED)
def missing_column(rng, folder):
    export = typed(rng, 40)
    export.head["amount"] = "Betrag"
    export.knows["amount"] = "Betrag"
    return save(export, folder)


@kind(REFUSED)
def only_charts(rng, folder):
    book = Workbook()
    book.create_chartsheet("c")
    book.remove(book["Sheet"])
    book.create_sheet("empty")
    path = folder / "orders.xlsx"
    book.save(path)
    case = Export(rng).case(path)
    case.truths = ()
    return case


def of_bytes(rng, folder, name, data):
    path = folder / name
    path.write_bytes(data)
    export = Export(rng, 40)
    case = export.case(path)
    case.truths = ()
    return case


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000
HTML = "<html><table><tr><th>customer_id</th></tr><tr><td>K1</td></tr></table></html>"


@family(
    REFUSED,
    {
        "with a password": ("orders.xlsx", OLE),
        "old and broken": ("orders.xls", OLE),
        "empty": ("orders.xlsx", b""),
        "text": ("orders.xlsx", b"hello"),
        "web page": ("orders.xls", HTML.encode()),
        "XML of 2003": ("orders.xls", b'<?xml version="1.0"?><Workbook></Workbook>'),
        "empty zip": ("orders.xlsx", b"PK\x05\x06" + b"\0" * 18),
        "word": ("orders.xlsx", b"PK\x03\x04" + b"\0" * 200),
        "numbers": ("orders.numbers", b"PK\x03\x04" + b"\0" * 200),
    },
)
def not_excel(file, rng, folder):
    return of_bytes(rng, folder, *file)


@family(REFUSED, {"cut off": slice(0, 2500), "the end": slice(3000, None)})
def broken(part, rng, folder):
    case = save(typed(rng, 40), folder)
    case.source.write_bytes(case.source.read_bytes()[part])
    case.truths = ()
    return case


@kind(EITHER)
def csv_named_xlsx(rng, folder):
    return Export(rng).csv(folder, "orders.xlsx")


@family(EITHER, {"tabs": "\t", "commas": ","})
def csv_named_xls(mark, rng, folder):
    return Export(rng).csv(folder, "orders.xls", delimiter=mark)


@kind(EITHER)
def web_page_named_xls(rng, folder):
    export = Export(rng, 40)
    path = folder / "orders.xls"
    path.write_text(export.frame().to_html(index=False))
    return export.case(path)


def cell_ods(value):
    if isinstance(value, datetime):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        )
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
    return (
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    )


@family(READ, {"types": True, "texts": False})
def libre_office(types, rng, folder):
    export = typed(rng) if types else Export(rng)
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    rows = "".join(
        f"<table:table-row>{''.join(cell_ods(v) for v in row)}</table:table-row>"
        for row in [export.names, *export.rows()]
    )
    kind_ = "application/vnd.oasis.opendocument.spreadsheet"
    path = folder / "orders.ods"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", kind_)
        book.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
            'office:version="1.2"><office:body><office:spreadsheet><table:table '
            f'table:name="Sheet1">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="'
            'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind_}"/>'
            "</manifest:manifest>",
        )
    return export.case(path)


@kind(REFUSED)
def pivot_table(rng, folder):
    """Customers down, months across: no order lines."""
    export = Export(rng, 40)
    book = Workbook()
    sheet = book.active
    sheet.append(["Sum of amount", "Column Labels"])
    sheet.append(["Row Labels", "2023-01", "2023-02", "Grand Total"])
    for line in export.lines[:10]:
        sheet.append([line.customer, line.cents / 100, None, line.cents / 100])
    sheet.append(["Grand Total", 1, 2, 3])
    path = folder / "orders.xlsx"
    book.save(path)
    case = export.case(path)
    case.truths = ()
    return case


@kind(READ)
def numbers_as_customers(rng, folder):
    export = typed(rng)
    export.ids(lambda i: str(17850 + i))
    export.typed()
    export.show("customer", lambda line: int(line.customer))
    return save(export, folder)


@kind(READ)
def header_cells_over_two_lines(rng, folder):
    export = typed(rng)
    export.head["amount"] = "amount\n(EUR)"
    export.options["amount"] = "amount\n(EUR)"
    return save(export, folder)
