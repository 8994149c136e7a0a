"""The pages of a pack that are no slides: agenda, checklist, feedback form, README."""

import re
from html import escape

from crmkit.course.exercises import source
from crmkit.course.exercises.copies import page
from crmkit.course.exercises.note import markdown_line
from crmkit.course.lessons import Language, Lesson, cell_language
from crmkit.course.packs.links import unlinked
from crmkit.course.packs.plan import Entry
from crmkit.course.packs.words import README, TRY, say

# What `crmkit doctor` looks at, in its order.
DOCTOR = ("Python", "packages", "kernel", "plot", "data")

_STYLE = """<style>
@page { size: A4; margin: 14mm }
body { max-width: 60em } h1 { margin: .2em 0 } table { width: 100% } td, th { vertical-align: top }
.pause td { color: #5f6b76 } ul.try { list-style: none; padding: 0 }
.box { display: inline-block; width: .9em; height: .9em; border: 1px solid; margin-right: .5em }
.line { border-bottom: 1px solid #99a; height: 2.1em }
.scale { white-space: nowrap; letter-spacing: .55em; text-align: right }
@media print { body { margin: 0; font-size: 12px } a { color: inherit; text-decoration: none } }
@media screen and (prefers-color-scheme: dark) {
  body { background: #1c1e21; color: #e6e9ec } a { color: #8ab4f8 } code { background: #2b2f34 } }
@media screen and (max-width: 600px) { td, th { padding: .2em .3em } }
</style>"""


def title_of(lesson: Lesson, language: Language) -> str:
    """The lesson's heading in this language."""
    return _opening(lesson, language).splitlines()[0].removeprefix("# ")


def agenda_page(pack: str, entries: list[Entry], language: Language, *, sheets: bool) -> str:
    """The agenda as a page with links to slides, notebooks and sheets."""
    rows = []
    for entry in entries:
        if entry.lesson is None:
            cells = [*_when(pack, entry), say(entry.kind, language), "", ""]
            rows.append(f"<tr class='pause'>{_cells(cells)}</tr>")
            continue
        name = entry.lesson.name
        what = (
            f"{escape(title_of(entry.lesson, language))}<br><small>"
            f'<a href="slides/{name}.html">{say("slides", language)}</a> · '
            f'<a href="participants/{name}.ipynb">{say("notebook", language)}</a></small>'
        )
        sheet = _sheet(entry.lesson, language)
        if sheets:
            sheet = f'<a href="sheets/{name}.ipynb">{sheet}</a>'
        question = markdown_line(_question(entry.lesson, language))
        rows.append(f"<tr>{_cells([*_when(pack, entry), what, question, sheet])}</tr>")
    head = "".join(f"<th>{one}</th>" for one in _columns(pack, language))
    title = say("agenda", language, pack=say(pack, language))
    body = (
        f"{_STYLE}<h1>{title}</h1><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table><p>{_sum(entries, language)}</p>"
    )
    return page(title, body, language)


def agenda_text(pack: str, entries: list[Entry], language: Language) -> str:
    """The agenda as markdown, to paste into a mail."""
    columns = _columns(pack, language)
    title = say("agenda", language, pack=say(pack, language))
    lines = [f"# {title}", ""]
    lines += [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for entry in entries:
        rest = [say(entry.kind, language), "", ""] if entry.lesson is None else [
            title_of(entry.lesson, language),
            _question(entry.lesson, language).replace("|", "\\|"),
            _sheet(entry.lesson, language),
        ]  # fmt: skip
        lines.append(f"| {' | '.join([*_when(pack, entry), *rest])} |")
    return "\n".join([*lines, "", _sum(entries, language), ""])


def checklist(lessons: list[Lesson], language: Language) -> str:
    """What to try the day before, and in the room; `crmkit doctor` as a form."""
    names = sorted({name for lesson in lessons for name in _datasets(lesson)})
    box = "<span class='box'></span>"
    rows = "".join(
        f"<tr><td>{one}</td><td>{say(one, language, names=', '.join(names))}</td>"
        f"<td>{box}</td><td>{box}</td></tr>"
        for one in DOCTOR
    )
    head = "".join(
        f"<th>{say(one, language)}</th>" for one in ("check", "should", "yours", "theirs")
    )
    tries = "".join(
        f"<h2>{say(part, language)}</h2><ul class='try'>"
        + "".join(f"<li>{box}{escape(one)}</li>" for one in TRY[part][language == "zh"])
        + "</ul>"
        for part in ("then try", "in the room")
    )
    title = say("checklist", language)
    body = (
        f"{_STYLE}<h1>{title}</h1><h2>{say('the day before', language)}</h2>"
        f"<p>{markdown_line(say('run doctor', language))}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{tries}"
    )
    return page(title, body, language)


def feedback(lessons: list[Lesson], language: Language) -> str:
    """One page to fill in: statements, lessons, open questions."""
    scale = "<td class='scale'>1 2 3 4 5</td>"

    def rows(statements: list[str]) -> str:
        return "".join(f"<tr><td>{escape(one)}</td>{scale}</tr>" for one in statements)

    statements = list(TRY["feedback form"][language == "zh"])
    taught = [title_of(lesson, language) for lesson in lessons]
    lines = 3 if len(lessons) < 10 else 2
    asked = "".join(
        f"<p>{escape(one)}</p>" + "<div class='line'></div>" * lines
        for one in TRY["open questions"][language == "zh"]
    )
    title = say("feedback form", language)
    body = (
        f"{_STYLE}<h1>{title}</h1><p>{say('no name', language)}</p>"
        f"<table><tbody>{rows(statements)}"
        f"<tr><th colspan='2'>{say('lesson useful', language)}</th></tr>{rows(taught)}"
        f"</tbody></table>{asked}"
    )
    return page(title, body, language)


def readme(pack: str, language: Language, *, named: bool) -> str:
    """What lies where, and what is handed out."""
    chinese = language == "zh"
    who = ("; a folder a student", "，每人一个文件夹")[chinese] if named else ""
    return README[chinese].format(title=say(pack, language), lang=language, who=who)


def _opening(lesson: Lesson, language: Language) -> str:
    return next(c.source for c in lesson.cells if cell_language(c) == language)


def _question(lesson: Lesson, language: Language) -> str:
    """What the lesson answers, in one line."""
    word = say("question", language)
    found = re.search(rf"\*\*{word}\*\* (.+?)\n\s*\n", _opening(lesson, language), re.DOTALL)
    text = unlinked(found[1]) if found else ""
    return "".join(text.split("\n")) if language == "zh" else " ".join(text.split())


def _sheet(lesson: Lesson, language: Language) -> str:
    """How long the lesson's sheet takes."""
    return say("minutes", language, minutes=sheet_minutes(lesson))


def sheet_minutes(lesson: Lesson) -> int:
    """How long the lesson's sheet says that it takes."""
    opening = source.load(lesson.name, beside=None).opening
    found = re.search(r"\*\*Time\*\* (\d+)", opening)
    return int(found[1]) if found else 0


def _columns(pack: str, language: Language) -> list[str]:
    first = ["week"] if pack == "semester" else []
    return [say(one, language) for one in [*first, "time", "length", "what", "asks", "sheet"]]


def _when(pack: str, entry: Entry) -> list[str]:
    week = [str(entry.session)] if pack == "semester" else []
    return [*week, f"{entry.start}–{entry.end}", str(entry.minutes)]


def _sum(entries: list[Entry], language: Language) -> str:
    lessons = sum(one.minutes for one in entries if one.lesson)
    pauses = sum(one.minutes for one in entries if not one.lesson)
    alone = sum(sheet_minutes(one.lesson) for one in entries if one.lesson)
    return say("sum", language, lessons=lessons, pauses=pauses, sheets=alone)


def _cells(cells: list[str]) -> str:
    return "".join(f"<td>{one}</td>" for one in cells)


def _datasets(lesson: Lesson) -> list[str]:
    code = "\n".join(c.source for c in lesson.cells if c.cell_type == "code")
    return re.findall(r"datasets\.(?:load|path)\(\"(\w+)\"", code)
