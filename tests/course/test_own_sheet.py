"""docs/own-sheet.md, as a teacher follows it in an empty folder."""

import csv
import re
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from crmkit.cli import app
from crmkit.course import Sheet

GUIDE = (Path(__file__).parents[2] / "docs" / "own-sheet.md").read_text("utf-8")
SHEET, DECISION, POLICIES = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
HINTS = "\n# %% hints\n# One.\n\n# Two.\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("cafe.py").write_text(SHEET, "utf-8")

    def _run(command):
        result = CliRunner().invoke(app, command.removeprefix("crmkit ").split())
        assert result.exit_code == 0, result.output
        return result.output

    return _run


def test_from_nothing_to_marks(run):
    check, out, grade = re.findall(r"^```\n(crmkit .*)\n```$", GUIDE, flags=re.MULTILINE)
    assert "cafe: 0 faults" in run(check)
    assert "0 of 1 done" in repr(Sheet("cafe", student="Li Wei"))

    run(out)
    assert {path.name for path in Path("handout").iterdir()} == {"cafe.ipynb", "cafe.sheet"}
    Path("cafe.py").rename("kept.txt")
    handed_out = Sheet("cafe", student="Li Wei", folder="handout")
    Path("kept.txt").rename("cafe.py")
    sales = handed_out["sales"]
    mean = (sales["cake"] / sales["coffee"]).mean()
    assert "You averaged the days" in repr(handed_out.check("q1", mean))

    Path("submissions").mkdir()
    Path("roster.csv").write_text("student\nLi Wei\n王芳\n", "utf-8")
    run(f"{out} --students roster.csv")
    answers = {"Li Wei": 'sales["cake"].sum() / sales["coffee"].sum()', "王芳": "0.5"}
    for path in Path("handout").glob("*/cafe.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        student = next(name for name in answers if f'student="{name}"' in notebook.cells[1].source)
        cell = next(cell for cell in notebook.cells if cell.id == "cafe-q1-answer")
        cell.source = f"q1 = {answers[student]}"
        nbformat.write(notebook, f"submissions/{path.parent.name}.ipynb")
    run(grade)
    with Path("grades.csv").open(encoding="utf-8-sig") as file:
        points = {row["student"]: row["q1"] for row in csv.DictReader(file)}
    assert points == {"Li Wei": "2", "王芳": "0"}


def test_the_decision_is_a_fair_one(run):
    Path("cafe.py").write_text(f"{SHEET}\n{DECISION}{HINTS}", "utf-8")
    assert "cafe: 0 faults" in run("crmkit check cafe.py")


def test_policies_show_what_they_earn(run):
    Path("cafe.py").write_text(f"{SHEET}\n{DECISION}{HINTS}\n{POLICIES}", "utf-8")
    shown = run("crmkit check cafe.py --policies")
    assert "cafe: 0 faults" in shown
    assert len(re.findall(r"always \d+ ", shown)) == 20
