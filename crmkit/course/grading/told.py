"""What a submission tells, read as claims: one ASCII JSON line each, of which the form is checked.

Nothing here runs anything: text is text, and an answer is data that comparing cannot trip over.
"""

import json
from types import UnionType
from typing import Any, Literal

Status = Literal["ok", "time-out", "crashed", "tampered with"]
MOST_BYTES = 5_000_000  # that one submission may tell
MOST_ERRORS = 50
UNTOLD = "something that Python refused, and hiding the report of it"


def plain(text: str, most: int = 300) -> str:
    """One line that every file and terminal takes: what is not printable is spelt out.

    >>> plain("Li\\u3000Wei \\x1b[2J\\udcff")
    'Li Wei \\\\x1b[2J\\\\udcff'
    """
    shown = (
        one if one.isprintable() else " " if one.isspace() else ascii(one)[1:-1]
        for one in text[:most]
    )
    return "".join(shown)


class Report:
    """What a submission has told so far."""

    def __init__(self, questions: list[str] = []):  # noqa: B006 (never changed)
        self.done = False
        self.bytes = 0
        self.violation: str | None = None
        self.failure: str | None = None
        self.cell = 0
        self._questions = questions
        self._rest = b""
        self._sheet: str | None = None
        self._student: str | None = None
        self._checked: dict[str, dict[str, Any]] = {}
        self._variables: dict[str, dict[str, Any]] = {}
        self._errors: list[dict[str, Any]] = []

    def take(self, chunk: bytes) -> None:
        """Read what came through the pipe; what is no message is a violation, and else ignored."""
        self.bytes += len(chunk)
        if self.bytes > MOST_BYTES:
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in filter(None, lines):
            try:
                self._note(json.loads(line))
            except (ValueError, TypeError, KeyError, RecursionError):
                self.violation = self.violation or "writing to the pipe that answers go through"

    def result(self, status: Status, note: str = "") -> dict[str, Any]:
        """Everything told, under the status that the watcher found.

        `sheet` and `student` are as told, for the student's data hang on every letter; the other
        texts are `plain`.
        """
        if self.violation:
            status, note = "tampered with", f"{self.violation}{'; ' if note else ''}{note}"
        return {
            "status": status,
            "note": note,
            "sheet": self._sheet,
            "student": self._student,
            "answers": self._variables | self._checked,
            "errors": self._errors,
        }

    def _note(self, message: Any) -> None:
        match message:
            case {"sheet": str(sheet), "student": str(student)}:
                self._sheet, self._student = sheet[:200], student[:200]
            case {"checked": str(question), "answer": answer} if well_formed(answer):
                if question in self._questions:
                    self._checked[question] = answer
            case {"variable": str(question), "answer": answer} if well_formed(answer):
                if question in self._questions:
                    self._variables[question] = answer
            case {"error": str(text), "cell": int(cell)} if 0 <= cell < 1_000_000:
                if len(self._errors) < MOST_ERRORS:
                    self._errors.append({"cell": cell, "text": plain(text)})
            case {"cell": int(cell)} if 0 <= cell < 1_000_000:
                self.cell = cell
            case {"violation": str(what)}:
                self.violation = self.violation or plain(what, 200)
            case {"failed": str(what)}:
                self.failure = plain(what)
            case {"done": True}:
                self.done = True
            case _:
                raise ValueError("no message")


def well_formed(answer: Any, *, depth: int = 5) -> bool:
    """Whether this could have come from `answers.encode`, so that comparing it raises nothing."""

    def all_of(values: Any, kind: type | UnionType) -> bool:
        return isinstance(values, list) and all(isinstance(one, kind) for one in values)

    def all_formed(values: Any) -> bool:
        return isinstance(values, list) and all(well_formed(one, depth=depth - 1) for one in values)

    if depth == 0 or not isinstance(answer, dict):
        return False
    match answer:
        case {"kind": "missing" | "none"}:
            return len(answer) == 1
        case {"kind": "bool", "value": value}:
            return isinstance(value, bool)
        case {"kind": "number", "value": value}:
            return isinstance(value, float) or (type(value) is int and abs(value) < 2**64)
        case {"kind": "text", "value": value} | {"kind": "other", "type": value}:
            return isinstance(value, str)
        case {"kind": "list" | "set", "values": values}:
            return all_formed(values)
        case {"kind": "series" | "dict", "labels": labels, "values": values}:
            return all_of(labels, str) and all_formed(values) and len(labels) == len(values)
        case {"kind": "frame", "labels": labels, "columns": columns, "values": values}:
            return (
                all_of(labels, str)
                and all_of(columns, str)
                and all_of(answer.get("index_names"), str | None)
                and isinstance(values, list)
                and len(values) == len(columns)
                and all(all_formed(one) and len(one) == len(labels) for one in values)
            )
    return False
