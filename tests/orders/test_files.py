"""CSV, Excel and Parquet: the same orders, whatever holds them, and errors that help."""

import pandas as pd
import pytest

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
