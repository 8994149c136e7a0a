"""How an exercise source becomes a sheet: every question has all its parts, or is named."""

import jupytext
import pytest

from crmkit.course.exercises.cells import split
from crmkit.course.exercises.reading import opening_comment, read

SHEET = """\
# %% [markdown]
# # Exercises to 98: Two numbers
#
# `a` and `b` are yours.

# %% data
import numpy as np

a = int(rng.integers(100, 1000))
b = int(rng.integers(2000, 9000))
_hidden = 3


def helper():
    return 1


# %%
a, b = sheet["a"], sheet["b"]

# %% [markdown] points=2 decimals=1
# ## The mean
#
# The mean of `a` and `b`, with 1 decimal.

# %% solution
# Half of
# the sum.
total = a + b
q1 = total / 2

# %% wrong
# You forgot
# to halve.
q1 = total
# That is half of the difference.
total = b - a

# %% hints
# Add first.

# Then think of how
# many there are.
"""

CHINESE = """\
# %% [markdown]
# # Exercises to 98: Two numbers

# %% [markdown] lang="zh"
# # 练习 98：两个数
#
# 一句话分成
# 两行，
# and English.
#
# - 一项，
#   分成两行

# %% data
a = int(rng.integers(100, 1000))

# %% [markdown] points=1
# ## Twice
#
# How much is twice `sheet["a"]`, a whole number?

# %% [markdown] lang="zh"
# ## 两倍
#
# `sheet["a"]` 的两倍是多少？取整数。

# %% solution
# Add it to itself.
# zh: 把它和自己
# 相加。
q1 = 2 * sheet["a"]

# %% wrong
# That is three times.
# zh: 这是三倍。
q1 = 3 * sheet["a"]
# That is the square.
# zh: 这是平方。
q1 = sheet["a"] ** 2

# %% hints
# What is 2 + 2?
# zh: 2 + 2 等于几？

# Twice is two times.
# zh: 两倍就是乘以二。
"""


@pytest.fixture
def write(tmp_path):
    def _write(text=SHEET, name="98_two"):
        path = tmp_path / "lessons" / "9_part" / "exercises" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return _write


def test_a_sheet_has_its_parts(write):
    source = read(write())
    assert (source.name, source.part, source.languages) == ("98_two", "9_part", ("en",))
    assert source.title == "Exercises to 98: Two numbers"
    [question] = source.questions
    assert (question.name, question.points, question.decimals) == ("q1", 2, 1)
    assert question.text.startswith("## 1 The mean\n\nThe mean of")
    assert question.starter == "q1 = ..."
    assert opening_comment(question.solution) == (
        "Half of the sum.",
        "total = a + b\nq1 = total / 2",
    )
    assert [opening_comment(code) for code in question.wrong] == [
        ("You forgot to halve.", "total = a + b\nq1 = total / 2\nq1 = total"),
        ("That is half of the difference.", "total = b - a\nq1 = total / 2"),
    ]
    assert question.hints == ("Add first.", "Then think of how many there are.")


@pytest.mark.parametrize("text", [SHEET, CHINESE])
def test_jupytext_finds_the_same_cells(write, text):
    """So an editor shows them as they are meant."""
    plain = {"format_name": "percent", "extension": ".py", "comment_magics": False}
    theirs = jupytext.read(write(text), fmt=plain).cells
    assert [(cell.markdown, cell.text) for cell in split(text)] == [
        (cell.cell_type == "markdown", cell.source) for cell in theirs
    ]
    options = [{k: v for k, v in cell.metadata.items() if k != "title"} for cell in theirs]
    assert [cell.options for cell in split(text)] == options


def test_a_starter_of_its_own_comes_first(write):
    source = read(
        write(SHEET.replace("# %% solution", "# %% starter\nq1 = [...]\n\n# %% solution"))
    )
    assert source.questions[0].starter == "q1 = [...]"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("# That is half of the difference.\ntotal = b - a\n", "", "question q1 has 1 wrong"),
        ("# Then think of how\n# many there are.\n", "", "question q1 has 1 hints"),
        ("# %% solution", "# %% answer", "one of data, starter, solution"),
        ("# %% solution", '# %% solution tags=["x"]', "one of data, starter, solution"),
        ("# %% hints", "# %% solution\n# Again.\nq1 = 2\n\n# %% hints", "more than one solution"),
        ("q1 = total / 2", "q2 = total / 2", "q1: its solution does not set q1"),
        ("total = b - a", "other = b - a", "q1: this changes nothing of the answer: 'other"),
        ("# Half of\n# the sum.\n", "", "q1: this does not open with a comment: 'total"),
        ("# %% data", "# %%", "one data cell"),
        ("## The mean", "## 1 The mean", "no number"),
        ("## The mean", "The mean", "a heading"),
        ("# %%\na, b", "# %% wrong\na, b", "line 18: a, b .*: misplaced wrong cell"),
        (
            "# %% [markdown]\n# # Ex",
            "# %% [markdown]\n# Too\n\n# %% [markdown]\n# # Ex",
            "one opening",
        ),
    ],
)
def test_what_is_missing_or_misplaced_is_named(write, old, new, complaint):
    assert old in SHEET
    with pytest.raises(ValueError, match=complaint):
        read(write(SHEET.replace(old, new)))


# --- Two languages -------------------------------------------------------------------------------


def test_each_language_has_its_own_texts_and_the_same_code(write):
    english, chinese = (read(write(CHINESE), language) for language in ("en", "zh"))
    assert english.languages == chinese.languages == ("en", "zh")
    assert chinese.title == "练习 98：两个数"
    [one], [other] = english.questions, chinese.questions
    assert other.text == '## 1 两倍\n\n`sheet["a"]` 的两倍是多少？取整数。'
    assert opening_comment(one.solution)[0] == "Add it to itself."
    assert opening_comment(other.solution)[0] == "把它和自己相加。"
    assert opening_comment(other.wrong[1])[0] == "这是平方。"
    assert other.hints == ("2 + 2 等于几？", "两倍就是乘以二。")
    for ours, theirs in zip(
        (one.solution, *one.wrong), (other.solution, *other.wrong), strict=True
    ):
        assert opening_comment(ours)[1] == opening_comment(theirs)[1]
    assert (one.starter, one.points, one.decimals) == (other.starter, other.points, other.decimals)


def test_line_ends_within_a_chinese_sentence_are_no_spaces(write):
    opening = read(write(CHINESE), "zh").opening
    assert "一句话分成两行，\nand English." in opening
    assert "- 一项，分成两行" in opening
    assert opening.startswith("# 练习 98：两个数\n\n")


def test_a_sheet_in_one_language_shows_it_whichever_is_asked_for(write):
    source = read(write(), "zh")
    assert (source.language, source.languages) == ("zh", ("en",))
    assert source.title == "Exercises to 98: Two numbers"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("# zh: 把它和自己\n# 相加。\n", "", "question q1: there is no zh .*'Add it to itself"),
        ("# zh: 这是平方。\n", "", "question q1: there is no zh .*'That is the square"),
        ("# zh: 两倍就是乘以二。\n", "", "question q1: there is no zh .*'Twice is two times"),
        ('# %% [markdown] lang="zh"\n# ## 两倍\n', "", "question q1: there is no zh .*'## Twice"),
        ('# %% [markdown] lang="zh"\n# # 练习 98', "# %%\n# # 98", "q1: in Chinese, but"),
        (
            "# %% solution",
            '# %% [markdown] lang="zh"\n# ## 又\n\n# %% solution',
            "## 又: this Chinese cell follows no English one",
        ),
    ],
)
def test_a_sheet_that_claims_both_languages_is_in_both_throughout(
    write, old, new, complaint, language
):
    assert old in CHINESE
    with pytest.raises(ValueError, match=complaint):
        read(write(CHINESE.replace(old, new)), language)
