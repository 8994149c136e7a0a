"""What PyMC-Marketing finds on the same data: writes benchmarks/crosscheck_pymc.json.

PyMC-Marketing needs Python 3.12 and NumPy below 2.5, so it runs in an environment of its own. The
data pass from one environment to the other as small CSV files in a temporary folder:

    .venv/bin/python benchmarks/crosscheck_pymc.py --prepare

    python3.12 -m venv ENVIRONMENT
    ENVIRONMENT/bin/pip install pymc-marketing "numpy<2.5"
    ENVIRONMENT/bin/python benchmarks/crosscheck_pymc.py

tests/lifetime/test_crosscheck.py holds crmkit against the figures. All fits are maxima of the
posterior under flat priors (HalfFlat), which is maximum likelihood; NUTS runs for the BG/NBD under
these flat priors and under the package's own. Seconds, compilation included, depend on the machine
and are no reference.
"""

import argparse
import json
import os
import platform
import re
import sys
import tempfile
import time
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(tempfile.gettempdir()) / "crmkit-crosscheck"
TARGET = Path(__file__).with_suffix(".json")

# Weeks: repeat purchases, age at the last one, age. Silent, loyal, gone, new and heavy customers.
HISTORIES = [
    (0, 0, 4), (0, 0, 39), (1, 2, 39), (1, 30, 39), (2, 30.43, 38.86),
    (4, 38, 39), (7, 35, 39), (10, 12, 39), (26, 30.86, 31), (60, 38.5, 39),
]  # fmt: skip
WEEKS_AHEAD = 39
# Purchases, last opportunity, opportunities.
OPPORTUNITIES = [
    (0, 0, 6), (1, 1, 6), (1, 4, 6), (1, 6, 6), (2, 2, 6),
    (2, 6, 6), (3, 4, 6), (4, 5, 6), (5, 6, 6), (6, 6, 6),
]  # fmt: skip
YEARS_AHEAD = 10
# Repeat orders and their mean amount.
SPEND = [(1, 5), (1, 35), (1, 500), (2, 12.5), (3, 80), (5, 20), (7, 35), (15, 10), (26, 60),
         (100, 33)]  # fmt: skip
RENEWALS_MADE = list(range(1, 11))
ANNUAL_DISCOUNT_RATE = 0.1
NUTS = {"draws": 1000, "tune": 1000, "chains": 4, "cores": 2, "random_seed": 1}


def prepare() -> None:
    """Write what the models are fitted on, from crmkit's data (in crmkit's environment)."""
    import crmkit.datasets
    import crmkit.summary

    FOLDER.mkdir(exist_ok=True)
    log = crmkit.datasets.load("cdnow_sample")
    customers = crmkit.summary.customers(log, as_of="1997-09-30")
    pd.DataFrame(
        {
            "customer_id": np.arange(len(customers)),
            "frequency": customers["repeat_purchases"].to_numpy(),
            "recency": customers["age_at_last_days"].to_numpy() / 7,
            "T": customers["age_days"].to_numpy() / 7,
            "monetary_value": customers["mean_repeat_spend"].to_numpy(),
        }
    ).to_csv(FOLDER / "cdnow.csv", index=False)
    donors = crmkit.datasets.load("donations")
    donors = donors.loc[donors.index.repeat(donors["customers"])].reset_index(drop=True)
    donors = donors.rename(
        columns={"repeat_purchases": "frequency", "last_period": "recency", "periods": "T"}
    )
    donors.drop(columns="customers").to_csv(FOLDER / "donations.csv", index_label="customer_id")
    table = crmkit.datasets.load("retention_tables")
    rows = []
    for segment, counts in table[table["year"] <= 7].groupby("segment"):
        left = -np.diff(counts.sort_values("year")["customers"], append=0)
        # The package counts the years seen: who is there after 7 renewals has year 8 as their last.
        rows += [(segment, year, 8) for year in np.repeat(np.arange(1, 9), left)]
    pd.DataFrame(rows, columns=["cohort", "recency", "T"]).to_csv(
        FOLDER / "contracts.csv", index_label="customer_id"
    )
    print("Now run this script in PyMC-Marketing's environment.")


def main() -> None:
    """Fit, predict, sample, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prepare", action="store_true", help="write the inputs, with crmkit")
    # For benchmarks/lifetime.py --pymc, which times it beside crmkit.
    parser.add_argument("--serve", nargs=2, metavar=("MODEL", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.prepare:
        return prepare()
    if chosen.serve:
        return serve(*chosen.serve)
    if not (FOLDER / "contracts.csv").exists():
        raise SystemExit("no inputs: run this script with --prepare in crmkit's environment first")
    warnings.simplefilter("ignore")
    from pymc_marketing import clv

    cdnow = pd.read_csv(FOLDER / "cdnow.csv")
    weekly = cdnow.drop(columns="monetary_value")
    found = {
        "made_by": "benchmarks/crosscheck_pymc.py",
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("pymc-marketing", "pymc", "pytensor", "numpy")},
        "priors": "HalfFlat for every parameter; fits are maxima of the posterior",
        "horizons": {"weeks": WEEKS_AHEAD, "opportunities": YEARS_AHEAD},
        "annual_discount_rate": ANNUAL_DISCOUNT_RATE,
        "models": {},
    }
    models = found["models"]
    for name, kind, parameters in [
        ("BG/NBD", clv.BetaGeoModel, ("r", "alpha", "a", "b")),
        ("MBG/NBD", clv.ModifiedBetaGeoModel, ("r", "alpha", "a", "b")),
        ("Pareto/NBD", clv.ParetoNBDModel, ("r", "alpha", "s", "beta")),
    ]:
        model, models[name] = fit(kind, parameters, weekly, rows="1 a customer of the CDNOW sample")
        models[name]["predictions"] = purchases(model, HISTORIES, WEEKS_AHEAD)
    model, models["BG/BB"] = fit(
        clv.BetaGeoBetaBinomModel,
        ("alpha", "beta", "gamma", "delta"),
        pd.read_csv(FOLDER / "donations.csv"),
        rows="1 a donor of the donations table",
    )
    models["BG/BB"]["predictions"] = purchases(model, OPPORTUNITIES, YEARS_AHEAD)
    model, models["Gamma-Gamma"] = fit(
        clv.GammaGammaModel,
        ("p", "q", "v"),
        cdnow[cdnow["frequency"] > 0],
        rows="1 a repeat customer of the CDNOW sample",
    )
    models["Gamma-Gamma"]["predictions"] = spend(model)
    model, models["sBG"] = fit(
        clv.ShiftedBetaGeoModel,
        ("alpha", "beta"),
        pd.read_csv(FOLDER / "contracts.csv"),
        rows="1 a customer of the retention tables, years 0 to 7, one fit a segment",
        dims="cohort",
    )
    models["sBG"]["predictions"] = contracts(model)
    found["posterior of BG/NBD"] = [
        posterior(clv.BetaGeoModel, weekly, priors) for priors in ("flat", "the package's own")
    ]
    text = json.dumps(found, indent=1)
    # Lists of numbers stand on one line each, and so do the smallest tables.
    for innermost in (r"\[[^\[\]{}]*\]", r"\{[^{}]*\}"):
        text = re.sub(innermost, lambda part: re.sub(r"\s*\n\s*", " ", part[0]), text)
    TARGET.write_text(text + "\n", encoding="utf-8")


def serve(title: str, path: str) -> None:
    """Fit with the package's own priors and tolerance, once for each line that comes in."""
    warnings.simplefilter("ignore")
    from pymc_marketing import clv

    kind = {"BG/NBD": clv.BetaGeoModel, "Pareto/NBD": clv.ParetoNBDModel}[title]
    data = pd.read_csv(path)
    # The first fit compiles; PyTensor keeps what it compiled.
    kind().fit(data.head(100), method="map", progressbar=False)
    print("ready", flush=True)
    for _ in sys.stdin:
        kind().fit(data, method="map", progressbar=False)
        print("done", flush=True)


def fit(kind, parameters: tuple[str, ...], data: pd.DataFrame, *, rows: str, dims=None):
    """Maximise under flat priors: the model, and its parameters, log-likelihood and seconds."""
    model = kind(model_config=flat(parameters, dims))
    model.build_model(data)
    # From 1 for each parameter; the default tolerance stops early on the flat ridges.
    seconds = timed(
        lambda: model.fit(data, method="map", progressbar=False, map_kwargs={"tol": 1e-14})
    )
    values = {name: model.fit_result[name].to_numpy().squeeze() for name in parameters}
    # With flat priors the log-posterior without Jacobian is the log-likelihood.
    point = {f"{name}_log__": np.log(value) for name, value in values.items()}
    log_likelihood = float(model.model.compile_logp(jacobian=False)(point))
    report = {
        "rows": rows,
        "n": len(data),
        "parameters": {name: value.tolist() for name, value in values.items()},
        "log_likelihood": log_likelihood,
    } | seconds
    if dims:
        report[dims] = [str(one) for one in model.fit_result[dims].to_numpy()]
    print(kind.__name__, report, flush=True)
    return model, report


def timed(work) -> dict[str, float]:
    """Seconds of a call on the wall and of all processors, compilation included."""
    start, before = time.perf_counter(), sum(os.times()[:4])
    work()
    return {
        "seconds": round(time.perf_counter() - start, 2),
        "processor_seconds": round(sum(os.times()[:4]) - before, 2),
    }


def flat(parameters: tuple[str, ...], dims: str | None = None) -> dict:
    """A flat prior for each parameter."""
    from pymc_extras.prior import Prior

    return {name: Prior("HalfFlat", dims=dims) for name in parameters}


def purchases(model, histories: list[tuple], ahead: int) -> list[dict]:
    """Predict for each history: expected purchases within the horizon, and P(alive) now."""
    table = pd.DataFrame(histories, columns=["frequency", "recency", "T"])
    table["customer_id"] = np.arange(len(table))
    # Not every model has the argument of the survival ahead, and for one it is required.
    later = {"future_t": 0} if "BetaBinom" in type(model).__name__ else {}
    expected = model.expected_purchases(table, future_t=ahead).to_numpy().squeeze()
    alive = model.expected_probability_alive(table, **later).to_numpy().squeeze()
    return [
        {"history": one, "expected_purchases": e, "probability_alive": a}
        for one, e, a in zip(histories, expected.tolist(), alive.tolist(), strict=True)
    ]


def spend(model) -> list[dict]:
    """Predict the mean of the orders to come."""
    table = pd.DataFrame(SPEND, columns=["frequency", "monetary_value"])
    table["customer_id"] = np.arange(len(table))
    found = model.expected_customer_spend(table).to_numpy().squeeze()
    return [
        {"history": one, "expected_spend": e} for one, e in zip(SPEND, found.tolist(), strict=True)
    ]


def contracts(model) -> list[dict]:
    """Predict by segment and renewals made: survival, retention, discounted residual lifetime."""
    rows = []
    for segment in model.cohorts:
        for made in RENEWALS_MADE:
            customer = pd.DataFrame({"customer_id": [0], "T": [made], "cohort": [segment]})
            # The package's T of the residual lifetime counts years: one more than renewals.
            years = customer.assign(T=made + 1)
            rate = ANNUAL_DISCOUNT_RATE
            answers = {
                "survival": model.expected_probability_alive(customer, future_t=0),
                "next_retention_rate": model.expected_retention_rate(years, future_t=0),
                "residual_lifetime": model.expected_residual_lifetime(years, discount_rate=rate),
            }
            rows.append(
                {"segment": str(segment), "renewals_made": made}
                | {name: float(one.to_numpy().squeeze()) for name, one in answers.items()}
            )
    return rows


def posterior(kind, data: pd.DataFrame, priors: str) -> dict:
    """Sample the parameters by NUTS: moments, effective draws and seconds."""
    import arviz

    names = ["r", "alpha", "a", "b"]
    model = kind(model_config=flat(tuple(names)) if priors == "flat" else None)
    model.build_model(data)
    seconds = timed(lambda: model.fit(data, method="mcmc", progressbar=False, **NUTS))
    table = arviz.summary(model.fit_result, var_names=names, round_to="none")
    draws = {name: model.fit_result[name].to_numpy().ravel() for name in names}
    report = {
        "priors": priors,
        "draws": NUTS["draws"] * NUTS["chains"],
        "tuning_draws": NUTS["tune"] * NUTS["chains"],
        "chains": NUTS["chains"],
        "effective_draws": float(table["ess_bulk"].astype(float).min()),
        "largest_r_hat": float(table["r_hat"].astype(float).max()),
        "parameters": {
            name: {
                "mean": float(values.mean()),
                "standard_deviation": float(values.std(ddof=1)),
                "quantiles": dict(
                    zip(
                        ("0.025", "0.5", "0.975"),
                        np.quantile(values, [0.025, 0.5, 0.975]).tolist(),
                        strict=True,
                    )
                ),
            }
            for name, values in draws.items()
        },
    } | seconds
    print(report, flush=True)
    return report


if __name__ == "__main__":
    main()
