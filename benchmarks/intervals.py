"""How long does the value of each customer with its interval take? The README's second block.

Run `python -m benchmarks.intervals`. Simulated companies of 1,500 and 20,000 customers, ages in
days over a year and a half; two models fitted and 400 times drawn together.
"""

import time

import numpy as np

from benchmarks.coverage import SPEND, TRUTHS
from benchmarks.timing import show, verdict
from crmkit.lifetime import GammaGamma, valuation
from crmkit.models import interval_of

GOALS = {1_500: 2.0, 20_000: 10.0}


def seconds(work) -> float:
    """Of the best of two runs, since other work may go on beside."""
    took = []
    for _ in range(2):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return min(took)


def main() -> None:
    """Print a row a model and size."""
    rows = []
    for n, goal in GOALS.items():
        for name, truth in TRUTHS.items():
            rng = np.random.default_rng(n)
            log = truth.simulate(n, watched_days=rng.integers(90, 540, n), rng=rng)
            log["amount"] = SPEND.simulate(log["customer_id"], rng=rng).round(2)
            customers = _summary(log)

            def value(purchases, spend, customers=customers):
                future = purchases.discounted_expected_transactions(
                    customers, annual_discount_rate=0.1
                )
                money = spend.expected_spend(customers)
                return valuation.customer_value(future, money, margin_rate=0.3)

            def block(truth=truth, customers=customers, value=value):
                models = type(truth).fit(customers, period_days=7), GammaGamma.fit(customers)
                return interval_of(value, *models, rng=np.random.default_rng(1))

            models = type(truth).fit(customers, period_days=7), GammaGamma.fit(customers)
            point, all_ = seconds(lambda m=models, value=value: value(*m)), seconds(block)
            measured = f"{all_:.2f} s (one value: {point * 1e3:.1f} ms)"
            rows.append((f"{name}, {n:,} customers", measured, f"{goal:g} s", verdict(all_ < goal)))
    show("Value of each customer with an interval: two fits and 400 draws", rows)


def _summary(log):
    from crmkit import summary

    as_of = str(log["ordered_at"].max().date())
    return summary.customers(log, as_of=as_of)


if __name__ == "__main__":
    main()
