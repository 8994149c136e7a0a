"""Work in threads: numpy and Arrow let go of Python's lock, so that each core has its share."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

SMALL = 1 << 18  # sorted sooner than shared out

T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """How many threads share the work: a browser starts none, whatever Arrow says."""
    return 1 if sys.platform == "emscripten" else int(pa.cpu_count())


def in_threads(do: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield do(item) of each item, in their order; only a few results wait at any time."""
    threads = cores()
    if threads == 1:
        yield from map(do, items)
        return
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for item in items:
            waiting.append(pool.submit(do, item))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def sort(values: np.ndarray[Any, Any], threads: int | None = None) -> None:
    """Sort in place: the lower half in one thread, the upper in another, and so on down."""
    threads = threads or cores()
    if threads == 1 or len(values) <= SMALL:
        values.sort()
        return
    half = len(values) // 2
    values.partition(half)
    with ThreadPoolExecutor(1) as pool:
        upper = pool.submit(sort, values[half:], threads // 2)
        sort(values[:half], threads - threads // 2)
        upper.result()
