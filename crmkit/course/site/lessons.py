"""The map of the course in both languages, from how each notebook opens and from the README."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from crmkit.course.lessons import Language

# The parts as the folders number them: what they are called, and what they ask.
PARTS: dict[Language, dict[str, tuple[str, str]]] = {
    "en": {
        "0_start": ("Start", "How much do the best customers matter?"),
        "1_segmentation": ("Segmentation", "Who are our customers, and which of them first?"),
        "2_loyalty": ("Loyalty", "Do they prefer us, or have they just not moved?"),
        "3_lifetime": ("Lifetime value", "Who is still a customer, and what is each one worth?"),
        "4_retention": ("Retention", "Who leaves, why, and what may be spent to keep them?"),
        "5_cases": ("Cases", "What would you decide, with real money at stake?"),
    },
    "zh": {
        "0_start": ("起步", "最好的客户有多重要？"),
        "1_segmentation": ("客户细分", "我们的客户是谁，先联系哪些人？"),
        "2_loyalty": ("客户忠诚", "他们是真的偏好我们，还是只是没有离开？"),
        "3_lifetime": ("客户终身价值", "谁还是客户，每位客户值多少钱？"),
        "4_retention": ("客户保持", "谁会离开，为什么，为留住他们最多花多少钱？"),
        "5_cases": ("案例", "要花真金白银的时候，你怎样决定？"),
    },
}
# How a notebook opens: the words before what is asked, how long it takes, and with which data.
OPENING = {"en": ("Question", "Time", "Data"), "zh": ("问题", "用时", "数据")}


@dataclass(frozen=True)
class Opening:
    """What a notebook says of itself before it begins."""

    path: str
    title: str
    question: str
    minutes: int
    data: str


def opening(path: str, text: str, language: Language) -> Opening:
    """Title, question, minutes and data of a lesson, from its first text."""
    question, time, data = OPENING[language]

    def said(word: str, pattern: str) -> str:
        found = re.search(rf"\*\*{word}\*\*\s*{pattern}", text, flags=re.DOTALL)
        if found is None:
            raise ValueError(f"{path}: its first text has no line that begins **{word}**")
        return " ".join(found[1].split())

    paragraph = r"(.+?)(?:\n\n|\Z)"
    return Opening(
        path, text.splitlines()[0].removeprefix("# "), said(question, paragraph),
        int(said(time, r"(\d+)")), said(data, paragraph),
    )  # fmt: skip


def openings(root: Path, language: Language) -> dict[str, list[Opening]]:
    """What the lessons of each part say of themselves, in the order of the course."""
    folder = Path("notebooks") if language == "en" else Path("notebooks", language)
    return {
        part: [
            opening(path.relative_to(root).as_posix(), _first_text(path), language)
            for path in sorted((root / folder / part).glob("*.ipynb"))
        ]
        for part in PARTS[language]
    }


def _first_text(path: Path) -> str:
    return str(nbformat.read(path, as_version=4).cells[0].source)


def pages(root: Path) -> dict[str, str]:
    """The map in English and in Chinese, and the parts as the first page shows them."""
    english, chinese = openings(root, "en"), openings(root, "zh")
    readme = (root / "README.md").read_text("utf-8")
    ways = re.search(r"^\| for whom \|.*?\n\n", readme, flags=re.MULTILINE | re.DOTALL)
    if ways is None:
        raise ValueError("README.md: no table of the ways through the course, '| for whom |'")
    numbers = {one.path.split("/")[-1][:2]: one.path for part in english.values() for one in part}
    linked = re.sub(r"\b\d\d(?=,| \|)", lambda found: _link(found[0], numbers), ways[0])
    return {
        "course.md": _map(english, "en", f"## Ways through it\n\n{linked}"),
        "course-zh.md": _map(chinese, "zh", ""),
        "parts.txt": _tiles(english, "en"),
        "parts-zh.txt": _tiles(chinese, "zh"),
    }


def _link(number: str, paths: dict[str, str]) -> str:
    return f"[{number}]({paths[number]})" if number in paths else number


def _map(parts: dict[str, list[Opening]], language: Language, ways: str) -> str:
    count = sum(map(len, parts.values()))
    title, intro, heads = {
        "en": (
            "The course",
            f"{count} lessons, each with a sheet of exercises that check themselves. A lesson "
            "opens with a business question, does the idea by hand once, and then with one call. "
            "The pages show what the notebooks printed; their buttons give you the notebook.",
            ("lesson", "question", "minutes", "data"),
        ),
        "zh": (
            "课程",
            f"共 {count} 课，每课配一份能自动检查答案的练习。每课从一个经营问题开始，先动手算一遍，"
            "再用一次调用得到同样的结果。网页展示笔记本的运行结果，点页面上方的按钮可以下载笔记本。",
            ("课", "问题", "分钟", "数据"),
        ),
    }[language]
    text = [f"# {title}", intro, ways.strip()]
    for part, lessons in parts.items():
        name, asked = PARTS[language][part]
        rows = [f"| [{one.title}]({one.path}) | {_cell(one.question)} | {one.minutes} "
                f"| {_cell(one.data)} |" for one in lessons]  # fmt: skip
        head = f"| {' | '.join(heads)} |\n|---|---|---|---|\n"
        text += [f"## {name}", f"*{asked}*", head + "\n".join(rows), _contents(name, lessons)]
    return "\n\n".join(filter(None, text)) + "\n"


def _contents(name: str, lessons: list[Opening]) -> str:
    entries = "\n".join(one.path.removesuffix(".ipynb") for one in lessons)
    return f"```{{toctree}}\n:hidden:\n:caption: {name}\n\n{entries}\n```"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _tiles(parts: dict[str, list[Opening]], language: Language) -> str:
    """One tile a part, with its lessons."""
    tiles = []
    for part, lessons in parts.items():
        name, asked = PARTS[language][part]
        listed = "\n".join(f"- [{one.title}]({one.path})" for one in lessons)
        tiles.append(f":::{{grid-item-card}} {name}\n\n*{asked}*\n\n{listed}\n:::")
    opening = "::::{grid} 1 2 3 3\n:gutter: 3\n:class-container: parts"
    return "\n\n".join([opening, *tiles]) + "\n::::\n"
