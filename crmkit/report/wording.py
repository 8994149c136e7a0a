"""The words of the page, one table a language, and how numbers are written in each."""

import math
import re
import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import pandas as pd

from crmkit import tables
from crmkit.segmentation.rfm import SEGMENTS

__all__ = ["KINDS", "Language", "Named", "Note", "Words", "words_of"]

Language = Literal["en", "zh"]

# What a column of a table holds, which says how it is written.
KINDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("rows", "customers", "new_customers", "purchases", "decile", "age",
         "median_days_since_last", "median_purchases", "days_since_last"), "count"),
    **dict.fromkeys(
        ("money", "sales", "new_sales", "repeat_sales", "spend_per_purchase", "before", "after",
         "spend", "mean_spend", "median_total_spend", "total_spend", "value", "mean_value",
         "lowest_value", "expected_sales", "at_stake", "value_if_active", "yearly_spend",
         "estimate", "low", "high", "actual"), "amount"),
    **dict.fromkeys(
        ("spend_share", "cumulative_spend_share", "customer_share", "value_share", "active_share",
         "probability_alive"), "share"),
    "difference": "signed",
}  # fmt: skip

BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


class Note(NamedTuple):
    """A sentence before it has a language: its place among the words, and its numbers."""

    key: str
    values: Mapping[str, Any] = {}


class Named(NamedTuple):
    """A name of the kit among the values of a note, such as that of a rule."""

    room: str
    name: str


class Words(string.Formatter):
    """The words of one language.

    >>> words_of("en")("sentence.top", share=0.683, money=1_234_567)
    'The best fifth of the customers brings 68% of all sales, 1.23 million.'
    >>> words_of("zh")("sentence.top", share=0.683, money=1_234_567)
    '最好的五分之一客户贡献了全部销售额的 68%，即 123.5 万。'
    """

    def __init__(self, language: Language, texts: Mapping[str, Mapping[str, str]]) -> None:
        self.language, self.texts = language, texts

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of a key such as "page.title", with its numbers."""
        room, _, name = key.partition(".")
        text = self.vformat(self.texts[room][name], (), values)
        # A blank stands between a number and a word, not between two Chinese words.
        return BETWEEN.sub("", text) if self.language == "zh" else text

    def say(self, note: Note) -> str:
        """A note in this language; what a value names is worded, too."""
        values = {name: self._worded(value) for name, value in note.values.items()}
        return self(note.key, **values)

    def named(self, room: str, name: str) -> str:
        """The word for a name of the kit, or the name itself where there is none."""
        return self.texts[room].get(name.replace(" ", "_").replace("-", "_"), name)

    def heading(self, column: str) -> str:
        """The heading of a column; one of an age, such as "+3", heads itself."""
        return self.texts["column"].get(column, column)

    def segment(self, name: str) -> str:
        """An RFM segment by the kit's own names."""
        if self.language == "en":
            return name
        return str(SEGMENTS.set_index("segment").loc[name, "chinese"])

    def action(self, segment: str, to_do: str) -> str:
        """What to do with a segment: the kit's own words, or their translation."""
        return self.texts.get("action", {}).get(segment, to_do)

    def format_field(self, value: Any, kind: str) -> str:
        """A value as its kind is written: {sales:money}."""
        writers = {
            "money": self._money, "amount": _amount, "count": _count, "share": _share,
            "times": _times, "day": _day, "span": self._span, "signed": _signed,
            "change": _change, "off": self._off,
        }  # fmt: skip
        return writers[kind](value) if kind in writers else str(value)

    def _worded(self, value: Any) -> Any:
        if isinstance(value, Note):
            return self.say(value)
        return self.named(*value) if isinstance(value, Named) else value

    def _money(self, value: float) -> str:
        size = abs(value)
        # A unit, from where it is used, what it counts, and its decimals.
        units = {
            "en": [("billion", 1e9, 1e9, 2), ("million", 1e6, 1e6, 2)],
            "zh": [("亿", 1e8, 1e8, 2), ("万", 1e5, 1e4, 1)],
        }
        for unit, least, each, digits in units[self.language]:
            if size >= least:
                return f"{value / each:,.{digits}f} {unit}"
        return f"{value:,.0f}" if size >= 100 else f"{value:,.2f}"

    def _span(self, days: int) -> str:
        if days == 365:
            return "12 个月" if self.language == "zh" else "12 months"
        return f"{days:,} 天" if self.language == "zh" else f"{days:,} days"

    def _off(self, off: float) -> str:
        size = _share(abs(off))
        if self.language == "zh":
            return f"偏高 {size}" if off >= 0 else f"偏低 {size}"
        return f"{size} too high" if off >= 0 else f"{size} too low"


@cache
def words_of(language: Language) -> Words:
    """The words of a language; ValueError for one that there is not."""
    tables.option("language", language, get_args(Language))
    path = Path(__file__).parent / "words" / f"{language}.toml"
    return Words(language, tomllib.loads(path.read_text("utf-8")))


def _amount(value: float) -> str:
    return "" if math.isnan(value) else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"


def _count(value: float) -> str:
    # Python rounds -0.2 to -0: z writes 0.
    return "" if math.isnan(value) else f"{value:z,.0f}"


def _share(value: float) -> str:
    if math.isnan(value):
        return ""
    return f"{value:.0%}" if value >= 0.0995 or value == 0 else f"{value:.1%}"


def _times(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _signed(value: float) -> str:
    return f"{value:+,.0f}"


def _change(value: float) -> str:
    return f"{value:+.0%}" if abs(value) >= 0.0995 else f"{value:+.1%}"


def _day(value: Any) -> str:
    return str(pd.Timestamp(value).date())
