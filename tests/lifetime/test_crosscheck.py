"""crmkit beside lifetimes and PyMC-Marketing: here, and by benchmarks/crosscheck_pymc.py.

Two questions, with a tolerance each. Do all fits end at the same place? And does each formula of
crmkit, given the peer's own parameters, give the peer's answers? `pytest -s -k one_table` prints
the table: crmkit | lifetimes | PyMC-Marketing. The last tests show where lifetimes errs.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import crmkit.datasets
import crmkit.summary
from crmkit.lifetime import BGBB, BGNBD, MBGNBD, SBG, GammaGamma, ParetoNBD

REFERENCE = Path(__file__).parents[2] / "benchmarks" / "crosscheck_pymc.json"
PYMC = json.loads(REFERENCE.read_text(encoding="utf-8"))
WEEK = 7

# How close the ends of two searches are, relative. lifetimes stops a little before the top, most of
# all its Pareto/NBD, whose search takes no derivatives: one beta is 1e-4 off.
SAME_END = {"lifetimes": 1e-3, "PyMC-Marketing": 1e-5}
# How close two ways of computing the same formula are, relative.
SAME_FORMULA = 1e-9

KINDS = {kind.TITLE: kind for kind in (BGNBD, MBGNBD, ParetoNBD, BGBB, GammaGamma)}
PURCHASE_MODELS = ("BG/NBD", "MBG/NBD", "Pareto/NBD")


class Ours:
    """A model of crmkit, fitted or with a peer's parameters, asked what the peers are asked."""

    def __init__(self, model, data: pd.DataFrame):
        self.model, self.data = model, data

    def answers(self, histories: list[list[float]]) -> dict[str, np.ndarray]:
        first, second, *third = (np.array(column) for column in zip(*histories, strict=True))
        if self.model.TITLE in PURCHASE_MODELS:
            table = purchases_table(first, second * WEEK, third[0] * WEEK)
            ahead = {"horizon_days": PYMC["horizons"]["weeks"] * WEEK}
        elif self.model.TITLE == "BG/BB":
            table = pd.DataFrame(
                {"repeat_purchases": first, "last_period": second, "periods": third[0]}
            )
            ahead = {"opportunities": PYMC["horizons"]["opportunities"]}
        else:
            table = pd.DataFrame({"repeat_purchases": first, "mean_repeat_spend": second})
            return {"expected_spend": self.model.expected_spend(table).to_numpy()}
        return {
            "expected_purchases": self.model.expected_purchases(table, **ahead).to_numpy(),
            "probability_alive": self.model.probability_alive(table).to_numpy(),
        }

    def log_likelihood(self) -> float:
        if isinstance(self.model, GammaGamma):
            # Both peers compute the density of the mean, the paper that of the total.
            return self.model.log_likelihood_of_mean(self.data)
        return self.model.log_likelihood(self.data)


class Lifetimes:
    """The same of lifetimes: its fitter of the same model on the same data."""

    def __init__(self, title: str, data: pd.DataFrame):
        lifetimes = lifetimes_package()
        self.title = title
        if title in PURCHASE_MODELS:
            kind = {
                "BG/NBD": lifetimes.BetaGeoFitter,
                "MBG/NBD": lifetimes.ModifiedBetaGeoFitter,
                "Pareto/NBD": lifetimes.ParetoNBDFitter,
            }[title]
            self.columns = (
                data["repeat_purchases"],
                data["age_at_last_days"] / WEEK,
                data["age_days"] / WEEK,
            )
            self.weights = np.ones(len(data))
        elif title == "BG/BB":
            kind = lifetimes.BetaGeoBetaBinomFitter
            self.columns = tuple(data[c] for c in ("repeat_purchases", "last_period", "periods"))
            self.weights = data["customers"]
        else:
            kind = lifetimes.GammaGammaFitter
            repeaters = data[data["repeat_purchases"] > 0]
            self.columns = (repeaters["repeat_purchases"], repeaters["mean_repeat_spend"])
            self.weights = np.ones(len(repeaters))
        self.fitter = kind()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Its Pareto/NBD starts at random unless told.
            start = {"initial_params": np.ones(4)} if title == "Pareto/NBD" else {}
            self.fitter.fit(*self.columns, weights=self.weights, **start)

    def parameters(self) -> dict[str, float]:
        return self.fitter.params_.to_dict()

    def log_likelihood(self) -> float:
        """Its own formula, for all customers, in the unit of its data."""
        values = self.fitter.params_.to_numpy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if self.title == "Pareto/NBD":
                each = self.fitter._conditional_log_likelihood(values, *self.columns)
            elif self.title == "BG/BB":
                each = self.fitter._loglikelihood(values, *self.columns)
            else:
                loss = self.fitter._negative_log_likelihood
                logs = np.log(values)
                return -loss(logs, *self.columns, self.weights, 0) * len(self.weights)
        return float(np.sum(each * self.weights))

    def answers(self, histories: list[list[float]]) -> dict[str, np.ndarray]:
        columns = [np.array(column, float) for column in zip(*histories, strict=True)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if self.title == "Gamma-Gamma":
                spend = self.fitter.conditional_expected_average_profit(*columns)
                return {"expected_spend": np.asarray(spend)}
            unit = "opportunities" if self.title == "BG/BB" else "weeks"
            expected = self.fitter.conditional_expected_number_of_purchases_up_to_time(
                PYMC["horizons"][unit], *columns
            )
            later = [0] if self.title == "BG/BB" else []
            alive = self.fitter.conditional_probability_alive(*later, *columns)
        return {
            "expected_purchases": np.asarray(expected),
            "probability_alive": np.asarray(alive),
        }


class OnFile:
    """The same of PyMC-Marketing, from the committed figures."""

    def __init__(self, title: str):
        self.found = PYMC["models"][title]

    def parameters(self) -> dict[str, float]:
        return self.found["parameters"]

    def log_likelihood(self) -> float:
        return self.found["log_likelihood"]

    def answers(self, histories: list[list[float]]) -> dict[str, np.ndarray]:
        rows = self.found["predictions"]
        assert [row["history"] for row in rows] == histories
        return {
            name: np.array([row[name] for row in rows]) for name in rows[0] if name != "history"
        }


def lifetimes_package():
    """The package, without its warning that it sets an option that pandas has given up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifetimes
    return lifetimes


def purchases_table(x, last, age) -> pd.DataFrame:
    return pd.DataFrame({"repeat_purchases": x, "age_at_last_days": last, "age_days": age})


def unit_of(title: str) -> dict[str, float]:
    """The unit of time that a model is told: weeks as in the papers, years of donations."""
    if title in PURCHASE_MODELS:
        return {"period_days": WEEK}
    return {"period_days": 365.25} if title == "BG/BB" else {}


def histories_of(title: str) -> list[list[float]]:
    return [row["history"] for row in PYMC["models"][title]["predictions"]]


@pytest.fixture(scope="module")
def data() -> dict[str, pd.DataFrame]:
    log = crmkit.datasets.load("cdnow_sample")
    cdnow = crmkit.summary.customers(log, as_of="1997-09-30")
    donations = crmkit.datasets.load("donations")
    return {title: donations if title == "BG/BB" else cdnow for title in KINDS}


@pytest.fixture(scope="module")
def ours(data) -> dict[str, Ours]:
    return {
        title: Ours(kind.fit(data[title], **unit_of(title)), data[title])
        for title, kind in KINDS.items()
    }


@pytest.fixture(scope="module")
def peers(data) -> dict[str, dict[str, Lifetimes | OnFile]]:
    return {
        "lifetimes": {title: Lifetimes(title, data[title]) for title in KINDS},
        "PyMC-Marketing": {title: OnFile(title) for title in KINDS},
    }


def with_parameters_of(peer: Lifetimes | OnFile, title: str, data: pd.DataFrame) -> Ours:
    """Our model, written down with the peer's parameters (Gamma-Gamma: their v is our gamma)."""
    kind = KINDS[title]
    values = peer.parameters()
    named = {name: values["v" if name == "gamma" and "v" in values else name]
             for name in kind.SCALES}  # fmt: skip
    return Ours(kind(**named, **unit_of(title)), data)


def numbers(side, parameters: dict[str, float], histories) -> dict[tuple[str, str], float]:
    """All that is compared, by what it is and for whom."""
    found = {("parameter", name): value for name, value in parameters.items()}
    found["log-likelihood", ""] = side.log_likelihood()
    for name, values in side.answers(histories).items():
        found |= {
            (name, str(tuple(one))): v for one, v in zip(histories, values.tolist(), strict=True)
        }
    return found


@pytest.fixture(scope="module")
def table(ours, peers, data) -> pd.DataFrame:
    """One row a number: crmkit | lifetimes | PyMC-Marketing."""
    parts = {}
    for title in KINDS:
        histories = histories_of(title)
        columns = {
            "crmkit": numbers(ours[title], ours[title].model.parameters.to_dict(), histories)
        }
        for name, all_of_them in peers.items():
            peer = all_of_them[title]
            theirs = with_parameters_of(peer, title, data[title]).model.parameters.to_dict()
            columns[name] = numbers(peer, theirs, histories)
        parts[title] = pd.DataFrame(columns)
    return pd.concat(parts, names=["model", "number", "of"])


def test_all_ends_are_the_same_in_one_table(table):
    print("\n" + table.to_string(float_format="{:,.6g}".format))
    assert len(table) == 19 + 5 + 4 * 20 + 10
    assert np.isfinite(table).all(axis=None)
    for name, tolerance in SAME_END.items():
        away = (table[name] / table["crmkit"] - 1).abs()
        assert away.max() < tolerance, f"{name}: {away.idxmax()} is {away.max():.1e} off"


@pytest.mark.parametrize("peer", ["lifetimes", "PyMC-Marketing"])
@pytest.mark.parametrize("title", KINDS)
def test_formulas_with_the_parameters_of_the_peer_give_its_answers(title, peer, peers, data):
    theirs = peers[peer][title]
    ours = with_parameters_of(theirs, title, data[title])
    assert ours.log_likelihood() == pytest.approx(theirs.log_likelihood(), rel=SAME_FORMULA)
    expected = theirs.answers(histories_of(title))
    for name, found in ours.answers(histories_of(title)).items():
        assert found == pytest.approx(expected[name], rel=SAME_FORMULA), name


@pytest.mark.parametrize("title", KINDS)
def test_no_peer_ends_higher(title, ours, peers, data):
    for name, all_of_them in peers.items():
        theirs = with_parameters_of(all_of_them[title], title, data[title]).log_likelihood()
        assert ours[title].log_likelihood() >= theirs - 1e-8, name


# Contracts: lifetimes has none


@pytest.mark.parametrize("segment", ["High End", "Regular"])
def test_contracts_are_those_of_pymc_marketing(segment):
    found = PYMC["models"]["sBG"]
    place = found["cohort"].index(segment)
    theirs = {name: values[place] for name, values in found["parameters"].items()}
    rows = pd.DataFrame(found["predictions"]).query("segment == @segment")
    table = crmkit.datasets.load("retention_tables").pivot(
        index="year", columns="segment", values="customers"
    )
    fitted = SBG.fit(table.loc[:7, segment])
    assert fitted.parameters.to_dict() == pytest.approx(theirs, rel=1e-6)
    model = SBG(**theirs, period_days=365.25)
    made = rows["renewals_made"].to_numpy()
    answers = {
        "survival": model.survival(made),
        "next_retention_rate": model.retention_rate(made + 1),
        "residual_lifetime": model.discounted_expected_residual_lifetime(
            made, annual_discount_rate=PYMC["annual_discount_rate"]
        ),
    }
    for name, one in answers.items():
        assert one.to_numpy() == pytest.approx(rows[name].to_numpy(), rel=1e-12), name


def test_both_segments_together_are_as_likely_as_pymc_marketing_says():
    table = crmkit.datasets.load("retention_tables").pivot(
        index="year", columns="segment", values="customers"
    )
    total = sum(SBG.fit(table.loc[:7, name]).report.log_likelihood for name in table)
    assert total == pytest.approx(PYMC["models"]["sBG"]["log_likelihood"], rel=1e-12)


# The posterior: a sampler's draws against importance sampling, both with flat priors


def test_the_posterior_is_that_of_the_full_sampler(ours, data):
    from crmkit.models import posterior

    sampled = next(one for one in PYMC["posterior of BG/NBD"] if one["priors"] == "flat")
    assert sampled["largest_r_hat"] < 1.01
    found = posterior(
        ours["BG/NBD"].model, data["BG/NBD"], draws=4000, rng=np.random.default_rng(1), prior="flat"
    )
    assert found.reliable
    # Quantiles of either are known to some hundredths of a standard deviation of the logs.
    ours_at = found.parameter_intervals(confidence=0.95)[["low", "median", "high"]]
    for name, theirs in sampled["parameters"].items():
        low, median, high = (np.log(one) for one in theirs["quantiles"].values())
        spread = (high - low) / 3.92
        away = np.abs(np.log(ours_at.loc[name]) - [low, median, high]) / spread
        assert away["median"] < 0.15 and away.max() < 0.3, (name, away.to_dict())


# Where lifetimes errs


def test_lifetimes_has_no_answer_for_a_loyal_customer_whose_times_are_equal():
    """300 purchases, the last one today: its Pareto/NBD takes the log of no difference."""
    values = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
    fitter = lifetimes_package().ParetoNBDFitter()
    fitter.params_ = pd.Series(values)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = fitter.conditional_expected_number_of_purchases_up_to_time(
            39, np.array([300.0]), np.array([150.0]), np.array([150.0])
        )
    assert not np.isfinite(theirs).any()
    loyal = purchases_table([300], [150 * WEEK], [150 * WEEK])
    model = ParetoNBD(**values, period_days=WEEK)
    # Alive for certain: the rate (r + x) / (alpha + T), and a Pareto lifetime from beta + T on.
    s, beyond = values["s"] - 1, values["beta"] + 150
    expected = 300.553 / 160.578 * beyond / s * (1 - (beyond / (beyond + 39)) ** s)
    assert model.probability_alive(loyal)[0] == pytest.approx(1, abs=1e-12)
    assert model.expected_purchases(loyal, horizon_days=39 * WEEK)[0] == pytest.approx(expected)


def test_lifetimes_divides_by_nothing_where_a_is_1():
    values = {"r": 0.243, "alpha": 4.414, "a": 1.0, "b": 2.426}
    fitter = lifetimes_package().BetaGeoFitter()
    fitter.params_ = pd.Series(values)
    x, last, age = np.array([2.0, 50]), np.array([30.43, 29.5]), np.array([38.86, 30])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = fitter.conditional_expected_number_of_purchases_up_to_time(39, x, last, age)
    assert not np.isfinite(theirs).any()
    table = purchases_table(x.astype(int), last * WEEK, age * WEEK)
    at, near = (
        BGNBD(**values | {"a": a}, period_days=WEEK).expected_purchases(table, horizon_days=273)
        for a in (1.0, 1 + 1e-7)
    )
    assert at.to_numpy() == pytest.approx(near.to_numpy(), rel=1e-6)


def test_lifetimes_stops_below_the_top_with_heavy_buyers():
    """103 customers, some with hundreds of purchases: its Pareto/NBD ends units lower.

    By how many depends on the start, which it draws at random unless told.
    """
    from benchmarks import robustness_pareto_nbd

    table = robustness_pareto_nbd.case(7).customers
    fitter = lifetimes_package().ParetoNBDFitter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter.fit(
            table["repeat_purchases"],
            table["age_at_last_days"] / WEEK,
            table["age_days"] / WEEK,
            initial_params=np.ones(4),
        )
    theirs = ParetoNBD(**fitter.params_, period_days=WEEK).log_likelihood(table)
    assert ParetoNBD.fit(table, period_days=WEEK).report.log_likelihood > theirs + 3


def test_lifetimes_gives_up_where_customers_do_not_differ():
    """100 customers with 107 repeat purchases: its MBG/NBD raises, ours reports the boundary."""
    from lifetimes.utils import ConvergenceError

    rng = np.random.default_rng(18)
    truth = MBGNBD(r=1.3, alpha=24, a=0.5, b=0.6, period_days=WEEK)
    table = truth.simulate_customers(watched_days=rng.uniform(60, 700, 100), rng=rng)
    with warnings.catch_warnings(), pytest.raises(ConvergenceError):
        warnings.simplefilter("ignore")
        lifetimes_package().ModifiedBetaGeoFitter().fit(
            table["repeat_purchases"], table["age_at_last_days"] / WEEK, table["age_days"] / WEEK
        )
    fitted = MBGNBD.fit(table, period_days=WEEK)
    assert fitted.report.boundary
    assert fitted.report.log_likelihood >= truth.log_likelihood(table)
