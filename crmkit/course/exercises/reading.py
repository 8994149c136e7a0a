"""One text file a sheet: questions, solutions, wrong answers with their sentences, hints.

A sheet is a py:percent file. What a cell is stands in its head; questions are q1, q2, ... in their
order. A Chinese text stands behind its English one, in a cell marked `lang="zh"` or in a comment
that goes on with `# zh:`; a sheet whose opening is in both languages is so throughout.

    # %% [markdown]                        the opening
    # %% data                              draws the student's company; never shown
    # %%                                   shown to the student, and run before every solution
    # %% [markdown] points=2 decimals=1    a question: its heading, and what is asked
    # %% starter                           only where it is more than `q1 = ...` and its parts
    # %% solution                          opens with its reasoning
    # %% wrong                             for each: the sentence that helps, the lines that differ
    # %% hints                             a comment each
    # %% policies                          of a decision: a dict of policies, for the teacher

In `wrong` a comment behind code begins the next one, in `hints` one behind an empty line. `patch`
says how a wrong answer stands on its solution, `decision` how a question earns by what a decision
is worth.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from crmkit.course.exercises.cells import Cell, split
from crmkit.course.exercises.patch import names_set, patched, starter

Language = Literal["en", "zh"]
Words = dict[Language, str]  # a text by its languages
ROLES = ("data", "starter", "solution", "wrong", "hints", "policies")
LEAST = {"solution": 1, "wrong": 2, "hints": 2}


@dataclass(frozen=True)
class Question:
    """One exercise. `decimals` is the rounding asked for; None: whole numbers, text, labels.

    `solution` and each of `wrong` are whole cells: a comment (the reasoning, the sentence that
    helps), then code that sets `name`. `policies` is code that sets `policies`, a dict of decisions
    by what they are called; it runs on top of the solution.
    """

    name: str
    points: int
    decimals: int | None
    text: str
    starter: str
    solution: str
    wrong: tuple[str, ...]
    hints: tuple[str, ...]
    policies: str = ""

    @property
    def title(self) -> str:
        """The heading, without the marks of markdown."""
        return self.text.splitlines()[0].lstrip("# ")


@dataclass(frozen=True)
class Source:
    """One sheet in one language: opening text, code that draws the data, cells shown, questions.

    `languages` are those that it is written in, `written` is its file as it stands.
    """

    name: str
    part: str
    opening: str
    data: str
    given: tuple[str, ...]
    questions: tuple[Question, ...]
    language: Language = "en"
    languages: tuple[Language, ...] = ("en",)
    written: str = field(default="", repr=False)

    @property
    def title(self) -> str:
        """The heading of the opening text."""
        return self.opening.splitlines()[0].lstrip("# ")

    @property
    def points(self) -> int:
        """What all questions give together."""
        return sum(question.points for question in self.questions)

    def question(self, name: str) -> Question:
        """The question of this name; ValueError lists the names that exist."""
        for question in self.questions:
            if question.name == name:
                return question
        names = ", ".join(question.name for question in self.questions)
        raise ValueError(f"this sheet has no question {name!r}; it has {names}")


def read(path: Path, language: Language = "en") -> Source:
    """One exercise source, checked: every question has all its parts, in all its languages.

    Raises ValueError that names the file, the line or question, and what is missing or misplaced.
    """
    folder = path.resolve().parent
    part = folder.parent.name if folder.name == "exercises" else ""
    return parse(path.read_text("utf-8"), path.stem, part=part, language=language, where=str(path))


def parse(text: str, name: str, *, part: str, language: Language, where: str) -> Source:
    """A sheet from its text; a sheet in one language shows that, whichever is asked for."""
    sheet = _Sheet(where)
    for cell in split(text):
        sheet.take(cell)
    return sheet.source(name, part, language, text)


def opening_comment(code: str) -> tuple[str, str]:
    """The comment that opens a cell as one text, and the code below it.

    >>> opening_comment("# You counted\\n# twice.\\nq1 = 2")
    ('You counted twice.', 'q1 = 2')
    """
    lines = code.strip().splitlines()
    length = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return joined([line.lstrip("# ") for line in lines[:length]]), "\n".join(lines[length:])


def joined(lines: list[str]) -> str:
    """Lines as one text; between two Chinese letters a line end is no space.

    >>> joined(["两行", "中文，", "and a word"])
    '两行中文， and a word'
    """
    return re.sub(rf"(?<={_CHINESE})\n(?={_CHINESE})", "", "\n".join(lines)).replace("\n", " ")


_CHINESE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"


class _Sheet:
    """A sheet while it is read, cell by cell."""

    def __init__(self, where: str):
        self.where = where
        self.opening: Words = {}
        self.data: list[str] = []
        self.given: list[str] = []
        self.questions: list[_Asked] = []
        self._last: Words | None = None  # the English text that a Chinese cell may follow

    def take(self, cell: Cell) -> None:
        if cell.markdown:
            return self._take_text(cell)
        self._last = None
        if cell.title not in ("", *ROLES) or cell.options:
            self._refuse(cell, f"a code cell is one of {', '.join(ROLES)}, or has no title")
        if cell.title == "data":
            self.data.append(cell.text)
        elif bool(cell.title) is not bool(self.questions):
            self._refuse(cell, f"misplaced {cell.title or 'untitled'} cell")
        elif cell.title:
            self.questions[-1].parts.setdefault(cell.title, []).append(cell.text)
        else:
            self.given.append(cell.text)
        return None

    def _take_text(self, cell: Cell) -> None:
        if cell.options.get("lang") == "zh":
            if self._last is None or "zh" in self._last:
                self._refuse(cell, "this Chinese cell follows no English one")
            else:
                self._last["zh"] = _unwrapped(cell.text)
            return
        if "points" in cell.options:
            self.questions.append(_Asked(cell.options, {"en": cell.text}, {}))
            self._last = self.questions[-1].text
        elif self.opening:
            self._refuse(cell, "one opening text only; a question says its points")
        else:
            self.opening["en"] = cell.text
            self._last = self.opening

    def source(self, name: str, part: str, language: Language, written: str) -> Source:
        if not self.opening or len(self.data) != 1 or not self.questions:
            raise ValueError(f"{self.where}: needs an opening text, one data cell and questions")
        languages = tuple(self.opening)

        def chosen(words: Words, where: str) -> str:
            """The text in the language asked for, once it is there in all of the sheet."""
            missing = [one for one in languages if not words.get(one)]
            if missing:
                said = " ".join(words.values())[:60]
                raise ValueError(f"{where}: there is no {missing[0]} text to this one: {said!r}")
            if "zh" in words and "zh" not in languages:
                raise ValueError(f"{where}: in Chinese, but the sheet's opening is not: {words}")
            return words[language] if language in languages else words["en"]

        made = tuple(
            question.made(f"{self.where}: question q{n}", n, chosen)
            for n, question in enumerate(self.questions, start=1)
        )
        opening = chosen(self.opening, f"{self.where}: the opening")
        return Source(
            name, part, opening, self.data[0], tuple(self.given), made, language, languages, written
        )

    def _refuse(self, cell: Cell, why: str) -> None:
        raise ValueError(f"{self.where}, {cell.shown}: {why}")


@dataclass(frozen=True)
class _Asked:
    """A question while it is read: the options of its cell, its text, its other cells by role."""

    options: dict[str, Any]
    text: Words
    parts: dict[str, list[str]]

    def made(self, where: str, number: int, chosen: Callable[[Words, str], str]) -> Question:
        name = f"q{number}"
        found = {role: _paragraphs(cells) for role, cells in self.parts.items()}
        found["solution"] = self.parts.get("solution", [])  # may hold comments further down
        for role, least in LEAST.items():
            if len(found.get(role, [])) < least:
                number_of = f"{len(found.get(role, []))} {role} where {least} are needed"
                raise ValueError(f"{where} has {number_of}")
        for role in ("solution", "starter", "policies"):
            if len(self.parts.get(role, [])) > 1:
                raise ValueError(f"{where} has more than one {role} cell")
        reason, solved = _worked(found["solution"][0], where)
        if not any(name in names_set(step) for step in ast.parse(solved).body):
            raise ValueError(f"{where}: its solution does not set {name}")
        wrong = []
        for text in found["wrong"]:
            sentence, lines = _worked(text, where)
            try:
                whole = patched(name, solved, lines)
            except ValueError as error:
                raise ValueError(f"{where}: {error}") from None
            wrong.append(f"# {chosen(sentence, where)}\n{whole}")
        hints = [_worked(text, where, code=False)[0] for text in found["hints"]]
        return Question(
            name=name,
            points=int(self.options["points"]),
            decimals=self.options.get("decimals"),
            text=_numbered(chosen(self.text, where), number, where),
            starter=self.parts.get("starter", [starter(name, solved)])[0],
            solution=f"# {chosen(reason, where)}\n{solved}",
            wrong=tuple(wrong),
            hints=tuple(chosen(hint, where) for hint in hints),
            policies="".join(self.parts.get("policies", [])),
        )


def _paragraphs(cells: list[str]) -> list[str]:
    """Each of a cell's answers or hints: it begins with a comment behind code or an empty line."""
    found: list[str] = []
    for cell in cells:
        found.append("")
        for line in cell.splitlines(keepends=True):
            before = found[-1].splitlines()[-1:]
            if line.startswith("#") and before and not before[0].startswith("#"):
                found.append("")
            found[-1] += line
    return [one.strip() for one in found if one.strip()]


def _worked(text: str, where: str, *, code: bool = True) -> tuple[Words, str]:
    """The comment that opens this text, by language, and the code below it."""
    lines = text.strip().splitlines()
    length = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    comment = [line.removeprefix("#").strip() for line in lines[:length]]
    below = "\n".join(lines[length:]).strip("\n")
    if not comment:
        raise ValueError(f"{where}: this does not open with a comment: {text!r}")
    if bool(below) is not code:
        raise ValueError(f"{where}: {'no line of code' if code else 'code'} in {text!r}")
    cut = next((n for n, line in enumerate(comment) if line.startswith("zh:")), len(comment))
    words: Words = {"en": joined(comment[:cut])}
    chinese = joined(comment[cut:]).removeprefix("zh:").strip()
    if chinese:
        words["zh"] = chinese
    return words, below


def _numbered(text: str, number: int, where: str) -> str:
    heading, end, rest = text.partition("\n")
    if not heading.startswith("## ") or heading.startswith(f"## {number} "):
        raise ValueError(f"{where} opens with a heading and no number: '## ...', not {heading!r}")
    return f"## {number} {heading.removeprefix('## ')}{end}{rest}"


def _unwrapped(text: str) -> str:
    """Chinese text without the line ends within a sentence, which would show as spaces."""
    lines = re.sub(rf"^(?!#)(.*{_CHINESE})\n *(?={_CHINESE})", r"\1", text, flags=re.MULTILINE)
    return lines if lines == text else _unwrapped(lines)
