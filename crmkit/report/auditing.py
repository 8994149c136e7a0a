"""From an order export to a page: what a manager asks of the customers, in one call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from crmkit import orders, tables
from crmkit.days import Day, to_day
from crmkit.report.facts import gather
from crmkit.report.wording import Language, words_of

__all__ = ["Audit", "audit"]

# So few orders, so many days and so many usual gaps after all others, are tests or typing errors.
ALONE_LINES, ALONE_SHARE = 10, 0.005
ALONE_DAYS, ALONE_TIMES = 60, 3


@dataclass(frozen=True)
class Audit:
    """The page, and what stands on it.

    Parameters
    ----------
    as_of
        The last day that counts.
    sentences
        What stands out, the most money first.
    tables
        By name, with the kit's own columns: read, over_time, change, deciles, segments, pyramid,
        cohorts, left, value, check, call_first; those that the orders carry.
    customers
        One row a customer (`crmkit.summary.customers`), and with a forecast probability_alive and
        expected_sales.
    html
        The page.
    """

    as_of: date
    sentences: tuple[str, ...]
    tables: dict[str, pd.DataFrame] = field(repr=False)
    customers: pd.DataFrame = field(repr=False)
    html: str = field(repr=False)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the page; it needs no other file."""
        written = Path(path)
        written.write_bytes(self.html.encode())
        return written

    def _repr_html_(self) -> str:
        from crmkit.report.page import framed

        return framed(self.html)


def audit(
    source: Any,
    *,
    out: str | PathLike[str] | None = None,
    as_of: Day | None = None,
    language: Language = "en",
    mask: bool = False,
    margin_rate: float | None = None,
    progress: Callable[[str], None] | None = None,
    **reading: Any,
) -> Audit:
    """Who are our customers, who is leaving, and what will they bring? One page, from an export.

    Parameters
    ----------
    source
        What `crmkit.orders.read` reads: a CSV, Excel or Parquet file, several, a table.
    out
        Where to write the page, such as "audit.html".
    as_of
        The last day that counts, as "2024-12-31"; None takes the day of the last order, and the
        page says so.
    language : "en" or "zh"
        Of the page.
    mask
        Show #1, #2 ... in place of the customers' ids, in the order in which they first appear.
    margin_rate
        The share of sales that is left, 0 to 1: then the page values margin beside sales.
    progress
        Is told each step as it begins.
    **reading
        Handed on to `crmkit.orders.read`: customer="Email", date="Day", amount="Paid", and so on.

    Returns
    -------
    Audit
        In a notebook it shows the page.

    Raises
    ------
    ValueError
        As `crmkit.orders.read`, and where a few orders lie far behind all others, so that the day
        of the last order is no day to report on.
    ImportError
        Without the extra `report`.

    Examples
    --------
    >>> from crmkit import datasets
    >>> found = audit(datasets.load("cdnow_sample"))  # doctest: +SKIP
    >>> found.tables["segments"]["customers"].sum()  # doctest: +SKIP
    2357
    """
    _check_installed()
    words = words_of(language)
    if margin_rate is not None:
        tables.number("margin_rate", margin_rate, above=0, most=1, mend="e.g. 0.3 for 30 %")

    def step(name: str) -> None:
        if progress is not None:
            progress(words("step." + name))

    step("read")
    # An order of tomorrow is a mistake, whoever asks.
    until = date.today() if as_of is None else to_day(as_of, "as_of")
    log, report = orders.read(source, as_of=until, **reading)
    day = _last_day(log) if as_of is None else until
    if mask:
        number, _ = pd.factorize(log["customer_id"])
        names = pd.Index([f"#{one}" for one in range(1, number.max(initial=0) + 2)], dtype="str")
        log = log.assign(customer_id=names.take(number))
    facts = gather(log, report, as_of=day, as_of_given=as_of is not None, seed=1, step=step)
    step("write")
    from crmkit.report import page, remarks

    said = remarks.remarks(facts)
    made = page.tables_of(facts, margin_rate)
    html = page.page(
        facts, said, words, tables=made, margin_rate=margin_rate, masked=mask, file=_name(source)
    )
    customers = facts.customers.copy()
    if facts.outlook.alive is not None:
        customers["probability_alive"] = facts.outlook.alive
        customers["expected_sales"] = facts.outlook.expected_sales
    texts = tuple(words.say(one.note) for one in said)
    if "call_first" in made:
        called = made["call_first"]
        worded = [words.say(one) for one in called["reason"]]
        made["call_first"] = called.assign(reason=pd.Series(worded, called.index, dtype="str"))
    found = Audit(day, texts, made, customers, html)
    if out is not None:
        found.save(out)
    return found


def _last_day(log: pd.DataFrame) -> date:
    """The day of the last order, if it is not one of a few that lie far behind the rest."""
    days = np.sort(log["ordered_at"].to_numpy().astype("datetime64[D]"))
    # The few last lines, and the days between neighbours before and among them.
    few = max(int(len(days) * ALONE_SHARE), ALONE_LINES)
    gaps = np.diff(days).astype("int64")
    usual, late = gaps[:-few].max(initial=1), gaps[-few:]
    if len(days) > 2 * few and late.max(initial=0) >= max(ALONE_DAYS, ALONE_TIMES * usual):
        place = len(gaps) - len(late) + int(late.argmax())
        alone, last, next_ = len(days) - place - 1, days[place], days[place + 1]
        raise ValueError(
            f"{alone} of {len(days):,} order lines lie {gaps[place]} days and more after all "
            f"others ({next_} to {days[-1]}): tests or typing errors? Leave them out "
            f"with as_of='{last}', or keep them with as_of='{days[-1]}'."
        )
    last_day: date = days[-1].item()
    return last_day


def _name(source: Any) -> str:
    """What the page calls the source: the name of a file without its folder."""
    return Path(source).name if isinstance(source, str | PathLike) else ""


def _check_installed() -> None:
    import importlib.util

    missing = [
        one for one in ("altair", "jinja2", "vl_convert") if not importlib.util.find_spec(one)
    ]
    if missing:
        raise ImportError(
            f"the page needs {', '.join(missing)}, which an install of crmkit alone does not have: "
            "python -m pip install 'crmkit[report]'"
        )
