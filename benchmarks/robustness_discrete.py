"""Do BG/BB and Gamma-Gamma end at the top, whatever the customers are like? 300 random sets each.

Each fit is held against the truth it was simulated from and against a search of another kind
(L-BFGS-B from random starts). Every set has random numbers of its own, so that one set can be
looked at alone and the number of starts changes nothing but the peer.
Run: python -m benchmarks.robustness_discrete [sets] [seed]
"""

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from crmkit.lifetime import BGBB, GammaGamma
from crmkit.models import Model

YEAR = 365


def bg_bb_case(rng: np.random.Generator, *, alike: bool = False) -> tuple[BGBB, pd.DataFrame]:
    """A truth and histories simulated from it: plausible and extreme; alike: all customers are."""
    p, theta = rng.uniform(0.02, 0.98), np.exp(rng.uniform(np.log(0.003), np.log(0.8)))
    sure = (1e5, 1e5) if alike else np.exp(rng.uniform(-2, 4, 2))
    buying, leaving = (np.array([one, 1 - one]) for one in (p, theta))
    truth = BGBB(*(buying * sure[0]), *(leaving * sure[1]), period_days=YEAR)
    n = int(rng.choice([2, 4, 6, 12, 26, 52, 104]))
    customers = int(np.exp(rng.uniform(np.log(50), np.log(5000))))
    cohorts = [n] if rng.random() < 2 / 3 else [max(1, n * part // 4) for part in (1, 2, 3, 4)]
    each = customers // len(cohorts)
    parts = [truth.simulate_customers(each, opportunities=n, rng=rng) for n in cohorts]
    return truth, pd.concat(parts, ignore_index=True)


def spend_case(rng: np.random.Generator) -> tuple[GammaGamma, pd.DataFrame]:
    """Plausible and extreme: pennies and millions, all alike, heavy buyers, infinite means."""
    p, q = np.exp(rng.uniform([-2, -0.7], [5, 5]))
    truth = GammaGamma(p, q, float(np.exp(rng.uniform(-5, 12))) * q / p)
    customers = int(np.exp(rng.uniform(np.log(50), np.log(5000))))
    orders = rng.geometric(1 / float(rng.choice([1.0, 1.3, 4, 30, 300])), customers)
    ids = np.repeat(np.arange(customers), orders)
    means = np.bincount(ids, truth.simulate(ids, rng=rng)) / orders
    return truth, pd.DataFrame({"repeat_purchases": orders, "mean_repeat_spend": means})


def peer(model: Model, table: pd.DataFrame, *, starts: int, rng: np.random.Generator) -> float:
    """The best log-likelihood that L-BFGS-B finds within the walls of our search."""
    seen = model.counted(table, **model.settings)
    origin = model.origin(seen)

    def minus(free: np.ndarray) -> float:
        with np.errstate(all="ignore"):
            value = model.likelihood(model.bound(free + origin), seen)
        return -value if np.isfinite(value) else 1e300

    bounds = [(-14, 14)] * len(origin)
    begin = rng.normal(0, 1.5, (starts, len(origin)))
    return -min(minimize(minus, one, method="L-BFGS-B", bounds=bounds).fun for one in begin)


def sweep(
    case: Callable[..., tuple[Model, pd.DataFrame]], sets: int, seed: int, *, starts: int = 4
) -> dict[str, float]:
    """Worst shortfalls over random sets, relative to the log-likelihood; and what was reported."""
    worst, short = {"truth": 0.0, "peer": 0.0}, 0
    counts = dict.fromkeys(("boundary", "flat", "unfinished"), 0)
    evaluations = 0
    for number in range(sets):
        rng = np.random.default_rng([seed, number])
        alike = {"alike": True} if case is bg_bb_case and number % 10 == 9 else {}
        truth, table = case(rng, **alike)
        fitted = type(truth).fit(table, **truth.settings)
        report = fitted.report
        scale = max(abs(report.log_likelihood), 1.0)
        others = {
            "truth": truth.log_likelihood(table),
            "peer": peer(truth, table, starts=starts, rng=rng),
        }
        for name, value in others.items():
            short += value - report.log_likelihood > 1e-6 * scale
            worst[name] = max(worst[name], (value - report.log_likelihood) / scale)
        counts["boundary"] += bool(report.boundary)
        counts["flat"] += not report.boundary and not report.interior
        counts["unfinished"] += not report.converged
        evaluations = max(evaluations, report.evaluations)
    return {**worst, "short": short, **counts, "most_evaluations": evaluations}


def main() -> None:
    """Print both sweeps."""
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for name, case in (("BG/BB", bg_bb_case), ("Gamma-Gamma", spend_case)):
        print(name, f"{sets} sets:", sweep(case, sets, seed), flush=True)


if __name__ == "__main__":
    main()
