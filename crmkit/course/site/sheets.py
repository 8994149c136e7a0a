"""A page for each exercise sheet: what it asks, how to get it and how it checks; no answers."""

import re
from pathlib import Path

import nbformat

from crmkit.course.lessons import Language
from crmkit.course.site.lessons import PARTS

WORDS = {
    "en": ("Exercises", "The questions", "Get it"),
    "zh": ("练习", "题目", "怎样获取"),
}
HOW = {
    "en": """\
The button above downloads the notebook. In your copy of the course it is `{path}` (`make lab`), and
the command line writes it into a folder of yours:

```
crmkit exercises {number} --out my-exercises
```

`make course` [installs what it needs](/docs/install.md). For a class, see
[For professors](/docs/professors.md).
""",
    "zh": """\
点上方的按钮可以下载笔记本。在本机的课程文件夹里，它是 `{path}`（先运行 `make lab`）。
也可以用命令把它写到自己的文件夹里：

```
crmkit exercises {number} --lang zh --out my-exercises
```

需要的软件由 `make course` 一次装好，见[安装](/docs/install.md)（英文）。
""",
}
INTRO = {
    "en": "A sheet a lesson. The data are drawn by your name, so nobody else has your numbers; "
    "every answer is checked at once, a likely mistake gets its own sentence, and there are hints. "
    "A page here says what a sheet asks and how to get it: you answer it in the notebook.",
    "zh": "每课一份练习。数据由你的姓名生成，别人的数字和你的不一样；每个答案马上就能检查，"
    "常见的错误各有一句说明，还可以查看提示。这里的页面说明每份练习问什么、怎样获取；"
    "作答在笔记本里进行。",
}


def pages(root: Path) -> dict[str, str]:
    """The sheets' pages and the list of them, in both languages."""
    return _in(root, "en") | _in(root, "zh")


def _in(root: Path, language: Language) -> dict[str, str]:
    folder = Path("exercises") if language == "en" else Path("exercises", language)
    heading = WORDS[language][0]
    made, listed = {}, [f"# {heading}", INTRO[language]]
    for part, (name, _) in PARTS[language].items():
        rows = []
        for path in sorted((root / folder / part).glob("*.ipynb")):
            place = path.relative_to(root)
            text, titles = page(path, place.as_posix(), language)
            made[place.with_suffix(".md").as_posix()] = text
            inside = place.relative_to(folder).with_suffix("").as_posix()
            rows.append((inside, titles))
        entries = "\n".join(inside for inside, _ in rows)
        unit = {"en": " questions", "zh": " 题"}[language]
        lines = "\n".join(f"- [](./{inside}.md) · {len(titles)}{unit}" for inside, titles in rows)
        tree = f"```{{toctree}}\n:hidden:\n:caption: {name}\n\n{entries}\n```"
        listed += [f"## {name}", lines, tree]
    made[(folder / "index.md").as_posix()] = "\n\n".join(listed) + "\n"
    return made


def page(path: Path, place: str, language: Language) -> tuple[str, list[str]]:
    """The page about one sheet, and its questions' titles."""
    texts = [one.source for one in nbformat.read(path, 4).cells if one.cell_type == "markdown"]
    titles = [found[1] for text in texts[1:] if (found := re.match(r"## (?:\d+ )?(.+)", text))]
    _, questions, get = WORDS[language]
    how = HOW[language].format(path=place, number=path.stem[:2])
    listed = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    return f"{texts[0]}\n\n## {get}\n\n{how}\n## {questions}\n\n{listed}\n", titles
