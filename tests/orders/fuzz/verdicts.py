"""What became of a file, judged against its truth by machine alone."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

import crmkit
from crmkit import orders
from tests.orders.fuzz.kinds import (
    CLEAR,
    MISLEADING,
    RIGHT,
    ROWS,
    UNCLEAR,
    WRONG,
    Case,
    Kind,
    Lines,
)
from tests.orders.fuzz.remedies import attempts

OURS = Path(crmkit.__file__).parent
# An error names a place ...
PLACE = re.compile(
    r"(?i)\b(lines?|rows?|index|columns?|cells?|sheets?|files?|folder|tables?|pages?|bytes?|query"
    r"|source|archive|header|places?)\b|'[^']+'|\w+=|\w\.[a-z]{2,8}\b"
)
# ... and what to do. A missing file needs no advice.
ADVICE = re.compile(
    r"(?i)(?:^|[.:;,(]\s+|\b(?:or|and) )(?:pass|give|name|save|export|convert|use|write|read|open"
    r"|check|correct|remove|delete|rename|say|choose|pick|set|store|format|add|unlock|copy|call|look|mend"
    r"|hand|options|known|did you mean|split|unpack|extract|install|download|make|put|take|ask|turn"
    r"|print|compute|fill|get|try|flatten|leave|drop|keep|sort|cast|state|found|inside"
    r"|which must be)\b"
    r"|\b\w+=\S|\.\w+\(\)"
)
# The words of libraries and of Python itself.
FOREIGN = re.compile(
    r"(?i)codec can't|arrowinvalid|csv parse error|parser state|traceback|not supported between"
    r"|has no attribute|zipfile|magic (number|bytes)|calamine|invalid input error|binder error"
    r"|conversion error|parser error|catalog error|nonetype|unhashable|object at 0x|<class"
    r"|expected str|not iterable|subscriptable|out of bounds|keyerror|errno|cannot cast|islice"
)
STAYING = ("kept", "not applied", "rounded")
LONGEST = 800


@dataclass(frozen=True)
class Verdict:
    name: str
    detail: str


def judged(kind: Kind, folder: Path, seed: int = 1) -> Verdict:
    """Make a file of a kind in an empty folder, read it, and judge what came of it."""
    return judge(made(kind, folder, seed))


def made(kind: Kind, folder: Path, seed: int = 1) -> Case:
    return kind.make(np.random.default_rng([seed, crc32(kind.name.encode())]), folder)


def judge(case: Case) -> Verdict:
    outcome = attempt(case.source, case.options)
    if isinstance(outcome, Exception):
        return _of_error(case, outcome)
    return _of_reading(case, outcome)


def attempt(source: Any, options: dict[str, Any]) -> Any:
    """Read, and give the reading or what was raised; a warning is an error, too."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", ResourceWarning)
            return orders.read(source, **options)
    except Exception as error:
        return error


def lines_of(log: Any) -> Lines:
    times = log["ordered_at"].dt.floor("s").dt.to_pydatetime()
    cents = (log["amount"] * 100).round().astype("int64")
    return Counter(zip(map(str, log["customer_id"]), times, cents.to_list(), strict=True))


def _of_reading(case: Case, reading: Any) -> Verdict:
    log, report = reading
    said = "; ".join(report.notes)
    if report.unexplained or report.unexplained_rows:
        return Verdict(ROWS, f"unexplained {report.unexplained_rows} rows, {report.unexplained}")
    got = lines_of(log)
    if got not in case.truths:
        return _unlike(case, got, said)
    left = Counter(
        {rule.name: rule.rows for rule in report.rules if rule.rows and rule.action not in STAYING}
    )
    counted = 0
    for rules in sorted(case.dropped, key=len):
        rule = next((rule for rule in rules if left[rule]), None)
        if rule is None and "" not in rules:
            return Verdict(ROWS, f"not counted as {' or '.join(rules)}; left: {dict(+left)}")
        if rule is not None:
            left[rule] -= 1
            counted += 1
    if +left:
        return Verdict(ROWS, f"counted though it is no such row: {dict(+left)}; notes: {said}")
    if "refund" not in case.options and report.rows_in != got.total() + counted:
        return Verdict(ROWS, f"rows_in {report.rows_in}, in truth {got.total() + counted}")
    if case.note and not re.search(case.note, said):
        return Verdict(WRONG, f"no note says {case.note!r}; notes: {said}")
    return Verdict(RIGHT, said)


def _unlike(case: Case, got: Lines, said: str) -> Verdict:
    if not case.truths or not case.truths[0]:
        return Verdict(WRONG, f"read, though there is nothing to read: {_few(got)}; notes: {said}")
    truth = case.truths[0]
    detail = f"missing {_few(truth - got)}; invented {_few(got - truth)}; notes: {said}"
    return Verdict(ROWS if got <= truth or truth <= got else WRONG, detail)


def _few(lines: Lines) -> str:
    shown = [f"{c!r} {at} {m / 100:.2f}" for c, at, m in list(lines)[:2]]
    return f"{lines.total()} {shown}" if lines else "none"


def _of_error(case: Case, error: Exception) -> Verdict:
    message = str(error)
    said = f"{type(error).__name__}: {message}"
    if why := _unclear(error, message):
        return Verdict(UNCLEAR, f"({why}) {said}")
    if why := _misleading(case, message):
        return Verdict(MISLEADING, f"({why}) {said}")
    return Verdict(CLEAR, said)


def _unclear(error: Exception, message: str) -> str:
    """Say what an error lacks, or give nothing."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    raised = Path(trace.tb_frame.f_code.co_filename) if trace else Path()
    ours = type(error).__module__.split(".")[0] == "crmkit"
    known = ours or type(error) in (ValueError, TypeError, FileNotFoundError)
    if not known or OURS not in raised.parents:
        return "not raised by crmkit"
    if foreign := FOREIGN.search(message):
        return f"words of a library: {foreign[0]!r}"
    if len(message.split("\nCleaning report")[0]) > LONGEST:
        return "too long"
    if not PLACE.search(message):
        return "no place"
    if not ADVICE.search(message) and not isinstance(error, FileNotFoundError):
        return "no remedy"
    return ""


def _misleading(
    case: Case, message: str, options: dict[str, Any] | None = None, deep: int = 0
) -> str:
    """Follow the remedies: say that none of them cures, or give nothing where one does."""
    options = case.options if options is None else options
    if "more than may_drop=" in message:
        # The stop with its report: who accepts the loss must get nothing wrong.
        loss = attempt(case.source, {**options, "may_drop": 1})
        if isinstance(loss, Exception) or not case.truths or _part(case, loss):
            return ""
        return "may_drop=1 lets a wrong table through"
    if not case.truths or not case.truths[0]:
        return ""
    tried = ""
    for more in attempts(message, options, case.knows):
        added = {k: v for k, v in more.items() if options.get(k, ...) != v}
        outcome = attempt(case.source, more)
        if isinstance(outcome, Exception):
            text = str(outcome)
            if _unclear(outcome, text):
                tried = f"{added} gives {type(outcome).__name__}: {text[:200]}"
            elif "more than may_drop=" in text:
                if "drop" in added.values() and not _misleading(case, text, more, 9):
                    return ""
                tried = f"{added} would drop: {text[:120]}"
            elif deep < 3 and not _misleading(case, text, more, deep + 1):
                return ""
            else:
                tried = f"{added} gives another error: {text[:200]}"
        elif _of_reading(case, outcome).name == RIGHT or (
            ("drop" in added.values() or "may_drop" in added) and _part(case, outcome)
        ):
            return ""
        else:
            tried = f"{added} gives {_of_reading(case, outcome).detail[:200]}"
    if not tried and "='...'" in message:
        tried = "columns are asked for, though they are not the matter"
    return f"no remedy cures: {tried}" if tried else ""


def _part(case: Case, reading: Any) -> bool:
    """Does a reading have nothing but lines of the truth, and account for all rows?"""
    log, report = reading
    if report.unexplained or report.unexplained_rows:
        return False
    got = lines_of(log)
    return any(got <= truth for truth in case.truths)
