"""Dates: every way to write a day, and what is none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from tests.orders.fuzz.export import NO_DATE, Export
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

EXCEL_DAY_0 = datetime(1899, 12, 30)
MONTHS_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS_ES = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)

# Each with the step that it shows: what is finer is not in the file.
SECONDS = {
    "ISO with T": "%Y-%m-%dT%H:%M:%S",
    "ISO with slashes": "%Y/%m/%d %H:%M:%S",
    "ISO with points": "%Y.%m.%d %H:%M:%S",
    "microseconds": "%Y-%m-%d %H:%M:%S.%f",
    "milliseconds behind a comma": "%Y-%m-%d %H:%M:%S,000",
    "Chinese": "%Y年%m月%d日 %H:%M:%S",
    "Chinese clock": "%Y年%m月%d日 %H时%M分%S秒",
    "German": "%d.%m.%Y %H:%M:%S",
    "British": "%d/%m/%Y %H:%M:%S",
    "American": "%m/%d/%Y %H:%M:%S",
    "American twelve hours": "%m/%d/%Y %I:%M:%S %p",
    "twelve hours without a blank": "%Y-%m-%d %I:%M:%S%p",
    "day with dashes": "%d-%m-%Y %H:%M:%S",
    "digits alone": "%Y%m%d%H%M%S",
    "digits and T": "%Y%m%dT%H%M%S",
    "digits and colons": "%Y%m%d %H:%M:%S",
    "two blanks": "%Y-%m-%d  %H:%M:%S",
    "no-break space": "%Y-%m-%d\xa0%H:%M:%S",
    "blank behind": "%Y-%m-%d %H:%M:%S ",
    "tab behind": "%Y-%m-%d %H:%M:%S\t",
    "English month": "%d-%b-%Y %H:%M:%S",
    "American month": "%b %d, %Y %H:%M:%S",
    "Oracle": "%d-%b-%Y %I:%M:%S %p",
    "comma before the time": "%d.%m.%Y, %H:%M:%S",
    "American comma": "%m/%d/%Y, %I:%M:%S %p",
}
MINUTES = {
    "ISO minutes": "%Y-%m-%d %H:%M",
    "German minutes": "%d.%m.%Y %H:%M",
    "American minutes": "%m/%d/%Y %I:%M %p",
    "Chinese minutes": "%Y/%m/%d %H:%M",
}
DAYS = {
    "ISO day": "%Y-%m-%d",
    "German day": "%d.%m.%Y",
    "British day": "%d/%m/%Y",
    "American day": "%m/%d/%Y",
    "digits": "%Y%m%d",
    "Chinese day": "%Y年%m月%d日",
    "month by name": "%d %B %Y",
    "month by name first": "%B %d, %Y",
    "short month": "%d-%b-%Y",
    "day in quotes of a formula": '="%Y-%m-%d"',
    "apostrophe": "'%Y-%m-%d",
    "year and slashes": "%Y/%m/%d",
    "ISO week": "%G-W%V-%u",
    "midnight": "%Y-%m-%d 00:00:00",
    "midnight with fraction": "%Y-%m-%d 00:00:00.0000000",
}
RARE = {
    "SAS": "%d%b%Y",
    "day of the year": "%Y-%j",
    "weekday behind": "%Y-%m-%d (%a)",
    "weekday before": "%a, %d %b %Y",
    "Access": "#%Y-%m-%d#",
    "clock with points": "%d.%m.%Y %H.%M",
    "underscores": "%Y_%m_%d",
    "German o'clock": "%d.%m.%Y %H:%M Uhr",
    "C time": "%a %b %d %H:%M:%S %Y",
    "day and year apart": "%d/%Y/%m",
}


def cut(at, form):
    """Take off what a form does not show."""
    if "%S" in form:
        return at
    if "%M" in form:
        return at.replace(second=0)
    return at.replace(hour=0, minute=0, second=0)


def shown(rng, form, rows=None, **how):
    """Give an export whose dates are written in a form."""
    export = Export(rng, rows, **how)
    export.set([replace(line, at=cut(line.at, form)) for line in export.lines])
    export.show("date", lambda line: f"{line.at:{form}}")
    return export


@family(READ, {**SECONDS, **MINUTES, **DAYS})
def written(form, rng, folder):
    return shown(rng, form).csv(folder)


@family(EITHER, RARE)
def written_rarely(form, rng, folder):
    return shown(rng, form).csv(folder)


@family(READ, {k: v for k, v in {**SECONDS, **DAYS}.items() if "%b" not in v and "%B" not in v})
def written_and_told(form, rng, folder):
    """The user says the format, as Python writes it."""
    export = shown(rng, form)
    export.options["date_format"] = form.strip()
    return export.csv(folder)


def unpadded(line):
    return f"{line.at.year}/{line.at.month}/{line.at.day} {line.at.hour}:{line.at.minute:02d}"


@kind(READ)
def without_leading_zeros(rng, folder):
    export = shown(rng, "%Y-%m-%d %H:%M")
    export.show("date", unpadded)
    return export.csv(folder)


@kind(READ)
def american_without_leading_zeros(rng, folder):
    export = shown(rng, "%Y-%m-%d %H:%M")
    export.show("date", lambda x: f"{x.at.month}/{x.at.day}/{x.at.year} {x.at.hour}:{x.at:%M}")
    return export.csv(folder)


@kind(READ)
def chinese_without_leading_zeros(rng, folder):
    export = shown(rng, "%Y-%m-%d")
    export.show("date", lambda x: f"{x.at.year}年{x.at.month}月{x.at.day}日")
    return export.csv(folder)


@kind(EITHER)
def chinese_morning_and_afternoon(rng, folder):
    export = shown(rng, "%Y-%m-%d %H:%M")
    export.show(
        "date", lambda x: f"{x.at:%Y/%m/%d} {'上午' if x.at.hour < 12 else '下午'}{x.at:%I:%M}"
    )
    return export.csv(folder)


@family(EITHER, {"German": MONTHS_DE, "French": MONTHS_FR, "Spanish": MONTHS_ES})
def month_names(months, rng, folder):
    names = months.split()
    export = shown(rng, "%Y-%m-%d")
    export.show("date", lambda x: f"{x.at.day} {names[x.at.month - 1]} {x.at.year}")
    return export.csv(folder)


@kind(EITHER)
def chinese_weekday(rng, folder):
    export = shown(rng, "%Y-%m-%d")
    export.show("date", lambda x: f"{x.at:%Y年%m月%d日} 星期{'一二三四五六日'[x.at.weekday()]}")
    return export.csv(folder)


@family(EITHER, {"full-width": 0xFEE0, "Arabic": 0x630})
def digits(shift, rng, folder):
    export = shown(rng, "%Y-%m-%d")
    table = {ord(d): chr(ord(d) + shift) for d in "0123456789"}
    export.show("date", lambda x: f"{x.at:%Y-%m-%d}".translate(table))
    return export.csv(folder)


def month_first(line):
    """Read a day of up to 12 as its month."""
    return replace(line, at=line.at.replace(day=line.at.month, month=line.at.day))


def year_first(line):
    at = line.at
    return replace(line, at=at.replace(year=2000 + at.day, day=at.year - 2000))


AMBIGUOUS = {"slashes": "%d/%m/%Y", "points": "%d.%m.%Y", "dashes": "%d-%m-%Y"}


@family(REFUSED, {k: v for k, v in AMBIGUOUS.items() if k != "points"})
def day_or_month_first(form, rng, folder):
    export = shown(rng, form, days=(1, 12))
    export.others = [export.truth(month_first)]
    return export.csv(folder)


@kind(EITHER)
def points_with_days_up_to_twelve(rng, folder):
    """Points are written day first everywhere; who refuses them anyhow is careful."""
    return shown(rng, "%d.%m.%Y", days=(1, 12)).csv(folder)


@family(READ, {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y"})
def day_or_month_first_and_told(form, rng, folder):
    export = shown(rng, form, days=(1, 12))
    export.options["date_format"] = form
    return export.csv(folder)


TWO_DIGITS = {
    "day first": "%d/%m/%y",
    "month first": "%m/%d/%y",
    "year first": "%y/%m/%d",
    "German": "%d.%m.%y",
    "dashes": "%d-%m-%y",
    "month first with dashes": "%m-%d-%y",
    "Oracle": "%d-%b-%y",
    "month first and time": "%m/%d/%y %H:%M",
    "day first and time": "%d.%m.%y %H:%M:%S",
    "no marks": "%y%m%d",
}


@family(REFUSED, TWO_DIGITS)
def two_digit_years(form, rng, folder):
    export = shown(rng, form, 40)
    # Days from 13 on: what the parts prove is the order of day and month, not the year's place.
    export.others = [export.truth(year_first)]
    return export.csv(folder)


@family(READ, TWO_DIGITS)
def two_digit_years_told(form, rng, folder):
    export = shown(rng, form)
    export.options["date_format"] = form
    return export.csv(folder)


@family(
    REFUSED,
    {
        "day first for month first": ("%m/%d/%Y", "%d/%m/%Y"),
        "month first for day first": ("%d/%m/%Y", "%m/%d/%Y"),
        "two digits": ("%m/%d/%y", "%d/%m/%y"),
        "points": ("%d.%m.%Y", "%m.%d.%Y"),
    },
)
def told_the_wrong_order(forms, rng, folder):
    export = shown(rng, forms[0], 40)
    export.options["date_format"] = forms[1]
    return export.csv(folder)


@family(
    REFUSED,
    {"Excel's": "dd/mm/yyyy", "empty": "", "no field": "date", "of another": "%Y-%m-%d"},
)
def told_a_format_that_is_none(form, rng, folder):
    export = shown(rng, "%d/%m/%Y", 40)
    export.options["date_format"] = form
    export.knows["date_format"] = "%d/%m/%Y"
    return export.csv(folder)


@kind(REFUSED)
def day_first_then_month_first(rng, folder):
    export = shown(rng, "%d/%m/%Y", 40)
    export.show("date", lambda line: f"{line.at:%m/%d/%Y}", range(20, 40))
    case = export.csv(folder)
    # Days beyond 12 stand on both sides; those below can be read either way: no truth is left.
    case.truths = ()
    return case


@family(READ, {"ISO and Chinese": "%Y年%m月%d日", "ISO and British": "%d/%m/%Y"})
def two_forms(form, rng, folder):
    export = shown(rng, "%Y-%m-%d", 40)
    export.show("date", lambda line: f"{line.at:{form}}", range(0, 40, 2))
    # The days that prove the order are among those in the other form.
    for place in range(0, 40, 8):
        export.lines[place] = replace(export.lines[place], at=datetime(2023, 1, 25))
    export.show("date", lambda line: f"{line.at:{form}}", range(0, 40, 2))
    return export.csv(folder)


NO_DATES = [
    "", "TBD", "0000-00-00", "0000-00-00 00:00:00", "1900-01-00", "9999-12-31", "2924-03-05",
    "0024-03-05", "2024-02-30", "2024-13-05", "1899-12-30", "########", "-", "NULL", "\\N",
    "None", "NaT", "0001-01-01T00:00:00", "1753-01-01", "2024-00-10", "10:20:30", "2024",
    "202403", "yesterday", "n/a", "#VALUE!", "2024-03-05 25:61:00", "2024-03-0", "1970-01-01",
    "1970-01-01 00:00:00", "2024-03-05 - 2024-03-07", "March", "0", "5",
]  # fmt: skip


@family(READ, {repr(word): word for word in NO_DATES})
def no_date(word, rng, folder):
    export = Export(rng, 40)
    export.junk(NO_DATE, date=word)
    return export.csv(folder)


@family(EITHER, {"24 o'clock": "24:00:00", "leap second": "23:59:60"})
def odd_clock(clock, rng, folder):
    export = Export(rng, 40)
    export.junk(("unparseable date",), date=f"2024-02-03 {clock}")
    case = export.csv(folder)
    # Read as the next midnight, it is an order line, too.
    nearly = datetime(2024, 2, 3, 23, 59, 59)
    for at in (datetime(2024, 2, 4), nearly):
        more = case.truths[0].copy()
        more["K77", at, 249] += 1
        case.truths += (more,)
    case.dropped = [("unparseable date", "")]
    return case


UNREADABLE = {
    "months alone": lambda at: f"{at:%Y%m}",
    "months with a dash": lambda at: f"{at:%Y-%m}",
    "years alone": lambda at: f"{at:%Y}",
    "quarters": lambda at: f"{at.year}-Q{(at.month + 2) // 3}",
    "weeks alone": lambda at: f"{at:%G-W%V}",
    "times alone": lambda at: f"{at:%H:%M:%S}",
    "day numbers": lambda at: str((at - datetime(2022, 12, 31)).days),
    "ranges": lambda at: f"{at:%Y-%m-%d} to {at:%Y-%m-%d}",
    "days without a year": lambda at: f"{at:%d.%m.}",
    "weekdays": lambda at: f"{at:%A}",
    "words": lambda at: "recently",
    "blanks": lambda at: "",
    "Persian calendar": lambda at: f"{at.year - 621}-{at:%m-%d}",
    "Thai calendar": lambda at: f"{at.year + 543}-{at:%m-%d}",
    "Japanese era": lambda at: f"令和{at.year - 2018}年{at.month}月{at.day}日",
    "hours since the start": lambda at: f"{(at - datetime(2023, 1, 1)).total_seconds() / 3600:.1f}",
}


@family(REFUSED, UNREADABLE)
def a_column_of(write, rng, folder):
    export = Export(rng, 40)
    export.show("date", lambda line: write(line.at))
    # date_format='%Y%m' may be named: the first day then stands for the month, knowingly.
    start = {"hour": 0, "minute": 0, "second": 0, "day": 1}
    export.others = [
        export.truth(lambda line: replace(line, at=line.at.replace(**start))),
        export.truth(lambda line: replace(line, at=line.at.replace(month=1, **start))),
    ]
    return export.csv(folder)


@family(READ, {"whole": 0, "with the time": 1})
def excel_serials(clock, rng, folder):
    form = "%S" if clock else "%d"
    export = Export(rng)
    export.set([replace(line, at=cut(line.at, form)) for line in export.lines])

    def serial(line):
        days = (line.at - EXCEL_DAY_0) / timedelta(days=1)
        return f"{days:.10f}" if clock else str(int(days))

    export.show("date", serial)
    return export.csv(folder)


def local(at, zone="Asia/Shanghai"):
    """The instant of a clock time there."""
    return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


INSTANTS = {
    "Z": lambda at: f"{local(at):%Y-%m-%dT%H:%M:%SZ}",
    "Z and milliseconds": lambda at: f"{local(at):%Y-%m-%dT%H:%M:%S.000Z}",
    "offset of Shanghai": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}+08:00",
    "offset without colon": lambda at: f"{at:%Y-%m-%d %H:%M:%S} +0800",
    "New York's summer and winter": lambda at: (
        local(at).astimezone(ZoneInfo("America/New_York")).isoformat(" ")
    ),
    "UTC by name": lambda at: f"{local(at):%Y-%m-%d %H:%M:%S} UTC",
    "GMT by name": lambda at: f"{local(at):%Y-%m-%d %H:%M:%S} GMT",
    "Unix seconds": lambda at: str(int(local(at).timestamp())),
    "Unix milliseconds": lambda at: f"{int(local(at).timestamp())}000",
    "mail": lambda at: f"{local(at):%a, %d %b %Y %H:%M:%S} +0000",
    "digits and Z": lambda at: f"{local(at):%Y%m%dT%H%M%SZ}",
}
RARE_INSTANTS = {
    "Unix microseconds": lambda at: f"{int(local(at).timestamp())}000000",
    "Unix seconds and fraction": lambda at: f"{local(at).timestamp():.3f}",
    "ASP.NET": lambda at: f"/Date({int(local(at).timestamp())}000)/",
    "American zone names": lambda at: (
        f"{local(at).astimezone(ZoneInfo('America/New_York')):%Y-%m-%d %H:%M:%S %Z}"
    ),
    "zone in brackets": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}+08:00[Asia/Shanghai]",
    "JavaScript": lambda at: f"{at:%a %b %d %Y %H:%M:%S} GMT+0800 (China Standard Time)",
}


@family(REFUSED, {k: v for k, v in INSTANTS.items() if k != "offset of Shanghai"})
def instants_without_a_zone_told(write, rng, folder):
    export = Export(rng)
    export.show("date", lambda line: write(line.at))
    export.knows["timezone"] = "Asia/Shanghai"
    return export.csv(folder)


@family(READ, INSTANTS)
def instants(write, rng, folder):
    export = Export(rng)
    export.show("date", lambda line: write(line.at))
    export.options["timezone"] = "Asia/Shanghai"
    return export.csv(folder)


@family(EITHER, RARE_INSTANTS)
def instants_written_rarely(write, rng, folder):
    export = Export(rng)
    export.show("date", lambda line: write(line.at))
    export.options["timezone"] = "Asia/Shanghai"
    return export.csv(folder)


@kind(READ)
def instants_in_a_zone_with_summer_time(rng, folder):
    export = Export(rng)
    export.show("date", lambda line: f"{local(line.at, 'Europe/Berlin'):%Y-%m-%dT%H:%M:%SZ}")
    # Clock times that are skipped or come twice would make two truths.
    hours = [x.at.replace(hour=12) for x in export.lines]
    export.set([replace(x, at=at) for x, at in zip(export.lines, hours, strict=True)])
    export.show("date", lambda line: f"{local(line.at, 'Europe/Berlin'):%Y-%m-%dT%H:%M:%SZ}")
    export.options["timezone"] = "Europe/Berlin"
    return export.csv(folder)


@kind(REFUSED)
def instants_beside_clock_times(rng, folder):
    export = Export(rng, 40)
    export.show("date", lambda line: INSTANTS["Z"](line.at), range(0, 40, 2))
    export.knows["timezone"] = "Asia/Shanghai"
    return export.csv(folder)


@family(REFUSED, {"China": "China", "CST": "CST+8", "empty": "", "Beijing": "Asia/Beijing"})
def a_zone_that_is_none(zone, rng, folder):
    export = Export(rng)
    export.show("date", lambda line: INSTANTS["Z"](line.at))
    export.options["timezone"] = zone
    export.knows["timezone"] = "Asia/Shanghai"
    return export.csv(folder)


FRAMES = {
    "nanoseconds": lambda s: s.astype("datetime64[ns]"),
    "seconds": lambda s: s.astype("datetime64[s]"),
    "milliseconds": lambda s: s.astype("datetime64[ms]"),
    "objects": lambda s: pd.Series([x.to_pydatetime() for x in s], dtype=object),
    "categories": lambda s: s.astype("category"),
    "arrow": lambda s: s.astype("timestamp[us][pyarrow]"),
    "texts and times": lambda s: pd.Series(
        [str(x) if i % 2 else x for i, x in enumerate(s)], dtype=object
    ),
}


@family(READ, FRAMES)
def frame_of(convert, rng, folder):
    export = Export(rng).typed()
    frame = export.frame()
    frame["ordered_at"] = convert(frame["ordered_at"])
    return export.case(frame)


@kind(READ)
def frame_of_days(rng, folder):
    export = shown(rng, "%Y-%m-%d")
    export.show("date", lambda line: line.at.date())
    return export.case(export.frame())


@kind(READ)
def frame_of_whole_numbers_like_days(rng, folder):
    export = shown(rng, "%Y%m%d")
    export.show("date", lambda line: int(f"{line.at:%Y%m%d}"))
    return export.case(export.frame())


@kind(READ)
def frame_with_missing_times(rng, folder):
    export = Export(rng, 40).typed()
    export.junk(NO_DATE, date=None, amount=2.49)
    frame = export.frame()
    frame["ordered_at"] = pd.to_datetime(frame["ordered_at"])
    return export.case(frame)


@family(EITHER, {"told": "Asia/Shanghai", "asked": None})
def frame_of_times_with_a_zone(zone, rng, folder):
    export = Export(rng).typed()
    export.show("date", lambda line: pd.Timestamp(local(line.at)))
    export.knows["timezone"] = "Asia/Shanghai"
    if zone:
        export.options["timezone"] = zone
    return export.case(export.frame())


@kind(EITHER)
def frame_of_periods(rng, folder):
    export = shown(rng, "%Y-%m-%d").typed()
    frame = export.frame()
    frame["ordered_at"] = frame["ordered_at"].dt.to_period("D")
    return export.case(frame)


@kind(EITHER)
def date_and_time_in_two_columns(rng, folder):
    export = shown(rng, "%Y-%m-%d")
    export.head["date"] = "Date"
    export.options["date"] = "Date"
    export.extra["Time"] = [f"{int(h):02d}:15:00" for h in rng.integers(0, 24, len(export.lines))]
    return export.csv(folder)
