"""A page for each student: what was right, what was not and which sentence helps; no solution."""

import html
from functools import cache
from typing import Any

from markdown_it import MarkdownIt

from crmkit.course.exercises.copies import page
from crmkit.course.exercises.messages import say
from crmkit.course.exercises.note import markdown
from crmkit.course.exercises.source import Language, Question, Source
from crmkit.course.grading.gradebook import Row
from crmkit.course.grading.roster import file_stem

_LOOK = {"right": "right", "wrong": "wrong"}
_LONGEST_SENTENCE = 2000  # letters; some of them are the student's, and markdown can be slow
# A page loads nothing, whatever got into it.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)


def feedback(row: Row, source: Source) -> str:
    """The student's page as HTML; everything that came from the student is escaped."""
    points = row.marked.points if row.marked is not None and row.counts else 0
    head = f"<h1>{html.escape(source.title)}</h1><p><b>{html.escape(row.student)}</b>: "
    in_all = say("points of", source.language, points=points, of=source.points)
    head += in_all + say("status", source.language, status=html.escape(row.status))
    head += f" ({html.escape(row.note)})</p>" if row.note else "</p>"
    judged = row.marked.questions if row.marked is not None and row.counts else {}
    asked = source.questions if row.counts else ()
    sections = "".join(_section(one, judged[one.name], source.language) for one in asked)
    body = head + sections + _errors(row, source.language)
    whole = page(f"{source.title}: {row.student}", body, source.language)
    return whole.replace("<head>", f"<head>{_POLICY}", 1)


def file_name(row: Row) -> str:
    """The name of the student's page."""
    return f"{file_stem(row.student or row.file)}.html"


def _section(question: Question, got: dict[str, Any], language: Language) -> str:
    title = "not attempted, short" if got["outcome"] == "not attempted" else got["outcome"]
    outcome = html.escape(say(title, language))
    points = say("points of", language, points=got["points"], of=question.points)
    look = _LOOK.get(got["outcome"], "idle")
    sentence = _sentence(got["sentence"]) if got["outcome"] in ("wrong", "no answer") else ""
    return (
        f"<section>{markdown(question.text)}"
        f'<p class="{look}"><b>{outcome}</b>: {points}</p>'
        f"{sentence}</section>"
    )


def _sentence(text: str) -> str:
    """A sentence of the sheet's as HTML; names of the student's in it lead and load nowhere."""
    return _plain_markdown().render(text[:_LONGEST_SENTENCE])


@cache
def _plain_markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    return parser.disable(["image", "link", "autolink", "reference", "html_block", "html_inline"])


def _errors(row: Row, language: Language) -> str:
    if row.marked is None or not row.counts or not row.marked.errors:
        return ""
    lines = "".join(
        f"<li><code>{html.escape(str(one['text']))}</code></li>" for one in row.marked.errors
    )
    return f"<section><h2>{say('errors', language)}</h2><ul>{lines}</ul></section>"
