"""CSV, Excel and Parquet: the same orders, whatever holds them, and errors that help."""

import numpy as np
import pandas as pd
import pytest

from crmkit.orders.encoding import find_encoding
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


def log_of(source, **options):
    return read(source, keep=["宝贝标题"], **options).log


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found(tmp_path, encoding, delimiter):
    path = tmp_path / "shop.csv"
    SHOP.to_csv(path, index=False, encoding=encoding, sep=delimiter)
    pd.testing.assert_frame_equal(log_of(path), log_of(SHOP))
    notes = str(read(path).report)
    assert encoding.replace("-sig", "") in notes
    assert (repr(delimiter) if delimiter != "\t" else "tab") in notes


def test_excel_and_parquet_give_the_same_log(tmp_path):
    SHOP.to_excel(tmp_path / "shop.xlsx", index=False)
    SHOP.to_parquet(tmp_path / "shop.parquet")
    for name in ("shop.xlsx", "shop.parquet"):
        pd.testing.assert_frame_equal(log_of(tmp_path / name), log_of(SHOP))
        pd.testing.assert_frame_equal(log_of(str(tmp_path / name)), log_of(SHOP))


def test_typed_parquet_keeps_whole_number_ids(tmp_path):
    frame = pd.DataFrame(
        {"customer_id": [1, 2], "ordered_at": pd.to_datetime(["2024-03-01"] * 2), "amount": [1, 2]}
    )
    frame.to_parquet(tmp_path / "orders.parquet")
    log, _ = read(tmp_path / "orders.parquet")
    assert log["customer_id"].dtype == "int64"
    assert log["amount"].to_list() == [1.0, 2.0]


def test_decimals_of_parquet_are_amounts(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = pa.array([0, 1], pa.date32())
    for precision in (12, 30):
        money = pa.array(["1.10", "2.205"]).cast(pa.decimal128(precision, 3))
        table = pa.table({"customer_id": ["a", "b"], "ordered_at": days, "amount": money})
        pq.write_table(table, tmp_path / "orders.parquet")
        assert read(tmp_path / "orders.parquet").log["amount"].to_list() == [1.1, 2.21]


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
    for source in (frame, tmp_path / "o.csv", tmp_path / "o.xlsx", tmp_path / "o.parquet"):
        log, report = read(source)
        assert len(log) == 3
        assert report.table.loc["exact duplicate", ["rows", "money"]].to_list() == [1, 5.0]


def test_excel_cells_of_any_type_are_read(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["customer_id", "ordered_at", "amount", None])
    sheet.append([12345.0, pd.Timestamp("2024-03-05 10:00").to_pydatetime(), 5])
    sheet.append(["00123", 45356, "¥6.50"])
    sheet.append([])
    sheet.append([None, "2024-03-07", 7.25])
    sheet.append([])
    book.create_sheet("notes")
    book.save(tmp_path / "o.xlsx")
    log, report = read(tmp_path / "o.xlsx")
    assert log["customer_id"].to_list() == ["12345", "00123"]
    assert log["amount"].to_list() == [5.0, 6.5]
    assert log["ordered_at"].dt.day.to_list() == [5, 5]
    text = str(report)
    assert "first: row 5 (blank)" in text
    assert "not read: notes" in text
    with pytest.raises(
        ValueError, match=r"sheet='x' is not in o.xlsx. Options: \['Sheet', 'notes'"
    ):
        read(tmp_path / "o.xlsx", sheet="x")
    with pytest.raises(ValueError, match="no header"):
        read(tmp_path / "o.xlsx", sheet="notes")


def test_excel_headers_twice_or_without_name_are_refused(tmp_path):
    from openpyxl import Workbook

    for header, said in ((["a", "a"], "more than once: 'a'"), (["a", None], "column number 2")):
        book = Workbook()
        book.active.append(header)
        book.active.append([1, 2])
        book.save(tmp_path / "o.xlsx")
        with pytest.raises(ValueError, match=said):
            read(tmp_path / "o.xlsx")


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "orders.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


HEAD = "customer_id,ordered_at,amount\n"


def test_lines_of_the_file_are_named(tmp_path):
    path = write(tmp_path, HEAD + "a,2024-03-01,1\nb,soon,2\n")
    with pytest.raises(ValueError, match="1 of 2 values are no dates; first: line 3 'soon'"):
        read(path, unparseable_dates="error")


def test_lines_are_counted_past_blank_lines_and_cells_of_two_lines(tmp_path):
    path = write(
        tmp_path, HEAD.replace("amount", "amount,note") + 'a,2024-03-01,1,"x\ny"\n\nb,soon,2,\n'
    )
    with pytest.raises(ValueError, match="first: line 5 'soon'"):
        read(path, unparseable_dates="error")


def test_empty_file(tmp_path):
    with pytest.raises(ValueError, match="is empty"):
        read(write(tmp_path, ""))
    for blank in ("\n\n", "\ufeff", "  \n"):
        with pytest.raises(ValueError, match="nothing but blank lines"):
            read(write(tmp_path, blank))


@pytest.mark.parametrize("head", [HEAD, HEAD.strip()])
def test_header_only(tmp_path, head):
    with pytest.raises(ValueError, match="header but no rows"):
        read(write(tmp_path, head))


def test_wrong_delimiter(tmp_path):
    path = write(tmp_path, HEAD.replace(",", "~") + "a~2024-03-01~1\n")
    with pytest.raises(ValueError, match=r"one column only.*Pass delimiter="):
        read(path)
    assert len(read(path, delimiter="~").log) == 1
    with pytest.raises(ValueError, match=r"one column only, 'customer_id,ordered_at"):
        read(write(tmp_path, HEAD + "a,2024-03-01,1\n"), delimiter=";")
    with pytest.raises(ValueError, match="one character"):
        read(path, delimiter="::")


def test_decimal_commas_behind_semicolons(tmp_path):
    path = write(tmp_path, HEAD.replace(",", ";") + "a;2024-03-01;1.234,50\nb;2024-03-02;2,00\n")
    assert read(path).log["amount"].to_list() == [1234.5, 2.0]


RAGGED = HEAD + "a,2024-03-01,1\nb,2024-03-02\nc,2024-03-03,3,4\nd,2024-03-04,4\n"


def test_ragged_rows_are_an_error_with_their_lines(tmp_path):
    with pytest.raises(ValueError, match=r"2 rows do not.*line 3 \(2 cells\), line 4 \(4 cells\)"):
        read(write(tmp_path, RAGGED))


def test_ragged_rows_can_be_dropped_and_are_counted(tmp_path):
    log, report = read(write(tmp_path, RAGGED + "e,soon,1\n"), ragged_rows="drop")
    assert log["customer_id"].to_list() == ["a", "d"]
    assert report.table.loc["wrong number of cells"].to_list() == [2, 0.0, "dropped"]
    assert (report.rows_in, report.rows_out, report.unexplained_rows) == (5, 2, 0)
    assert "line 6 'soon'" in str(report)


def test_extra_cells_are_noticed_though_few_columns_are_read(tmp_path):
    wide = (
        "x1,x2,x3," + HEAD.strip() + ",y1\n" + "1,2,3,a,2024-03-01,5,6\n1,2,3,a,2024-03-01,5,6,7\n"
    )
    with pytest.raises(ValueError, match="line 3"):
        read(write(tmp_path, wide), duplicates="keep")


def test_open_quote_is_an_error(tmp_path):
    with pytest.raises(ValueError, match=r"orders\.csv"):
        read(write(tmp_path, HEAD + 'a,2024-03-01,"1\n'))


def test_duplicated_names(tmp_path):
    with pytest.raises(ValueError, match="more than once: 'amount'"):
        read(write(tmp_path, "customer_id,amount,amount\na,1,2\n"))


def test_ten_thousand_columns(tmp_path):
    names = [f"c{n}" for n in range(9_997)]
    cells = ",".join("1" * len(names))
    text = HEAD.strip() + "," + ",".join(names) + "\n"
    text += "".join(f"a,2024-03-0{day},{day},{cells}\n" for day in (1, 2, 2))
    log, report = read(write(tmp_path, text))
    assert log["amount"].to_list() == [1.0, 2.0]
    assert report.table.loc["exact duplicate", "rows"] == 1


def test_mixed_encodings_are_refused_with_the_line(tmp_path):
    lines = [(HEAD).encode()] + [f"小明{n},2024-03-01,{n}\n".encode("gbk") for n in range(1, 50)]
    lines[30] = "张三,2024-03-01,5\n".encode()
    with pytest.raises(ValueError, match=r"mixes encodings: 1 of 49 lines .*first: line 31"):
        read(write(tmp_path, b"".join(lines)))
    lines = [(HEAD).encode()] + [f"小明{n},2024-03-01,{n}\n".encode() for n in range(1, 50)]
    lines[30] = "张三,2024-03-01,5\n".encode("gbk")
    with pytest.raises(
        ValueError, match=r"mixes encodings: 48 of 49.*line 31 cannot be read as utf"
    ):
        read(write(tmp_path, b"".join(lines)))


def test_one_broken_line_of_gbk_is_named(tmp_path):
    lines = [(HEAD).encode()] + [f"小明{n},2024-03-01,{n}\n".encode("gbk") for n in range(1, 50)]
    lines[30] = b"\xd0\xff,2024-03-01,5\n"
    with pytest.raises(ValueError, match="line 31 cannot be read as gb18030"):
        read(write(tmp_path, b"".join(lines)))


def test_encoding_asked_for_is_obeyed_or_refused_with_the_line(tmp_path):
    path = write(tmp_path, HEAD + "é,2024-03-01,1\n", "cp1252")
    log, report = read(path, encoding="cp1252")
    assert log["customer_id"].to_list() == ["é"]
    assert "cp1252 (as asked)" in str(report)
    with pytest.raises(ValueError, match="line 2 cannot be read as utf-8"):
        read(path, encoding="utf-8")
    with pytest.raises(ValueError, match="encoding='gbkk' is unknown"):
        read(path, encoding="gbkk")


def test_western_bytes_are_not_taken_for_chinese(tmp_path):
    names = ["José", "Zoë", "François", "Müller", "Åsa", "Peña", "Renée", "Jürgen"]
    path = write(tmp_path, HEAD + "".join(f"{n},2024-03-01,1\n" for n in names), "cp1252")
    assert find_encoding(path).name not in ("gb18030", "utf-8")
    assert "common Western throughout" in str(read(path).report)


def test_chinese_far_into_the_file_is_found(tmp_path):
    plain = "".join(f"c{n},2024-03-01,{n}\n" for n in range(1, 100_000))
    path = write(tmp_path, HEAD + plain + "小明,2024-03-01,1\n", "gbk")
    assert find_encoding(path) == ("gb18030", "common Chinese throughout", 100_001)


def test_a_character_across_the_block_border_is_whole(tmp_path):
    block = 1 << 20
    for shift in range(3):
        text = "a" * (block - len(HEAD) - 1 - shift) + "小明,2024-03-01,1\n"
        for encoding in ("utf-8", "gb18030"):
            path = write(tmp_path, HEAD + text, encoding)
            assert read(path).log["customer_id"][0].endswith("a小明")


def test_rare_characters_of_gb18030_survive(tmp_path):
    path = write(tmp_path, HEAD + "".join(f"小明{n}号客户,2024-03-01,1\n" for n in range(20))
                 + "镕𠮷喆,2024-03-02,1\n", "gb18030")  # fmt: skip
    assert read(path).log["customer_id"].iloc[-1] == "镕𠮷喆"


def test_old_and_windows_line_ends(tmp_path):
    for end in ("\r\n", "\r"):
        path = write(tmp_path, (HEAD + "a,2024-03-01,1\nb,2024-03-02,2\n").replace("\n", end))
        assert read(path).log["amount"].to_list() == [1.0, 2.0]


def test_ids_of_a_text_file_keep_their_zeros(tmp_path):
    ids = ["007", "0", "🛒", "9" * 5000, "1e5", '"']
    frame = pd.DataFrame(
        {"customer_id": ids, "ordered_at": "2024-03-01", "amount": np.arange(6) + 1}
    )
    frame.to_csv(tmp_path / "o.csv", index=False)
    assert read(tmp_path / "o.csv").log["customer_id"].to_list() == ids


def test_missing_file_and_unknown_kind(tmp_path):
    with pytest.raises(FileNotFoundError, match="no file"):
        read(tmp_path / "none.csv")
    (tmp_path / "o.xls").write_bytes(b"x")
    with pytest.raises(ValueError, match=r"ending in '\.xls'. Known: \.csv"):
        read(tmp_path / "o.xls")
    for name in ("o.xlsx", "o.parquet"):
        (tmp_path / name).write_bytes(b"no such thing")
        with pytest.raises(ValueError, match=f"{name} cannot be opened"):
            read(tmp_path / name)
    with pytest.raises(TypeError, match="source is a list"):
        read([1, 2])


def test_excel_file_named_csv_is_recognised(tmp_path):
    SHOP.to_excel(tmp_path / "shop.xlsx", index=False)
    (tmp_path / "shop.xlsx").rename(tmp_path / "shop.csv")
    with pytest.raises(ValueError, match="is an Excel file"):
        read(tmp_path / "shop.csv")


def test_marks_of_patterns_in_a_file_name_are_plain(tmp_path):
    for name in ("orders [1].csv", "orders (2) 'x'.csv", "订单*.csv"):
        (tmp_path / name).write_text(HEAD + "a,2024-03-01,1\n", encoding="utf-8")
        assert len(read(tmp_path / name).log) == 1


def test_a_line_beyond_every_limit_is_an_error(tmp_path):
    path = write(tmp_path, HEAD + "a" * 20_000_000 + ",2024-03-01,1\nb,2024-03-01,1\n")
    with pytest.raises(ValueError, match=r"orders\.csv"):
        read(path)


def test_columns_whose_values_hardly_repeat_read_alike(tmp_path):
    rows = 600
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{n}" if n % 7 else "" for n in range(rows)],
            "ordered_at": [f"2024-03-{n % 28 + 1:02}" for n in range(rows)],
            "amount": [f"{n / 100:.2f}" for n in range(rows)],
            "note": ["", "x"] * (rows // 2),
        }
    )
    frame.to_csv(tmp_path / "o.csv", index=False)
    log, report = read(tmp_path / "o.csv", keep=["note"])
    expected, same = read(frame, keep=["note"])
    pd.testing.assert_frame_equal(log.fillna(""), expected)
    pd.testing.assert_frame_equal(report.table, same.table)


def test_a_shop_export_with_known_defects_is_accounted_for(tmp_path):
    from crmkit.companies import online_shop
    from crmkit.companies.shop_export import export

    shop = online_shop(n_customers=300, days=365)
    known = export(shop, tmp_path / "shop.csv", seed=3)
    days = shop.orders["ordered_at"]
    reading = read(tmp_path / "shop.csv", as_of=days.max())
    rules = ["missing customer", "unparseable date", "non-numeric amount", "exact duplicate"]
    found = reading.report.table[["rows", "money"]].round(2)
    pd.testing.assert_frame_equal(
        found.loc[[*rules, "zero amount", "date after as_of"]],
        known.loc[[*rules, "zero amount", "date after as_of"]],
        check_dtype=False,
        check_index_type=False,
    )
    assert found.loc["return", "rows"] == known.loc["return", "rows"]
    # Every return is of an order of its own number, and takes all of it.
    assert len(reading.log) == known.loc["sale", "rows"] - known.loc["return", "rows"]
    assert round(reading.log["amount"].sum(), 2) == known["money"][["sale", "return"]].sum().round(
        2
    )
