"""Time `crmkit grade` beside nbgrader's autograde on the same submissions, in one run.

python -m benchmarks.grading --submissions 200
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from benchmarks.timing import show, verdict
from crmkit.course.build import as_text
from crmkit.course.exercises.copies import nbgrader_source, student_copy
from crmkit.course.exercises.source import Source, load, opening_comment

SHEET = "13_rfm"
GOAL_SECONDS = 600


def main() -> None:
    """Grade the same submissions with both, one after the other."""
    options = argparse.ArgumentParser()
    options.add_argument("--submissions", type=int, default=200)
    number = options.parse_args().submissions
    source = load(SHEET)
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        _submissions(source, course, number)
        ours = _seconds(["crmkit", "grade", "ours", "--sheet", SHEET], course)
        _nbgrader_release(source, course)
        theirs = _seconds(["nbgrader", "autograde", "ps1", "--create"], course)
        graded = len(list((course / "autograded").glob("*/ps1/*.ipynb")))
    assert graded == number, f"nbgrader graded {graded} of {number}"
    show(
        f"{number} submissions of {SHEET} ({len(source.questions)} questions)",
        [
            ("crmkit grade, 2 at a time", f"{ours:.0f} s", f"{GOAL_SECONDS} s for 200",
             verdict(ours * 200 / number < GOAL_SECONDS)),
            ("nbgrader autograde", f"{theirs:.0f} s", "", ""),
            ("ratio", f"{theirs / ours:.1f} x", "", ""),
            ("a submission", f"{ours / number:.2f} s, {theirs / number:.2f} s", "", ""),
        ],
    )  # fmt: skip


def _submissions(source: Source, course: Path, number: int) -> None:
    """Each student's answers, half of the questions right, as both graders take them."""
    (course / "ours").mkdir()
    for place in range(number):
        student = f"student {place}"
        for make, path in (
            (student_copy, course / "ours" / f"{place}.ipynb"),
            (nbgrader_source, course / "submitted" / f"s{place}" / "ps1" / f"{SHEET}.ipynb"),
        ):
            notebook = make(source, student=student)
            for cell in notebook.cells:
                if cell.id.endswith("-answer"):
                    question = source.question(cell.id.split("-")[1])
                    right = (place + int(question.name[1:])) % 2
                    code = question.solution if right else question.wrong[0]
                    cell.source = opening_comment(code)[1]
                elif cell.id.endswith("-check"):
                    cell.source = cell.source.split("\n### BEGIN HIDDEN")[0]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_text(notebook), "utf-8")


def _nbgrader_release(source: Source, course: Path) -> None:
    original = course / "source" / "ps1" / f"{SHEET}.ipynb"
    original.parent.mkdir(parents=True)
    nbformat.write(nbgrader_source(source), original)
    _seconds(["nbgrader", "generate_assignment", "ps1", "--create"], course)


def _seconds(command: list[str], course: Path) -> float:
    # nbgrader calls alembic by its name alone.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "JUPYTER_CONFIG_DIR": str(course)}
    start = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise RuntimeError(f"{command} failed: {run.stderr[-2000:] or run.stdout[-2000:]}")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
