"""One file of each kind: read right, or refused with an error whose remedy cures.

`python -m benchmarks.orders` tries thousands, and shows a kind's file and what became of it.
"""

import pytest

from tests.orders.fuzz.all_kinds import KINDS
from tests.orders.fuzz.verdicts import judged


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_of_file_is_read_right_or_refused_clearly(tmp_path, kind):
    verdict = judged(kind, tmp_path)
    assert verdict.name in kind.allowed, f"{verdict.name}: {verdict.detail}"
