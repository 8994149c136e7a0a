"""The command line, as somebody types it."""

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crmkit.cli import app
from crmkit.course.exercises.source import load
from tests.course.exercises.test_reading import CHINESE, SHEET

run = CliRunner().invoke


def test_module_and_command_are_the_same():
    """`crmkit`, as it was installed, and `python -m crmkit`, to the last character."""
    command = shutil.which("crmkit", path=sysconfig.get_path("scripts"))
    assert command, "pip installed no command"
    module = [sys.executable, "-m", "crmkit"]
    for arguments in (["--help"], ["datasets", "--help"], ["datasets", "describe", "donations"]):
        by_command, by_module = (
            subprocess.run([*start, *arguments], capture_output=True, text=True, check=True).stdout
            for start in ([command], module)
        )
        assert by_command.strip()
        assert by_module == by_command


def test_help_names_every_command():
    shown = run(app, ["--help"]).output
    commands = {one.name or one.callback.__name__ for one in app.registered_commands}
    assert {"course", "lab", "test", "lint", "bench", "doctor", "exercises", "grade"} <= commands
    for name in (*commands, "datasets"):
        assert name in shown


FAULTS = {
    "none": ("", 0),
    "style": ("import os\n", 1),
    "format": ("x  = 1\n", 1),
    "types": ("def f(x):\n    return x\n", 1),
    "contract": ("from tiny import upper\n\n__all__ = ['upper']\n".replace("'", '"'), 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_lint_sees_each_kind_of_fault(fault, tmp_path, monkeypatch):
    code, expected = FAULTS[fault]
    (tmp_path / "lessons").mkdir()
    (tmp_path / "tiny").mkdir()
    for name in ("__init__", "upper", "lower"):
        (tmp_path / "tiny" / f"{name}.py").write_text(code if name == "lower" else "", "utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mypy]\npackages = ["tiny"]\nstrict = true\n'
        '[tool.importlinter]\nroot_package = "tiny"\n'
        '[[tool.importlinter.contracts]]\nname = "down"\ntype = "layers"\n'
        'layers = ["tiny.upper", "tiny.lower"]\n',
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert run(app, ["lint"]).exit_code == expected


def test_datasets_are_listed_and_described():
    listed = run(app, ["datasets", "list"])
    assert listed.exit_code == 0
    assert "retention_tables" in listed.output
    described = run(app, ["datasets", "describe", "shop_export"])
    assert "买家实际支付金额" in described.output


def test_course_outside_a_checkout_says_where_to_stand(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(app, ["course"])
    assert result.exit_code != 0
    assert "lessons/" in result.output


def test_course_with_an_unknown_number_says_so(monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[1])
    monkeypatch.setattr("crmkit.datasets.fetch", lambda: None)
    result = run(app, ["course", "99"])
    assert result.exit_code != 0
    assert "99" in result.output


def test_course_executes_the_lesson_that_is_asked_for(tmp_path, monkeypatch):
    lesson = tmp_path / "lessons" / "0_start" / "07_seven.py"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("# %% [markdown]\n# # 07 Seven\n\n# %%\n3 + 4\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("crmkit.datasets.fetch", lambda: None)
    result = run(app, ["course", "07"])
    assert result.exit_code == 0, result.output
    assert "executed 07_seven" in result.output
    assert '"7"' in (tmp_path / "notebooks" / "0_start" / "07_seven.ipynb").read_text("utf-8")


def test_course_stops_at_a_lesson_that_fails(tmp_path, monkeypatch):
    lesson = tmp_path / "lessons" / "0_start" / "08_eight.py"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("# %% [markdown]\n# # 08 Eight\n\n# %%\n1 / 0\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("crmkit.datasets.fetch", lambda: None)
    result = run(app, ["course"])
    assert result.exit_code == 1
    assert "08_eight stopped" in result.output
    assert "ZeroDivisionError" in result.output


def test_adding_an_exercise_takes_one_file(tmp_path, monkeypatch):
    lessons = tmp_path / "lessons" / "9_part"
    (lessons / "exercises").mkdir(parents=True)
    (lessons / "98_two.py").write_text("# %% [markdown]\n# # 98 Two numbers\n", "utf-8")
    (lessons / "exercises" / "98_two.py").write_text(SHEET, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("crmkit.datasets.fetch", lambda: None)
    result = run(app, ["course", "98"])
    assert result.exit_code == 0, result.output
    copy = (tmp_path / "exercises" / "9_part" / "98_two.ipynb").read_text("utf-8")
    assert "The mean of `a` and `b`" in copy


def test_check_names_the_mistake_that_nobody_would_notice(tmp_path, monkeypatch):
    source = tmp_path / "98_two.py"
    source.write_text(SHEET, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(app, ["check", "98"]).exit_code == 0
    assert run(app, ["check", str(source)]).exit_code == 0
    assert run(app, ["check", "99"]).exit_code == 2
    source.write_text(SHEET.replace("total = b - a", "total = a + b + 0"), "utf-8")
    result = run(app, ["check", "98_two.py"])
    assert result.exit_code == 1
    said = " ".join(result.output.split())
    assert "the mistake 'That is half of the difference.' is right" in said


def test_course_builds_a_sheet_in_each_of_its_languages(tmp_path, monkeypatch):
    lessons = tmp_path / "lessons" / "9_part"
    (lessons / "exercises").mkdir(parents=True)
    (lessons / "98_two.py").write_text("# %% [markdown]\n# # 98 Two numbers\n", "utf-8")
    (lessons / "exercises" / "98_two.py").write_text(CHINESE, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("crmkit.datasets.fetch", lambda: None)
    assert run(app, ["course", "98"]).exit_code == 0
    built = {path.relative_to(tmp_path / "exercises") for path in tmp_path.rglob("98_two.ipynb")
             if "exercises" in path.parts}  # fmt: skip
    assert {str(path) for path in built} == {"9_part/98_two.ipynb", "zh/9_part/98_two.ipynb"}
    assert "两倍" in (tmp_path / "exercises/zh/9_part/98_two.ipynb").read_text("utf-8")


def test_a_teachers_own_sheet_goes_out_with_what_its_checks_need(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(CHINESE, "utf-8")
    monkeypatch.chdir(tmp_path)
    made = run(app, ["exercises", "mine.py", "--lang", "zh", "--out", "handout"])
    assert made.exit_code == 0, made.output
    assert {path.name for path in (tmp_path / "handout").iterdir()} == {"mine.ipynb", "mine.sheet"}
    text = (tmp_path / "handout/mine.ipynb").read_text("utf-8")
    assert 'Sheet(\\"mine\\", student=\\"\\", language=\\"zh\\")' in text
    assert load("mine", beside=tmp_path / "handout").written == CHINESE
    assert run(app, ["exercises", "mine.py", "--as", "zip", "--out", "zip"]).exit_code == 0
    with zipfile.ZipFile(tmp_path / "zip" / "exercises.zip") as archive:
        assert archive.namelist() == ["mine.ipynb", "mine.html", "mine.sheet"]
        assert archive.read("mine.sheet") == (tmp_path / "handout/mine.sheet").read_bytes()
    for kind in ("page", "solutions"):
        made = run(app, ["exercises", "mine", "--as", kind, "--out", kind])
        assert made.exit_code == 0, made.output
        assert len(list((tmp_path / kind).iterdir())) == 1
