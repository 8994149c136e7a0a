"""Pareto/NBD on random parameter sets: is any fit worse than the truth or than lifetimes?

Run `python -m benchmarks.robustness_pareto_nbd --sets 300 --peer`. Log-likelihoods of the truth and
of the peer's estimate are computed by the kit, so that only the searches are compared.
"""

import argparse
import time
import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.lifetime import ParetoNBD
from crmkit.models import BoundaryWarning


class Case(NamedTuple):
    """Customers simulated from known parameters; ages and the model's periods in days."""

    kind: str
    truth: ParetoNBD
    customers: pd.DataFrame


KINDS = ("plausible", "heavy buyers", "nobody repeats", "everybody repeats", "same age", "extreme")


def case(seed: int) -> Case:
    """The seed-th data set: 50 to 5,000 customers, ages in continuous days."""
    rng = np.random.default_rng([seed, 1987])
    kind = KINDS[seed % len(KINDS)]
    # The unit of time: days, weeks or years, a span of a few months to some years.
    period = float(rng.choice([1, 7, 365]))
    n = int(np.exp(rng.uniform(np.log(50), np.log(5000 if seed % 10 == 0 else 1000))))
    span = float(rng.uniform(100, 1500))
    r, s = np.exp(rng.uniform(np.log(0.2), np.log(5), 2))
    mean_purchases, half_life = np.exp(rng.uniform([-1, -2], [2.5, 2]))
    if kind == "heavy buyers":
        mean_purchases = rng.uniform(100, 600)
    elif kind == "nobody repeats":
        mean_purchases = 1e-7
    elif kind == "everybody repeats":
        r, mean_purchases, half_life = rng.uniform(5, 30), rng.uniform(5, 30), rng.uniform(5, 50)
    elif kind == "extreme":
        r, s = np.exp(rng.uniform(np.log(0.01), np.log(200), 2))
        half_life = np.exp(rng.uniform(-5, 5))
    beta = max(half_life * span / np.expm1(np.log(2) / s), 1e-4 * span)
    alpha = r * span / mean_purchases
    truth = ParetoNBD(
        r=float(r), alpha=alpha / period, s=float(s), beta=beta / period, period_days=period
    )
    ages = np.full(n, span) if kind == "same age" else rng.uniform(0.3 * span, span, n)
    customers = truth.simulate_customers(watched_days=ages, rng=rng)
    return Case(kind, truth, customers)


def shortfall(one: Case, fitted: ParetoNBD, other: ParetoNBD) -> float:
    """By how much the fit is worse than other parameters, relative; negative where better."""
    theirs = other.log_likelihood(one.customers)
    ours = fitted.log_likelihood(one.customers)
    return (theirs - ours) / max(1.0, abs(theirs))


def peer(one: Case) -> ParetoNBD | None:
    """What lifetimes estimates, or None where it fails."""
    from lifetimes import ParetoNBDFitter

    period = one.truth.period_days
    table = one.customers
    fitter = ParetoNBDFitter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fitter.fit(
                table["repeat_purchases"],
                table["age_at_last_days"] / period,
                table["age_days"] / period,
            )
            return ParetoNBD(**fitter.params_.to_dict(), period_days=period)
        except Exception:
            return None


def wild_predictions(one: Case, fitted: ParetoNBD) -> int:
    """How many predictions are missing, infinite, negative or, of probabilities, above 1."""
    table = pd.concat(
        [
            one.customers.head(100),
            pd.DataFrame(
                {
                    "repeat_purchases": [0, 1, 100, 10_000],
                    "age_at_last_days": [0, 1, 100, 10_000],
                    "age_days": [20_000, 20_000, 100, 10_000],
                },
                index=[-1, -2, -3, -4],
            ),
        ]
    )
    century = 36_525
    alive = fitted.probability_alive(table)
    numbers = np.concatenate(
        [
            alive,
            1 - alive,
            fitted.expected_purchases(table, horizon_days=1),
            fitted.expected_purchases(table, horizon_days=century),
            worth(table, fitted),
            fitted.conditional_distribution(table.tail(10), horizon_days=century, up_to=3)
            .to_numpy()
            .ravel(),
            np.atleast_1d(fitted.expected_purchases_of_new(horizon_days=[0, 1, century])),
        ]
    )
    return int((~np.isfinite(numbers) | (numbers < 0)).sum())


def worth(table: pd.DataFrame, fitted: ParetoNBD) -> pd.Series:
    """Discounted purchases; that a fit says that nobody ever leaves is no news here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BoundaryWarning)
        return fitted.discounted_expected_transactions(table, annual_discount_rate=0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--peer", action="store_true", help="fit with lifetimes too (slow)")
    chosen = parser.parse_args()
    rows = []
    for seed in range(chosen.first, chosen.first + chosen.sets):
        one = case(seed)
        start = time.perf_counter()
        fitted = ParetoNBD.fit(one.customers, period_days=one.truth.period_days)
        seconds = time.perf_counter() - start
        row = {
            "seed": seed,
            "kind": one.kind,
            "seconds": seconds,
            "evaluations": fitted.report.evaluations,
            "converged": fitted.report.converged,
            "boundary": bool(fitted.report.boundary),
            "below_truth": shortfall(one, fitted, one.truth),
            "wild": wild_predictions(one, fitted),
        }
        if chosen.peer:
            other = peer(one)
            row["peer_failed"] = other is None
            row["below_peer"] = np.nan if other is None else shortfall(one, fitted, other)
        rows.append(row)
    table = pd.DataFrame(rows).set_index("seed")
    print(table.groupby("kind").agg("mean", numeric_only=True).round(4).to_string())
    print(f"sets {len(table)}; wild predictions {table['wild'].sum()}")
    for column in [c for c in ("below_truth", "below_peer") if c in table]:
        worst = table[column].max()
        print(f"{column}: {(table[column] > 1e-6).sum()} sets by more than 1e-6, worst {worst:.2g}")
        print(table[table[column] > 1e-6].to_string())
    if chosen.peer:
        behind = (table["below_peer"] < -1e-6).sum()
        print(f"peer failed in {table['peer_failed'].sum()}, worse than ours in {behind} more")
    print(table[~table["converged"] | (table["wild"] > 0)].to_string())


if __name__ == "__main__":
    main()
