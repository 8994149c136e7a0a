"""Sheets of the format before: a tag and a cell for each part. Goes once none is left."""

from crmkit.course.exercises.cells import Cell
from crmkit.course.exercises.reading import Language, Question, Source


def parse_old(
    cells: list[Cell], text: str, name: str, *, part: str, language: Language, where: str
) -> Source:
    """A sheet of the old format; its wrong answers are whole cells already."""
    opening, data, given = "", "", []
    asked: list[tuple[Cell, dict[str, list[str]]]] = []
    for cell in cells:
        [role] = cell.options.get("tags", [""])
        if "question" in cell.options:
            asked.append((cell, {}))
        elif role == "data":
            data = cell.text
        elif role and asked:
            asked[-1][1].setdefault(role, []).append(cell.text)
        elif role or asked:
            raise ValueError(f"{where}, {cell.shown}: misplaced {role or 'untagged'} cell")
        elif cell.markdown:
            opening = cell.text
        else:
            given.append(cell.text)
    questions = tuple(
        Question(
            name=head.options["question"],
            points=int(head.options.get("points", 1)),
            decimals=head.options.get("decimals"),
            text=head.text,
            starter=parts["starter"][0],
            solution=parts["solution"][0],
            wrong=tuple(parts["wrong"]),
            hints=tuple(parts["hint"]),
        )
        for head, parts in asked
    )
    return Source(name, part, opening, data, tuple(given), questions, language, ("en",), text)
