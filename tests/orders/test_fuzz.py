"""One file of each kind: read right, or refused with an error whose remedy cures.

`python -m benchmarks.orders` tries thousands, and shows a kind's file and what became of it.
"""

import pandas as pd
import pytest

from crmkit import orders
from tests.orders.fuzz import verdicts
from tests.orders.fuzz.all_kinds import KINDS
from tests.orders.fuzz.kinds import MISLEADING, RIGHT, ROWS, UNCLEAR, WRONG, Case, Lines
from tests.orders.fuzz.remedies import attempts, remedies
from tests.orders.fuzz.verdicts import judge, judged

EACH = [
    pytest.param(kind, id=name, marks=() if kind.quick else pytest.mark.slow)
    for name, kind in KINDS.items()
]


@pytest.mark.parametrize("kind", EACH)
def test_every_kind_of_file_is_read_right_or_refused_clearly(tmp_path, kind):
    verdict = judged(kind, tmp_path)
    assert verdict.name in kind.allowed, f"{verdict.name}: {verdict.detail}"


def test_there_are_hundreds_of_kinds_and_most_are_tried_always():
    assert len(KINDS) > 1000
    assert sum(kind.quick for kind in KINDS.values()) > 500


LOG = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c"],
        "ordered_at": pd.to_datetime(
            ["2024-03-05 00:00:00", "2024-03-06 10:20:30", "2024-03-07 23:59:59"]
        ),
        "amount": [1.5, 2.25, 3.0],
    }
)
TRUTH = Lines(
    zip(LOG["customer_id"], LOG["ordered_at"].dt.to_pydatetime(), [150, 225, 300], strict=True)
)


def verdict_on(monkeypatch, reading, **case):
    """Judge a reading that is not that of the source."""
    monkeypatch.setattr(verdicts.orders, "read", reading)
    return judge(Case(None, {}, (TRUTH,), **case)).name


def test_a_judge_sees_what_is_wrong_with_a_reading(monkeypatch):
    right = orders.read(LOG)
    less = orders.read(LOG[:2])
    other = orders.read(LOG.assign(amount=[1.5, 2.25, 3.01]))
    later = orders.read(LOG.assign(ordered_at=LOG["ordered_at"] + pd.Timedelta(seconds=1)))
    cases = [(right, RIGHT), (less, ROWS), (other, WRONG), (later, WRONG)]
    for reading, name in cases:
        assert verdict_on(monkeypatch, lambda *_, reading=reading, **__: reading) == name
    as_is = lambda *_, **__: right  # noqa: E731
    assert verdict_on(monkeypatch, as_is, note="a guess") == WRONG
    assert verdict_on(monkeypatch, as_is, dropped=[("missing customer",)]) == ROWS
    assert verdict_on(monkeypatch, as_is, dropped=[("missing customer", "")]) == RIGHT


def test_an_error_of_a_library_is_unclear_and_a_remedy_that_does_not_cure_misleads(monkeypatch):
    source = LOG.assign(ordered_at=["01/02/2024", "03/04/2024", "05/06/2024"])
    assert judge(Case(source, {}, (TRUTH,))).name == MISLEADING

    def failing(*_, **__):
        raise ValueError("column 'x': pass decimal=','")

    assert verdict_on(monkeypatch, failing) == UNCLEAR


def test_remedies_are_read_out_of_messages():
    said = "Pass date_format='%d/%m/%Y' (day first) or date_format='%m/%d/%Y', or decimal=','."
    assert remedies(said) == {"date_format": ["%d/%m/%Y", "%m/%d/%Y"], "decimal": [","]}
    assert remedies("encoding='big5' or 'gbk'") == {"encoding": ["big5", "gbk"]}
    assert remedies("Pass encoding=, such as 'gbk'.") == {"encoding": ["gbk"]}
    assert remedies("rates={'USD': 7.1}") == {"rates": [{"USD": 7.1}]}


def test_what_the_user_knows_stands_before_examples_but_not_before_proposed_columns():
    said = "such as timezone='UTC'. Pass customer='Client', date='...'"
    knows = {"timezone": "Asia/Shanghai", "customer": "Kunde", "date": "Day"}
    first = next(attempts(said, {"decimal": ","}, knows))
    assert first == {
        "decimal": ",",
        "timezone": "Asia/Shanghai",
        "customer": "Client",
        "date": "Day",
    }
