"""How a lesson source becomes notebooks, on lessons of a few lines."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from crmkit.course.build import build
from crmkit.course.changes import changed, note
from crmkit.course.lessons import find, notebook, read

BILINGUAL = """\
# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %% [markdown]
# # Who buys?

# %% [markdown] lang="zh"
# # 谁在买？

# %% tags=["setup"]
customers = 6

# %%
customers * 7
"""


@pytest.fixture
def write(tmp_path):
    def _write(text, name="10_who"):
        path = tmp_path / "lessons" / "1_part" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return _write


def test_each_language_gets_its_text_and_the_shared_code(write):
    lesson = read(write(BILINGUAL))
    english, chinese = (notebook(lesson, language) for language in ("en", "zh"))
    assert [cell.source for cell in english.cells][:2] == ["# Who buys?", "customers = 6"]
    assert [cell.source for cell in chinese.cells][:2] == ["# 谁在买？", "customers = 6"]
    assert lesson.title == "Who buys?"


def test_ids_depend_on_the_lesson_alone(write):
    lesson = read(write(BILINGUAL))
    ids = [cell.id for cell in notebook(lesson, "en").cells]
    assert ids == ["10_who-000", "10_who-001", "10_who-002"]
    assert notebook(lesson, "en").cells[1].metadata == {"tags": ["setup"]}


def test_text_without_its_chinese_sibling_is_named(write):
    text = BILINGUAL.replace('# %% [markdown] lang="zh"\n# # 谁在买？\n', "")
    with pytest.raises(ValueError, match=r"no Chinese sibling.*Who buys"):
        read(write(text))


def test_last_text_without_its_sibling_is_named_too(write):
    with pytest.raises(ValueError, match=r"no Chinese sibling.*The end"):
        read(write(BILINGUAL + "\n# %% [markdown]\n# The end\n"))


def test_chinese_text_in_a_lesson_that_claims_english_only_is_refused(write):
    with pytest.raises(ValueError, match="header claims"):
        read(write(BILINGUAL.replace("[en, zh]", "[en]")))


def test_chinese_text_that_follows_code_is_refused(write):
    text = BILINGUAL + '\n# %% [markdown] lang="zh"\n# 孤儿\n'
    with pytest.raises(ValueError, match=r"follows no English.*孤儿"):
        read(write(text))


def test_build_runs_once_and_writes_the_same_bytes_twice(write, tmp_path):
    write(BILINGUAL)
    lessons = find(tmp_path / "lessons")
    [(_, files, _)] = build(lessons, tmp_path / "notebooks")
    first = [file.read_bytes() for file in files]
    assert [file.relative_to(tmp_path).as_posix() for file in files] == [
        "notebooks/1_part/10_who.ipynb",
        "notebooks/zh/1_part/10_who.ipynb",
    ]
    assert all(b'"42"' in content for content in first)
    [(_, files, _)] = build(lessons, tmp_path / "notebooks")
    assert [file.read_bytes() for file in files] == first


def test_lesson_that_fails_stops_the_build_and_writes_nothing(write, tmp_path):
    write(BILINGUAL.replace("customers * 7", "customers / 0"))
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        list(build(find(tmp_path / "lessons"), tmp_path / "notebooks"))
    assert not list((tmp_path / "notebooks").rglob("*.ipynb"))


def test_folder_without_lessons_says_where_to_stand(tmp_path):
    with pytest.raises(FileNotFoundError, match="run this in a checkout"):
        find(tmp_path)


def test_a_number_in_a_text_is_written_in_where_it_stands(write, tmp_path):
    text = BILINGUAL.replace(
        "customers * 7\n",
        "customers * 7\n\n# %% [markdown]\n# {{customers * 7:,.1f}} and {{f'{customers:02d}'}}"
        '\n\n# %% [markdown] lang="zh"\n# {{customers}} 位\n\n# %%\ncustomers = 8\n',
    )
    write(text)
    [(_, files, _)] = build(find(tmp_path / "lessons"), tmp_path / "notebooks")
    english, chinese = (nbformat.read(file, as_version=4) for file in files)
    assert english.cells[3].source == "42.0 and 06"
    assert chinese.cells[3].source == "6 位"
    assert [cell.get("execution_count") for cell in english.cells] == [None, 1, 2, None, 3]


def test_a_number_that_cannot_be_computed_stops_the_build(write, tmp_path):
    write(BILINGUAL + "\n# %% [markdown]\n# {{nobody:.0f}}\n\n# %% [markdown] lang='zh'\n# 无\n")
    with pytest.raises(CellExecutionError, match="nobody"):
        list(build(find(tmp_path / "lessons"), tmp_path / "notebooks"))


def test_lessons_side_by_side_are_those_built_in_turn(write, tmp_path):
    for number in range(3):
        write(f"# %% [markdown]\n# # 0{number} One\n\n# %%\n{number} + 1\n", f"0{number}_one")
    lessons = find(tmp_path / "lessons")
    texts = {}
    for jobs in (1, 3):
        built = list(build(lessons, tmp_path / str(jobs), jobs=jobs))
        texts[jobs] = {one.lesson.name: [f.read_text("utf-8") for f in one.files] for one in built}
    assert texts[1] == texts[3] and len(texts[1]) == 3


def test_only_what_has_changed_is_built_again(write, tmp_path):
    write("# %% [markdown]\n# # 01 One\n\n# %%\nimport crmkit.money\n", "01_one")
    write("# %% [markdown]\n# # 02 Two\n\n# %%\n1 + 1\n", "02_two")
    lessons = find(tmp_path / "lessons")
    assert changed(lessons, tmp_path) == lessons
    made = {built.lesson.name: built for built in build(lessons, tmp_path / "notebooks")}
    for built in made.values():
        note(built, tmp_path)
    assert [path.name for path in made["01_one"].modules if path.name == "money.py"]
    assert changed(lessons, tmp_path) == []
    made["02_two"].files[0].write_text("edited by hand", "utf-8")
    assert [one.name for one in changed(lessons, tmp_path)] == ["02_two"]
    lessons[0].path.write_text("# %% [markdown]\n# # 01 Other\n", "utf-8")
    assert [one.name for one in changed(lessons, tmp_path)] == ["01_one", "02_two"]
    (tmp_path / "datasets").mkdir()
    (tmp_path / ".crmkit" / "built.json").write_text("no json", "utf-8")
    assert changed(lessons, tmp_path) == lessons
