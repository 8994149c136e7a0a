"""How an exercise source becomes a sheet: every question has all its parts, or is named."""

import pytest

from crmkit.course.exercises.source import opening_comment, read, seal, unseal

SHEET = """\
# %% [markdown]
# # Exercises to 98: Two numbers
#
# `a` and `b` are yours.

# %% tags=["data"]
import numpy as np

a = int(rng.integers(100, 1000))
b = int(rng.integers(2000, 9000))
_hidden = 3


def helper():
    return 1


# %%
a, b = sheet["a"], sheet["b"]

# %% [markdown] question="q1" points=2 decimals=1
# ## 1 The mean
#
# The mean of `a` and `b`, with 1 decimal.

# %% tags=["starter"]
q1 = ...

# %% tags=["solution"]
# Half of the sum.
q1 = (a + b) / 2

# %% tags=["wrong"]
# You forgot to halve.
q1 = a + b

# %% tags=["wrong"]
# That is the difference.
q1 = b - a

# %% [markdown] tags=["hint"]
# Add first.

# %% [markdown] tags=["hint"]
# Then think of how many there are.
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
    assert (source.name, source.part, source.title) == (
        "98_two",
        "9_part",
        "Exercises to 98: Two numbers",
    )
    [question] = source.questions
    assert (question.points, question.decimals) == (2, 1)
    assert [opening_comment(code)[0] for code in question.wrong] == [
        "You forgot to halve.",
        "That is the difference.",
    ]
    assert question.hints == ("Add first.", "Then think of how many there are.")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('# %% tags=["wrong"]\n# That is the difference.\nq1 = b - a\n', "", "1 wrong cells"),
        ('# %% [markdown] tags=["hint"]\n# Add first.\n', "", "1 hint cells"),
        ('tags=["solution"]', 'tags=["answer"]', "one of"),
        ('question="q1"', 'question="q2"', "call it q1"),
        ("q1 = b - a", "q2 = b - a", "does not set q1"),
        ("# Half of the sum.\n", "", "does not open with a comment"),
        ('tags=["data"]', "", "one data cell"),
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


def test_sealing_keeps_everything_and_shows_nothing(write, tmp_path):
    source = read(write())
    target = seal(source, tmp_path)
    assert unseal("98_two", tmp_path) == source
    assert b"halve" not in target.read_bytes()


def test_an_unknown_sheet_lists_those_there_are(write, tmp_path):
    seal(read(write()), tmp_path)
    with pytest.raises(ValueError, match="'99_no'; there are 98_two"):
        unseal("99_no", tmp_path)
