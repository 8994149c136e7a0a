"""Pieces of a lesson as HTML for a slide: text with formulas, tables and lists cut to what fits."""

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

from latex2mathml.converter import convert
from nbformat import NotebookNode

from crmkit.course.exercises.note import markdown, markdown_line
from crmkit.course.lessons import Language
from crmkit.course.packs.links import unlinked
from crmkit.course.packs.words import say

ROWS, ITEMS, LINES = 9, 6, 12  # what a slide holds of a table, a list and a printout
_FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<![\\$\d])\$(?=\S)(.+?)(?<=\S)\$(?!\d)", re.DOTALL)
_KEPT = re.compile(r"\ue000(\d+)\ue001")


def text(source: str) -> str:
    """Markdown as HTML, its formulas as MathML, its links as words."""
    return _with_formulas(source, markdown)


def line(source: str) -> str:
    """One line of markdown as HTML, without a paragraph around it."""
    return _with_formulas(source, markdown_line)


def paragraphs(source: str) -> list[str]:
    """The blocks of a markdown text that blank lines part; lists and tables stand alone."""
    parted = re.sub(r"^(?!\||\s*$)(.+)\n(?=\|)", r"\1\n\n", source.strip(), flags=re.MULTILINE)
    parted = re.sub(
        r"^(?![-*>|] |\d+\. |\s)(.+)\n(?=- |1\. )", r"\1\n\n", parted, flags=re.MULTILINE
    )
    return [one for one in re.split(r"\n\s*\n", parted) if one]


def is_prose(block: str) -> bool:
    """Whether a block is sentences: no heading, list, table, quotation or formula of its own."""
    return not re.match(r"#|[-*] |\d+\. |\||>|\$\$|```|!\[", block)


def shortened(block: str, language: Language) -> str:
    """A list or a markdown table, cut to what a slide holds, as HTML."""
    lines = block.splitlines()
    table = block.startswith("|")
    starts = [n for n, one in enumerate(lines) if re.match(r"[-*] |\d+\. ", one)]
    if table and len(lines) > ROWS + 2:
        more = say("more rows", language, rows=len(lines) - ROWS - 2)
        return text("\n".join(lines[: ROWS + 2])) + f"<p class='more'>{more}</p>"
    if not table and len(starts) > ITEMS:
        more = say("more items", language, items=len(starts) - ITEMS)
        return text("\n".join(lines[: starts[ITEMS]])) + f"<p class='more'>{more}</p>"
    return text(block)


def output(cell: NotebookNode, language: Language) -> tuple[str, str]:
    """What a code cell shows, as HTML, and its kind: figure, table, printout or nothing."""
    for one in cell.get("outputs", []):
        data = one.get("data", {})
        if "image/png" in data:
            words = html.escape(str(one.metadata.get("image/png", {}).get("alt", "")), quote=True)
            picture = "".join(data["image/png"].split())
            return f'<img alt="{words}" src="data:image/png;base64,{picture}">', "figure"
        if "text/html" in data and "<table" in data["text/html"]:
            return _table(data["text/html"], language), "table"
        shown = one.get("text", "") or data.get("text/plain", "")
        if shown.strip():
            lines = shown.rstrip().splitlines()
            cut = "\n".join(lines[:LINES]) + ("\n…" if len(lines) > LINES else "")
            return f"<pre class='printed'>{html.escape(cut)}</pre>", "printout"
    return "", ""


def code(source: str) -> str:
    """Code as it stands, for the notes."""
    return f"<pre>{html.escape(source.strip())}</pre>"


def _with_formulas(source: str, render: Callable[[str], str]) -> str:
    formulas: list[str] = []

    def keep(found: re.Match[str]) -> str:
        shown = "block" if found[1] else "inline"
        formulas.append(convert(found[1] or found[2], display=shown))
        return f"\ue000{len(formulas) - 1}\ue001"

    # What stands in backticks is code, whatever it holds.
    parts = re.split(r"(`[^`]+`)", unlinked(source))
    kept = "".join(one if one.startswith("`") else _FORMULA.sub(keep, one) for one in parts)
    return _KEPT.sub(lambda found: formulas[int(found[1])], render(kept))


def _table(source: str, language: Language) -> str:
    parser = _Rows()
    parser.feed(source)
    head, body = parser.head, parser.body
    more = len(body) - ROWS if len(body) > ROWS + 1 else 0
    rows = "".join(body[:ROWS] if more else body)
    cut = f"<p class='more'>{say('more rows', language, rows=more)}</p>" if more else ""
    return f"<table><thead>{''.join(head)}</thead><tbody>{rows}</tbody></table>{cut}"


class _Rows(HTMLParser):
    """The rows of the first table of a page, without styles; what its cells hold is escaped."""

    def __init__(self) -> None:
        super().__init__()
        self.head: list[str] = []
        self.body: list[str] = []
        self._into = self.body
        self._row = ""
        self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("thead", "tbody"):
            self._into = self.head if tag == "thead" else self.body
        elif tag == "tr":
            self._row = "<tr>"
        elif tag in ("td", "th"):
            spans = [f' {k}="{int(v)}"' for k, v in attrs if k in ("rowspan", "colspan") and v]
            self._row += f"<{tag}{''.join(spans)}>"
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._into.append(f"{self._row}</tr>")
        elif tag in ("td", "th"):
            self._row += f"</{tag}>"
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._row += html.escape(data)
