"""How long until a posterior is worth 1,000 independent draws?

Run `python -m benchmarks.lifetime_posterior`. BG/NBD on the CDNOW sample: the weighted draws of
crmkit.models.posterior against a random-walk Metropolis of ours on the same likelihood, both in
one run and in turns; PyMC-Marketing's NUTS as crosscheck_pymc.py measured it, at another time and
with compilation, so that its ratio is a rough one; then the other models. Seconds depend on the
machine, ratios hardly.
"""

import json
import math
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.timing import medians, show, verdict
from crmkit.datasets import load
from crmkit.lifetime import BGBB, BGNBD, MBGNBD, SBG, GammaGamma, ParetoNBD
from crmkit.models import Posterior, posterior
from crmkit.summary import split

# Enough for 1,000 effective draws where some two thirds of all are.
DRAWS = 1700

NUTS = Path(__file__).parent / "crosscheck_pymc.json"


def random_walk(model: BGNBD, customers: pd.DataFrame, *, steps: int, seed: int) -> np.ndarray:
    """Free parameters that a Metropolis walk with steps of the best size passes."""
    rng = np.random.default_rng(seed)
    seen = model.counted(customers, **model.settings)
    at = model.free(model.parameters)
    now = model.likelihood(model.bound(at), seen)
    root = np.linalg.cholesky(model.report.covariance)
    jumps = 2.38 / math.sqrt(len(at)) * rng.standard_normal((steps, len(at))) @ root.T
    path = np.empty((steps, len(at)))
    for i, (jump, patience) in enumerate(zip(jumps, rng.standard_exponential(steps), strict=True)):
        there = model.likelihood(model.bound(at + jump), seen)
        if there - now > -patience:
            at, now = at + jump, there
        path[i] = at
    return path


def effective(path: np.ndarray) -> float:
    """Independent draws that a walk is worth: by its worst parameter's autocorrelations.

    Summed in pairs up to the first negative one (Geyer 1992, Statistical Science 7).
    """
    n = len(path)
    away = path - path.mean(0)
    waves = np.fft.rfft(away, 2 * n, axis=0)
    correlation = np.fft.irfft(waves * waves.conj(), axis=0)[:n] / np.square(away).sum(0)
    worth = []
    for one in correlation.T:
        pairs = one[0 : n - n % 2 : 2] + one[1::2][: n // 2]
        end = int(np.argmax(pairs < 0)) if (pairs < 0).any() else len(pairs)
        worth.append(n / (2 * pairs[:end].sum() - 1))
    return min(worth)


def compare(*, repetitions: int = 5, steps: int = 6000) -> dict[str, float]:
    """Seconds of the fit and of 1,000 effective draws, weighted and walked, and their ratio."""
    log = load("cdnow_sample")
    customers = split(log, calibration_end="1997-09-30", holdout_end="1998-06-30").calibration
    model = BGNBD.fit(customers, period_days=7)

    def weighted() -> Posterior:
        return posterior(model, customers, draws=DRAWS, rng=np.random.default_rng(1))

    weighted()
    seconds, found = medians(
        {
            "fit": lambda: BGNBD.fit(customers, period_days=7),
            "weighted": weighted,
            "walked": lambda: random_walk(model, customers, steps=steps, seed=1),
        },
        repetitions=repetitions,
    )
    draws, walk = found["weighted"].effective_draws, effective(found["walked"])
    return {
        "fit": seconds["fit"],
        "seconds": seconds["weighted"],
        "effective": draws,
        "thousand": seconds["weighted"] * 1000 / draws,
        "walk_steps_per_effective": steps / walk,
        "walk_thousand": seconds["walked"] * 1000 / walk,
        "ratio": seconds["walked"] / walk / (seconds["weighted"] / draws),
    }


def others() -> list[tuple[str, float, Posterior]]:
    """Seconds and posterior of the other models, once each."""
    log = load("cdnow_sample")
    customers = split(log, calibration_end="1997-09-30", holdout_end="1998-06-30").calibration
    donations = load("donations")
    # Fader & Hardie 2007, High End.
    survivors = pd.Series([1000, 869, 743, 653, 593, 551, 517, 491])
    rows = []
    for model, data in (
        (MBGNBD.fit(customers, period_days=7), customers),
        (ParetoNBD.fit(customers, period_days=7), customers),
        (GammaGamma.fit(customers), customers),
        (BGBB.fit(donations, period_days=365.25), donations),
        (SBG.fit(survivors), survivors),
    ):
        start = time.perf_counter()
        found = posterior(model, data, draws=DRAWS, rng=np.random.default_rng(1))
        rows.append((model.TITLE, time.perf_counter() - start, found))
    return rows


def nuts() -> list[tuple[str, float, float]]:
    """Priors, seconds of all processors and effective draws of PyMC-Marketing's runs, if kept."""
    if not NUTS.exists():
        return []
    runs = json.loads(NUTS.read_text()).get("posterior of BG/NBD", [])
    return [(one["priors"], one["processor_seconds"], one["effective_draws"]) for one in runs]


def main() -> None:
    one = compare()
    rows = [
        (
            "BG/NBD on CDNOW, 1,000 effective",
            f"{one['thousand']:.2f} s",
            "under 1 s",
            verdict(one["thousand"] < 1),
        ),
        (
            f"  {DRAWS:,} draws, effective ones",
            f"{one['seconds']:.2f} s for {one['effective']:,.0f}",
            "over 1,000",
            verdict(one["effective"] >= 1000),
        ),
        ("  the fit that it starts from", f"{1000 * one['fit']:.1f} ms", "", ""),
        (
            "  random walk, 1,000 effective",
            f"{one['walk_thousand']:.2f} s ({one['walk_steps_per_effective']:.0f} steps a draw)",
            "",
            f"{one['ratio']:.0f} x",
        ),
    ]
    for priors, seconds, draws in nuts():
        thousand = seconds * 1000 / draws
        rows.append(
            (
                f"  NUTS, {priors} priors, 1,000",
                f"{thousand:.0f} processor seconds",
                "",
                f"{thousand / one['thousand']:.0f} x",
            )
        )
    for title, seconds, found in others():
        effective_draws = found.effective_draws
        rows.append(
            (
                f"{title}, 1,000 effective",
                f"{seconds * 1000 / effective_draws:.2f} s (Pareto k {found.pareto_k:.2f})",
                "",
                "reliable" if found.reliable else "not reliable",
            )
        )
    show("Posterior without a sampler", rows)


if __name__ == "__main__":
    main()
