"""From a lesson's notebook to slides, by rule: nothing is written twice.

- The opening makes two slides: the question, and what one will be able to do.
- A heading with its first sentences makes a slide.
- What asks for a guess is a slide of its own; the result follows on the next.
- A result (figure, table, printout) is a slide under its heading. Its claim is the first sentence
  of the text that reads it aloud.
- "The answer" is the last slide.

All text and code go to the speaker notes, and so do limits, sources and terms. Where the rule
fails, the header of a cell in the lesson says so: ``tags=["notes"]`` makes no slide of it.
"""

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode

from crmkit.course.lessons import Language
from crmkit.course.packs import blocks
from crmkit.course.packs.guesses import joined, sentences, split_guess
from crmkit.course.packs.links import unlinked
from crmkit.course.packs.words import say

TO_NOTES = "notes"  # the tag of a cell of which no slide is made

_ANSWER = ("The answer", "回答")
# Read at home, or said by the way: no slides.
_ASIDE = re.compile(r"(Published and ours|Limits|Your turn|已发表的结果|文献数字|局限|轮到你了)")
_CLAIM = "<!-- claim -->"  # where a result's claim will stand, once the text behind it is read
_LONGEST = {"en": 230, "zh": 115}  # of prose on a slide, in characters


@dataclass
class Slide:
    """One slide: its kind (for its look), heading and body as HTML, and what the speaker says."""

    kind: str
    title: str
    body: str = ""
    notes: str = ""


@dataclass
class _Deck:
    """The slides while they are made."""

    language: Language
    slides: list[Slide] = field(default_factory=list)
    heading: str = ""  # of the section, as markdown
    lead: str = ""  # what the next slide of the section opens with, as markdown
    notes: str = ""  # what belongs to the next slide's notes, as HTML

    def add(self, kind: str, body: str, notes: str = "", title: str = "") -> Slide:
        slide = Slide(kind, blocks.line(title or self.heading), body, self.notes + notes)
        self.notes = self.lead = ""
        self.slides.append(slide)
        return slide

    def told(self) -> None:
        """What leads up to a slide that does not come makes a slide of its own."""
        if self.lead:
            self.add("text", _div("lead", self.lead))


def slides(notebook: NotebookNode, guesses: set[int], language: Language) -> list[Slide]:
    """The slides of an executed lesson; `guesses` are the cells that ask for one."""
    deck = _Deck(language)
    _open(deck, notebook.cells[0].source)
    aside, result = False, None
    for number, cell in enumerate(notebook.cells[1:], start=1):
        kept = aside or TO_NOTES in cell.metadata.get("tags", [])
        if cell.cell_type == "code":
            result = _result(deck, cell, result, kept)
            continue
        for part in _sections(cell.source):
            heading, body = _headed(part)
            if heading:
                deck.told()
                deck.heading, result = heading, None
                kept = aside = bool(_ASIDE.match(heading))
            if heading.startswith(_ANSWER):
                _end(deck, body, notebook.cells[number:])
                return deck.slides
            if kept:
                deck.slides[-1].notes += blocks.text(part)
            else:
                _text(deck, body, result, asks=number in guesses)
        result = None
    deck.told()
    return deck.slides


def _open(deck: _Deck, source: str) -> None:
    """Two slides of the opening: who asks what, and what one will be able to do."""
    fields = dict(re.findall(r"\*\*([^*]+)\*\* ?((?:(?!\*\*).)+)", source, re.DOTALL))
    deck.heading = source.splitlines()[0].removeprefix("# ")
    asked = fields.get(say("question", deck.language), "").strip()
    who = " ".join(fields.get(say("who asks", deck.language), "").split())
    body = _div("asked", asked)
    body += f"<p class='who'>{say('asker', deck.language, who=blocks.line(who))}</p>" if who else ""
    deck.add("title", body, blocks.text(source.partition("\n")[2]))
    aims = re.findall(r"^\d\. .*(?:\n(?!\d\.|\n|\*\*).+)*", source, re.MULTILINE)
    if aims:
        title = say("aims", deck.language)
        deck.add("aims", blocks.text("\n".join(aims)), title=title)


def _text(deck: _Deck, body: str, result: Slide | None, *, asks: bool) -> None:
    """A text: the claim of the result before it, the lead of what comes, a guess, a slide."""
    parts, guess = blocks.paragraphs(body), ""
    if asks:
        at = next((n for n in reversed(range(len(parts))) if blocks.is_prose(parts[n])), None)
        if at is not None:
            before, guess = split_guess(parts[at])
            parts[at : at + 1] = [before] if before else []
    prose = [one for one in parts if blocks.is_prose(one)]
    others = [one for one in parts if not blocks.is_prose(one)]
    said = _first_sentences(prose, deck.language)
    if result is not None:
        result.body = result.body.replace(_CLAIM, _div("claim", said) if said else "")
        result.notes += blocks.text(body)
    else:
        if said and not guess:
            deck.told()
        deck.lead = said or deck.lead
        deck.notes += blocks.text(body)
    lead = _div("lead", deck.lead) if deck.lead else ""
    lead += "".join(blocks.shortened(one, deck.language) for one in others[:2])
    if others and not guess:
        deck.add("text", lead)
    if guess:
        kicker = f"<p class='kicker'>{say('your guess', deck.language)}</p>"
        write = f"<p class='write'>{say('write it down', deck.language)}</p>"
        notes = "" if result is None else blocks.text(body)
        deck.add("guess", f"{lead}<div>{kicker}{_div('asked', guess)}{write}</div>", notes)


def _result(deck: _Deck, cell: NotebookNode, before: Slide | None, kept: bool) -> Slide | None:
    """The slide of a code cell that shows something, which the next text will read aloud."""
    source = blocks.code(cell.source)
    shown, kind = blocks.output(cell, deck.language)
    if kept:
        deck.slides[-1].notes += source
        return None
    if not shown:
        deck.notes += source
        return before
    lead = _div("lead", deck.lead) if deck.lead else ""
    words = f"<div class='words'>{lead}{_CLAIM}</div>"
    return deck.add(f"result {kind}", f"<div class='shown'>{shown}</div>{words}", source)


def _end(deck: _Deck, body: str, rest: list[NotebookNode]) -> None:
    """The slide of the answer, with all that stands behind it in its notes."""
    parts = blocks.paragraphs(body)
    tables = [blocks.shortened(one, deck.language) for one in parts if not blocks.is_prose(one)]
    prose = [one for one in parts if blocks.is_prose(one)]
    said = _first_sentences(prose, deck.language, times=1 if tables else 2)
    notes = "".join(blocks.text(one.source) for one in rest if one.cell_type == "markdown")
    deck.add("answer", (_div("lead", said) if said else "") + "".join(tables[:1]), notes)


def _sections(source: str) -> list[str]:
    """A text cell, parted before each of its headings."""
    return [one for one in re.split(r"^(?=## )", source, flags=re.MULTILINE) if one.strip()]


def _headed(source: str) -> tuple[str, str]:
    """The heading of a text cell, if it opens with one, and the text below."""
    first, _, rest = source.strip().partition("\n")
    return (unlinked(first.lstrip("# ")), rest) if first.startswith("## ") else ("", source)


def _div(name: str, markdown: str) -> str:
    return f"<div class='{name}'>{blocks.text(markdown)}</div>"


def _first_sentences(prose: list[str], language: Language, *, times: int = 1) -> str:
    """As many whole sentences from the beginning as a slide holds; at least one if it can be."""
    longest = times * _LONGEST[language]
    said = ""
    for sentence in (one for part in prose[: 1 + (times > 1)] for one in sentences(part)):
        # The Chinese texts translate a figure's title first; on a slide that is the claim.
        sentence = sentence.removeprefix("图题的意思是：")
        longer = joined([said, sentence]) if said else sentence
        if len(unlinked(longer)) > (longest if said else 1.4 * longest):
            break
        said = longer
    return said
