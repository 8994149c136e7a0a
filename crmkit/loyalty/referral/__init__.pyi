from . import (
    aarrr,
    bass,
    bass_early,
    invitations,
    peers,
    word_of_mouth,
)
from .bass import Bass

__all__ = [
    "Bass",
    "aarrr",
    "bass",
    "bass_early",
    "invitations",
    "peers",
    "word_of_mouth",
]
