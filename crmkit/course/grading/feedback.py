"""A page for each student: what was right, what was not and which sentence helps; no solution."""

import hashlib
import html
import re

from crmkit.course.exercises.copies import page
from crmkit.course.exercises.messages import say
from crmkit.course.exercises.note import markdown
from crmkit.course.exercises.source import Question, Source
from crmkit.course.grading.gradebook import Row

_LOOK = {"right": "right", "wrong": "wrong"}


def feedback(row: Row, source: Source) -> str:
    """The student's page as HTML; everything that came from the student is escaped."""
    points = row.marked.points if row.counts else 0
    head = f"<h1>{html.escape(source.title)}</h1><p><b>{html.escape(row.student)}</b>: "
    head += f"{points} of {source.points} points. Status: {html.escape(row.status)}"
    head += f" ({html.escape(row.note)})</p>" if row.note else "</p>"
    sections = [_section(question, row) for question in source.questions] if row.counts else []
    return page(f"{source.title}: {row.student}", head + "".join(sections) + _errors(row))


def file_name(row: Row) -> str:
    """The name of the student's page."""
    return f"{file_stem(row.student or row.file)}.html"


def file_stem(who: str) -> str:
    """A name that every file system takes, and that no two students share."""
    plain = re.sub(r"[^\w-]+", "_", who)[:40].strip("_") or "student"
    return f"{plain}-{hashlib.sha256(who.encode()).hexdigest()[:8]}"


def _section(question: Question, row: Row) -> str:
    got = row.marked.questions[question.name]
    title = "not attempted, short" if got["outcome"] == "not attempted" else got["outcome"]
    outcome = html.escape(say(title, "en"))
    look = _LOOK.get(got["outcome"], "idle")
    sentence = markdown(got["sentence"]) if got["outcome"] in ("wrong", "no answer") else ""
    return (
        f"<section>{markdown(question.text)}"
        f'<p class="{look}"><b>{outcome}</b>: {got["points"]} of {question.points} points</p>'
        f"{sentence}</section>"
    )


def _errors(row: Row) -> str:
    if not row.counts or not row.marked.errors:
        return ""
    lines = "".join(
        f"<li><code>{html.escape(str(one['text']))}</code></li>" for one in row.marked.errors
    )
    return f"<section><h2>Cells that stopped with an error</h2><ul>{lines}</ul></section>"
