"""From one sheet source: the student's copy, the solutions, an nbgrader source, a page, a zip.

Only the solutions and the nbgrader source hold answers; nbgrader takes them out when it makes the
students' version. Every cell's id depends on the sheet alone, so a rebuild changes no byte.
"""

import html
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from crmkit.course.build import as_text
from crmkit.course.exercises.copy_words import HOW_TO, WORDS
from crmkit.course.exercises.note import markdown
from crmkit.course.exercises.source import (
    Language,
    Question,
    Source,
    is_own,
    opening_comment,
    read,
    sealed,
)
from crmkit.course.lessons import METADATA


def student_copy(source: Source, *, student: str = "") -> NotebookNode:
    """The notebook that a student works in: questions and starters, no outputs and no answers."""
    cells = _head(source, student)
    for question in source.questions:
        cells.append(_cell(source, question.name, "question", _question_text(source, question)))
        cells.append(_cell(source, question.name, "answer", question.starter, "code"))
        call = f'sheet.check("{question.name}", {question.name})'
        cells.append(_cell(source, question.name, "check", call, "code"))
    cells.append(_cell(source, "end", "progress", "sheet.progress()", "code"))
    return _notebook(source, cells)


def solutions_copy(source: Source, *, student: str = "") -> NotebookNode:
    """The teacher's notebook: every question with its solution, its mistakes and its hints."""
    cells = _head(source, student)
    for question in source.questions:
        why, how = opening_comment(question.solution)
        cells.append(_cell(source, question.name, "question", _question_text(source, question)))
        cells.append(_cell(source, question.name, "why", f"**{_say(source, 'solution')}** {why}"))
        cells.append(_cell(source, question.name, "answer", how, "code"))
        call = f'sheet.check("{question.name}", {question.name})'
        cells.append(_cell(source, question.name, "check", call, "code"))
        mistakes = "\n".join(f"- {opening_comment(code)[0]}" for code in question.wrong)
        hints = "\n".join(
            f"{n}. {' '.join(hint.split())}" for n, hint in enumerate(question.hints, 1)
        )
        known, helps = _say(source, "mistakes"), _say(source, "hints")
        text = f"**{known}**\n\n{mistakes}\n\n**{helps}**\n\n{hints}"
        cells.append(_cell(source, question.name, "notes", text))
    return _notebook(source, cells)


def nbgrader_source(source: Source, *, student: str = "") -> NotebookNode:
    """The sheet as an nbgrader source notebook: `nbgrader generate_assignment` makes the release.

    Each answer cell holds its solution between nbgrader's marks, each test cell a hidden test
    with the question's points, which asks the sheet anew whether the answer is right.
    """
    cells = _head(source, student)
    for question in source.questions:
        how = opening_comment(question.solution)[1]
        answer = f"{question.starter}\n### BEGIN SOLUTION\n{how}\n### END SOLUTION"
        test = (
            f'sheet.check("{question.name}", {question.name})\n'
            "### BEGIN HIDDEN TESTS\n"
            "from crmkit.course import Sheet\n"
            f'_asked = Sheet("{source.name}", student=sheet.student)\n'
            f'_note = _asked.check("{question.name}", {question.name})\n'
            'assert _note.look == "right", _note.text or _note.title\n'
            "### END HIDDEN TESTS"
        )
        cells.append(_cell(source, question.name, "question", _question_text(source, question)))
        cells.append(_nbgrader(_cell(source, question.name, "answer", answer, "code"), "solution"))
        check = _cell(source, question.name, "check", test, "code")
        cells.append(_nbgrader(check, "grade", points=question.points))
    return _notebook(source, cells)


def handout(source: Source) -> str:
    """The questions as one HTML page that needs nothing else: to print or to read on a phone."""
    questions = "".join(
        f"<section>{markdown(_question_text(source, one))}</section>" for one in source.questions
    )
    body = f"<header>{markdown(source.opening)}</header>{questions}"
    points = _say(source, "points", points=source.points)
    return page(f"{source.title}{points}", body, source.language)


def page(title: str, body: str, language: Language = "en") -> str:
    """A whole HTML page around a body; the title is escaped, the body must be safe already."""
    style = (
        "body{font:16px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;max-width:46em;margin:2em auto;"
        "padding:0 1em;color:#1c1e21}section{border-top:1px solid #ccd;margin-top:1.2em}"
        "pre,code{font-family:ui-monospace,monospace;background:#f4f5f7}pre{padding:.6em;overflow:auto}"
        "table{border-collapse:collapse}td,th{padding:.2em .7em;border-bottom:1px solid #ccd;"
        "text-align:left}.right{color:#1b7837}.wrong{color:#b2182b}.idle{color:#5f6b76}"
    )
    tag = "zh-Hans" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
        f"<style>{style}</style></head>\n<body>{body}</body></html>\n"
    )


def student_zip(sources: list[Source], *, student: str = "") -> bytes:
    """What a teacher hands out, sheets and their pages in one zip; the same bytes every time."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sources:
            path = f"{source.part}/{source.name}".removeprefix("/")
            copy = as_text(student_copy(source, student=student))
            _put(archive, f"{path}.ipynb", copy.encode())
            _put(archive, f"{path}.html", handout(source).encode())
            if is_own(source):  # what is not in the package must lie beside its notebook
                content_of = sealed(source.name, source.part, source.written)
                _put(archive, f"{path}.sheet", content_of)
    return content.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
    info.external_attr = 0o644 << 16
    archive.writestr(info, content, zipfile.ZIP_DEFLATED)


def write_student_copies(path: Path, exercises: Path) -> list[Path]:
    """Write the copies that are committed, one for each language of the sheet."""
    targets = []
    for language in read(path).languages:
        source = read(path, language)
        targets.append(committed(source, exercises))
        targets[-1].parent.mkdir(parents=True, exist_ok=True)
        targets[-1].write_text(as_text(student_copy(source)), "utf-8")
    return targets


def committed(source: Source, exercises: Path) -> Path:
    """Where the copy of a sheet of the course stands, as notebooks do: Chinese ones in zh/."""
    folder = exercises if source.language == "en" else exercises / source.language
    return folder / source.part / f"{source.name}.ipynb"


# --- Cells ----------------------------------------------------------------------------------


def _head(source: Source, student: str) -> list[NotebookNode]:
    language = "" if source.language == "en" else f", language={_quoted(source.language)}"
    setup = (
        "from crmkit.course import Sheet\n\n"
        f"sheet = Sheet({_quoted(source.name)}, student={_quoted(student)}{language})"
        f"  # {_say(source, 'your name')}\nsheet"
    )
    cells = [
        _cell(source, "start", "text", f"{source.opening}\n\n{HOW_TO[source.language]}"),
        _cell(source, "start", "sheet", setup, "code"),
    ]
    given = enumerate(source.given, start=1)
    return cells + [_cell(source, "given", str(n), code, "code") for n, code in given]


def _quoted(text: str) -> str:
    """The text as a Python literal in double quotes, whatever it holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if escaped.isprintable() else ascii(text)


def _question_text(source: Source, question: Question) -> str:
    points = _say(source, "point" if question.points == 1 else "points", points=question.points)
    heading, _, rest = question.text.partition("\n")
    return f"{heading}{points}\n{rest}"


def _say(source: Source, what: str, **values: object) -> str:
    return WORDS[what][source.language == "zh"].format(**values)


def _cell(source: Source, owner: str, role: str, text: str, kind: str = "markdown") -> NotebookNode:
    new = getattr(nbformat.v4, f"new_{kind}_cell")
    return new(text, id=f"{source.name}-{owner}-{role}")


def _nbgrader(cell: NotebookNode, role: str, points: int = 0) -> NotebookNode:
    metadata: dict[str, Any] = {
        "grade": role == "grade",
        "grade_id": cell.id,
        "locked": role == "grade",
        "schema_version": 3,
        "solution": role == "solution",
        "task": False,
    }
    if role == "grade":
        metadata["points"] = points
    cell.metadata["nbgrader"] = metadata
    return cell


def _notebook(source: Source, cells: list[NotebookNode]) -> NotebookNode:
    own = {"sheet": source.name}
    own |= {} if source.language == "en" else {"language": source.language}
    metadata = METADATA | {"crmkit": own}
    return nbformat.v4.new_notebook(metadata=metadata, cells=cells)
