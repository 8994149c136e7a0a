"""A deck of slides as one HTML page: no request to anywhere, arrow keys, speaker window, print."""

import html
import json
from importlib.resources import files

from crmkit.course.lessons import Language
from crmkit.course.packs.slides import Slide
from crmkit.course.packs.words import say

# The page may load nothing and run only what it holds.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def deck(title: str, slides: list[Slide], *, minutes: int, language: Language) -> str:
    """The page of a lesson's slides; `minutes` is what the speaker window's clock plans with."""
    pages = "".join(
        _page(slide, number, len(slides), title) for number, slide in enumerate(slides, start=1)
    )
    words = {word: say(word, language) for word in ("notes", "next", "elapsed", "planned", "keys")}
    settings = json.dumps({"minutes": minutes, "words": words}).replace("<", "\\u003c")
    tag = "zh-Hans" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
        f"<style>{_asset('deck.css')}</style></head>\n<body>"
        f'<div id="stage"><main id="deck">{pages}</main></div>'
        f'<nav><button id="back" aria-label="←">‹</button><span id="where"></span>'
        f'<button id="on" aria-label="→">›</button><span id="keys">{words["keys"]}</span></nav>'
        f'<aside id="notes" aria-label="{words["notes"]}"></aside>'
        f"<script>const settings = {settings};\n{_asset('deck.js')}</script></body></html>\n"
    )


def _page(slide: Slide, number: int, of: int, lesson: str) -> str:
    tag = "h1" if slide.kind == "title" else "h2"
    return (
        f'<section class="slide {slide.kind}" id="s{number}"><{tag}>{slide.title}</{tag}>'
        f'<div class="body">{slide.body}</div>'
        f"<footer><span>{html.escape(lesson)}</span><span>{number} / {of}</span></footer>"
        f'<div class="said" hidden>{slide.notes}</div></section>\n'
    )


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")
