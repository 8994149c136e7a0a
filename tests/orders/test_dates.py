"""Times of purchase from every form that exports use."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
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
        ("1900-01-01", "1900-01-01"),
        ("2262-12-31 23:59", "2262-12-31 23:59:00"),
        ("9999-12-31", "9999-12-31"),
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
     "2024-03-05 25:00", "2024-03-05 10:61", "5 Brumaire 2024", "-1", "0", "12345678901"],
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
    assert dates([45356, 1]) == ["2024-03-05", "1900-01-01"]
    assert dates([61.0, 59.0]) == ["1900-03-01", "1900-02-28"]
    assert "Excel days" in str(read(orders([45356])).report)


def test_day_of_excel_that_never_was_is_no_date():
    _, report = read(orders([60, 61]))
    assert report.table.loc["unparseable date", "rows"] == 1


def test_day_first_is_inferred_from_the_column_and_said():
    reading = read(orders(["03/04/2024", "13/04/2024"]))
    assert reading.log["ordered_at"].dt.month.to_list() == [4, 4]
    assert "day first: 1 rows such as index 1 '13/04/2024'" in str(reading.report)


def test_month_first_is_inferred_from_the_column_and_said():
    reading = read(orders(["12/1/2010 8:26", "12/13/2010 9:00"]))
    assert reading.log["ordered_at"].astype(str).to_list()[0] == "2010-12-01 08:26:00"
    assert "month first" in str(reading.report)


def test_ambiguous_dates_ask_for_the_format():
    with pytest.raises(
        ValueError, match=r"'ordered_at' is ambiguous in 2 rows.*date_format='%d/%m"
    ):
        read(orders(["03/04/2024", "05.06.2024", "07/07/2024"]))
    assert dates(["03/04/2024"], date_format="%d/%m/%Y") == ["2024-04-03"]
    assert dates(["03/04/2024"], date_format="%m/%d/%Y") == ["2024-03-04"]


def test_equal_day_and_month_are_not_ambiguous():
    assert dates(["07/07/2024"]) == ["2024-07-07"]


def test_conflicting_orders_are_refused():
    with pytest.raises(ValueError, match=r"mixes day first \(1 rows.*month first \(1 rows"):
        read(orders(["13/04/2024", "04/13/2024"]))


def test_two_digit_years_ask_for_the_format():
    with pytest.raises(ValueError, match="years of two digits in 1 rows"):
        read(orders(["13/04/24"]))
    assert dates(["13/04/24"], date_format="%d/%m/%y") == ["2024-04-13"]


def test_values_outside_the_given_format_are_counted():
    _, report = read(orders(["03/04/2024", "2024-04-03"]), date_format="%d/%m/%Y")
    assert report.table.loc["unparseable date", "rows"] == 1
    with pytest.raises(ValueError, match="no order line is left"):
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


def test_dates_far_from_ours_survive():
    values = np.array(["1900-01-01", "2500-01-01"], "datetime64[us]")
    assert dates(values) == ["1900-01-01", "2500-01-01"]


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
