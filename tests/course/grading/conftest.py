"""Notebooks as students hand them in, made from a real sheet."""

import sys
import textwrap

import pytest

from crmkit.course.build import as_text
from crmkit.course.exercises.copies import student_copy
from crmkit.course.exercises.source import load, opening_comment
from crmkit.course.grading import lock
from crmkit.course.grading.grade import grade_all
from crmkit.course.grading.limits import Limits
from crmkit.course.grading.slot import Slot
from crmkit.course.grading.submissions import find

SHEET = "30_worth"
ORDERS = "import pandas as pd\norders = pd.DataFrame({'amount': rng.integers(9, size=3)})\nfee = 2"
LOCK = lock.find(scratch_mb=Limits().files_mb)
locked_in = pytest.mark.skipif(not LOCK.holds, reason="; ".join(LOCK.says))
linux = pytest.mark.skipif(sys.platform != "linux", reason="what only Linux offers")


@pytest.fixture(scope="session")
def source():
    return load(SHEET)


@pytest.fixture(scope="session")
def secret_lines(source):
    """The lines of the solutions, less those that the student's copy shows anyway."""
    shown = as_text(student_copy(source)).replace('\\"', '"')
    lines = {
        line.strip() for question in source.questions for line in question.solution.splitlines()
    }
    secret = {line for line in lines if len(line) > 12 and line not in shown}
    assert len(secret) > len(source.questions)
    return secret


@pytest.fixture
def hand_in(tmp_path, source):
    """Write a notebook into submissions/: some questions solved, some cells changed."""

    def _hand_in(name, *, student="Li Wei", solved=(), code=None, before=(), after=(), change=None):
        notebook = student_copy(source, student=student)
        for cell in notebook.cells:
            question = cell.id.split("-")[1]
            if cell.id.endswith("-answer") and question in solved:
                cell.source = opening_comment(source.question(question).solution)[1]
            if code and cell.id in code:
                cell.source = code[cell.id]
        first = next(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        new = type(notebook.cells[first])
        for place, texts in ((first, before), (len(notebook.cells), after)):
            extra = [
                new(cell_type="code", id=f"extra-{place}-{n}", metadata={}, source=text,
                    outputs=[], execution_count=None)
                for n, text in enumerate(texts)
            ]  # fmt: skip
            notebook.cells[place:place] = extra
        if change:
            change(notebook)
        path = tmp_path / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(notebook), "utf-8")
        return path

    return _hand_in


@pytest.fixture(scope="module")
def slots():
    """Two slots that the tests of a file share."""
    with Slot() as one, Slot() as other:
        yield [one, other]


@pytest.fixture
def grade(tmp_path, slots, source):
    """Marks what was handed in: file name to what it earned."""

    def _grade(*, source=source, slots=slots, **limits):
        folder, results = tmp_path / "submissions", tmp_path / "results"
        paths, _ = find(folder)
        limits = Limits(**limits)
        marked = grade_all(paths, source, results=results, slots=slots, limits=limits)
        return {str(path.relative_to(folder)): one for path, one in marked}

    return _grade


@pytest.fixture(scope="module")
def slot():
    with Slot() as one:
        yield one


@pytest.fixture
def run(slot):
    """Runs cells in the slot that a file's tests share, or in another."""

    def run_cells(*cells, slot=slot, **limits):
        job = {
            "sheets": {"13_rfm": ORDERS},
            "cells": [textwrap.dedent(cell) for cell in cells],
            "questions": ["q1", "q2"],
            "limits": limits,
        }
        return slot.run(job)

    return run_cells
