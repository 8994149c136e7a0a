"""Do sBG and BdW end at the top, whatever the customers are like? 300 random sets by default.

Each fit is held against the truth it was simulated from, against a derivative-free search
(Nelder-Mead on log-gammas, eight starts) and, for BdW, against the sBG that it contains. Every set
has random numbers of its own, so that one set can be looked at alone and the number of starts
changes nothing but the peer.
Run: python benchmarks/robustness_contracts.py [sets] [seed]
"""

import sys
import warnings

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln

from crmkit.lifetime import SBG, BdW, Geometric, contracts


def random_case(rng: np.random.Generator, *, with_c: bool) -> tuple[object, object]:
    """A model with plausible or extreme parameters and a survival table that it made."""
    alpha, beta = np.exp(rng.uniform(np.log(0.02), np.log(60), 2))
    model = SBG(alpha, beta)
    if with_c:
        model = BdW(alpha, beta, float(np.exp(rng.uniform(np.log(0.3), np.log(2.5)))))
    n, length = int(rng.integers(50, 5001)), int(rng.integers(2, 41))
    cohorts = int(rng.integers(1, 4))
    faced = np.maximum(length - np.arange(n) % cohorts, 1)
    table = model.simulate(n, renewals=faced, rng=rng)
    return model, contracts.survivors(table.assign(cohort=faced), cohort="cohort")


def peer(table: object, *, with_c: bool, starts: int, rng: np.random.Generator) -> float:
    """The best log-likelihood that Nelder-Mead finds on the textbook formula."""
    _, left, stayed = contracts.Contracts.of(table).decisions
    t = np.arange(len(left) + 1.0)

    def minus(free: np.ndarray) -> float:
        if np.abs(free).max() > 12:
            return 1e300
        alpha, beta = np.exp(free[:2])
        u = t ** np.exp(free[2]) if with_c else t
        log_survival = betaln(alpha, beta + u) - betaln(alpha, beta)
        step = np.minimum(np.diff(log_survival), -1e-300)
        value = stayed @ step + left @ np.log(-np.expm1(step))
        return -value if np.isfinite(value) else 1e300

    size = 3 if with_c else 2
    found = [
        minimize(minus, rng.normal(0, 1, size), method="Nelder-Mead", options={"maxiter": 2000}).fun
        for _ in range(starts)
    ]
    return -min(found)


def sweep(sets: int, seed: int, *, with_c: bool, starts: int = 8) -> dict[str, float]:
    """Worst shortfalls over random sets, relative to the log-likelihood; and what was reported."""
    kind = BdW if with_c else SBG
    worst = {"truth": 0.0, "peer": 0.0, "simpler": 0.0}
    short = dict.fromkeys(worst, 0)
    boundary = unfinished = evaluations = flat = 0
    for number in range(sets):
        rng = np.random.default_rng([seed, number])
        model, table = random_case(rng, with_c=with_c)
        fitted = kind.fit(table)
        report = fitted.report
        scale = max(abs(report.log_likelihood), 1.0)
        simpler = SBG.fit(table) if with_c else Geometric.fit(table)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            others = {
                "truth": model.log_likelihood(table),
                "peer": peer(table, with_c=with_c, starts=starts, rng=rng),
                "simpler": simpler.report.log_likelihood,
            }
        for name, value in others.items():
            short[name] += value - report.log_likelihood > 1e-6 * scale
            worst[name] = max(worst[name], (value - report.log_likelihood) / scale)
        ahead = fitted.survival(range(1201))
        rates = fitted.retention_rate(range(1, 1201))
        assert (
            np.isfinite(ahead).all() and (ahead >= 0).all() and (ahead.diff().dropna() <= 0).all()
        )
        assert ((rates >= 0) & (rates <= 1)).all()
        boundary += bool(report.boundary)
        flat += not report.boundary and not report.interior
        unfinished += not report.boundary and not report.converged
        evaluations = max(evaluations, report.evaluations)
    return {
        **worst,
        "short": sum(short.values()),
        "boundary": boundary,
        "flat": flat,
        "unfinished": unfinished,
        "most_evaluations": evaluations,
    }


def main() -> None:
    """Print both sweeps."""
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for with_c in (False, True):
        found = sweep(sets, seed, with_c=with_c)
        print("BdW" if with_c else "sBG", f"{sets} sets:", found)


if __name__ == "__main__":
    main()
