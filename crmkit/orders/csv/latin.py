"""Where Latin letters beyond ASCII and signs usually stand: a wrong reading puts them elsewhere."""

from __future__ import annotations

_VOWELS = frozenset("aeiouyáéíóúàèìòùâêîôûäëïöüãõåæøœ")
_SIGNS = frozenset("£€¥§©®«»“”½ºª¡¿–—\u00a0·")


def latin(language: str, before: str, character: str, after: str) -> float:
    """1 where the character stands as it does in the words of a language; " " is no letter.

    The same byte is "ñ" and "ń", "ø" and "ř", "œ" and "ś" in different encodings: "ñ" stands
    before a vowel and "ń" does not.
    """
    if character.isupper() and before.islower():
        return 0
    # Letters beyond ASCII seldom stand side by side.
    many = not (before.isascii() or after.isascii())
    small, following = character.lower(), after.lower()
    if language != "Western":
        return (1 - many / 2) * (small != "ń" or following not in _VOWELS)
    if many:
        return 0
    if character in _SIGNS:
        return _sign(character, before, after)
    if character in "‘’´":
        return _apostrophe(before, after)
    return _letter(before.lower(), small, following)


def _sign(character: str, before: str, after: str) -> bool:
    """Signs stand at the ends of words: "Jes£s" and "Wei§" are misread."""
    if character in "º®©€»”½§–—":
        # "2.5º", "Name®", "nº", "word” next".
        return not after.isalpha() and (character not in "§½–—" or not before.isalpha())
    if character in "ª·":
        return not after.islower()
    if character == "\u00a0":
        return not (before.islower() and after.islower())
    return not before.isalpha() and (character in "«“¡¿" or not after.isalpha())


def _apostrophe(before: str, after: str) -> bool:
    """ "O’Neil", "Anna’s", "l’eau", but no "Garc’a" and no "D’az"."""
    if not (before.isalpha() and after.isalpha()):
        return True
    if before.isupper():
        return after.isupper() or before == "L"
    return after in "stmdlrv" or before in "ldjmtsnq"


def _letter(before: str, small: str, following: str) -> bool:
    vowel_behind, end = following in _VOWELS, not following.isalpha()
    if small == "ñ":
        return vowel_behind
    if small == "ã":
        return end or following in "oes"
    if small == "õ":
        return following == "e"
    if small == "ê":
        return not end and following not in "bdkgz"
    if small == "è":
        return not vowel_behind and (before not in _VOWELS or before in "iuy")
    if small == "æ":
        return not end
    if small == "ø":
        return not vowel_behind and before not in _VOWELS
    if small == "œ":
        return following in "uin"
    if small in "ìòù":
        return end
    if small in "ëï":
        return before in _VOWELS
    if small == "ç":
        return following in "aouãõâáóú" or end
    if small == "û":
        return following not in "cfgsz"
    if small == "á":
        return not (end and before in _VOWELS)
    return True
