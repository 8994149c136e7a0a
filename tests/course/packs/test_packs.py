"""A trainer's pack: the agenda adds up, nothing for participants gives answers away, all opens."""

import ast
import io
import json
import re
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from crmkit.cli import app
from crmkit.course import build as executing
from crmkit.course import lessons as sources
from crmkit.course.doctor import examine
from crmkit.course.exercises import source
from crmkit.course.packs import answers, blocks, pages
from crmkit.course.packs.answers import answers_of, instructor, tasks
from crmkit.course.packs.blanks import TAG, blank, participant
from crmkit.course.packs.build import build, executed, guesses_of, own_data, zipped
from crmkit.course.packs.deck import deck
from crmkit.course.packs.plan import PACKS, agenda, lessons_of, minutes
from crmkit.course.packs.slides import slides

ROOT = Path(__file__).parents[3]
LESSONS = sources.find(ROOT / "lessons")
IN_PACKS = sorted({one.name: one for pack in PACKS for one in lessons_of(pack, LESSONS)}.items())
ANSWERED = [one for one in LESSONS if answers_of(one)]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

each_pack = pytest.mark.parametrize("pack", PACKS)
each_language = pytest.mark.parametrize("language", ["en", "zh"])
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def _lesson(number):
    return next(one for one in LESSONS if one.name.startswith(number))


def _slides(lesson, language):
    return slides(executed(lesson, ROOT, language), guesses_of(lesson, ROOT), language)


@pytest.fixture
def unanswered(monkeypatch):
    """Packs whose written answers are left out: nothing is run, so that they build in seconds."""
    monkeypatch.setattr(answers, "answers_of", lambda lesson: None)


# --- Agenda ---------------------------------------------------------------------------------


@each_pack
def test_agenda_gives_each_lesson_its_own_minutes_and_leaves_no_gap(pack):
    entries = agenda(pack, LESSONS, start="9:00")
    taught = [one for one in entries if one.lesson]
    assert [one.lesson for one in taught] == lessons_of(pack, LESSONS)
    assert all(one.minutes == minutes(one.lesson) for one in taught)
    for one, following in pairwise(entries):
        assert following.start == (one.end if one.session == following.session else "9:00")
    for one in entries:
        (a, b), (c, d) = (map(int, time.split(":")) for time in (one.start, one.end))
        assert 60 * c + d - 60 * a - b == one.minutes


@each_pack
def test_a_pack_is_a_way_through_the_course_that_the_readme_names(pack):
    ways = re.findall(r"\| ((?:\d\d, )+\d\d) \|", (ROOT / "README.md").read_text("utf-8"))
    assert ", ".join(one.name[:2] for one in lessons_of(pack, LESSONS)) in ways


def test_half_a_day_and_a_day_are_as_long_as_they_say():
    length = {pack: sum(one.minutes for one in agenda(pack, LESSONS)) for pack in PACKS}
    assert 180 <= length["half-day"] <= 210 and 360 <= length["day"] <= 420
    guide = (ROOT / "docs" / "trainers.md").read_text("utf-8")
    for pack in ("half-day", "day"):
        hours, rest = divmod(length[pack], 60)
        assert re.search(rf"\| `{pack}` \|.*\| {hours} h {rest} min \|", guide)
    assert len(PACKS["semester"]) == 14


def test_a_start_that_is_no_time_is_refused():
    with pytest.raises(ValueError, match="no time of day; write it as 9:00"):
        agenda("day", LESSONS, start="nine")
    with pytest.raises(ValueError, match="past midnight"):
        agenda("day", LESSONS, start="20:00")


# --- Slides ---------------------------------------------------------------------------------


@each_language
@each_lesson
def test_every_lesson_makes_a_deck_that_ends_with_its_answer(lesson, language):
    made = _slides(lesson, language)
    assert made[0].kind == "title" and made[1].kind == "aims" and made[-1].kind == "answer"
    assert 10 <= len(made) <= 40 and all(one.title for one in made)
    asked = [n for n, one in enumerate(made) if one.kind == "guess"]
    assert asked and asked[-1] < len(made) - 1
    shown = "".join(one.body for one in made)
    assert "<script" not in shown and "$" not in re.sub(r"<pre.*?</pre>", "", shown, flags=re.S)
    figures = [c for c in executed(lesson, ROOT, language).cells if "image/png" in str(c)]
    assert bool(figures) == ("<img" in shown)


def test_a_guess_stands_before_its_result():
    kinds = [one.kind for one in _slides(_lesson("13"), "en")]
    for at, kind in enumerate(kinds):
        assert kind != "guess" or kinds[at + 1].startswith("result")


@pytest.mark.parametrize("number", ["10", "13", "22", "30"])
def test_no_text_is_lost_between_slides_and_notes(number):
    """What a lesson says is said: on a slide or beside it."""
    lesson = _lesson(number)
    said = re.sub(r"<[^>]+>|\s", "", "".join(one.notes for one in _slides(lesson, "zh")))
    for cell in executed(lesson, ROOT, "zh").cells[1:]:
        if cell.cell_type == "markdown":
            for block in blocks.paragraphs(cell.source):
                words = re.sub(r"<[^>]+>|\s", "", blocks.text(block))
                assert block.startswith("## ") or words in said, block


def test_what_a_table_holds_is_shown_and_not_obeyed():
    table = "<table><tbody><tr><td onclick='x'>&lt;script&gt;</td></tr></tbody></table>"
    cell = nbformat.v4.new_code_cell("x")
    cell.outputs = [nbformat.v4.new_output("execute_result", {"text/html": table})]
    shown, kind = blocks.output(cell, "en")
    assert kind == "table" and "<td>&lt;script&gt;</td>" in shown


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@in_a_browser
@pytest.mark.parametrize(("number", "language"), [("13", "en"), ("30", "zh"), ("63", "en")])
def test_a_deck_asks_for_nothing_overflows_nowhere_and_prints_a_slide_a_page(
    number, language, browser, tmp_path
):
    lesson = _lesson(number)
    made = _slides(lesson, language)
    file = tmp_path / "deck.html"
    file.write_text(deck("13", made, minutes=45, language=language), "utf-8")
    page, asked, wrong = browser.new_page(viewport={"width": 1400, "height": 860}), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(file.as_uri())
    page.wait_for_selector("body.ready", state="attached")
    assert [one for one in asked if not one.startswith("data:")] == [file.as_uri()]
    sizes = page.evaluate(
        """[...document.querySelectorAll('.body, .shown, .words')].map(
             (one) => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth])"""
    )
    assert max(map(max, sizes)) <= 1
    page.keyboard.press("ArrowRight")
    assert page.locator("#where").inner_text() == f"2 / {len(made)}"
    page.keyboard.press("n")
    assert page.locator("#notes").is_visible()
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    assert opened.value.locator("#title").inner_text().startswith("2. ")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == len(made)
    assert wrong == []
    page.close()


@in_a_browser
@each_language
@each_pack
def test_the_feedback_form_is_one_page(pack, language, browser):
    page = browser.new_page()
    page.set_content(pages.feedback(lessons_of(pack, LESSONS), language))
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.close()


# --- Notebooks ------------------------------------------------------------------------------


@each_language
@pytest.mark.parametrize("lesson", [one for _, one in IN_PACKS], ids=[name for name, _ in IN_PACKS])
def test_participants_type_some_cells_and_see_no_result(lesson, language):
    done = executed(lesson, ROOT, language)
    made = participant(done, guesses_of(lesson, ROOT), language)
    nbformat.validate(made)
    typed = [cell for cell in made.cells if TAG in cell.metadata.get("tags", [])]
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert 3 <= len(typed) < len(code)
    assert all(not ast.parse(cell.source).body for cell in typed)
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    texts = [[c.source for c in one.cells if c.cell_type == "markdown"] for one in (made, done)]
    assert texts[0] == texts[1]


def test_a_blank_says_how_each_statement_begins_and_no_more():
    shown = blank('segments = rfm.name_segments(scored)\nby_hand["R"] = five["a"].rank()\nfive')
    assert shown.splitlines()[1:] == [
        "#   segments = rfm.name_segments(…",
        '#   by_hand["R"] = five[…',
        "#   five",
    ]


def test_every_lesson_of_a_pack_has_answers():
    wanted = {one.name for pack in PACKS for one in lessons_of(pack, LESSONS)}
    assert wanted == {one.name for one in ANSWERED}


@pytest.mark.parametrize("lesson", ANSWERED, ids=lambda lesson: lesson.name)
def test_a_number_in_an_answer_is_computed(lesson):
    """Else than those of the task, which the lesson or its code names."""
    answer = answers_of(lesson)
    known = lesson.path.read_text("utf-8") + "".join(
        cell.source for cell in answer.cells if cell.cell_type == "code"
    )
    for cell in answer.cells:
        if cell.cell_type == "markdown":
            bare = re.sub(r"`[^`]*`", " ", sources.COMPUTED.sub(" ", cell.source))
            for number in re.findall(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?", bare):
                bare_number = number.rstrip(",")
                small = float(bare_number.replace(",", "")) <= 12
                assert small or bare_number in known, cell.source


@pytest.mark.slow
@pytest.mark.parametrize("lesson", ANSWERED, ids=lambda lesson: lesson.name)
def test_instructors_have_every_answer_with_its_numbers(lesson):
    for language in lesson.languages:
        done = executed(lesson, ROOT, language)
        made = instructor(lesson, done, language)
        nbformat.validate(made)
        text = "\n".join(cell.source for cell in made.cells if cell.cell_type == "markdown")
        assert "{{" not in text and "nan" not in text.split("**1** ")[1]
        assert [n for n in re.findall(r"^\*\*(\d+)\*\* ", text, re.M)] == [
            str(n) for n in range(1, tasks(lesson) + 1)
        ]
        for cell, known in zip(made.cells, done.cells, strict=False):
            assert bool(cell.get("outputs")) == bool(known.get("outputs")), cell.source
        known = source.load(lesson.name, language=language, beside=None)
        sentence = source.opening_comment(known.questions[0].wrong[0])[0]
        assert sentence in made.cells[-1].source


def test_where_nobody_wrote_answers_the_instructors_are_told_so():
    lesson = _lesson("11")
    made = instructor(lesson, executed(lesson, ROOT, "en"), "en")
    assert "Nobody has written answers" in made.cells[-2].source
    assert made.cells[-1].source.startswith("## Usual stumbling places")


def test_answers_that_do_not_fit_the_tasks_are_refused(tmp_path):
    part = tmp_path / "1_segmentation"
    (part / "answers").mkdir(parents=True)
    lesson = _lesson("13")
    shutil.copy(lesson.path, part)
    text = (lesson.path.parent / "answers" / lesson.path.name).read_text("utf-8")
    (part / "answers" / lesson.path.name).write_text(text.replace("**3** ", "**5** "), "utf-8")
    with pytest.raises(ValueError, match=r"asks 4 tasks; its en answers are .*not \*\*1\*\*"):
        answers_of(sources.read(part / lesson.path.name))


@each_language
def test_the_notebook_for_own_data_runs_on_the_sample_as_it_stands(
    language, tmp_path, monkeypatch, unanswered
):
    files = dict(build("half-day", ROOT, language=language))
    (tmp_path / "sample_export.csv").write_bytes(files["sample_export.csv"])
    monkeypatch.chdir(tmp_path)
    notebook = nbformat.reads(own_data(ROOT, language).decode(), as_version=4)
    if language == "zh":  # the code is the same
        assert "你自己的数据" in notebook.cells[0].source
        return
    ran = executing.execute(notebook)
    shown = [one for cell in ran.cells for one in cell.get("outputs", [])]
    assert len(shown) == 6 and not any(one.output_type == "error" for one in shown)
    assert (tmp_path / "my_customers.csv").exists()


# --- The zip --------------------------------------------------------------------------------


@each_language
@each_pack
def test_a_pack_holds_all_and_participants_get_no_solution(pack, language, unanswered):
    files = dict(build(pack, ROOT, language=language))
    fixed = {"agenda.html", "agenda.md", "own_data.ipynb", "sample_export.csv", "checklist.html",
             "feedback.html", "README.txt"}  # fmt: skip
    names = {one.name for one in lessons_of(pack, LESSONS)}
    wanted = fixed | {f"slides/{name}.html" for name in names}
    wanted |= {f"{folder}/{name}.ipynb" for name in names
               for folder in ("participants", "instructors", "sheets")}  # fmt: skip
    wanted |= {f"instructors/sheets/{name}.solutions.ipynb" for name in names}
    assert set(files) == wanted
    for name, content in files.items():
        if name.endswith(".ipynb"):
            nbformat.validate(nbformat.reads(content.decode(), as_version=4))
        if name.endswith(".html"):
            assert not re.search(rb"(src|href)=\"?(https?:)?//", content), name
    handed = [name for name in files if name.startswith(("participants/", "sheets/"))]
    for name in handed:
        text = files[name].decode()
        known = source.load(Path(name).stem, language=language, beside=None)
        for question in known.questions:
            for secret in (question.solution, *question.wrong):
                told = json.dumps(source.opening_comment(secret)[0], ensure_ascii=False)[1:-1]
                assert told not in text, name


@each_language
def test_links_in_a_pack_lead_somewhere(language, unanswered):
    files = dict(build("day", ROOT, language=language))
    for name, content in files.items():
        text = content.decode("utf-8", errors="ignore")
        links = re.findall(r"\]\(([^)\s]+\.(?:ipynb|html))\)", text)
        links += re.findall(r'href="([^"]+)"', text) if name.endswith(".html") else []
        if name.startswith("sheets") or name.startswith("instructors/sheets"):
            continue  # a student's copy is the one that `crmkit exercises` writes
        for link in links:
            led = (Path("/") / name).parent.joinpath(link)
            assert str(Path(*led.resolve().parts[1:])) in files, (name, link)


def test_students_have_a_folder_each_with_their_names(unanswered):
    files = dict(build("half-day", ROOT, language="zh", students=("王芳", "<b>Li")))
    sheets = sorted(name for name in files if name.startswith("sheets/"))
    assert len(sheets) == 8 and len({name.split("/")[1] for name in sheets}) == 2
    assert sum('student=\\"王芳\\"' in files[name].decode() for name in sheets) == 4
    assert all("](../sheets/" not in files[n].decode() for n in files if n.startswith("partic"))


def test_a_second_build_changes_no_byte(unanswered):
    one, other = (zipped(build("half-day", ROOT)) for _ in range(2))
    assert one == other


def test_the_command_writes_a_zip_and_says_what_is_wrong(tmp_path, monkeypatch, unanswered):
    monkeypatch.chdir(ROOT)
    run = CliRunner().invoke(app, ["pack", "half-day", "--lang", "zh", "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    archive = zipfile.ZipFile(io.BytesIO((tmp_path / "crmkit-half-day-zh.zip").read_bytes()))
    assert "9:00–9:45" in archive.read("agenda.md").decode()
    assert "自己保管" in archive.read("README.txt").decode()
    refused = CliRunner().invoke(app, ["pack", "half-day", "--start", "25:00"])
    assert refused.exit_code == 2


def test_the_checklist_asks_for_what_doctor_looks_at():
    assert {finding.check.partition(":")[0] for finding in examine()} == set(pages.DOCTOR)
    page = pages.checklist(lessons_of("half-day", LESSONS), "en")
    assert "cdnow" in page and all(f"<td>{one}</td>" in page for one in pages.DOCTOR)


@pytest.mark.slow
@each_language
def test_half_a_day_is_built_with_its_answers(language):
    files = dict(build("half-day", ROOT, language=language))
    for name in ("10_customer_file", "13_rfm", "30_worth", "50_festival"):
        assert "**1** " in files[f"instructors/{name}.ipynb"].decode()
