"""Both languages say the same, and say all that the code asks for."""

import re
import string
from pathlib import Path

import pytest

import crmkit.report
from crmkit.report.wording import KINDS, Note, words_of
from crmkit.segmentation.rfm import SEGMENTS

FOLDER = Path(crmkit.report.__file__).parent


def fields(text):
    return sorted({f"{name}:{kind}" for _, name, kind, _ in string.Formatter().parse(text) if name})


def texts(language):
    rooms = words_of(language).texts
    return {f"{room}.{name}": text for room, all_ in rooms.items() for name, text in all_.items()}


def test_both_languages_have_the_same_texts_with_the_same_numbers():
    english, chinese = texts("en"), texts("zh")
    translated = {key: text for key, text in chinese.items() if not key.startswith("action.")}
    assert english.keys() == translated.keys()
    for key, text in english.items():
        assert fields(text) == fields(chinese[key]), key


def test_every_text_that_the_code_names_is_there():
    source = "".join(path.read_text("utf-8") for path in FOLDER.rglob("*") if path.suffix in
                     (".py", ".jinja"))  # fmt: skip
    rooms = words_of("en").texts
    named = re.findall(rf'["\']((?:{"|".join(rooms)})\.[a-z_]+)["\']', source)
    assert len(set(named)) > 60
    assert set(named) - {"page.css"} <= texts("en").keys()


def test_every_segment_has_a_chinese_action():
    assert set(words_of("zh").texts["action"]) == set(SEGMENTS["segment"])


def test_every_number_column_has_a_heading():
    assert KINDS.keys() <= words_of("en").texts["column"].keys()


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [("en", 1_234_567, "1.23 million"), ("en", 999_999, "999,999"), ("en", 12.5, "12.50"),
     ("zh", 1_234_567, "123.5 万"), ("zh", 250_000_000, "2.50 亿"), ("zh", 99_999, "99,999")],
)  # fmt: skip
def test_money_is_written_as_each_language_does(language, value, said):
    assert words_of(language).format_field(value, "money") == said


def test_no_blank_stands_between_chinese_words():
    note = Note("text.value", dict(estimate=2e6, low=1e6, high=3e6, days=365,
                                   what=Note("text.value_sales")))  # fmt: skip
    assert re.search("[一-鿿] [一-鿿]", words_of("zh").say(note)) is None


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'en', 'zh'"):
        words_of("fr")
