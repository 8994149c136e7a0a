"""Where a lesson lets its readers guess: what slides ask first, and what participants type."""

import re

from nbformat import NotebookNode

# Words by which a lesson asks for a commitment before it shows a result.
_ASKS = re.compile(
    r"\b[Gg]uess|[Ww]rite down|[Cc]ommit yourself|[Cc]hoose (?:one|before)|[Oo]rder the three"
    r"|before you (?:look|run|read on)|猜|写下|先选|先给"
)
# It also looks back on one: that asks for nothing.
_LOOKS_BACK = re.compile(
    r"was your guess|Was your guess|[Dd]id you guess|your guess once more|[Ww]hoever guesses"
    r"|你猜[高低到对中得]|你的猜测差|一眼你的猜测|猜 [\d%]+ ?的人"
)
_QUESTION = re.compile(r"[?？]")

# A full stop ends a sentence where a blank and a capital follow; a Chinese one always does.
_END = re.compile(
    r"(?<=[.?!][\"”*)])\s+(?=\S)"
    r"|(?<=[.?!])\s+(?=[A-Z0-9*“\"`$(\[])|(?<=[。？！])(?![”）])"
)


def guesses(*languages: NotebookNode) -> set[int]:
    """The cells that ask for a guess, by position, in any of a lesson's languages."""
    return {
        number
        for notebook in languages
        for number, cell in enumerate(notebook.cells)
        if number and cell.cell_type == "markdown" and _asks(cell.source)
        and not _is_end(cell.source)
    }  # fmt: skip


def split_guess(text: str) -> tuple[str, str]:
    """A cell that asks for a guess: what leads up to it, and what it asks, at most two sentences.

    >>> split_guess("A letter costs 1. Write down your guess: who pays it?")
    ('A letter costs 1.', 'Write down your guess: who pays it?')
    """
    said = sentences(text)
    asks = [n for n, one in enumerate(said) if _asks(one)]
    asks = asks or [n for n, one in enumerate(said) if _QUESTION.search(one)]
    last = asks[-1] if asks else len(said) - 1
    first = last - 1 if last and _QUESTION.search(said[last - 1]) else last
    end = last + 2 if last + 1 < len(said) and _QUESTION.search(said[last + 1]) else last + 1
    return joined(said[:first]), joined(said[first:end])


def joined(said: list[str]) -> str:
    """Sentences as one text: a blank between them, but not behind a Chinese full stop.

    >>> joined(["One.", "Two (二)."]), joined(["一。", "二。"])
    ('One. Two (二).', '一。二。')
    """
    return re.sub(r"(?<=[。？！”）]) ", "", " ".join(said))


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; its line ends are blanks.

    >>> sentences("At 0.35 it pays. Does it? *Yes.* And so on.")
    ['At 0.35 it pays.', 'Does it?', '*Yes.*', 'And so on.']
    >>> sentences("划算吗？不划算。")
    ['划算吗？', '不划算。']
    """
    flat = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*", "", text.strip())
    return [one.strip() for one in _END.split(" ".join(flat.split())) if one.strip()]


def _asks(text: str) -> bool:
    return bool(_ASKS.search(_LOOKS_BACK.sub("", text)))


def _is_end(text: str) -> bool:
    """The tasks and limits at the end ask, too, but nothing follows that answers."""
    return bool(
        re.search(r"^## (Your turn|轮到你了|Limits|局限|The answer|回答)", text, re.MULTILINE)
    )
