"""CSV files of every make: what stands in them, and errors that name the line."""

import numpy as np
import pandas as pd
import pytest

from crmkit import orders
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
    path = write(tmp_path, HEAD.replace(",", "!") + "a!2024-03-01!1\n")
    with pytest.raises(ValueError, match=r"one column only.*Pass delimiter="):
        read(path)
    assert len(read(path, delimiter="!").log) == 1
    with pytest.raises(ValueError, match=r"but ',' cuts them into 3\. Pass delimiter=','"):
        read(write(tmp_path, HEAD + "a,2024-03-01,1\n"), delimiter=";")
    for wrong in ("::", '"', "\n", ""):
        with pytest.raises(ValueError, match="one character"):
            read(path, delimiter=wrong)


@pytest.mark.parametrize("mark", ["^", "~", "\x01", ":"])
def test_rare_delimiters_are_found(tmp_path, mark):
    items = ["Plain", "Tea, green", "Plain", "Cup; blue", "Plain", "Plain"]
    rows = [[f"K{n}", f"2024-03-0{n + 1}", str(n), item] for n, item in enumerate(items)]
    lines = [[*HEAD.strip().split(","), "item"], *rows]
    path = write(tmp_path, "".join(mark.join(line) + "\n" for line in lines))
    assert read(path).log["customer_id"].to_list() == [f"K{n}" for n in range(1, 6)]


def test_a_delimiter_beyond_ascii_is_refused(tmp_path):
    with pytest.raises(ValueError, match="'¦' between its cells, which is beyond ASCII"):
        read(write(tmp_path, HEAD.replace(",", "¦") + "a¦2024-03-01¦1\n"))


def test_a_tab_in_one_cell_is_no_delimiter(tmp_path):
    head = "customer_id,ordered_at,amount,item"
    for end in (",", ""):
        text = f"{head}{end}\na,2024-03-01,1,x{',' * (not end)}\nb,2024-03-02,2,y\tz"
        log, _ = read(write(tmp_path, text + ",\n" * (not end)), ragged_rows="drop")
        assert log["amount"].to_list() == [1.0, 2.0]


def test_values_are_no_header(tmp_path):
    rows = "K1,2024-03-01,1.50\nK2,2024-03-02,2.50\nK3,2024-03-03,3.50\n"
    path = write(tmp_path, HEAD + rows)
    with pytest.raises(ValueError, match=r"skip=1: line 2 .* holds values .*Pass skip="):
        read(path, skip=1)
    with pytest.raises(ValueError, match=r"the first, line 1, holds values \(2024-03-01, 1.50\)"):
        read(write(tmp_path, rows))
    # Years are names as well: what stands below them looks otherwise.
    more = "customer_id,ordered_at,amount,2023,2024\nK1,2024-03-01,1.50,7.00,8.00\n"
    assert read(write(tmp_path, more)).log["amount"].to_list() == [1.5]


def test_single_quotes_around_cells_are_refused(tmp_path):
    text = "'customer_id','ordered_at','amount'\n'K1','2024-03-01','1,50'\n"
    with pytest.raises(ValueError, match=r"between single quotes.*Export the file with double"):
        read(write(tmp_path, text))


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
    log, report = read(write(tmp_path, text), duplicates="drop")
    assert log["amount"].to_list() == [1.0, 2.0]
    assert report.table.loc["exact duplicate", "rows"] == 1


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


THOUSAND = [f"c{n},2024-03-{n % 28 + 1:02},{n}" for n in range(1, 1001)]


def with_lines(**changed):
    lines = list(THOUSAND)
    for name, line in changed.items():
        lines[int(name.removeprefix("at_")) - 1] = line
    return HEAD + "\n".join(lines) + "\n"


@pytest.mark.parametrize("line", ['"c500,2024-03-24,500', 'c500,2024-03-24,"500'])
def test_a_quote_that_is_never_closed_costs_its_own_line_only(tmp_path, line):
    path = write(tmp_path, with_lines(at_500=line))
    with pytest.raises(ValueError, match=r"1 rows do not.*line 501 \(a quote that is not closed"):
        read(path)
    log, report = read(path, ragged_rows="drop")
    assert (report.rows_in, report.rows_out) == (1000, 999)
    assert report.table.loc["wrong number of cells", "rows"] == 1
    assert log["amount"].sum() == 1000 * 1001 / 2 - 500


@pytest.mark.parametrize("last", ['c700",2024-03-01,700', '"c700,2024-03-01,700'])
def test_a_quote_that_is_closed_far_below_costs_two_lines(tmp_path, last):
    path = write(tmp_path, with_lines(at_500='"c500,2024-03-24,500', at_700=last))
    with pytest.raises(ValueError, match=r"2 rows do not.*line 501 \(a quote.*line 701 \(a quote"):
        read(path)
    log, report = read(path, ragged_rows="drop")
    assert (report.rows_in, report.rows_out) == (1000, 998)
    assert log["amount"].sum() == 1000 * 1001 / 2 - 500 - 700


def test_behind_a_stray_quote_cells_of_two_lines_are_whole_and_lines_are_named(tmp_path):
    text = with_lines(at_500='"c500,2024-03-24,500', at_800='"c\n800",2024-03-01,8', at_900="a,b,1")
    log, report = read(write(tmp_path, text), ragged_rows="drop")
    assert (report.rows_in, report.rows_out) == (1000, 998)
    # The cell is one; a line break within an id is a blank.
    assert "c 800" in log["customer_id"].to_list()
    # One line more stands above: the header and the second line of c 800.
    assert "first: line 902 'b'" in str(report)


def test_an_open_quote_in_the_last_line_is_ragged(tmp_path):
    path = write(tmp_path, with_lines(at_1000='c,2024-03-01,"1').strip())
    with pytest.raises(ValueError, match=r"line 1,001 \(a quote that is not closed"):
        read(path)
    assert read(path, ragged_rows="drop").report.rows_in == 1000


def test_cells_of_many_lines_are_no_stray_quotes(tmp_path):
    rows = "".join(f'c{n},2024-03-01,{n},"a, b\nc, d\n\ne ""f"""\n' for n in range(1, 50))
    log, report = read(write(tmp_path, HEAD.strip() + ",note\n" + rows), keep=["note"])
    assert report.rows_in == 49
    assert set(log["note"]) == {'a, b\nc, d\n\ne "f"'}


def test_quotes_inside_cells_are_marks_like_others(tmp_path):
    rows = 'a"b,2024-03-01,1\n"a ""b""",2024-03-02,2\n"c, d",2024-03-03,3\n5" pipe,2024-03-04,4\n'
    ids = read(write(tmp_path, HEAD + rows)).log["customer_id"].to_list()
    assert ids == ['a"b', 'a "b"', "c, d", '5" pipe']


TWO = "a,2024-03-01,1\nb,soon,2\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\n" + HEAD + TWO, 5),
        ("Orders of 2024\n\nShop: Tea\n" + HEAD + TWO, 6),
        ("# by the shop, twice, a day\n" + HEAD + TWO, 4),
        ("1,2,3\n" + HEAD + TWO, 4),
        (HEAD + TWO.replace("\n", "\n\n  \n"), 5),
        ("sep=,\n" + HEAD + TWO, 4),
        (HEAD.replace("\n", "\r\n") + TWO.replace("1\n", "1\r"), 3),
    ],
)
def test_lines_above_the_header_and_blank_lines_are_no_rows(tmp_path, text, line):
    report = read(write(tmp_path, text)).report
    assert report.rows_in == 2
    assert f"first: line {line} 'soon'" in str(report)


def test_the_header_that_was_found_below_titles_is_noted(tmp_path):
    assert "the header is line 3 of" in str(read(write(tmp_path, "Orders\n\n" + HEAD + TWO)).report)
    assert "the header is line" not in str(read(write(tmp_path, "\n" + HEAD + TWO)).report)


def test_skip_says_how_many_lines_stand_above(tmp_path):
    path = write(tmp_path, "x,y,z\nq,r,s\n" + HEAD + TWO)
    with pytest.raises(ValueError, match="missing columns"):
        read(path)
    assert "first: line 5 'soon'" in str(read(path, skip=2).report)


def test_sep_line_is_obeyed(tmp_path):
    path = write(tmp_path, "sep=~\n" + HEAD.replace(",", "~") + "a~2024-03-01~1\n", "utf-8-sig")
    assert read(path).log["amount"].to_list() == [1.0]


@pytest.mark.parametrize("delimiter", [None, " ", r"\s+"])
def test_runs_of_blanks_are_one_delimiter(tmp_path, delimiter):
    text = ' customer_id  ordered_at amount\n 0001 20240301   1\n"b c"\t20240302 2\n'
    log, _ = read(write(tmp_path, text), delimiter=delimiter)
    assert log["customer_id"].to_list() == ["0001", "b c"]
    assert log["amount"].to_list() == [1.0, 2.0]


def test_a_file_without_names_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"line 1, holds values \(00001, 19970101, 1, 11.77\)"):
        read(write(tmp_path, " 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n"))


@pytest.mark.parametrize(("head", "row"), [("", ","), (",", ""), (",", ","), (",,", ",,")])
def test_a_delimiter_too_many_does_no_harm(tmp_path, head, row):
    lines = [HEAD.strip() + head, "a,2024-03-01,1" + row, "b,2024-03-02,2" + row]
    assert read(write(tmp_path, "\n".join(lines))).log["amount"].to_list() == [1.0, 2.0]


def test_a_cell_behind_the_last_name_is_refused(tmp_path):
    rows = "".join(f"a{n},2024-03-01,1,\n" for n in range(100)) + "b,2024-03-01,2,9\n"
    with pytest.raises(ValueError, match=r"column number 4 has no name.*line 102 '9'"):
        read(write(tmp_path, HEAD + rows))


def test_zero_bytes_are_refused_with_the_line(tmp_path):
    with pytest.raises(ValueError, match="line 3 holds a zero byte"):
        read(write(tmp_path, HEAD + "a,2024-03-01,1\nb\0,2024-03-01,1\n"))


def test_whole_rows_are_compared_though_few_columns_are_read(tmp_path):
    rows = [f"a,2024-03-01,1,{item}\n" for item in ("tea", "cup", "tea", "")]
    many = "".join(f"b{n},2024-03-01,1,x\n" for n in range(300_000))
    text = HEAD.strip() + ",item\n" + "".join(rows) + "\n" + many + rows[1] + rows[3]
    log, report = read(write(tmp_path, text), duplicates="drop")
    assert report.table.loc["exact duplicate", "rows"] == 3
    assert len(log) == 300_003


def test_a_row_of_tabs_alone_is_a_row_of_blank_cells(tmp_path):
    text = (HEAD + "a,2024-03-01,1\n,,\n \n\n\x1a").replace(",", "\t")
    report = read(write(tmp_path, text)).report
    assert (report.rows_in, report.rows_out) == (2, 1)


@pytest.mark.parametrize("rows", [10, 60])
def test_a_file_read_in_many_slices_gives_the_same(tmp_path, monkeypatch, rows):
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{n % 7}" if n % 11 else "" for n in range(300)],
            "ordered_at": [f"2024-03-{n % 28 + 1:02} 10:{n % 60:02}" for n in range(300)],
            "amount": [f"{n / 100 + 1:.2f}" for n in range(300)],
            # Two lines an order: within a slice numbers come again, in another they do not.
            "order_id": [f"o{n // 2:05}" if n % 13 else "" for n in range(300)],
            "note": [f"{n} ü" for n in range(300)],
        }
    )
    frame.to_csv(tmp_path / "o.csv", index=False)
    whole = read(tmp_path / "o.csv", keep=["note"])
    monkeypatch.setattr("crmkit.orders.csv.file._BLOCK", 400)
    monkeypatch.setattr("crmkit.orders.csv.file._TEXT", 7)
    monkeypatch.setattr("crmkit.orders.csv.columns._SLICE_ROWS", rows)
    monkeypatch.setattr("crmkit.orders.columns.column._SLICE", 9)
    monkeypatch.setattr("crmkit.orders.dates.texts.SLICE", 8)
    sliced = read(tmp_path / "o.csv", keep=["note"])
    pd.testing.assert_frame_equal(sliced.log, whole.log)
    pd.testing.assert_frame_equal(sliced.report.table, whole.report.table)
    assert sliced.log["note"].to_list() == [f"{n} ü" for n in range(300) if n % 11]


def in_slices(monkeypatch, rows):
    monkeypatch.setattr("crmkit.orders.csv.file._BLOCK", 400)
    monkeypatch.setattr("crmkit.orders.csv.columns._SLICE_ROWS", rows)


def test_a_customer_of_slices_far_apart_is_one(tmp_path, monkeypatch):
    # Two lines a customer: neighbouring slices share none, the last one repeats the first.
    lines = [f"c{n // 2},2024-03-01T10:{n % 60:02}:00,{n + 1}\n" for n in range(300)]
    path = write(tmp_path, HEAD + "".join(lines) + "c0,2024-03-02T09:00:00,-1\n" + lines[2])
    in_slices(monkeypatch, 60)
    log, report = read(path)
    rows = report.table["rows"]
    assert (rows["exact duplicate"], rows["return"], rows["returned purchase"]) == (1, 1, 1)
    assert rows["unmatched return"] == 0
    assert log["amount"].sum() == 300 * 301 / 2 - 1
    assert "orders of 150 customers" in str(report)


def test_an_order_that_two_slices_share_is_one(tmp_path, monkeypatch):
    # The total stands on an order's first line; an odd first line puts orders across slices.
    lines = [
        f"c{n},2024-03-01T10:00:00,{n},o{n}\nc{n},2024-03-01T10:00:00,,o{n}\n"
        for n in range(1, 200)
    ]
    path = write(tmp_path, HEAD.strip() + ",order_id\nc0,2024-03-01,7,o0\n" + "".join(lines))
    in_slices(monkeypatch, 20)
    log, report = read(path)
    assert report.table.loc["further line of an order", "rows"] == 199
    assert report.table.loc["non-numeric amount", "rows"] == 0
    assert log["amount"].sum() == 7 + 199 * 200 / 2


def test_cells_that_are_no_longer_held_are_read_again_for_errors_and_notes(tmp_path):
    lines = [f'c{n},2024-03-01T10:00:{n % 60:02},1,"{n}\nx"\n' for n in range(300)]
    lines[7] = "c7,soon,1,\n"
    lines[9] = "c9,,1,\n"
    lines[290] = "c290,2025-01-01,1,\n"
    path = write(tmp_path, HEAD.strip() + ",note\n" + "".join(lines))
    _, report = read(path, as_of="2024-12-31")
    assert "unparseable date in 'ordered_at', first: line 16 'soon', line 19 ''" in str(report)
    assert "date after as_of in 'ordered_at', first: line 580 '2025-01-01'" in str(report)


@pytest.mark.parametrize("mark", ["\t", ";", "|"])
def test_a_mark_that_cuts_the_header_as_well_wins_over_commas_in_cells(tmp_path, mark):
    rows = [["ordered_at", "customer_id", "amount"]]
    rows += [["Mar 1, 2024", "Smith, Al", "15.00"], ["Mar 2, 2024", "Doe, Jo", "16.00"]]
    path = write(tmp_path, "".join(mark.join(row) + "\n" for row in rows))
    assert read(path).log["customer_id"].to_list() == ["Smith, Al", "Doe, Jo"]
    german = "customer_id;ordered_at;amount;street\nMüller, Anna;01.03.2024;15,00;Ring 5, Bonn\n"
    german += "Maier, Jan;14.03.2024;20,50;Ring 7, Bonn\n"
    log, _ = read(write(tmp_path, german.replace(";", mark)))
    assert log["amount"].to_list() == [15.0, 20.5]


def test_commas_in_a_line_above_the_header_cut_no_table(tmp_path):
    above = "Statement, March\nBalance;1.234,50\n"
    rows = "".join(f"k{n};{n}.03.2024;{n},50\n" for n in range(13, 29))
    log, _ = read(write(tmp_path, above + HEAD.replace(",", ";") + rows))
    assert log["amount"].sum() == sum(range(13, 29)) + 8.0


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_quotes_behind_backslashes_stay_in_their_cells(tmp_path, encoding):
    rows = r'"小明\"b\"",2024-03-01,5' + "\n" + r'"a\", \"b",2024-03-02,6' + "\n"
    log, report = read(write(tmp_path, HEAD + rows + r'"C:\张三",2024-03-03,7', encoding))
    assert log["customer_id"].to_list() == ['小明"b"', 'a", "b', "C:\\张三"]
    assert 'a quote behind a backslash (\\") was read as one inside its cell' in str(report)


def test_a_backslash_may_end_a_cell(tmp_path):
    rows = '"C:\\a\\",2024-03-01,5\n"C:\\b\\",2024-03-02,6\n'
    log, report = read(write(tmp_path, HEAD + rows))
    assert log["customer_id"].to_list() == ["C:\\a\\", "C:\\b\\"]
    assert "behind a backslash" not in str(report)


def test_blanks_before_quotes_are_left_out(tmp_path):
    head = 'customer_id, "ordered_at", "amount"\n'
    rows = 'a, "2024-03-01", "1,234.50"\n\n"b, c" , "2024-03-02" , "6.00"\nd, "soon", "7.00"\n'
    log, report = read(write(tmp_path, head + rows))
    assert log["customer_id"].to_list() == ["a", "b, c"]
    assert log["amount"].to_list() == [1234.5, 6.0]
    assert "blanks between cells and their quotes were left out" in str(report)
    with pytest.raises(ValueError, match="line 5 'soon'"):
        read(write(tmp_path, head + rows), unparseable_dates="error")


def test_a_hash_before_the_first_name_is_left_out(tmp_path):
    rows = "a,2024-03-01,5\nb,2024-03-02,6\n"
    for above in ("", "# written by a till\n"):
        log, report = read(write(tmp_path, f"{above}#{HEAD}{rows}"))
        assert log["amount"].to_list() == [5.0, 6.0]
        assert "the # before 'customer_id' in the header of orders.csv was left out" in str(report)


def test_columns_at_fixed_places_are_refused_with_the_places(tmp_path):
    path = write(
        tmp_path,
        "customer_id ordered_at          amount\n"
        "007         2024-03-01 10:00:00  12.50\n"
        "008         2024-03-02 11:30:00   2.50\n",
    )
    with pytest.raises(ValueError, match="columns at fixed places") as refused:
        read(path)
    places = str(refused.value).split("colspecs=")[1].split(", dtype")[0]
    assert places == "[(0, 12), (12, 32), (32, None)]"
    frame = pd.read_fwf(path, colspecs=[(0, 12), (12, 32), (32, None)], dtype="str")
    log, _ = read(frame)
    assert log["customer_id"].to_list() == ["007", "008"]
    assert log["ordered_at"].to_list() == [
        pd.Timestamp("2024-03-01 10:00"),
        pd.Timestamp("2024-03-02 11:30"),
    ]


def test_a_csv_file_of_which_nothing_is_left_says_why(tmp_path):
    path = write(tmp_path, HEAD + "a,2024-03-01,1\nb,2024-03-02,2\n")
    with pytest.raises(ValueError, match=r"no order line is left.*'date after as_of' \(2 of 2"):
        read(path, as_of="2020-01-01")
    # Also where the loss alone would refuse it, and total lines are looked for.
    with pytest.raises(ValueError, match="no order line is left"):
        orders.read(path, as_of="2020-01-01")
