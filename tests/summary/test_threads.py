"""Work that is shared among threads gives what one thread gives."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from crmkit.summary import customers
from crmkit.summary.engine import in_memory, packed_sort, threads


@pytest.fixture(params=[1, 2, 3, 8])
def cores(request, monkeypatch):
    monkeypatch.setattr(pa, "cpu_count", lambda: request.param)
    return request.param


def test_results_come_in_the_order_of_the_items(cores):
    assert list(threads.in_threads(lambda item: item * item, range(100))) == [
        item * item for item in range(100)
    ]


def test_few_results_wait(cores):
    begun = []
    results = threads.in_threads(begun.append, range(100))
    next(results)
    assert len(begun) <= 2 * cores + 1


def test_an_error_in_a_thread_is_raised(cores):
    with pytest.raises(ZeroDivisionError):
        list(threads.in_threads(lambda item: 1 // item, [1, 0, 2]))


@pytest.mark.parametrize("most", [1, 2, 5, 10**6])  # different numbers among 5,000
@pytest.mark.parametrize("kind", ["int64", "uint64"])
def test_halves_are_sorted_into_one(cores, monkeypatch, most, kind):
    monkeypatch.setattr(threads, "SMALL", 100)
    values = np.random.default_rng(1).integers(0, most, 5001).astype(kind)
    expected = np.sort(values)
    threads.sort(values)
    assert (values == expected).all()


def test_blocks_of_lines_give_one_table(cores, monkeypatch):
    rng = np.random.default_rng(2)
    days = pd.to_timedelta(rng.integers(0, 90, 5000), unit="D")
    log = pd.DataFrame(
        {
            "customer_id": rng.integers(0, 300, 5000),
            "ordered_at": pd.Timestamp("2024-01-01") + days,
            "amount": rng.integers(-500, 5000, 5000) / 100,
        }
    )
    expected = customers(log, as_of="2024-03-01")
    monkeypatch.setattr(packed_sort, "SUMMED", 70)
    monkeypatch.setattr(in_memory, "PUT", 300)
    monkeypatch.setattr(threads, "SMALL", 100)
    found = customers(log, as_of="2024-03-01")
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    assert found.attrs == expected.attrs
