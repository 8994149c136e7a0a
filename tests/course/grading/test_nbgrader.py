"""One round trip through nbgrader, for those who use it: from our source to its grade book."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from crmkit.course.build import as_text
from crmkit.course.exercises.copies import nbgrader_source
from crmkit.course.exercises.source import opening_comment

pytest.importorskip("nbgrader")


def test_generate_submit_autograde_feedback_export(source, secret_lines, tmp_path):
    def nbgrader(*arguments):
        # nbgrader calls alembic by its name alone.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        ours = {"PATH": path, "JUPYTER_CONFIG_DIR": str(tmp_path), "IPYTHONDIR": str(tmp_path)}
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=tmp_path, env=os.environ | ours, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr[-3000:]

    name = f"{source.name}.ipynb"
    original = tmp_path / "source" / "ps1" / name
    original.parent.mkdir(parents=True)
    original.write_text(as_text(nbgrader_source(source)), "utf-8")
    nbgrader("generate_assignment", "ps1", "--create")

    released = nbformat.read(tmp_path / "release" / "ps1" / name, as_version=4)
    text = "\n".join(cell.source for cell in released.cells)
    assert [line for line in secret_lines if line in text] == []
    assert "HIDDEN" not in text
    assert "assert _note" not in text

    for cell in released.cells:
        if cell.id.endswith("-start-sheet"):
            cell.source = cell.source.replace('student=""', 'student="Li Wei"')
        if cell.id.endswith("-answer"):
            question = source.question(cell.id.split("-")[1])
            right = question.name in ("q1", "q3")
            cell.source = opening_comment(question.solution if right else question.wrong[0])[1]
    submitted = tmp_path / "submitted" / "li" / "ps1" / name
    submitted.parent.mkdir(parents=True)
    nbformat.write(released, submitted)

    nbgrader("autograde", "ps1", "--create")
    nbgrader("generate_feedback", "ps1")
    nbgrader("export", "--to", "grades.csv")
    with (tmp_path / "grades.csv").open(encoding="utf-8") as file:
        [row] = csv.DictReader(file)
    earned = source.question("q1").points + source.question("q3").points
    assert float(row["score"]) == earned
    assert float(row["max_score"]) == source.points
    feedback = (tmp_path / "feedback" / "li" / "ps1" / f"{source.name}.html").read_text("utf-8")
    assert "Li Wei" in feedback
