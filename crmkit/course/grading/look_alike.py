"""What a teacher should look at: worked solutions that stand word for word in a notebook.

It proves nothing. A learner may look at `solution` after an attempt, and a short answer has few
ways to be written; so it is a note in the grade book and takes no points.
"""

import re
from functools import cache

from crmkit.course.exercises.copies import student_copy
from crmkit.course.exercises.source import Source, opening_comment, sealed
from crmkit.course.grading.submissions import Submission

SHORTEST = 60  # letters of code; less than this, two people write alike by chance


def found(submission: Submission, source: Source) -> list[str]:
    """Sentences for the grade book; none, for most."""
    code = "\n".join(text for _, text in submission.cells)
    lines = {"".join(line.split()) for line in code.splitlines()}
    alike = [name for name, own in _telling_lines(source).items() if own <= lines]
    said = [f"worked solution word for word: {', '.join(alike)}"] if alike else []
    packed = re.sub(r"\\n|[^A-Za-z0-9+/]", "", code)  # however its lines were broken
    if any(piece in packed for piece in _pieces_of_the_seal(source)):
        said.append("holds a part of the sealed sheet")
    return said


@cache
def _telling_lines(source: Source) -> dict[str, frozenset[str]]:
    """The lines of each solution without their spaces, less those that the student's copy shows."""
    copy = student_copy(source)
    shown = {"".join(line.split()) for cell in copy.cells for line in cell.source.splitlines()}
    telling = {}
    for question in source.questions:
        code = opening_comment(question.solution)[1]
        own = frozenset(filter(None, ("".join(line.split()) for line in code.splitlines()))) - shown
        if sum(map(len, own)) >= SHORTEST:
            telling[question.name] = own
    return telling


@cache
def _pieces_of_the_seal(source: Source) -> list[str]:
    """Pieces of the sealed file as it would stand in a notebook."""
    content = "".join(sealed(source.name, source.part, source.written).decode().split())
    return [content[n : n + 200] for n in range(0, len(content) - 200, 2000)]
