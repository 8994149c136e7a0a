"""What the README promises: its code runs, its links lead somewhere, its commands exist."""

import re
import warnings
from pathlib import Path

import pytest

from crmkit import companies
from crmkit.models import BoundaryWarning

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CODE = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.parametrize("code", CODE, ids=range(len(CODE)))
def test_code_runs_on_an_order_file(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    log = companies.online_shop(n_customers=3_000, days=700, seed=3).orders
    log = log.rename(columns={"customer_id": "client", "ordered_at": "day", "amount": "paid"})
    log[["client", "day", "paid"]].to_csv("orders.csv", index=False)
    namespace = {}
    with warnings.catch_warnings():
        # As the README says: the file may not tell whether anybody ever leaves.
        warnings.simplefilter("ignore", BoundaryWarning)
        exec(code, namespace)
    table = list(namespace.values())[-1]
    assert len(table) > 500


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)]+)\)", README))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^|`)make (\w+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_the_map_follows_the_course():
    numbers = re.findall(r"^\|.*?\(notebooks/\d_\w+/(\d\d)_", README, flags=re.MULTILINE)
    assert numbers == sorted(numbers) and len(numbers) > 20


def test_ways_through_the_course_name_lessons_and_the_minutes_they_take():
    minutes = {
        path.name[:2]: int(re.search(r"\*\*Time\*\* (\d+)", path.read_text("utf-8"))[1])
        for path in ROOT.glob("lessons/*/[0-9]*.py")
    }
    ways = re.findall(r"\| ((?:\d\d, )+\d\d) \| (\d+) h (\d\d) min \|", README)
    assert len(ways) == 5
    for lessons, hours, rest in ways:
        assert sum(minutes[one] for one in lessons.split(", ")) == 60 * int(hours) + int(rest)


def test_the_course_has_51_lessons_and_the_welcome_names_them_all():
    lessons = sorted(path.stem for path in ROOT.glob("lessons/*/[0-9]*.py"))
    assert len(lessons) == 51 and "51 lessons" in README
    welcome = (ROOT / "lessons" / "0_start" / "00_welcome.py").read_text("utf-8")
    for one in lessons[1:]:
        assert welcome.count(f"{one}.ipynb)") >= 2, one  # in English and in Chinese
