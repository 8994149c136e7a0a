"""One name for one thing: the columns of every public table, the names of every parameter."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from crmkit.lifetime import (
    SBG,
    advise,
    comparison,
    evaluation,
    markov,
    markov_policies,
    valuation,
)
from crmkit.segmentation import (
    cluster_count,
    clusters,
    concentration,
    factors,
    generalisation,
    migration,
    personas,
    portfolio,
    pyramid,
    relationship,
    relationship_sensitivity,
    rfm,
    rfm_segments,
)
from crmkit.vocabulary import COLUMNS
from tests.campaigns.tables import CAMPAIGNS
from tests.loyalty.tables import LOYALTY
from tests.retention.tables import RETENTION

PARTS = (
    *("orders", "summary", "datasets", "companies"),
    *("segmentation", "loyalty", "lifetime", "retention", "campaigns", "plots"),
)

# Parameters that were called so once, and what they are called now.
RETIRED = {
    "share": "whose share: customer_share, spend_share, ...",
    "share_of_value": "spend_share or value_share",
    "share_of_spend": "spend_share",
    "share_of_customers": "customer_share",
    "share_cut": "size_cut",
    "top": "customer_share",
    "fit_rows": "calibration_rows",
    "colour": "color",
    "colours": "colors",
    "summary": "customers: the customers table",
    "fitted_until": "fitted_up_to",
    "days_ahead": "horizon_days",
}

# Public functions of segmentation that make tables: name of the function -> its tables. A pair is
# a table and the columns that are of the caller's own naming.
SPEND = pd.Series([900.0, 60, 30, 10, 0], index=list("abcde"))
CUSTOMERS = pd.DataFrame(
    {
        "days_since_last": [3, 10, 40, 90, 400],
        "purchases": [9, 1, 4, 1, 1],
        "total_spend": SPEND,
        "bought": [1, 0, 1, 0, 1],
        "mailing": list("xyxyx"),
    }
)
LATER = pd.Series([30.0, 60, 90, 5], index=list("abcf"))
SEGMENTS = pd.DataFrame(
    {"market_revenue": 9e6, "margin_rate": [0.15, 0.45], "customers": [300, 100]},
    index=["dealers", "works"],
)
RATE = {"annual_discount_rate": 0.1}
CHAIN = pd.DataFrame([[0.5, 0.5], [0.4, 0.6]], index=["a", "b"], columns=["a", "b"])
BETTER = CHAIN.iloc[[0, 0]].set_axis(["a", "b"])
MOVES = {
    "wait": (CHAIN, pd.Series({"a": 6.0, "b": -3})),
    "act": (BETTER, pd.Series({"a": 4.0, "b": -5})),
}
NBD = SimpleNamespace(
    r=1.0,
    alpha=1.0,
    report=SimpleNamespace(boundary=(), covariance=((0.01, 0.0), (0.0, 0.01))),
)
TIERS = pyramid.tiers(SPEND)
SCORED = rfm.score(CUSTOMERS)
TRIED = generalisation.generalise(CUSTOMERS, response="bought", cells="mailing", calibration_rows=3)
GROWTH = portfolio.growth_and_share(SPEND, LATER, wallet=2 * SPEND.add(LATER, fill_value=1))
ADVICE = advise(
    pd.DataFrame(
        {"repeat_purchases": [0, 2], "last_period": [0, 6], "periods": 6, "customers": [700, 300]}
    )
)
SHOPS = pd.DataFrame({"spend": [0, 0, 9, 9], "sales": [5, 7, 30, 32]})
RETURNS = valuation.marginal_returns(SHOPS, spend="spend", value="sales")
LEVELS = list(relationship.default_levels().index)

FORECASTS = pd.DataFrame({"repeat_purchases": [0, 2], "expected": [0.2, 1.5], "actual": [0, 1]})
COHORT = pd.Series([100, 80, 70])
SHARES = pd.DataFrame({"customer_share": [0.4, 0.6], "retention_rate": [0.9, 0.5]})

ASKED = pd.DataFrame(
    np.random.default_rng(1).normal(size=(40, 3)), columns=["clean", "cheap", "near"]
)
ITEMS = list(ASKED)
CUT = clusters.k_means(ASKED, ITEMS, clusters=2, seed=1)
FACTORS = ["factor_1", "factor_2"]

TABLES = {
    "cluster_count.mixtures": [cluster_count.mixtures(ASKED, ITEMS, most=2, seed=1)],
    "cluster_count.one_cloud": [
        (cluster_count.one_cloud(ASKED, ITEMS, rng=np.random.default_rng(1)), ITEMS)
    ],
    "cluster_count.silhouettes": [
        cluster_count.silhouettes(ASKED, ITEMS, most=2, clouds=19, rng=np.random.default_rng(1))
    ],
    "clusters.profile": [(clusters.profile(ASKED, CUT, ITEMS), ITEMS)],
    "clusters.standardised": [(clusters.standardised(ASKED, ITEMS), ITEMS)],
    "factors.explained": [factors.explained(ASKED, ITEMS, rng=np.random.default_rng(1))],
    "factors.loadings": [(factors.loadings(ASKED, ITEMS, factors=2), FACTORS)],
    "factors.scores": [(factors.scores(ASKED, ITEMS, factors=2), FACTORS)],
    "personas.agreement": [
        personas.agreement(ASKED, ITEMS, most=2, draws=20, rng=np.random.default_rng(1))
    ],
    "personas.found_again": [
        personas.found_again(ASKED, ITEMS, persona=CUT, draws=20, rng=np.random.default_rng(1))
    ],
    "concentration.deciles": [concentration.deciles(SPEND, groups=5)],
    "concentration.lorenz": [concentration.lorenz(SPEND)],
    "concentration.true_concentration": [concentration.true_concentration(NBD)],
    "concentration.expected_lorenz": [concentration.expected_lorenz(NBD)],
    "generalisation.generalise": [TRIED.summary, TRIED.cells],
    "migration.migration_matrix": [(migration.migration_matrix(TIERS, TIERS), pyramid.TIERS)],
    "migration.migration_rates": [
        (migration.migration_rates(migration.migration_matrix(TIERS, TIERS)), pyramid.TIERS)
    ],
    "portfolio.growth_and_share": [GROWTH],
    "portfolio.classify": [portfolio.classify(GROWTH).customers],
    "portfolio.class_table": [portfolio.class_table(portfolio.classify(GROWTH))],
    "pyramid.tier_table": [pyramid.tier_table(SPEND, TIERS)],
    "pyramid.whale_curve": [pyramid.whale_curve(SPEND)],
    "pyramid.whale_facts": [pyramid.whale_facts(SPEND).to_frame().T],
    "relationship.default_levels": [relationship.default_levels()],
    "relationship.level_values": [(relationship.level_values(SEGMENTS, **RATE), LEVELS)],
    "relationship.best_level": [relationship.best_level(SEGMENTS, **RATE)],
    "relationship.value_per_customer": [(relationship.value_per_customer([1.0], **RATE), LEVELS)],
    "relationship.grid": [(relationship.grid(), relationship.MARGIN_RATES)],
    "relationship_sensitivity.switch_points": [relationship_sensitivity.switch_points(**RATE)],
    "relationship_sensitivity.flips": [relationship_sensitivity.flips(SEGMENTS, **RATE)],
    "contracts.simulate": [SBG(0.7, 3.8).simulate(9, renewals=3, rng=np.random.default_rng(1))],
    "contracts.track": [SBG(0.7, 3.8).track(COHORT, fitted_up_to=1)],
    "evaluation.conditional_means": [evaluation.conditional_means(FORECASTS)],
    "evaluation.lift": [evaluation.lift(FORECASTS, groups=2)],
    "advice.advise": [ADVICE.models, ADVICE.evidence],
    "comparison.compare": [
        comparison.compare(
            {"rule": pd.concat([FORECASTS] * 9, ignore_index=True)},
            against="rule",
            rng=np.random.default_rng(1),
            draws=40,
        )
    ],
    "markov_policies.all_policies": [
        (markov_policies.all_policies(MOVES, pd.Series({"a": 1}), **RATE), ["a", "b"])
    ],
    "markov_policies.flip_rates": [markov_policies.flip_rates(MOVES)],
    "markov.when_to_stop": [
        markov.when_to_stop([0.3], contribution=40, mailing_cost=4, **RATE).table
    ],
    "valuation.base_value": [valuation.base_value(COHORT, SHARES, annual_margin=9, **RATE)],
    "valuation.customers_to_come": [
        valuation.customers_to_come(
            pd.Series({1: 9}), customer_value=60, acquisition_cost=49, **RATE
        )
    ],
    "valuation.marginal_returns": [RETURNS],
    "valuation.move_in_steps": [
        (
            valuation.move_in_steps({"old": RETURNS, "new": RETURNS}, start={"old": 9, "new": 0}),
            ["old", "new"],
        )
    ],
    "valuation.elasticities": [valuation.elasticities(lambda margin: 4 * margin, {"margin": 9})],
    "rfm.score": [SCORED.scores, SCORED.thresholds],
    "rfm.score_with": list(rfm.score_with(CUSTOMERS, SCORED.thresholds)),
    "rfm.profile": [rfm.profile(CUSTOMERS, rfm.name_segments(SCORED))],
    "rfm.cell_grid": [(rfm.cell_grid(SCORED), range(1, 6))],
    "rfm_segments.SEGMENTS": [rfm_segments.SEGMENTS],
    "rfm_segments.EIGHT_GROUPS": [rfm_segments.EIGHT_GROUPS],
    **LOYALTY,
    **RETENTION,
    **CAMPAIGNS,
}


def unknown(table: pd.DataFrame, own=()) -> list:
    """The columns that are neither in the vocabulary nor of the caller's own naming."""
    plain = [re.sub("_(calibration|holdout)$", "", name) for name in map(str, table.columns)]
    words = set(COLUMNS) | set(map(str, own)) | {f"median_{name}" for name in CUSTOMERS}
    return [name for name in plain if name not in words]


def modules() -> Iterator[tuple[str, object]]:
    for part in PARTS:
        package = import_module(f"crmkit.{part}")
        yield part, package
        for found in walk_packages(package.__path__, f"crmkit.{part}."):
            yield found.name.removeprefix("crmkit."), import_module(found.name)


def functions() -> Iterator[tuple[str, inspect.Signature]]:
    """Every public function and method that a part defines."""
    for module_name, module in modules():
        for name, thing in vars(module).items():
            if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
                continue
            if inspect.isfunction(thing):
                yield f"{module_name}.{name}", inspect.signature(thing)
            elif inspect.isclass(thing):
                for method_name, method in vars(thing).items():
                    method = getattr(method, "__func__", method)
                    if inspect.isfunction(method) and not method_name.startswith("_"):
                        yield f"{module_name}.{name}.{method_name}", inspect.signature(method)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_in_the_vocabulary(name):
    for made in TABLES[name]:
        table, own = made if isinstance(made, tuple) else (made, ())
        # The last column of a migration, for those who left, is the kit's own word.
        assert not unknown(table, [*own, "lost"] if name.startswith("migration") else own)


@pytest.mark.parametrize(
    ("part", "least"), [("segmentation", 30), ("loyalty", 50), ("retention", 60), ("campaigns", 60)]
)
def test_every_table_of_a_part_is_held_to_it(part, least):
    makers = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for _, module in modules()
        if module.__name__.startswith(f"crmkit.{part}.")
        for name in getattr(module, "__all__", ())
        if inspect.isfunction(thing := getattr(module, name))
        and thing.__module__ == module.__name__
        and re.search("DataFrame|Scores|Portfolio|Generalisation", _returns(thing))
    }
    assert len(makers) >= least
    assert not makers - set(TABLES)


def test_a_stranger_among_the_columns_is_seen():
    table = pd.DataFrame({"customers": [1], "share_of_spend": [0.1], "spend_share_holdout": [0.1]})
    assert unknown(table) == ["share_of_spend"]
    assert unknown(table.rename(columns={"share_of_spend": "mine"}), ["mine"]) == []


def test_each_column_says_what_it_holds_and_no_two_say_the_same():
    assert all(COLUMNS.values())
    assert len(set(COLUMNS.values())) == len(COLUMNS)


def test_no_parameter_has_a_retired_name():
    found = [
        f"{name}({parameter}=): {RETIRED[parameter]}"
        for name, signature in functions()
        for parameter in signature.parameters
        if parameter in RETIRED
    ]
    assert not found


def test_customers_is_the_table_and_never_a_number():
    wrong = [
        name
        for name, signature in functions()
        if "customers" in signature.parameters
        and "DataFrame" not in str(signature.parameters["customers"].annotation)
    ]
    assert not wrong


def test_the_walk_sees_functions_methods_and_their_parameters():
    found = dict(functions())
    assert "share" not in found["segmentation.concentration.top_share"].parameters
    assert "customer_share" in found["segmentation.concentration.top_share"].parameters
    assert "customer_ids" in found["segmentation.portfolio.Portfolio.only"].parameters
    assert len(found) > 150


def _returns(function) -> str:
    returned = inspect.signature(function).return_annotation
    return getattr(returned, "__name__", str(returned))
