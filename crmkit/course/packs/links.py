"""Links of a lesson, as they lead within a pack."""

import re

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def relinked(text: str, lessons: set[str], *, sheets: bool) -> str:
    """The text with links that lead somewhere in the pack; any other is left as words.

    Lessons of the pack lie beside this one; its sheets in ../sheets, unless each student has a copy
    (`sheets` is then False).

    >>> relinked("[13](../1/13_rfm.ipynb) and [14](14_x.ipynb)", {"13_rfm"}, sheets=True)
    '[13](13_rfm.ipynb) and 14'
    """

    def led(link: re.Match[str]) -> str:
        words, target = link[1], link[2]
        if "://" in target:
            return link[0]
        name = target.rpartition("/")[2].removesuffix(".ipynb")
        if not target.endswith(".ipynb") or name not in lessons:
            return words
        if "exercises/" not in target:
            return f"[{words}]({name}.ipynb)"
        return f"[{words}](../sheets/{name}.ipynb)" if sheets else words

    return _LINK.sub(led, text)


def unlinked(text: str) -> str:
    """The text with the words of its links only."""
    return _LINK.sub(r"\1", text)
