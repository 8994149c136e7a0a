"""The folder that becomes the site: it has the checkout's own tree, so that links hold."""

import re
import shutil
from pathlib import Path

from crmkit.course.site import cards, lessons, reference, sheets

# Where a notebook links to a sheet, the site has a page about it.
SHEET = re.compile(r"(\.\./exercises/[\w/]+)\.ipynb")


def assemble(root: Path, source: Path) -> None:
    """Write everything that Sphinx reads into the folder `source`."""
    if source.exists():
        shutil.rmtree(source)
    written = {
        **lessons.pages(root), **sheets.pages(root), **cards.pages(root), **reference.pages(),
        **_guides(root),
    }  # fmt: skip
    for notebook in sorted((root / "notebooks").rglob("*.ipynb")):
        text = SHEET.sub(r"\1.md", notebook.read_text("utf-8"))
        written[notebook.relative_to(root).as_posix()] = text
    for name, text in written.items():
        page = source / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")


def _guides(root: Path) -> dict[str, str]:
    """The first page, the guides, the glossary and what contributors read."""
    found = [*root.glob("docs/*.md"), root / "GLOSSARY.md", root / "CONTRIBUTING.md"]
    kept = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(found)}
    first = {path.name: path.read_text("utf-8") for path in sorted(root.glob("docs/site/*.md"))}
    return kept | first
