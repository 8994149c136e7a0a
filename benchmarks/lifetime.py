"""How fast are the lifetime models beside lifetimes, and how does their cost grow?

python -m benchmarks.lifetime            up to a million customers, some ten minutes
python -m benchmarks.lifetime --quick    a small run that only shows that all works
python -m benchmarks.lifetime --large    also the Pareto/NBD of a million beside lifetimes, which
                                         takes it minutes a fit (one repetition)
python -m benchmarks.lifetime --only growth
python -m benchmarks.lifetime --pymc PYTHON   beside PyMC-Marketing alone: the Python of the
                                         environment that benchmarks/crosscheck_pymc.py describes
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

import crmkit.datasets
import crmkit.summary
from benchmarks import (
    lifetime_bg_bb,
    lifetime_bg_nbd,
    lifetime_gamma_gamma,
    lifetime_pareto_nbd,
    lifetime_posterior,
)
from benchmarks.timing import Case, extra_memory, medians, show, verdict
from crmkit.lifetime import BGNBD, MBGNBD, ParetoNBD

PARETO = "Pareto/NBD"
FITS = {
    "BG/NBD": (BGNBD, lifetime_bg_nbd.company),
    "MBG/NBD": (MBGNBD, lifetime_bg_nbd.company),
    PARETO: (ParetoNBD, lifetime_pareto_nbd.company),
}


def beside_lifetimes(title: str, cases: Iterable[Case], *, repetitions: int | None) -> None:
    """Time both sides of each case in turns; say whether our end is as high as theirs.

    Fewer repetitions come with fewer customers, for which the goals were not set.
    """
    lines = []
    for case in cases:
        if repetitions:
            case = case._replace(at_least=None)
        seconds, found = medians(
            {"ours": case.ours, "theirs": case.theirs},
            repetitions=repetitions or case.repetitions,
        )
        ratio = seconds["theirs"] / seconds["ours"]
        lines.append(
            (
                case.work,
                f"{duration(seconds['ours'])} {duration(seconds['theirs'])} {ratio:8.1f} x",
                "" if case.at_least is None else f"at least {case.at_least:g} x",
                "" if case.at_least is None else verdict(ratio >= case.at_least),
            )
        )
        if case.gain:
            gain = case.gain(found["ours"], found["theirs"])
            allowed = -1e-6 * abs(found["ours"].report.log_likelihood)
            lines.append(
                ("  our log-likelihood less theirs", f"{gain:+.4g}", "no lower",
                 verdict(gain >= allowed))
            )  # fmt: skip
        else:
            wild = [np.sum(~np.isfinite(np.asarray(found[side]))) for side in ("ours", "theirs")]
            lines.append(
                ("  NaN or infinite", f"{wild[0]:,} of ours, {wild[1]:,} of theirs", "none of ours",
                 verdict(wild[0] == 0))
            )  # fmt: skip
    show(f"{title}: crmkit, lifetimes, ratio", lines)


def duration(seconds: float) -> str:
    """Seconds, or thousandths of them where there are few."""
    return f"{1e3 * seconds:7.1f} ms" if seconds < 1 else f"{seconds:7.2f} s "


def full_sampler() -> None:
    """Show what a full sampler took for the same posterior: figures of the cross-check, on file."""
    reference = Path(__file__).parent / "crosscheck_pymc.json"
    lines = []
    for one in json.loads(reference.read_text(encoding="utf-8"))["posterior of BG/NBD"]:
        each = 1000 / one["effective_draws"]
        lines += [
            (f"NUTS, {one['draws']:,} draws, priors: {one['priors']}",
             f"{one['effective_draws']:,.0f} effective draws", "", ""),
            ("  a thousand effective draws",
             f"{one['processor_seconds'] * each:.1f} processor seconds", "", ""),
        ]  # fmt: skip
    show("Posterior of the BG/NBD on CDNOW by a full sampler (on file)", lines)


def beside_pymc(python: str, customers: int, *, large: bool, repetitions: int) -> None:
    """Time fits in turns with PyMC-Marketing, which waits in an environment of its own."""
    log = crmkit.datasets.load("cdnow_sample")
    cdnow = crmkit.summary.customers(log, as_of="1997-09-30")
    cases = [
        ("BG/NBD", "CDNOW sample", lambda: cdnow, 200),
        ("BG/NBD", f"{customers:,}", lambda: FITS["BG/NBD"][1](customers), 15),
        (PARETO, f"{customers // 100:,}", lambda: FITS[PARETO][1](customers // 100), 150),
    ]
    if large:
        cases.append((PARETO, f"{customers:,}", lambda: FITS[PARETO][1](customers), 500))
    lines = []
    for name, work, company, at_least in cases:
        table, kind = company(), FITS[name][0]
        with pymc(python, name, table) as fit:
            # Its largest fit takes minutes.
            times = 1 if at_least == 500 else repetitions
            seconds, _ = medians(
                {"ours": lambda k=kind, t=table: k.fit(t, period_days=7), "theirs": fit},
                repetitions=times,
            )
        ratio = seconds["theirs"] / seconds["ours"]
        lines.append(
            (f"{name} fit, {work}",
             f"{duration(seconds['ours'])} {duration(seconds['theirs'])} {ratio:8.1f} x",
             f"at least {at_least} x", verdict(ratio >= at_least))
        )  # fmt: skip
    show("crmkit, PyMC-Marketing (maximum of the posterior), ratio", lines)


@contextmanager
def pymc(python: str, name: str, table) -> Iterator[Callable[[], None]]:
    """Start PyMC-Marketing with the customers loaded; what comes back fits once and waits."""
    script = Path(__file__).parent / "crosscheck_pymc.py"
    with TemporaryDirectory(prefix="crmkit-") as folder:
        path = Path(folder) / "customers.csv"
        frequency, recency, age = lifetime_bg_nbd.weeks(table)
        columns = {"frequency": frequency, "recency": recency, "T": age}
        data = pd.DataFrame(columns).reset_index(drop=True)
        data.to_csv(path, index_label="customer_id")
        with subprocess.Popen(
            [python, str(script), "--serve", name, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:

            def hear(word: str) -> None:
                if child.stdout.readline().strip() != word:
                    raise RuntimeError(f"PyMC-Marketing failed (exit code {child.wait()})")

            def fit() -> None:
                child.stdin.write("fit\n")
                child.stdin.flush()
                hear("done")

            hear("ready")
            yield fit
            child.stdin.close()


def growth(sizes: list[int], *, repetitions: int) -> None:
    """Fit more and more customers, in days and in weeks."""
    lines = []
    for name in ("BG/NBD", PARETO):
        kind, company = FITS[name]
        for granularity, unit in ((1, "days"), (7, "weeks")):
            for size in sizes:
                table = company(size, granularity_days=granularity)
                model = kind.fit(table, period_days=7)
                # The largest takes a while to make and to fit: it is timed less often.
                times = [timed(kind, table) for _ in range(repetitions if size < 1e7 else 3)]
                distinct = model.report.distinct_histories
                each = 1e9 * median(times) / size
                lines.append(
                    (
                        f"{name}, {unit}, {size:>10,}",
                        f"{distinct:>9,} histories {duration(median(times))} {each:8,.0f} ns",
                        "",
                        "",
                    )
                )
                del table, model
    show("A fit as the customers grow: distinct histories, time, and time a customer", lines)


def timed(kind: type, table) -> float:
    """Seconds of one fit."""
    start = time.perf_counter()
    kind.fit(table, period_days=7)
    return time.perf_counter() - start


def memory(customers: int) -> None:
    """Measure the memory that a fit takes beyond the customers table."""
    lines = []
    for name, (_, company) in FITS.items():
        with TemporaryDirectory(prefix="crmkit-") as folder:
            # Made here: memory that making the table had freed would hide what the fit takes.
            for column, values in company(customers).items():
                np.save(Path(folder) / f"{column}.npy", values.to_numpy())
            extra = extra_memory("benchmarks.lifetime", "--child", name, "--file", folder)
        lines.append(
            (f"{name} fit, {customers:,}", f"{extra / 1e6:7,.0f} MB", "under 500 MB",
             verdict(extra < 500e6))
        )  # fmt: skip
    show("Memory beyond the table", lines)


def child(name: str, folder: str) -> None:
    """Load the table, wait, fit once: the memory is read from outside."""
    kind, company = FITS[name]
    # What a first fit loads for good is no cost of the customers.
    kind.fit(company(1_000), period_days=7)
    table = pd.DataFrame(
        {path.stem: np.load(path) for path in Path(folder).glob("*.npy")}, copy=False
    )
    print("ready", flush=True)
    sys.stdin.readline()
    kind.fit(table, period_days=7)


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--quick", action="store_true", help="a tenth of them, three repetitions")
    parser.add_argument("--large", action="store_true", help="also lifetimes' slowest fit")
    parser.add_argument("--only", help="one part")
    parser.add_argument("--pymc", metavar="PYTHON", help="beside PyMC-Marketing of this Python")
    parser.add_argument("--child", choices=list(FITS), help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        return child(chosen.child, chosen.file)
    n = chosen.customers // 10 if chosen.quick else chosen.customers
    repetitions = 3 if chosen.quick else None
    if chosen.pymc:
        return beside_pymc(chosen.pymc, n, large=chosen.large, repetitions=repetitions or 5)

    def beside(title: str, cases: Iterable[Case], times: int | None = repetitions):
        return lambda: beside_lifetimes(title, cases, repetitions=times)

    # Each `cases` is a generator: its tables are made when its turn comes.
    parts = {
        "bg": beside("BG/NBD and MBG/NBD", lifetime_bg_nbd.cases(n)),
        "pareto": beside(PARETO, lifetime_pareto_nbd.cases(n // 100, at_least=60)),
        "bgbb": beside("BG/BB", lifetime_bg_bb.cases(n // 10)),
        "spend": beside("Gamma-Gamma", lifetime_gamma_gamma.cases(n // 2)),
        "posterior": lambda: (lifetime_posterior.main(), full_sampler()),
        "memory": lambda: memory(n),
        "growth": lambda: growth(
            [n // 100, n // 10, n] if chosen.quick else [n // 100, n // 10, n, 10 * n],
            repetitions=repetitions or 5,
        ),
        "large": beside(
            PARETO, lifetime_pareto_nbd.cases(n, at_least=400, repetitions=1), None
        ),
    }  # fmt: skip
    if chosen.only and chosen.only not in parts:
        parser.error(f"--only {chosen.only}: the parts are {', '.join(parts)}")
    if not chosen.large and chosen.only != "large":
        del parts["large"]
    for name, run in parts.items():
        if chosen.only in (None, name):
            run()


if __name__ == "__main__":
    main()
