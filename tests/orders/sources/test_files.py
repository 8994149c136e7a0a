"""Excel, Parquet and others: the same orders, whatever holds them, and errors that help."""

import datetime as dt
import zipfile
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from tests.orders.leniently import read

SHOP = pd.DataFrame(
    {
        "订单编号": ["0001", "0002", "0003", "0004"],
        "买家会员名": ["小明", "007", "周一", "🛒店"],
        "买家实际支付金额": ["￥1,234.50", "8.00", "0.10", "9.99"],
        "订单付款时间": ["2024/3/5 10:20", "2024-03-06 09:01:02", "2024年3月7日", "2024-03-08"],
        "宝贝标题": ['茶,"好"', "两行\n标题", "杯", "壶"],
    }
)
HEAD = ["customer_id", "ordered_at", "amount"]


def log_of(source, **options):
    return read(source, keep=["宝贝标题"], **options).log


def workbook(path, **sheets):
    """A workbook with the rows of each sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def parquet(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_excel_and_parquet_give_the_same_log(tmp_path):
    SHOP.to_excel(tmp_path / "shop.xlsx", index=False)
    SHOP.to_parquet(tmp_path / "shop.parquet")
    for name in ("shop.xlsx", "shop.parquet"):
        pd.testing.assert_frame_equal(log_of(tmp_path / name), log_of(SHOP))
        pd.testing.assert_frame_equal(log_of(str(tmp_path / name)), log_of(SHOP))


def test_duplicates_are_judged_by_whole_rows_in_every_kind_of_file(tmp_path):
    frame = pd.DataFrame(
        {
            "customer_id": ["a"] * 4,
            "ordered_at": ["2024-03-01"] * 4,
            "amount": ["5.00"] * 4,
            "item": ["tea", "cup", "tea", None],
            "note": ["", "", "", ""],
        }
    )
    frame.to_csv(tmp_path / "o.csv", index=False)
    frame.to_excel(tmp_path / "o.xlsx", index=False)
    frame.to_parquet(tmp_path / "o.parquet")
    frame.to_feather(tmp_path / "o.feather")
    for source in (
        frame,
        *(tmp_path / f"o.{kind}" for kind in ("csv", "xlsx", "parquet", "feather")),
    ):
        log, report = read(source, duplicates="drop")
        assert len(log) == 3
        assert report.table.loc["exact duplicate", ["rows", "money"]].to_list() == [1, 5.0]


# Excel


def test_excel_cells_of_any_type_are_read(tmp_path):
    path = workbook(
        tmp_path / "o.xlsx",
        Sheet=[
            [*HEAD, None],
            [12345.0, dt.datetime(2024, 3, 5, 10), 5],
            ["00123", 45356, "¥6.50"],
            [],
            [None, "2024-03-07", 7.25],
            [],
        ],
        notes=[],
    )
    log, report = read(path)
    assert log["customer_id"].to_list() == ["12345", "00123"]
    assert log["amount"].to_list() == [5.0, 6.5]
    assert log["ordered_at"].dt.day.to_list() == [5, 5]
    text = str(report)
    assert "first: row 5 (blank)" in text
    assert "not read: 'notes'" in text
    with pytest.raises(
        ValueError, match=r"sheet='x' is not in o.xlsx. Options: \['Sheet', 'notes'"
    ):
        read(path, sheet="x")
    with pytest.raises(ValueError, match=r"sheet 'notes' of o\.xlsx has no header"):
        read(path, sheet="notes")


def test_the_header_is_found_below_titles_and_rows_are_named_as_excel_numbers_them(tmp_path):
    rows = [["Sales of 2024"], [], HEAD, ["a", dt.date(2024, 3, 5), 5], ["b", "soon", 6]]
    path = workbook(tmp_path / "o.xlsx", Sheet=rows)
    log, report = read(path)
    assert log["customer_id"].to_list() == ["a"]
    assert "header in row 3" in str(report)
    assert "first: row 5 'soon'" in str(report)
    assert len(read(path, skip=2).log) == 1
    with pytest.raises(ValueError, match=r"no header in row 2. Pass skip="):
        read(path, skip=1)


def test_a_table_that_begins_in_column_c_is_read(tmp_path):
    book = Workbook()
    rows = [HEAD, ["a", "2024-03-05", 5], ["b", "#N/A", 6]]
    for row, cells in enumerate(rows, start=4):
        for column, cell in enumerate(cells, start=3):
            book.active.cell(row, column, cell)
    book.save(tmp_path / "o.xlsx")
    log, report = read(tmp_path / "o.xlsx")
    assert log["amount"].to_list() == [5.0]
    assert "first: row 6 '#N/A'" in str(report)


def test_names_twice_are_refused_and_columns_without_a_name_left_out(tmp_path):
    row = ["a", "2024-03-05", 5, 9]
    path = workbook(tmp_path / "o.xlsx", Sheet=[[*HEAD, "amount"], row])
    with pytest.raises(ValueError, match="more than once: 'amount'"):
        read(path)
    _, report = read(workbook(path, Sheet=[[*HEAD, None], row]))
    assert "columns without a name left out: D" in str(report)


def test_merged_cells_are_refused(tmp_path):
    rows = [["customer_id", None, "ordered_at", "amount"], ["a", "Ann", "2024-03-05", 5]]
    for merged, said in (
        ("A1:B1", "'customer_id' is merged over A to B"),
        ("A2:A3", r"column 'customer_id' has 1 cells merged over several rows; first: A2:A3"),
    ):
        book = Workbook()
        for row in [*rows, [None, "Ann", "2024-03-06", 6]]:
            book.active.append(row)
        book.active.merge_cells(merged)
        book.save(tmp_path / "o.xlsx")
        with pytest.raises(ValueError, match=said):
            read(tmp_path / "o.xlsx")


def test_the_first_table_is_read_and_the_other_sheets_are_named(tmp_path):
    row = ["a", "2024-03-05", 5]
    path = workbook(
        tmp_path / "o.xlsx",
        About=[["Shop of teas"]],
        March=[HEAD, row],
        April=[["amount", "customer_id", "ordered_at"], [6, "b", "2024-04-01"]],
        Returns=[["order", "reason"], [1, "broken"]],
    )
    log, report = read(path)
    assert log["amount"].to_list() == [5.0]
    assert "read sheet 'March' of o.xlsx; not read: 'About', 'April', 'Returns'" in str(report)
    assert "The same columns are in 2 sheets: sheet=['March', 'April']" in str(report)
    with pytest.raises(ValueError, match=r"missing column 'x'.*This is sheet 'March' of o\.xlsx"):
        read(path, customer="x")
    log, report = read(path, sheet=["March", 2])
    assert log["amount"].to_list() == [5.0, 6.0]
    assert "rows: sheet 'March' 1, sheet 'April' 1" in str(report)
    with pytest.raises(ValueError, match=r"sheet 'Returns' has other columns than sheet 'March'"):
        read(path, sheet=["March", "Returns"])


def test_what_is_amiss_in_a_later_sheet_is_no_matter(tmp_path):
    row = ["a", "2024-03-05", 5]
    pivot = [["sum", "sum", "sum"], [1, 2, 3]]
    path = workbook(tmp_path / "o.xlsx", March=[HEAD, row], Pivot=pivot)
    _, report = read(path)
    assert "not read: 'Pivot'" in str(report)
    with pytest.raises(ValueError, match=r"sheet 'Pivot' of o\.xlsx has 1 column names more than"):
        read(path, sheet="Pivot")


def test_rows_of_several_sheets_are_named_by_sheet(tmp_path):
    path = workbook(
        tmp_path / "o.xlsx",
        March=[HEAD, ["a", "2024-03-05", 5]],
        April=[HEAD, ["b", "2024-04-01", 6], ["b", "soon", 7]],
    )
    _, report = read(path, sheet=["March", "April"])
    assert "first: sheet 'April' row 3 'soon'" in str(report)


def test_hidden_sheets_are_read_only_when_named(tmp_path):
    book = Workbook()
    book.active.title = "old"
    book["old"].sheet_state = "hidden"
    for title, amount in (("old", 1), ("new", 2)):
        sheet = book["old"] if title == "old" else book.create_sheet("new")
        sheet.append(HEAD)
        sheet.append(["a", "2024-03-05", amount])
    book.active = 1
    book.save(tmp_path / "o.xlsx")
    assert read(tmp_path / "o.xlsx").log["amount"].to_list() == [2.0]
    assert read(tmp_path / "o.xlsx", sheet="old").log["amount"].to_list() == [1.0]


def test_error_cells_are_no_blanks(tmp_path):
    # A blank refund is no refund; #N/A is a refund that is not known.
    rows = [[*HEAD, "refund"], ["a", "2024-03-05", 5, None], ["b", "2024-03-06", 6, "#N/A"]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "o.xlsx")
    log, report = read(tmp_path / "o.xlsx", refund="refund")
    assert log["customer_id"].to_list() == ["a"]
    assert report.table.loc["non-numeric refund", "rows"] == 1


def test_formulas_that_were_never_computed_are_no_blanks(tmp_path):
    row = ["a", "2024-03-05", 5]
    path = workbook(tmp_path / "o.xlsx", Sheet=[[*HEAD, "refund"], [*row, "=2+2"], [*row, None]])
    log, report = read(path, refund="refund")
    assert log["amount"].to_list() == [5.0]
    assert report.table.loc["non-numeric refund", "rows"] == 1


def test_long_numbers_of_excel_are_not_made_whole(tmp_path):
    # Excel keeps 15 digits: what stands behind them is lost before it is read.
    from crmkit.orders.sources.excel_file import _value

    assert _value(12345.0) == 12345
    assert isinstance(_value(202403051234567891.0), float)


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Orders">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def test_open_document_sheets_are_read(tmp_path):
    def row(*cells):
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def text(value):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )

    cells = (
        text("007"),
        '<table:table-cell office:value-type="date" office:date-value="2024-03-05"/>',
        '<table:table-cell office:value-type="float" office:value="9.5"/>',
    )
    with zipfile.ZipFile(tmp_path / "o.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", ODS.format(rows=row(*map(text, HEAD)) + row(*cells)))
    log, _ = read(tmp_path / "o.ods")
    assert log.iloc[0].to_list() == ["007", pd.Timestamp("2024-03-05"), 9.5]


def test_a_stray_cell_far_away_does_not_fill_the_memory(tmp_path):
    book = Workbook()
    for row in (HEAD, ["a", "2024-03-05", 5]):
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "o.xlsx")
    with pytest.raises(ValueError, match="reaches to row 1,048,576 and column 16,384"):
        read(tmp_path / "o.xlsx")


# Parquet


def test_typed_parquet_keeps_whole_number_ids(tmp_path):
    frame = pd.DataFrame(
        {"customer_id": [1, 2], "ordered_at": pd.to_datetime(["2024-03-01"] * 2), "amount": [1, 2]}
    )
    frame.to_parquet(tmp_path / "orders.parquet")
    log, _ = read(tmp_path / "orders.parquet")
    assert log["customer_id"].dtype == "int64"
    assert log["amount"].to_list() == [1.0, 2.0]


def days(count):
    return pa.array(range(count), pa.date32())


def test_long_ids_beside_blanks_stay_what_they_are(tmp_path):
    # As floats, all three would be 202403051234567904.
    ids = [202403051234567891, 202403051234567892, None, 202403051234567899]
    path = parquet(
        tmp_path / "o.parquet",
        customer_id=pa.array(ids, pa.int64()),
        ordered_at=days(4),
        amount=pa.array([1, 2, 3, 4]),
    )
    log, report = read(path)
    assert log["customer_id"].to_list() == [ids[0], ids[1], ids[3]]
    assert report.table.loc["missing customer", "rows"] == 1


@pytest.mark.parametrize("precision", [12, 30])
def test_decimals_are_amounts(tmp_path, precision):
    money = pa.array(["1.10", "2.205"]).cast(pa.decimal128(precision, 3))
    path = parquet(tmp_path / "o.parquet", customer_id=["a", "b"], ordered_at=days(2), amount=money)
    assert read(path).log["amount"].to_list() == [1.1, 2.21]


def test_decimals_with_more_digits_than_a_double_are_exact(tmp_path):
    # The nearest double of the amount is 12345678901.1200008...
    money = pa.array([Decimal("12345678901.123456"), Decimal("1.000001")], pa.decimal128(38, 6))
    path = parquet(tmp_path / "o.parquet", customer_id=["a", "b"], ordered_at=days(2), amount=money)
    assert read(path).report.exact_money_in == Decimal("12345678902.123457")


def test_decimals_without_a_fraction_are_ids(tmp_path):
    ids = pa.array([Decimal(202403051234567891), Decimal(7)], pa.decimal128(20, 0))
    path = parquet(tmp_path / "o.parquet", customer_id=ids, ordered_at=days(2), amount=[1, 2])
    assert read(path).log["customer_id"].to_list() == [202403051234567891, 7]


def test_bytes_are_text_or_refused(tmp_path):
    path = tmp_path / "o.parquet"
    parquet(path, customer_id=[b"K1", "小明".encode()], ordered_at=days(2), amount=[1, 2])
    assert read(path).log["customer_id"].to_list() == ["K1", "小明"]
    parquet(path, customer_id=[b"K1", b"\xff\xfe"], ordered_at=days(2), amount=[1, 2])
    with pytest.raises(ValueError, match=r"'customer_id' holds bytes that are no UTF-8.*ff fe"):
        read(path)


def test_codes_large_strings_and_views_are_text(tmp_path):
    ids = pa.array(["007", None, "007", "小明"])
    codes = pa.array([0, None, 0, 1])
    views = pa.array(["007", "小明"]).cast(pa.string_view())
    for kind in (
        ids.dictionary_encode(),
        ids.cast(pa.large_string()),
        ids.cast(pa.string_view()),
        pa.DictionaryArray.from_arrays(codes, views),
        pc.run_end_encode(ids),
    ):
        source = pa.table({"customer_id": kind, "ordered_at": days(4), "amount": [1, 2, 3, 4]})
        assert read(source).log["customer_id"].to_list() == ["007", "007", "小明"]
        twice = pa.concat_tables([source, source])
        assert len(read(twice, duplicates="drop").log) == 3


def test_days_beyond_the_calendar_are_refused(tmp_path):
    far = pa.array([2**31 - 1], pa.int32()).cast(pa.date32())
    with pytest.raises(ValueError, match=r"column 'ordered_at' \(date32\[day\]\) holds values"):
        read(pa.table({"customer_id": ["a"], "ordered_at": far, "amount": [1]}))


def test_lists_are_refused_by_the_name_of_their_column(tmp_path):
    path = parquet(
        tmp_path / "o.parquet", customer_id=["a"], ordered_at=days(1), amount=[[1.0, 2.0]]
    )
    with pytest.raises(ValueError, match=r"o\.parquet: column 'amount' holds lists"):
        read(path)


def test_times_of_old_spark_are_instants(tmp_path):
    path = tmp_path / "o.parquet"
    times = pa.array([dt.datetime(2024, 1, 31, 22)], pa.timestamp("us"))
    table = pa.table({"customer_id": ["a"], "ordered_at": times, "amount": [1]})
    pq.write_table(table, path, use_deprecated_int96_timestamps=True)
    with pytest.raises(ValueError, match="times with a zone"):
        read(path)
    log, _ = read(path, timezone="Asia/Shanghai")
    assert log["ordered_at"][0] == pd.Timestamp("2024-02-01 06:00")


def test_a_flipped_bit_of_a_parquet_file_is_found(tmp_path):
    path = tmp_path / "o.parquet"
    table = pa.table(
        {"customer_id": [*range(1000)], "ordered_at": days(1000), "amount": [1] * 1000}
    )
    pq.write_table(table, path, write_page_checksum=True, compression="none", use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[3000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"o\.parquet: .* the file is damaged"):
        read(path)


# What a file is


def test_missing_file_and_broken_ones(tmp_path):
    with pytest.raises(FileNotFoundError, match="no file"):
        read(tmp_path / "none.csv")
    for name, called in (("o.xlsx", "an Excel"), ("o.parquet", "a Parquet"), ("o.zip", "a zip")):
        (tmp_path / name).write_bytes(b"no such thing")
        with pytest.raises(ValueError, match=f"{name} cannot be opened as {called} file"):
            read(tmp_path / name)
    for start in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"ARROW1"):
        (tmp_path / "o.xlsx").write_bytes(start + b"junk" * 500)
        with pytest.raises(ValueError, match=r"o\.xlsx cannot be opened"):
            read(tmp_path / "o.xlsx")
    (tmp_path / "o.xlsx").write_bytes(b"")
    with pytest.raises(ValueError, match="is empty"):
        read(tmp_path / "o.xlsx")


def test_the_content_says_what_a_file_is(tmp_path):
    SHOP.to_excel(tmp_path / "shop.xlsx", index=False)
    SHOP.to_parquet(tmp_path / "shop.parquet")
    SHOP.to_csv(tmp_path / "shop.tsv", index=False, sep="\t")
    for true, called in (("xlsx", "an Excel"), ("parquet", "a Parquet"), ("tsv", "a text")):
        false = (tmp_path / f"shop.{true}").rename(tmp_path / "shop.xls")
        log, report = read(false, keep=["宝贝标题"])
        pd.testing.assert_frame_equal(log, log_of(SHOP))
        said = f"shop.xls is {called} file by its content"
        assert (said in str(report)) == (true != "xlsx")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table><tr><td>a</td></tr></table>", "is a web page.*as .xlsx"),
        (b"\xef\xbb\xbf\n<TABLE border=1>", "is a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "is an XML file"),
        (b'[{"a": 1}]', "is a JSON file"),
        (b"%PDF-1.7", "is a PDF file"),
        (b"7z\xbc\xaf\x27\x1c....", "is a 7z file. Unpack"),
        (b"\x80\x04\x95....", "is a pickle"),
        (b"a,b\x00\x01\x02" + b"x" * 50, "is no text"),
    ],
)
def test_what_is_no_order_file_is_told_by_its_name(tmp_path, content, said):
    (tmp_path / "o.xls").write_bytes(content)
    with pytest.raises(ValueError, match=f"o.xls {said}"):
        read(tmp_path / "o.xls")


def test_options_of_other_kinds_of_source_are_refused(tmp_path):
    SHOP.to_csv(tmp_path / "shop.csv", index=False)
    with pytest.raises(ValueError, match="sheet= is for workbooks"):
        read(tmp_path / "shop.csv", sheet=1)
    for source in (tmp_path / "shop.csv", SHOP):
        with pytest.raises(ValueError, match="query= asks a database"):
            read(source, query="orders")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<orders><order customer='K1'/></orders>\n", "is an XML file"),
        ("INSERT INTO orders VALUES ('K1', '2024-03-05', 9.99);\n", "holds SQL statements"),
        ("COPY orders (a, b) FROM stdin;\n1\t2\n", "holds SQL statements"),
    ],
)
def test_markup_and_sql_are_called_what_they_are(tmp_path, content, said):
    path = tmp_path / "orders.csv"
    path.write_text(content * 3)
    with pytest.raises(ValueError, match=said):
        read(path)


def test_a_readme_beside_orders_is_named_in_a_note(tmp_path):
    row = "K1,2024-03-05,9.99"
    (tmp_path / "2024-01.csv").write_text(f"{','.join(HEAD)}\n{row}\n")
    (tmp_path / "README.txt").write_text("Orders of the shop, one file a month.\n")
    log, report = read(tmp_path)
    assert len(log) == 1
    assert "without a row of an order in them: README.txt" in str(report)
    # A text file with orders stays one of the files.
    (tmp_path / "2024-02.txt").write_text(f"{','.join(HEAD)}\nK2,2024-03-06,5\n")
    assert len(read(tmp_path).log) == 2


def test_a_title_a_period_and_a_blank_row_stand_above_the_header_of_a_sheet(tmp_path):
    rows = [["Orders"], ["from", "2023-01-01", "to", "2024-12-31"], [], HEAD]
    path = workbook(tmp_path / "o.xlsx", Orders=[*rows, ["K1", dt.datetime(2024, 3, 5), 9.99]])
    assert read(path).log["amount"].to_list() == [9.99]
