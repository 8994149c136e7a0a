"""Order logs of small shops, and the pages made of them."""

import numpy as np
import pandas as pd
import pytest

from crmkit import companies
from crmkit.lifetime import ParetoNBD
from crmkit.report import audit


@pytest.fixture(scope="session")
def shop():
    """The orders of a simulated shop of 900 customers over two years."""
    log = companies.online_shop(n_customers=900, seed=5).orders
    return log[["customer_id", "ordered_at", "amount", "order_id"]]


@pytest.fixture(scope="session")
def page(shop):
    return audit(shop, as_of="2024-12-30")


@pytest.fixture(scope="session")
def chinese(shop):
    return audit(shop, as_of="2024-12-30", language="zh", mask=True, margin_rate=0.3)


def orders_of(model, customers, days, seed=1):
    """Orders of such customers, who come over the first half of the time."""
    rng = np.random.default_rng(seed)
    watched = rng.uniform(days / 2, days, customers)
    log = model.simulate(customers, watched_days=watched, rng=rng)
    return log.assign(amount=np.round(rng.gamma(3, 10, len(log)) + 1, 2))


@pytest.fixture(scope="session")
def leavers():
    return orders_of(ParetoNBD(r=1, alpha=5, s=0.8, beta=20, period_days=7), 600, 400)


@pytest.fixture(scope="session")
def steady():
    """Customers who never leave: regular enough that no silence is long."""
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.arange(0, 360, 20), unit="D")
    rng = np.random.default_rng(2)
    parts = [
        pd.DataFrame({"customer_id": f"c{one}", "ordered_at": day + pd.Timedelta(days=one % 20)})
        for one in range(120)
    ]
    log = pd.concat(parts, ignore_index=True)
    return log.assign(amount=np.round(rng.gamma(3, 10, len(log)) + 1, 2))
