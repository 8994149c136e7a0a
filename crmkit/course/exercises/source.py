"""One text file a sheet: question, starter, solution, wrong answers with their sentences, hints.

A sheet is a py:percent file in ``lessons/<part>/exercises/`` with the name of its lesson. The role
of a cell stands in its header:

    # %% tags=["data"]                       draws the student's company; never shown
    # %%                                     shown to the student, and run before every solution
    # %% [markdown] question="q1" points=2 decimals=1
    # %% tags=["starter"]                    what the student gets: q1 = ...
    # %% tags=["solution"]                   opens with its reasoning as a comment
    # %% tags=["wrong"]                      opens with the sentence that helps, then errs
    # %% [markdown] tags=["hint"]

What students install holds no such file but a sealed one, which nobody reads by accident
(``crmkit/course/sheets``). It is no safe: whoever wants to open it can.
"""

import base64
import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

SEALED = Path(__file__).parents[1] / "sheets"
ROLES = ("data", "starter", "solution", "wrong", "hint")


@dataclass(frozen=True)
class Question:
    """One exercise. `decimals` is the rounding asked for; None: whole numbers, text, labels."""

    name: str
    points: int
    decimals: int | None
    text: str
    starter: str
    solution: str
    wrong: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def title(self) -> str:
        """The heading, without the marks of markdown."""
        return self.text.splitlines()[0].lstrip("# ")


@dataclass(frozen=True)
class Source:
    """One sheet: its opening text, the code that draws the data, the cells shown, the questions."""

    name: str
    part: str
    opening: str
    data: str
    given: tuple[str, ...]
    questions: tuple[Question, ...]

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


def find(lessons: Path) -> list[Path]:
    """Every exercise source below the lessons, in the order of the course."""
    return sorted(lessons.glob("*/exercises/*.py"), key=lambda path: path.name)


def read(path: Path) -> Source:
    """One exercise source, checked: every question has all its parts.

    Raises ValueError that names the file, the question and what is missing or misplaced.
    """
    import jupytext

    # Without this, a comment such as "# why?" becomes a call for help of IPython's.
    plain = {"format_name": "percent", "extension": ".py", "comment_magics": False}
    cells = jupytext.read(path, fmt=plain).cells
    opening, data, given, questions = "", [], [], []
    for cell in cells:
        role = _role(path, cell)
        if role == "question":
            questions.append({"head": cell, **{name: [] for name in ROLES}})
        elif role == "data":
            data.append(cell.source)
        elif questions and role:
            questions[-1][role].append(cell.source)
        elif role or questions:
            raise ValueError(f"{path}: misplaced {role or 'untagged'} cell: {_shown(cell)}")
        elif cell.cell_type == "code":
            given.append(cell.source)
        elif opening:
            raise ValueError(f"{path}: one opening text only, then code: {_shown(cell)}")
        else:
            opening = cell.source
    if not opening or len(data) != 1 or not questions:
        raise ValueError(f"{path}: needs an opening text, one data cell and questions")
    made = tuple(_question(path, number, parts) for number, parts in enumerate(questions, start=1))
    return Source(path.stem, path.parents[1].name, opening, data[0], tuple(given), made)


def opening_comment(code: str) -> tuple[str, str]:
    """The comment that opens a cell as one text, and the code below it.

    >>> opening_comment("# You counted\\n# twice.\\nq1 = 2")
    ('You counted twice.', 'q1 = 2')
    """
    lines = code.strip().splitlines()
    length = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return " ".join(line.lstrip("# ") for line in lines[:length]), "\n".join(lines[length:])


# --- The sealed copy ------------------------------------------------------------------------


def seal(source: Source, folder: Path = SEALED) -> Path:
    """Write the sheet as the package carries it: not to be read by accident."""
    target = folder / f"{source.name}.sheet"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(source), ensure_ascii=False, sort_keys=True)
    target.write_bytes(base64.encodebytes(text.encode()))
    return target


@cache
def unseal(name: str, folder: Path = SEALED) -> Source:
    """The sheet of this name. Raises ValueError that lists the sheets there are."""
    if name not in names(folder):
        raise ValueError(f"there is no sheet {name!r}; there are {', '.join(names(folder))}")
    parts = json.loads(base64.decodebytes((folder / f"{name}.sheet").read_bytes()))
    questions = tuple(
        Question(**one | {"wrong": tuple(one["wrong"]), "hints": tuple(one["hints"])})
        for one in parts.pop("questions")
    )
    return Source(**parts | {"given": tuple(parts["given"]), "questions": questions})


def names(folder: Path = SEALED) -> list[str]:
    """The sheets that this installation has."""
    return sorted(path.stem for path in folder.glob("*.sheet"))


# --- Reading --------------------------------------------------------------------------------


def _role(path: Path, cell: "NotebookNode") -> str:
    if "question" in cell.metadata:
        return "question"
    tags = cell.metadata.get("tags", [])
    if len(tags) > 1 or not set(tags) <= set(ROLES):
        raise ValueError(f"{path}: a cell has the tags {tags}; one of {ROLES}: {_shown(cell)}")
    return tags[0] if tags else ""


def _question(path: Path, number: int, parts: dict[str, Any]) -> Question:
    head = parts["head"]
    name = head.metadata["question"]
    where = f"{path}: question {name}"
    if name != f"q{number}":
        raise ValueError(f"{where} is the {number}. of the sheet: call it q{number}")
    for role, least, most in (
        ("starter", 1, 1),
        ("solution", 1, 1),
        ("wrong", 2, 9),
        ("hint", 2, 9),
    ):
        found = len(parts[role])
        if not least <= found <= most:
            raise ValueError(f"{where} has {found} {role} cells; {least} to {most} are needed")
    for code in [*parts["starter"], *parts["solution"], *parts["wrong"]]:
        if not re.search(rf"^{name}\b", code, flags=re.MULTILINE):
            raise ValueError(f"{where}: this cell does not set {name}: {code!r}")
    for code in [*parts["solution"], *parts["wrong"]]:
        if not opening_comment(code)[0]:
            raise ValueError(f"{where}: this cell does not open with a comment: {code!r}")
    return Question(
        name=name,
        points=int(head.metadata.get("points", 1)),
        decimals=head.metadata.get("decimals"),
        text=head.source,
        starter=parts["starter"][0],
        solution=parts["solution"][0],
        wrong=tuple(parts["wrong"]),
        hints=tuple(parts["hint"]),
    )


def _shown(cell: "NotebookNode") -> str:
    return cell.source.strip().splitlines()[0] if cell.source.strip() else "(empty)"
