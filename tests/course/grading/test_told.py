"""What is told counts as a claim: its form is checked, its text is made harmless."""

import json
import queue

import pytest

from crmkit.course.grading.limits import Limits
from crmkit.course.grading.slot import _drain, _listen, _why
from crmkit.course.grading.told import Report, plain, well_formed


@pytest.mark.parametrize(
    "line", [b"[", b"3", b"{}", b"[" * 9999, b'{"checked": "q1", "answer": {}}']
)
def test_what_is_no_message_is_a_violation(line):
    report = Report(["q1"])
    report.take(line + b"\n" + b'{"done": true}\n')
    assert report.done
    assert report.result("ok")["status"] == "tampered with"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"kind": "series", "labels": ["a"], "values": []},
        {"kind": "list", "values": [1]},
        {"kind": "number", "value": "1"},
        {"kind": "number", "value": True},
        {"kind": "frame", "labels": [], "columns": ["a"], "values": [], "index_names": [None]},
        {"kind": "list", "values": [{"kind": "list", "values": [{"kind": "lists"}]}]},
    ],
)
def test_answers_that_would_break_the_comparison_are_no_messages(answer):
    assert not well_formed(answer)


def test_every_encoded_answer_is_well_formed():
    import pandas as pd

    from crmkit.course.exercises.answers import encode

    frame = pd.DataFrame({"a": [1, 2.5], "b": ["x", None]}, index=pd.Index(["k", "l"], name="id"))
    values = [..., None, True, 1, 1.5, float("nan"), "x", [1, [2]], {1, 2}, {"a": 1}, frame]
    assert all(well_formed(encode(value)) for value in [*values, frame["a"], frame.index])


def gone():
    return False


def test_what_was_told_just_before_the_end_is_read():
    """By whatever the process ended, and however much this test's own process has computed."""
    chunks = queue.Queue()
    for chunk in (b'{"cell": 0}\n', b'{"variable": "q1", "answer": {"kind": "none"}}\n', None):
        chunks.put(chunk)
    report = Report(["q1"])
    assert _listen(chunks, report, Limits(), gone) == ("crashed", "")
    _drain(chunks, report)
    assert report.result("crashed")["answers"] == {"q1": {"kind": "none"}}


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ({"code": -9, "computing": 60.0, "why": ""}, "time-out"),
        ({"code": -9, "computing": 0.1, "why": ""}, "crashed"),
        ({"code": 0, "computing": 99.0, "why": ""}, "crashed"),
        ({"code": -9, "computing": 60.0, "why": "wrote more than 9 files"}, "crashed"),
    ],
)
def test_only_computing_for_too_long_is_a_time_out(ended, status):
    assert _why(ended, Report(), Limits(seconds=60))[0] == status


def test_a_trickle_of_words_does_not_put_off_the_end():
    class Trickle(queue.Queue):
        def get(self, **_):
            return b"\n"

    status, note = _listen(Trickle(), Report(), Limits(wall_seconds=-1), gone)
    assert (status, "by the clock" in note) == ("time-out", True)


@pytest.mark.parametrize("text", ["\udce4", "\x1b[2J", "\u202e", "\x00", "\ufeff"])
def test_no_text_reaches_a_terminal_or_a_file_as_it_is(text):
    report = Report()
    report.take(json.dumps({"error": text, "cell": 0}).encode() + b"\n")
    [error] = report.result("ok")["errors"]
    assert error["text"].isascii()
    assert error["text"].isprintable()
    assert plain(f"王\u3000芳{text}").startswith("王 芳\\")
