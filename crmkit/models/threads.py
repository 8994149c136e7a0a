"""One thread for what computes in parallel: the same digits everywhere, and no waiting."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import threadpool_limits

__all__ = ["one_thread"]


def one_thread() -> "threadpool_limits":
    """One thread, as long as the `with` lasts: where others compute, too, threads wait on others.

    >>> with one_thread():
    ...     pass
    """
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)
