"""What the README promises: its code runs, its links lead somewhere, its commands exist."""

import re
import warnings
from pathlib import Path

import pytest

from crmkit import companies
from crmkit.models import BoundaryWarning

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CODE = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.parametrize("code", CODE, ids=range(len(CODE)))
def test_code_runs_on_an_order_file(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    log = companies.online_shop(n_customers=3_000, days=700, seed=3).orders
    log = log.rename(columns={"customer_id": "client", "ordered_at": "day", "amount": "paid"})
    log[["client", "day", "paid"]].to_csv("orders.csv", index=False)
    namespace = {}
    with warnings.catch_warnings():
        # As the README says: the file may not tell whether anybody ever leaves.
        warnings.simplefilter("ignore", BoundaryWarning)
        exec(code, namespace)
    table = list(namespace.values())[-1]
    assert len(table) > 500


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)]+)\)", README))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^|`)make (\w+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_the_map_follows_the_course():
    numbers = re.findall(r"^\|.*?\(notebooks/\d_\w+/(\d\d)_", README, flags=re.MULTILINE)
    assert numbers == sorted(numbers) and len(numbers) > 20
