"""What the site is made of, before Sphinx reads it: map, sheets, cards and reference."""

import re
from pathlib import Path

import nbformat
import pytest

from crmkit.course.exercises.source import load
from crmkit.course.site import cards, lessons, pages, reference, sheets
from crmkit.datasets.cards import card, card_names

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The folder that Sphinx reads."""
    folder = tmp_path_factory.mktemp("site") / "source"
    pages.assemble(ROOT, folder)
    return folder


@pytest.mark.parametrize("language, file", [("en", "course.md"), ("zh", "course-zh.md")])
def test_the_map_has_every_lesson_once_in_its_table_and_once_in_its_contents(language, file):
    text = lessons.pages(ROOT)[file]
    folder = ROOT / "notebooks" / ("" if language == "en" else "zh")
    there = [path.relative_to(ROOT).as_posix() for path in sorted(folder.glob("[0-9]_*/*.ipynb"))]
    assert len(there) == 51
    assert re.findall(r"^\| \[[^\]]+\]\(([^)]+)\)", text, flags=re.MULTILINE) == there
    assert re.findall(r"^notebooks/.+", text, flags=re.MULTILINE) == [
        path.removesuffix(".ipynb") for path in there
    ]


def test_every_lesson_of_a_way_through_the_course_is_a_link():
    ways = lessons.pages(ROOT)["course.md"].split("## Ways through it")[1].split("## Start")[0]
    links = re.findall(r"\[(\d\d)\]\((\S+)\)", ways)
    assert len(links) == 14 + 4 + 6 + 10 + 11
    assert all((ROOT / path).name.startswith(number) for number, path in links)


def test_an_opening_is_read_as_it_stands_and_what_lacks_is_named():
    text = "# 99 Test\n\n**Question** How\nmuch?\n\n**Time** 20 minutes.\n\n**Data** none."
    assert lessons.opening("99.ipynb", text, "en") == lessons.Opening(
        "99.ipynb", "99 Test", "How much?", 20, "none."
    )
    with pytest.raises(ValueError, match=r"99.ipynb: its first text has no line .*\*\*Time\*\*"):
        lessons.opening("99.ipynb", text.replace("Time", "Hours"), "en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_about_a_sheet_names_its_questions_and_holds_no_answer(language):
    folder = ROOT / "exercises" / ("" if language == "en" else "zh")
    for path in sorted(folder.glob("[0-9]_*/*.ipynb")):
        text, titles = sheets.page(path, path.relative_to(ROOT).as_posix(), language)
        sheet = load(path.stem)
        assert len(titles) == len(sheet.questions), path
        assert all(title in text for title in titles)
        for question in sheet.questions:
            answer = question.solution.splitlines()[-1]
            assert answer not in text, f"{path}: {answer}"


def test_a_lesson_leads_to_the_page_about_its_sheet(source):
    links = {
        path: re.findall(r"\((\.\./[./]*exercises/[^)]+)\)", path.read_text("utf-8"))
        for path in source.glob("notebooks/**/*.ipynb")
    }
    assert len(links) == 102
    for lesson, found in links.items():
        assert found and all((lesson.parent / link).exists() for link in found), lesson


def test_a_lesson_is_the_notebook_as_it_stands_but_for_that_link(source):
    for path in ROOT.glob("notebooks/**/13_rfm.ipynb"):
        ours = nbformat.read(path, 4).cells
        theirs = nbformat.read(source / path.relative_to(ROOT), 4).cells
        changed = [one.source for one, two in zip(ours, theirs, strict=True) if one != two]
        assert len(changed) == 1 and "exercises/" in changed[0]


def test_every_card_has_a_page_with_all_its_columns_and_lessons(source):
    listed = (source / "datasets" / "index.md").read_text("utf-8")
    for name in card_names():
        text = (source / "datasets" / f"{name}.md").read_text("utf-8")
        for row in [*card(name).columns, *card(name).parameters]:
            assert f"| `{row}` |" in text, f"{name}: {row}"
        assert text.count("](../notebooks/") == len(card(name).lessons), name
        assert f"[{name}]({name}.md)" in listed


def test_nothing_on_a_card_is_markup():
    assert cards._cell("a|b *c* <i>_d_</i> $5") == r"a\|b \*c\* \<i\>\_d\_\</i\> \$5"


def test_the_reference_has_every_name_that_a_door_offers(source):
    import importlib

    written = "\n".join(path.read_text("utf-8") for path in source.glob("api/**/*.rst"))
    entries = set(re.findall(r"^\.\. (?:autoclass|autofunction|py:data):: (\S+)", written, re.M))
    titles = set(re.findall(r"^(\S+)\n=+$", written, re.M))
    for part in reference.PARTS:
        door = importlib.import_module(f"crmkit.{part}")
        for name in reference.public(door):
            full = f"crmkit.{part}.{name}"
            own = f"{getattr(getattr(door, name), '__module__', '')}.".split(".")[-2]
            assert {full, f"crmkit.{part}.{own}.{name}"} & (entries | titles), full


def test_no_two_pages_differ_by_case_alone(source):
    # On Windows and macOS one would overwrite the other.
    names = [path.relative_to(source).as_posix().lower() for path in source.rglob("*.*")]
    assert len(names) == len(set(names))


def test_a_guide_that_somebody_adds_is_in_the_contents(source):
    contents = (ROOT / "docs" / "index.md").read_text("utf-8").split("```{toctree}")[1]
    named = set(contents.split("\n"))
    assert ":glob:" in named and "*" in named
    for guide in ROOT.glob("docs/*.md"):
        assert (source / "docs" / guide.name).exists()
