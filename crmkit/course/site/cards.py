"""A page for each dataset and simulated company: what `crmkit datasets describe` shows."""

import re
from pathlib import Path

from crmkit import datasets
from crmkit.course.site.lessons import openings
from crmkit.datasets.cards import card, card_names

INTRO = """\
---
html_theme.sidebar_secondary.remove: true
---

# Data

Where each dataset comes from, on which terms, and the unit and meaning of every column. Real data
stay in the packages of those who publish them: `crmkit datasets fetch` takes them from there once,
and checks every byte against the sha256 on the card. The figures that drive a simulated company
stand on its card, so the truth behind it is known.

In a notebook, `datasets.describe("cdnow")` shows the card and `datasets.load("cdnow")` gives the
table; `companies.online_shop(seed=1)` simulates a company.
"""


def pages(root: Path) -> dict[str, str]:
    """The cards' pages, and the list of them."""
    paths = {one.path.split("/")[-1][:2]: one.path
             for part in openings(root, "en").values() for one in part}  # fmt: skip
    made = {f"datasets/{name}.md": page(name, paths) for name in card_names()}
    tables = [name for name in card_names() if card(name).columns]
    simulated = [name for name in card_names() if card(name).parameters]
    rows = [f"| [{name}]({name}.md) | {_cell(card(name).title)} | {card(name).rows:,} "
            f"| {_cell(card(name).licence)} |" for name in tables]  # fmt: skip
    firms = [f"| [{name}]({name}.md) | {_cell(card(name).title)} |" for name in simulated]
    made["datasets/index.md"] = "\n\n".join([
        INTRO.strip(),
        "## Tables",
        "| name | what it is | rows | licence |\n|---|---|--:|---|\n" + "\n".join(rows),
        "## Simulated companies",
        "| name | what it is |\n|---|---|\n" + "\n".join(firms),
        _contents("Tables", tables),
        _contents("Simulated companies", simulated),
    ]) + "\n"  # fmt: skip
    return made


def page(name: str, lessons: dict[str, str]) -> str:
    """One card; its lessons are links."""
    described = datasets.describe(name)
    facts = described.facts
    used = [f"[{one}](../{lessons[one]})" if one in lessons else one for one in card(name).lessons]
    facts["Lessons"] = ", ".join(used) or "-"
    table = described.columns.reset_index()
    head = " | ".join(map(str, table.columns))
    rows = [" | ".join(_written(table.columns[at], value) for at, value in enumerate(row))
            for row in table.itertuples(index=False)]  # fmt: skip
    call = f"companies.{name}(seed=1)" if card(name).parameters else f'datasets.load("{name}")'
    door = "companies" if card(name).parameters else "datasets"
    said = [f"{key}\n: {value if key == 'Lessons' else _text(value)}\n"
            for key, value in facts.items()]  # fmt: skip
    return "\n\n".join([
        f"# {name}",
        f"**{_text(card(name).title)}**",
        _text(card(name).description.strip()),
        f"```python\nfrom crmkit import {door}\n\n{call}\n```",
        "\n".join(said),
        f"| {head} |\n{'|---' * len(table.columns)}|\n" + "\n".join(f"| {row} |" for row in rows),
    ]) + "\n"  # fmt: skip


def _written(column: str, value: object) -> str:
    text = str(value)
    if column in ("column", "parameter", "type"):
        return f"`{text}`"
    return _cell(text)


def _text(text: str) -> str:
    """As it stands: nothing in a card is markup."""
    return re.sub(r"([\\`*_\[\]<>$#{}])", r"\\\1", text)


def _cell(text: str) -> str:
    return _text(" ".join(text.split())).replace("|", r"\|")


def _contents(caption: str, names: list[str]) -> str:
    return f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n" + "\n".join(names) + "\n```"
