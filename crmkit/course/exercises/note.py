"""What a check shows: a small box in a notebook, plain lines elsewhere."""

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Look = Literal["right", "wrong", "help", "idle"]

# Each look has a mark besides its colour: not everybody tells red from green.
_LOOKS = {
    "right": ("✓", "#1b7837"),
    "wrong": ("✗", "#b2182b"),
    "help": ("→", "#2166ac"),
    "idle": ("·", "#5f6b76"),
}


@dataclass(frozen=True)
class Note:
    """A title, a text in markdown, and a line or a bar (done, all, words) below."""

    look: Look
    title: str
    text: str = ""
    foot: str | tuple[int, int, str] = ""

    def __repr__(self) -> str:
        mark = _LOOKS[self.look][0]
        foot = (
            self.foot if isinstance(self.foot, str) else f"[{_bar(*self.foot[:2])}] {self.foot[2]}"
        )
        return "\n".join(part for part in (f"{mark} {self.title}", self.text, foot) if part)

    def _repr_html_(self) -> str:
        mark, colour = _LOOKS[self.look]
        parts = [
            f'<div style="font-weight:600;color:{colour}">{mark} {markdown_line(self.title)}</div>'
        ]
        if self.text:
            parts.append(f'<div style="margin-top:4px">{markdown(self.text)}</div>')
        if isinstance(self.foot, tuple):
            parts.append(_html_bar(*self.foot))
        elif self.foot:
            parts.append(
                f'<div style="margin-top:4px;color:#5f6b76">{html.escape(self.foot)}</div>'
            )
        style = f"border-left:4px solid {colour};padding:6px 12px;max-width:46em"
        return f'<div style="{style}">{"".join(parts)}</div>'


def markdown(text: str) -> str:
    """Markdown as HTML; HTML in the text is shown, never obeyed."""
    return _parser().render(text)


def markdown_line(text: str) -> str:
    """One line of markdown as HTML, without a paragraph around it."""
    return _parser().renderInline(text)


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _bar(done: int, of: int) -> str:
    return "#" * done + "-" * (of - done)


def _html_bar(done: int, of: int, words: str) -> str:
    track = "display:inline-block;width:12em;height:8px;background:#dfe3e7;border-radius:4px"
    fill = f"width:{100 * done // of}%;height:8px;background:#1b7837;border-radius:4px"
    bar = f'<span style="{track}"><span style="display:block;{fill}"></span></span>'
    words = f'<span style="margin-left:8px;color:#5f6b76">{html.escape(words)}</span>'
    return f'<div style="margin-top:6px">{bar}{words}</div>'
