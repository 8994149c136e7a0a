"""Times of purchase from every form that exports use."""

import re
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from tests.orders.leniently import read


def orders(dates):
    return pd.DataFrame(
        {"customer_id": [f"c{n}" for n in range(len(dates))], "ordered_at": dates, "amount": 1.0}
    )


def dates(values, **options):
    return read(orders(values), **options).log["ordered_at"].astype(str).to_list()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T10:20:30.5", "2024-03-05 10:20:30.500000"),
        ("2024-3-5 1:02", "2024-03-05 01:02:00"),
        ("2024/3/5", "2024-03-05"),
        ("2024.03.05 10:20", "2024-03-05 10:20:00"),
        ("20240305", "2024-03-05"),
        ("20240305 10:20", "2024-03-05 10:20:00"),
        ("2024年3月5日", "2024-03-05"),
        ("2024年03月05日 10时20分30秒", "2024-03-05 10:20:30"),
        ("2024年3月5日10:20", "2024-03-05 10:20:00"),
        ("2024年3月5日 下午3点05分", "2024-03-05 15:05:00"),
        ("5 Mar 2024", "2024-03-05"),
        ("March 5, 2024 1:05 PM", "2024-03-05 13:05:00"),
        ("12-Sept-2024", "2024-09-12"),
        (" 2024-03-05 ", "2024-03-05"),
        ("1950-01-01", "1950-01-01"),
        ("2100-12-31 23:59", "2100-12-31 23:59:00"),
        ("Tuesday, March 5, 2024", "2024-03-05"),
        ("2024-W10-2", "2024-03-05"),
        ("2024W102 10:20", "2024-03-05 10:20:00"),
        ("20240305102030", "2024-03-05 10:20:30"),
        ("２０２４－０３－０５　１０：２０", "2024-03-05 10:20:00"),
        ("\u200e2024/3/5\u200e", "2024-03-05"),
        ('="2024-03-05"', "2024-03-05"),
        ("2024年3月5日 星期二 10:20", "2024-03-05 10:20:00"),
        ("2024-03-05 10:20:30.123456789", "2024-03-05 10:20:30.123456"),
        ("2024-03-05 10:20:30,5", "2024-03-05 10:20:30.500000"),
        ("2024-03-05 1:05 p.m.", "2024-03-05 13:05:00"),
        ("2024-03-05 12:05 A.M.", "2024-03-05 00:05:00"),
        ("2024-03-05 1 PM", "2024-03-05 13:00:00"),
        ("2024-03-05 13:05 PM", "2024-03-05 13:05:00"),
        ("2024-03-05 10:20 Uhr", "2024-03-05 10:20:00"),
        ("2024-03-05 上午12:30", "2024-03-05 00:30:00"),
        ("2024-03-05 下午3点", "2024-03-05 15:00:00"),
        ("2024-03-05 晚上8:30", "2024-03-05 20:30:00"),
        ("2024-03-05 中午12:30", "2024-03-05 12:30:00"),
        ("2024-03-05 24:00", "2024-03-06 00:00:00"),
        ("45356", "2024-03-05"),
        ("45356.5", "2024-03-05 12:00:00"),
    ],
)
def test_date_text_is_read(text, at):
    assert pd.Timestamp(dates([text])[0]) == pd.Timestamp(at)
    # and beside another form in the same column
    assert pd.Timestamp(dates([text, "2020-02-29 23:59:59"])[0]) == pd.Timestamp(at)


@pytest.mark.parametrize(
    "bad",
    ["2024-02-30", "2023年13月1日", "soon", "", None, "2024", "2024-03", "25:00",
     "2024-03-05 25:00", "2024-03-05 10:61", "5 Brumaire 2024", "-1", "0", "12345678901",
     "202301", "240102", "1", "711", "29220", "73416", "2024-W54-1", "2024-W05",
     "Monday, March 5, 2024", "2024-03-05 24:01", "2024-03-05 13:05 AM", "2024-03-05 晚上12:00",
     "2024-03-05 - 2024-03-07", "2024-03-05 10:00-11:00", "2024-03-05 10:20+15:00",
     "2024-03-05 10:20 OOPS", "0000-00-00", "1900-01-01", "9999-12-31", "1970-01-01"],
)  # fmt: skip
def test_what_is_no_date_is_counted_with_its_money(bad):
    log, report = read(orders([bad, "2024-03-06"]))
    assert len(log) == 1
    assert report.table.loc["unparseable date", ["rows", "money"]].to_list() == [1, 1.0]


def test_frames_with_timestamps_of_any_unit_read_alike():
    for unit in ("s", "ms", "us", "ns"):
        stamps = pd.Series(["2024-03-05 10:20:30", None]).astype(f"datetime64[{unit}]")
        log, report = read(orders(stamps))
        assert log["ordered_at"].dtype == "datetime64[us]"
        assert log["ordered_at"][0] == pd.Timestamp("2024-03-05 10:20:30")
        assert report.table.loc["unparseable date", "rows"] == 1


def test_python_dates_and_datetimes_are_read():
    cells = pd.Series([date(2024, 3, 5), datetime(2024, 3, 6, 7, 8), "2024-03-07"], dtype=object)
    assert dates(cells) == ["2024-03-05 00:00:00", "2024-03-06 07:08:00", "2024-03-07 00:00:00"]


def test_arrow_dates_are_read():
    cells = pd.Series([date(2024, 3, 5)], dtype="date32[pyarrow]")
    assert read(orders(cells)).log["ordered_at"][0] == pd.Timestamp("2024-03-05")


def test_numbers_are_days_of_excel_or_compact_dates():
    assert dates([20240305, 20240306]) == ["2024-03-05", "2024-03-06"]
    assert dates([29221, 73415.5]) == ["1980-01-01 00:00:00", "2100-12-31 12:00:00"]
    assert "Excel days (45000 is 2023-03-15): 1 row" in str(read(orders([45356])).report)
    assert len(read(orders([45356, 29220, 73416, 1])).log) == 1


def test_day_first_is_inferred_from_the_column_and_said():
    reading = read(orders(["03/04/2024", "13/04/2024"]))
    assert reading.log["ordered_at"].dt.month.to_list() == [4, 4]
    assert "day first: 1 row such as index 1 '13/04/2024'" in str(reading.report)


def test_month_first_is_inferred_from_the_column_and_said():
    reading = read(orders(["12/1/2010 8:26", "12/13/2010 9:00"]))
    assert reading.log["ordered_at"].astype(str).to_list()[0] == "2010-12-01 08:26:00"
    assert "month first" in str(reading.report)


def test_ambiguous_dates_ask_for_the_format():
    with pytest.raises(
        ValueError, match=r"'ordered_at' is ambiguous in 2 rows.*date_format='%d/%m"
    ):
        read(orders(["03/04/2024", "05/06/2024", "07/07/2024"]))
    assert dates(["03/04/2024"], date_format="%d/%m/%Y") == ["2024-04-03"]
    assert dates(["03/04/2024"], date_format="%m/%d/%Y") == ["2024-03-04"]


def test_equal_day_and_month_are_not_ambiguous():
    assert dates(["07/07/2024"]) == ["2024-07-07"]


def test_conflicting_orders_are_refused():
    with pytest.raises(ValueError, match=r"mixes day first in 1 row.*month first in 1 row"):
        read(orders(["13/04/2024", "04/13/2024"]))


@pytest.mark.parametrize(
    ("mixed", "doubtful"),
    [
        (["03/04/2024", "03-04-2024"], 2),
        # The slashes prove nothing of the hyphens.
        (["13/04/2024", "03-04-2024"], 1),
        (["2024-03-05", "05/03/2024"], 1),
        (["03/04/2024", "03/04/2024 10:20"], 2),
    ],
)
def test_forms_that_no_one_format_reads_are_said_to_be_so(mixed, doubtful):
    said = rf"ambiguous in {doubtful} rows?.*No date_format reads every value.*leaves out 1 row"
    with pytest.raises(ValueError, match=said):
        read(orders(mixed))


def test_day_first_texts_beside_iso_dates_are_read_where_one_proves_it():
    assert dates(["2024-03-05", "13/03/2024", "05/03/2024"]) == [
        "2024-03-05", "2024-03-13", "2024-03-05",
    ]  # fmt: skip


def test_year_day_month_is_refused_with_its_format():
    turned = ["2024-13-03", "2024-04-03"]
    with pytest.raises(ValueError, match=r"months above 12 in 1 row.*date_format='%Y-%d-%m'"):
        read(orders(turned))
    assert dates(turned, date_format="%Y-%d-%m") == ["2024-03-13", "2024-03-04"]
    # Where another date is no such, it is a slip of the pen.
    assert dates(["2024-13-03", "2024-04-30"]) == ["2024-04-30"]


def suggested(values):
    with pytest.raises(ValueError) as error:
        read(orders(values))
    formats = re.findall("date_format='(.*?)'", str(error.value))
    for one in formats:
        assert len(read(orders(values), date_format=one).log) == len(values)
    return formats


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (["13/04/24"], ["%d/%m/%y", "%y/%m/%d"]),
        (["04/13/24", "01/02/24"], ["%m/%d/%y"]),
        (["01-13-24 10:20", "02-03-24 11:00"], ["%m-%d-%y %H:%M"]),
        (["03.04.05 1:05:30 PM"], ["%d.%m.%y %I:%M:%S %p", "%m.%d.%y %I:%M:%S %p",
                                   "%y.%m.%d %I:%M:%S %p"]),
        (["05-MAR-24", "20-Dec-24"], ["%d-%b-%y", "%y-%b-%d"]),
        (["05-MAR-24", "12-APR-24", "31-JUN-99"], []),
        (["Mar 5, 24"], ["%b %d, %y"]),
        ([202301, 202312], ["%Y%m"]),
        (["240120", "240102"], ["%d%m%y", "%y%m%d"]),
        # As a number, 050324 has lost its zero, and is no day of Excel.
        ([130324, 50324], ["%d%m%y", "%y%m%d"]),
        (["13032024"], ["%d%m%Y"]),
        (["202403051020"], ["%Y%m%d%H%M"]),
        ([2401021030, 2401311030], ["%y%m%d%H%M"]),
    ],
)  # fmt: skip
def test_only_formats_that_read_every_value_are_suggested(values, formats):
    assert suggested(values) == formats


def test_where_no_format_reads_every_value_the_first_it_leaves_out_is_shown():
    with pytest.raises(ValueError, match=r"years of two digits in 1 row.*'%d/%m/%y' \(day first\) "
                       r"leaves out 1 row \(first: index 1 'n/a'\)"):  # fmt: skip
        read(orders(["13/04/24", "n/a"]))


def test_format_is_refused_where_another_order_reads_more():
    said = r"'%d/%m/%y' does not read 2 rows.*'%m/%d/%y' \(month first\) reads 3 rows instead of 1"
    with pytest.raises(ValueError, match=said):
        read(orders(["01/13/20", "02/03/20", "12/31/20"]), date_format="%d/%m/%y")


def test_format_that_reads_most_of_a_mixture_is_taken_and_the_rest_noted():
    mixture = ["13/01/2020", "14/01/2020", "02/13/2020"]
    log, report = read(orders(mixture), date_format="%d/%m/%Y")
    assert log["ordered_at"].dt.day.to_list() == [13, 14]
    assert "1 row (first: index 2 '02/13/2020')" in str(report)
    assert "but as '%m/%d/%Y'" in str(report)


@pytest.mark.parametrize("wrong", ["mixed", "ISO8601", "%Q"])
def test_what_is_no_format_is_refused(wrong):
    with pytest.raises(ValueError, match=f"date_format='{wrong}' is no format"):
        read(orders(["2024-03-05"]), date_format=wrong)


def test_format_of_texts_leaves_date_cells_as_they_are():
    cells = pd.Series([datetime(2024, 3, 14), "03/04/2024"], dtype=object)
    assert dates(cells, date_format="%d/%m/%Y") == ["2024-03-14", "2024-04-03"]


def test_dates_that_excel_exchanged_are_refused():
    for typed in (datetime(2024, 3, 4), 45356):
        for options in ({}, {"date_format": "%d/%m/%Y"}):
            cells = pd.Series([typed, "13/04/2024"], dtype=object)
            with pytest.raises(ValueError, match=r"none after the 12th.*exchanges day and month"):
                read(orders(cells), **options)
    # A date after the 12th was not exchanged.
    cells = pd.Series([datetime(2024, 3, 14), datetime(2024, 3, 4), "13/04/2024"], dtype=object)
    assert len(dates(cells)) == 3


def test_placeholders_are_no_dates_and_counted_by_word():
    values = [
        "0000-00-00",
        "0000-00-00 00:00:00",
        "1900-01-01",
        "9999-12-31",
        "1970-01-01",
        "2024-03-05",
    ]
    log, report = read(orders(values))
    assert log["ordered_at"].astype(str).to_list() == ["2024-03-05"]
    assert report.table.loc["unparseable date", "rows"] == 5
    for word in ("0000-00-00 (2 rows)", "1900-01-01 (1 row)", "9999-12-31 (1 row)",
                 "1970-01-01 (1 row)"):  # fmt: skip
        assert word in str(report)


def test_the_zero_of_the_clock_is_a_date_among_others_of_its_year():
    assert dates(["1970-01-01", "1970-06-05"]) == ["1970-01-01", "1970-06-05"]
    zero = ["1970-01-01T00:00:00Z", "2024-03-05T12:00:00Z"]
    assert dates(zero, timezone="America/New_York") == ["2024-03-05 07:00:00"]


def test_unix_times_are_instants():
    # 2024-03-05 10:00 UTC
    for values in ([1709632800], ["1709632800"], [1709632800000], [1709632800.0, 0, np.nan]):
        with pytest.raises(ValueError, match=r"seconds since 1970.*timezone='Asia/Shanghai'"):
            read(orders(values))
        assert dates(values, timezone="Asia/Shanghai") == ["2024-03-05 18:00:00"]


def test_unix_times_beside_anything_else_are_not_read():
    log, report = read(orders(["1709632800", "2024-03-05"]))
    assert len(log) == 1
    assert report.table.loc["unparseable date", "rows"] == 1


def test_months_of_other_languages_are_named_and_not_read():
    log, report = read(orders(["5 mars 2024", "6 mars 2024", "5 de marzo de 2024", "2024-03-05"]))
    assert len(log) == 1
    assert "not: mars (2 rows), marzo (1 row)" in str(report)
    # Whether the accent is a character or a mark behind one.
    _, report = read(orders(["5 février 2024", "6 fe\u0301vrier 2024", "2024-03-05"]))
    assert "not: février (2 rows)" in str(report)


def test_names_of_zones_are_refused_with_a_format_that_takes_them_off():
    texts = ["2024-03-05 10:20:30 CST", "2024-07-05 10:20:30 CST"]
    with pytest.raises(ValueError, match=r"names of zones in 2 rows.*CST is no offset"):
        read(orders(texts))
    assert suggested(texts) == ["%Y-%m-%d %H:%M:%S CST"]
    with pytest.raises(ValueError, match="names of zones in 2 rows"):
        read(orders(["Mar 5, 2024 1:05 PM EST", "Jul 5, 2024 1:05 PM EDT"]))
    utc = ["2024-03-05 10:20 UTC", "2024-03-05 18:20 GMT+8", "Tue, 05 Mar 2024 10:20 GMT"]
    assert set(dates(utc, timezone="UTC")) == {"2024-03-05 10:20:00"}


def test_spans_of_time_are_told_from_offsets():
    # Each ends after it begins.
    log, report = read(orders(["2024-03-05 10:00-11:00", "2024-03-05 11:00-12:00", "2024-03-07"]))
    assert log["ordered_at"].astype(str).to_list() == ["2024-03-07"]
    assert "spans in 'ordered_at' are no times: 2 rows" in str(report)
    offsets = ["2024-03-05 10:00-05:00", "2024-03-05 01:00-05:00"]
    assert dates(offsets, timezone="UTC") == ["2024-03-05 15:00:00", "2024-03-05 06:00:00"]


def test_values_outside_the_given_format_are_counted():
    _, report = read(orders(["03/04/2024", "2024-04-03"]), date_format="%d/%m/%Y")
    assert report.table.loc["unparseable date", "rows"] == 1
    with pytest.raises(ValueError, match=r"has no date as '%Y' in 1 row.*date_format='%d/%m/%Y'"):
        read(orders(["03/04/2024"]), date_format="%Y")


def test_aware_times_need_a_named_zone():
    for times in (
        pd.date_range("2024-03-05 20:00", periods=2, tz="UTC"),
        ["2024-03-05T20:00:00Z", "2024-03-05 20:00:00+00:00"],
        pd.Series([datetime(2024, 3, 5, 20, tzinfo=UTC)] * 2, dtype=object),
    ):
        with pytest.raises(ValueError, match=r"zone in 2 rows.*timezone='Asia/Shanghai'"):
            read(orders(times))
        log, report = read(orders(times), timezone="Asia/Shanghai")
        assert log["ordered_at"][0] == pd.Timestamp("2024-03-06 04:00")
        assert "Asia/Shanghai" in str(report)


def test_mixed_offsets_meet_in_one_zone():
    texts = ["2024-03-05T23:30:00+0000", "2024-03-06 07:30 +08:00", "2024-03-05 18:30:00-05"]
    assert set(dates(texts, timezone="Asia/Shanghai")) == {"2024-03-06 07:30:00"}
    cells = [datetime(2024, 3, 6, 7, 30, tzinfo=timezone(timedelta(hours=8))),
             datetime(2024, 3, 5, 23, 30, tzinfo=UTC)]  # fmt: skip
    assert set(dates(pd.Series(cells, dtype=object), timezone="Asia/Shanghai")) == {
        "2024-03-06 07:30:00"
    }


def test_times_without_a_zone_beside_aware_ones_are_counted_as_local():
    reading = read(orders(["2024-03-05T20:00Z", "2024-03-06 04:00"]), timezone="Asia/Shanghai")
    assert reading.log["ordered_at"].nunique() == 1
    assert "1 times without a zone were taken as Asia/Shanghai times" in str(reading.report)


def test_summer_time_is_kept_in_the_conversion():
    texts = ["2024-01-15T12:00Z", "2024-07-15T12:00Z"]
    hours = read(orders(texts), timezone="Europe/London").log["ordered_at"].dt.hour
    assert hours.to_list() == [12, 13]


def test_a_given_zone_for_zoneless_times_is_noted():
    assert "taken as Asia/Shanghai" in str(
        read(orders(["2024-03-05"]), timezone="Asia/Shanghai")[1]
    )


def test_date_format_with_an_offset_converts():
    times = dates(
        ["05.03.2024 20:00 +0000"], date_format="%d.%m.%Y %H:%M %z", timezone="Asia/Tokyo"
    )
    assert times == ["2024-03-06 05:00:00"]


def test_unknown_zone_is_refused():
    with pytest.raises(ValueError, match=r"timezone='Shanghai' is unknown"):
        read(orders(["2024-03-05"]), timezone="Shanghai")


def test_time_zones_may_have_blanks_around_them_and_near_misses_are_named():
    assert dates(["2024-03-05T20:00:00Z"], timezone=" Asia/Shanghai ") == ["2024-03-06 04:00:00"]
    with pytest.raises(ValueError, match="Did you mean 'Asia/Shanghai'"):
        read(orders(["2024-03-05"]), timezone="asia/shanghai")


def test_clocks_are_set_by_the_zone_on_the_days_of_change():
    # London goes forward on 2024-03-31 at 01:00 and back on 2024-10-27 at 02:00, local time.
    texts = ["2024-03-31T00:59:59Z", "2024-03-31T01:00:00Z", "2024-10-27T00:30:00Z",
             "2024-10-27T01:30:00Z"]  # fmt: skip
    assert dates(texts, timezone="Europe/London") == [
        "2024-03-31 00:59:59", "2024-03-31 02:00:00", "2024-10-27 01:30:00", "2024-10-27 01:30:00",
    ]  # fmt: skip


def test_local_times_that_never_were_are_noted():
    log, report = read(orders(["2024-03-31 01:30", "2024-03-31 02:30"]), timezone="Europe/London")
    assert len(log) == 2
    assert "1 row (first: index 0 '2024-03-31 01:30')" in str(report)
    assert "clocks of Europe/London skip" in str(report)


def test_years_of_no_order_are_no_dates():
    values = np.array(["1949-12-31", "1950-01-01", "2100-12-31", "2101-01-01"], "datetime64[us]")
    assert dates(values) == ["1950-01-01", "2100-12-31"]
    seconds = np.array(["2024-03-05", "300000-01-01", "-300000-01-01"], "datetime64[s]")
    assert dates(seconds) == ["2024-03-05"]


def test_periods_are_read_where_they_name_a_day():
    assert dates(pd.period_range("2024-03-05", periods=2, freq="D")) == ["2024-03-05", "2024-03-06"]
    months = pd.Series(pd.period_range("2024-03", periods=2, freq="M"))
    for cells in (months, months.astype(object)):
        with pytest.raises(ValueError, match=r"periods longer than a day \(period\[M\]\)"):
            read(orders(cells))


@pytest.mark.parametrize(
    "kind", [pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("ns"), pa.string()]
)
def test_arrow_types_are_read(kind):
    day = "2024-03-05" if kind == pa.string() else date(2024, 3, 5)
    cells = pd.Series([day, None], dtype=pd.ArrowDtype(kind))
    assert dates(cells) == ["2024-03-05"]


def test_arrow_times_with_a_zone_are_instants():
    kind = pd.ArrowDtype(pa.timestamp("us", "UTC"))
    cells = pd.Series([datetime(2024, 3, 5, 20, tzinfo=UTC)], dtype=kind)
    with pytest.raises(ValueError, match="times with a zone in 1 row"):
        read(orders(cells))
    assert dates(cells, timezone="Asia/Shanghai") == ["2024-03-06 04:00:00"]


@pytest.mark.parametrize(
    "cells",
    [
        pd.Series([time(10, 20), None], dtype=object),
        pd.Series([time(10, 20)], dtype="time64[us][pyarrow]"),
        pd.Series([timedelta(days=1)]),
    ],
)
def test_times_without_a_day_are_refused(cells):
    with pytest.raises(ValueError, match="times of day or lengths of time, and no day"):
        read(orders(cells))


def test_cells_of_several_zones_and_none_meet_in_one():
    cells = [
        pd.Timestamp("2024-03-05 20:00", tz="UTC"),
        pd.Timestamp("2024-03-06 05:00", tz="Asia/Tokyo"),
        pd.Timestamp("2024-03-06 04:00"),
        pd.NaT,
        np.datetime64("2024-03-06T04:00"),
    ]
    read_cells = dates(pd.Series(cells, dtype=object), timezone="Asia/Shanghai")
    assert read_cells == ["2024-03-06 04:00:00"] * 4


def test_categories_of_timestamps_are_read():
    cells = pd.Series(pd.to_datetime(["2024-03-05", None, "2024-03-05"])).astype("category")
    assert dates(cells) == ["2024-03-05"] * 2


def test_a_column_that_is_no_date_shows_its_first_rows():
    with pytest.raises(ValueError, match=r"holds no date in 2 rows \(first: index 0 'soon'.*Write"):
        read(orders(["soon", "later"]))


def test_long_columns_are_read_across_slices(monkeypatch):
    modules = [module for name, module in sys.modules.items() if name.startswith("crmkit.orders.")]
    for module in modules:
        if hasattr(module, "SLICE"):
            monkeypatch.setattr(module, "SLICE", 2)
    texts = ["2024-03-05", "13/04/2024 10:20", "2024-03-05T20:00:00Z", "45366", "", "14/04/2024"]
    assert dates(texts, timezone="Asia/Shanghai") == [
        "2024-03-05 00:00:00", "2024-04-13 10:20:00", "2024-03-06 04:00:00", "2024-03-15 00:00:00",
        "2024-04-14 00:00:00",
    ]  # fmt: skip
    assert dates(["13.04.24", "14.04.24", "15.04.24"], date_format="%d.%m.%y")[-1] == "2024-04-15"
    # That months stand before days is proven by another slice than the slip of the pen.
    assert len(dates(["2024-04-30", "2024-04-29", "2024-13-03", "2024-05-01"])) == 3


def test_a_column_without_any_date_says_so():
    for nothing in ([None, None], [np.nan, np.nan], ["", " "], [pd.NaT, pd.NaT]):
        for options in ({}, {"date_format": "%Y-%m-%d"}, {"timezone": "UTC"}):
            with pytest.raises(
                ValueError, match=r"(?s)no order line is left.*unparseable date +2 "
            ):
                read(orders(nothing), **options)


@pytest.mark.parametrize(
    "dtype", ["string", "string[python]", "string[pyarrow]", "category", object]
)
def test_text_types_read_alike(dtype):
    texts = pd.Series(["2024-03-05", "2024/3/6 7:08", None]).astype(dtype)
    assert dates(texts) == ["2024-03-05 00:00:00", "2024-03-06 07:08:00"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("20240305T102030", "2024-03-05 10:20:30"),
        ("20240305T1020", "2024-03-05 10:20"),
        ("20240305 102030", "2024-03-05 10:20:30"),
        ("20240305T102030.250", "2024-03-05 10:20:30.250"),
        ("20240305T240000", "2024-03-06"),
    ],
)
def test_digits_with_a_t_are_day_and_time(text, at):
    log, _ = read(orders([text, "20240305T000000"]))
    assert log["ordered_at"].to_list() == [pd.Timestamp(at), pd.Timestamp("2024-03-05")]


@pytest.mark.parametrize("wrong", ["20241305T102030", "20240305T256060", "05032024T102030"])
def test_digits_that_no_calendar_has_are_no_date(wrong):
    _, report = read(orders([wrong, "20240305T000000"]))
    assert report.table.loc["unparseable date", "rows"] == 1


def test_digits_with_a_zone_are_instants():
    for text in ("20240305T222030Z", "20240306T062030+0800", "20240305T222030+00:00"):
        with pytest.raises(ValueError, match="timezone="):
            dates([text])
        assert dates([text], timezone="Asia/Shanghai") == ["2024-03-06 06:20:30"]


def test_dates_that_excel_exchanged_are_refused_in_the_csv_that_was_made_of_it():
    cells = ["2023-05-03 00:00:00", "2023-04-02 00:00:00", "01/19/2023", "02/25/2023"]
    with pytest.raises(ValueError, match=r"Excel's dates, none after the 12th.*in 2 rows.*'01/19"):
        dates(cells)
    # Not where a text has both parts up to 12, or a date is after the 12th: Excel read them all.
    assert dates([*cells, "03/04/2023"])[-1] == "2023-03-04"
    assert dates([*cells, "2023-04-20 00:00:00"])[-1] == "2023-04-20"


def test_a_format_that_reads_years_to_come_is_not_offered_and_noted():
    thai = ["10/04/64", "11/05/64"]
    with pytest.raises(ValueError, match=r"two digits.*lie in the future.*Buddhist") as error:
        read(orders(thai))
    assert "Pass" not in str(error.value)
    _, report = read(orders(thai), date_format="%d/%m/%y")
    assert any("lie in the future as '%d/%m/%y': 2 rows" in note for note in report.notes)
    _, report = read(orders(["10/04/21"]), date_format="%d/%m/%y")
    assert "future as" not in str(report)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-03-05 10:20:30 上午", "2024-03-05 10:20:30"),
        ("2024/3/5 1:20 下午", "2024-03-05 13:20:00"),
        ("2024-03-05 오전 10:20", "2024-03-05 10:20:00"),
        ("2024-03-05 오전 12:20", "2024-03-05 00:20:00"),
        ("2024. 3. 5. 오후 1:20:30", "2024-03-05 13:20:30"),
        ("2024년 3월 5일 오후 12:20", "2024-03-05 12:20:00"),
        ("2024년 3월 5일", "2024-03-05"),
        ("05MAR2024", "2024-03-05"),
        ("5mar2024 10:20", "2024-03-05 10:20:00"),
        ("20240305T101112", "2024-03-05 10:11:12"),
    ],
)
def test_halves_of_the_day_behind_the_time_korean_dates_and_days_without_blanks(text, at):
    assert dates([text]) == [at]


def test_two_digit_years_without_blanks_get_their_formats():
    assert suggested(["05MAR24", "28APR24"]) == ["%d%b%y"]
