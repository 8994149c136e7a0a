"""The instructors' notebook: results, answers to 'Your turn', and where people stumble.

Answers stand beside the lesson, in ``lessons/<part>/answers/<lesson>.py``, written as a lesson is:
py:percent, both languages, numbers computed where they stand. Their code runs on top of the lesson.
The text that answers a task opens with its number in bold:

    # %%
    extra = kept["amount"].sum() - log["amount"].sum()

    # %% [markdown]
    # **1** Sales rise by {{extra:,.0f}} yuan.

    # %% [markdown] lang="zh"
    # **1** 销售额多出 {{extra:,.0f}} 元。
"""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from crmkit.course.build import execute
from crmkit.course.exercises import source
from crmkit.course.lessons import Language, Lesson, notebook, read
from crmkit.course.packs.words import say


def answers_of(lesson: Lesson) -> Lesson | None:
    """The answers beside a lesson, checked: one for each task of its 'Your turn', in order.

    None where nobody has written any. Raises ValueError that names the file and the tasks.
    """
    path = lesson.path.parent / "answers" / lesson.path.name
    if not path.exists():
        return None
    answers = read(path)
    asked = tasks(lesson)
    texts = [one for one in answers.cells if one.cell_type == "markdown"]
    for language in lesson.languages:
        here = [one for one in texts if one.metadata.get("lang", "en") == language]
        given = [re.match(r"\*\*(\d+)\*\* ", one.source) for one in here]
        if [one and int(one[1]) for one in given] != list(range(1, asked + 1)):
            raise ValueError(
                f"{path}: the lesson asks {asked} tasks; its {language} answers are "
                f"{[one and one[0].strip() for one in given]}, not **1** to **{asked}**"
            )
    return answers


def tasks(lesson: Lesson) -> int:
    """How many tasks the lesson's 'Your turn' has."""
    text = next(c.source for c in lesson.cells if re.search("^## Your turn", c.source, re.M))
    return len(re.findall(r"^\d+\. ", text.partition("## Your turn")[2], re.MULTILINE))


def instructor(lesson: Lesson, executed: NotebookNode, language: Language) -> NotebookNode:
    """The lesson with its results, the answers to its tasks, and the usual stumbling places."""
    answers = answers_of(lesson)
    if answers is None:
        cells = [*executed.cells, _text(lesson, "answers", say("no answers", language))]
    else:
        worked = replace(lesson, cells=_worked(lesson.path))
        cells = notebook(worked, language).cells
        first = len(executed.cells)
        cells.insert(first, _text(lesson, "answers", f"## {say('answers', language)}"))
    cells = [*cells, _text(lesson, "stumbling", stumbling(lesson, language))]
    return nbformat.v4.new_notebook(metadata=executed.metadata, cells=cells)


def stumbling(lesson: Lesson, language: Language) -> str:
    """What participants usually get wrong: the mistakes that the lesson's sheet knows."""
    sheet = source.load(lesson.name, language=language, beside=None)
    lines = [f"## {say('stumbling', language)}", "", say("stumbling from", language)]
    for question in sheet.questions:
        lines += ["", f"**{question.title}**", ""]
        lines += [f"- {source.opening_comment(code)[0]}" for code in question.wrong]
    return "\n".join(lines)


@cache
def _worked(path: Path) -> tuple[NotebookNode, ...]:
    """The cells of a lesson and its answers, run once for all languages."""
    lesson = read(path)
    answers = answers_of(lesson)
    cells = [*lesson.cells, *(answers.cells if answers else ())]
    return tuple(execute(NotebookNode(cells=cells)).cells)


def _text(lesson: Lesson, role: str, text: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(text, id=f"{lesson.name}-{role}")
